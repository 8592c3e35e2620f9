"""What a buyer does some time after ordering: money brought to a store or sent, goods added to an order that is paid."""

import logging
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import ClassVar

from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from storefront import clock
from storefront.catalog.stock import NotEnoughStock
from storefront.catalog.variant import Variant
from storefront.checkout.addition import way_to_add
from storefront.checkout.amending import CannotAmend, amend
from storefront.database import again, writing
from storefront.extensions import db
from storefront.orders.amendment import Amendment
from storefront.orders.finding import order_by_number
from storefront.orders.order import Order
from storefront.payments.gateways import cards
from storefront.payments.gateways.demo import IllegalMove, acts, keep_card
from storefront.payments.payment import LIVE, Payment, PaymentState
from storefront.quoting.tariff_reading import load_tariff
from storefront.views.charging import charge
from tests.checkout.buyer import ASKS, DECLINED, PAYS, TIMES_OUT

log = logging.getLogger("storefront.torture")
ADDED = ("BISCUIT-6", "HONEY-180", "SLEEP-30")
ADDS_WITH = (PAYS, PAYS, PAYS, ASKS, ASKS, DECLINED, TIMES_OUT, "wallet", "konbini")


@dataclass(frozen=True)
class Money:
    """A sum that is brought once, whether or not anybody still waits for it."""

    at: datetime
    ref: str
    amount: int
    """0: pay at the store."""
    anew: ClassVar[bool] = False
    """Whether it is begun again by the next process when one dies in it."""

    def happen(self, app: Flask) -> None:
        """Bring it."""
        with app.app_context(), suppress(IllegalMove):
            if self.amount:
                acts.transfer(self.ref, self.amount, late=True)
            else:
                acts.pay_at_store(self.ref, late=True)


@dataclass(frozen=True)
class Addition:
    """Goods added to an order, as the page of the offer does it: the same click again has the same key."""

    at: datetime
    number: str
    key: str
    anew: ClassVar[bool] = True

    def happen(self, app: Flask) -> None:
        """Click, sometimes twice at once, sometimes in two windows at once; then answer the bank, or close its page."""
        chance = Random(self.key)
        how, wanted = chance.random(), (chance.choice(ADDED), chance.choice([1, 1, 2]))
        method = chance.choice(ADDS_WITH)
        clicks = [self.key]
        if how < 0.3:
            clicks.append(self.key if how < 0.15 else f"{self.key}:b")
        answers = [_Click(app, self.number, key, *wanted, method) for key in clicks]
        for one in answers[1:]:
            one.start()
        answers[0].run()
        for one in answers[1:]:
            one.join()
        if chance.random() < 0.7:
            self._answer(app, approved=chance.random() < 0.8)

    def _answer(self, app: Flask, approved: bool) -> None:
        asked = select(Payment.provider_ref).where(
            Payment.amendment_id == select(Amendment.id).where(Amendment.place_key == self.key).scalar_subquery(),
            Payment.state == PaymentState.NEEDS_ACTION,
        )  # fmt: skip
        with app.app_context():
            ref = db.session.scalar(asked)
            db.session.rollback()
            if ref:
                acts.answer(ref, approved)


class _Click(threading.Thread):
    """One request that adds goods: written down and committed, the gateway called, its answer committed."""

    def __init__(self, app: Flask, *asked: str | int) -> None:
        super().__init__()
        self._app, self._asked = app, asked

    def run(self) -> None:
        with self._app.test_request_context("/ja/"):
            token = writing.set(True)
            try:
                charge(again(lambda: _added(*self._asked)))  # type: ignore[arg-type]
            except (CannotAmend, NotEnoughStock, IntegrityError):
                db.session.rollback()
            except Exception:  # what a buyer would see as an error page
                log.exception("addition failed")
                db.session.rollback()
            finally:
                writing.reset(token)


def _added(number: str, key: str, sku: str, count: int, method: str) -> Payment:
    now = clock.now()
    order = order_by_number(number)
    assert order is not None
    one = db.session.scalars(select(Variant).where(Variant.sku == sku)).one()
    tariff, source = load_tariff(now), ""
    if order.paid_at is None:
        method = "cod"
    elif method not in {"wallet", "konbini"}:
        digits = cards.digits(method)
        behaviour = cards.behaviour_of(digits)
        assert behaviour is not None
        source, method = keep_card(behaviour, digits[-4:]), "card"
    paying = tariff.paying(method)
    way = way_to_add(order, one.price * count, paying, tariff, now)
    return amend(order, {one: count}, paying, tariff, way.total, key, now, source)


Later = Money | Addition


def plans(app: Flask, number: str, chance: Random, now: datetime) -> list[Later]:
    """What a buyer means to do: bring the money at once, in days, in parts, too much, too late, never; then add something."""
    money = _money(app, number, chance, now)
    hours = chance.choice([0.0, 0.0, 0.2, 1.0])
    last = max((one.at for one in money), default=now) + timedelta(hours=hours)
    times = chance.choice([0, 0, 1, 1, 2])
    additions = [
        Addition(last + timedelta(minutes=20 * place), number, f"add:{number}:{chance.random()}")
        for place in range(times)
    ]
    return [*money, *additions]


def _money(app: Flask, number: str, chance: Random, now: datetime) -> list[Later]:
    method, ref, amount = awaited(app, number)
    soon = now + timedelta(hours=chance.uniform(0, 60))
    at = chance.choice([now, now, soon, soon, now + timedelta(days=12)])
    if method == "konbini" and ref and chance.random() < 0.85:
        return [Money(at, ref, 0)]
    if method != "bank_transfer" or not ref or chance.random() < 0.1:
        return []
    parts = chance.choice(
        [[amount], [amount], [300, amount - 300], [amount + 700], [300], [300, amount]]
    )
    return [Money(at + timedelta(hours=7 * place), ref, part) for place, part in enumerate(parts)]


def awaited(app: Flask, number: str) -> tuple[str, str, int]:
    """Method, reference and sum of the attempt that is open for an order; empty where none is."""
    asked = (
        select(Payment.method, Payment.provider_ref, Payment.amount)
        .join(Order)
        .where(Order.number == number, Payment.state.in_(LIVE), Payment.amendment_id.is_(None))
        .order_by(Payment.id.desc())
    )
    with app.app_context():
        found = db.session.execute(asked).first()
        db.session.rollback()
    return (found[0], found[1] or "", found[2]) if found else ("", "", 0)
