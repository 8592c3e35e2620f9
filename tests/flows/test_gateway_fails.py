"""The gateway breaks while it is asked for the money: the buyer is told what is true, and the worker finds out."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from storefront import clock, worker
from storefront.database import writing
from storefront.extensions import db
from storefront.orders.order import Order
from storefront.payments.gateways import Attempt, Charge, Outcome
from storefront.payments.gateways.demo import DemoGateway
from storefront.payments.payment import Payment
from storefront.payments.reconciling import sync
from tests.checkout.buyer import DECLINED, PAYS, Buyer

START = DemoGateway.start
LATER = timedelta(seconds=30)


class Broken(Exception):
    """What no contract of ours names."""


def breaks(after: Callable[[DemoGateway, Charge], Outcome] | None) -> Callable[..., Outcome]:
    def start(gateway: DemoGateway, charge: Charge) -> Outcome:
        if after:
            after(gateway, charge)
        raise Broken

    return start


def how_it_stands(app: Flask) -> tuple[list[str], str]:
    with app.app_context():
        states = db.session.scalars(select(Payment.state).order_by(Payment.id)).all()
        return list(states), db.session.scalars(select(Order)).one().state


def the_worker_asks(app: Flask, monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)
    with app.app_context():
        worker.run_due(at)


@pytest.mark.parametrize(
    ("after", "then"),
    [(None, (["cancelled"], "pending")), (DemoGateway.start, (["captured"], "placed"))],
    ids=["before the money moved", "after the money moved"],
)
def test_an_answer_nobody_understands_is_no_error_page_and_no_decline(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch, after: None, then: object
) -> None:
    monkeypatch.setattr(DemoGateway, "start", breaks(after))
    buyer = Buyer(app).take()
    assert "/ja/orders/10001?key=" in buyer.buy(PAYS).location
    assert "お支払いを確認しています" in buyer.follow().said()
    assert how_it_stands(app) == (["unknown"], "pending")
    the_worker_asks(app, monkeypatch, now + LATER)
    assert how_it_stands(app) == then


def test_the_same_holds_when_an_order_is_paid_again(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    buyer = Buyer(app).take()
    buyer.buy(DECLINED)
    buyer.follow()
    monkeypatch.setattr(DemoGateway, "start", breaks(DemoGateway.start))
    assert buyer.pay_with(PAYS).status_code == 303
    assert "お支払いを確認しています" in buyer.follow().said()
    assert how_it_stands(app) == (["failed", "unknown"], "pending")
    the_worker_asks(app, monkeypatch, now + LATER)
    assert how_it_stands(app) == (["failed", "captured"], "placed")


def test_one_attempt_that_breaks_the_gateway_does_not_keep_the_others_waiting(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        monkeypatch.setattr(DemoGateway, "start", breaks(START))
        Buyer(app).take().buy(PAYS)
    with app.app_context():
        first = db.session.scalars(select(Payment.idempotency_key).order_by(Payment.id)).first()
    fetch = DemoGateway.fetch

    def broken_for_the_first(gateway: DemoGateway, attempt: Attempt) -> Outcome:
        if attempt.key == first:
            raise Broken
        return fetch(gateway, attempt)

    monkeypatch.setattr(DemoGateway, "fetch", broken_for_the_first)
    token = writing.set(True)
    with app.app_context():
        sync(now + timedelta(minutes=3))
        states = db.session.scalars(select(Payment.state).order_by(Payment.id)).all()
    writing.reset(token)
    assert states == ["unknown", "captured"]
