"""A shop in which every piece of work that moves money can be begun, and left in the middle."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from storefront import clock, worker
from storefront.catalog.variant import Variant
from storefront.checkout.addition import Brought, goods_of, way_to_add
from storefront.checkout.amending import amend
from storefront.database import writing
from storefront.extensions import db
from storefront.orders.order import Order
from storefront.payments import trying_again
from storefront.payments.gateways.cards import Behaviour
from storefront.payments.gateways.demo import DemoGateway, keep_card
from storefront.payments.payment import Payment
from storefront.payments.settling import last_payment
from storefront.quoting.payment_method import PaymentMethod
from storefront.quoting.tariff_reading import load_tariff
from storefront.views.charging import charge
from tests.support.orders import place
from tests.support.proof import prove

ADDED = "BISCUIT-6"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
REST = [timedelta(minutes=3), timedelta(hours=2), timedelta(hours=22), *[timedelta(days=5)] * 4]
LATER = ("demo.deliver", "payments.sync", "payments.listen")


class Desk:
    """Works a shop through its own functions, its clock in hand."""

    def __init__(self, app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        self.app, self.now = app, now
        monkeypatch.setattr(clock, "now", lambda: self.now)
        for kind in (
            "how_to_pay",
            "part_received",
            "account_wanted",
            "money_sent",
            "order_cancelled",
        ):
            if f"mail.{kind}" not in worker.WORK:
                monkeypatch.setitem(worker.WORK, f"mail.{kind}", lambda _payload, _now: None)
        with self.acting():
            db.session.execute(update(PaymentMethod).values(active=True))
            db.session.commit()

    @contextmanager
    def acting(self) -> Iterator[None]:
        """Within a request of its own that may write."""
        token = writing.set(True)
        try:
            with self.app.test_request_context("/ja/"):
                yield
                db.session.rollback()
        finally:
            writing.reset(token)

    def placed(self, method: str = "card", behaviour: Behaviour = Behaviour.PAYS) -> int:
        """An order of which nobody was charged yet; the id of its attempt."""
        with self.acting():
            token = keep_card(behaviour, "4242") if method == "card" else ""
            db.session.commit()
            return place(
                self.now, payment_method=method, card_token=token, bought=(("SLEEP-30", 1),)
            ).id

    def charge(self, payment_id: int) -> None:
        """As the button does after the order is written."""
        with self.acting():
            charge(self.payment(payment_id))

    def ordered(self, method: str = "card", behaviour: Behaviour = Behaviour.PAYS) -> int:
        """An order whose attempt was begun; the id of the attempt."""
        payment_id = self.placed(method, behaviour)
        self.charge(payment_id)
        return payment_id

    def pay_again(self, order_id: int, method: str) -> None:
        """Another way to pay a waiting order."""
        with self.acting():
            token = keep_card(Behaviour.PAYS, "4242")
            db.session.commit()
            order = db.session.get(Order, order_id)
            assert order is not None
            last, ways = (
                last_payment(order),
                trying_again.ways_to_pay(order, load_tariff(self.now), self.now),
            )
            way = next(one for one in ways if one.paying.code == method)
            assert last is not None
            charge(trying_again.try_again(order, way, way.total, last.id, self.now, token))

    def add(
        self, payment_id: int, method: str = "card", behaviour: Behaviour = Behaviour.PAYS
    ) -> int:
        """Goods more for an order, as the button of the offer does it; the id of the attempt to pay them."""
        with self.acting():
            token = keep_card(behaviour, "4242") if method == "card" else ""
            db.session.commit()
            order, tariff = self.payment(payment_id).order, load_tariff(self.now)
            one = db.session.scalars(select(Variant).where(Variant.sku == ADDED)).one()
            paying, by = tariff.paying(method), Brought("extra", 10)
            assert paying is not None
            way = way_to_add(order, goods_of({one: 1}, by), paying, tariff, self.now)
            key = secrets.token_hex(8)
            asked = (order, {one: 1}, paying, tariff, way.total, key, self.now, token)
            attempt = amend(*asked, by=by)
            attempt_id = attempt.id
            charge(attempt)
            return attempt_id

    def does(self, work: Callable[[], object]) -> Callable[[], None]:
        """The work in a request of its own, committed."""

        def done() -> None:
            with self.acting():
                work()
                db.session.commit()

        return done

    def work(self) -> None:
        """The worker does what is due."""
        with self.acting():
            while worker.run_due(self.now):
                pass

    def come_to_rest(self) -> None:
        """As much time passes as anything waits for."""
        for pause in REST:
            self.now += pause
            with self.acting():
                for kind in LATER:
                    worker.WORK[kind]({}, self.now)
                    db.session.commit()
            self.work()

    def wrong(self, *, quiet: bool = False) -> list[str]:
        """What is wrong with the books."""
        with self.acting():
            return prove(DemoGateway().charges_since(LONG_AGO), quiet=quiet)

    def payment(self, payment_id: int) -> Payment:
        """An attempt, read anew."""
        return db.session.scalars(select(Payment).where(Payment.id == payment_id)).one()
