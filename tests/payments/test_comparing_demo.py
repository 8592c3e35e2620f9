"""The demo's books against ours after an ordinary day: nothing differs, and what got lost is found."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from storefront import clock, worker
from storefront.extensions import db
from storefront.orders.order import Order
from storefront.payments.comparing import compare
from storefront.payments.gateways import GatewayTimeout
from storefront.payments.gateways.demo import DemoGateway, IllegalMove, acts
from storefront.payments.payment import Payment
from storefront.payments.radar.sweep import mismatches
from storefront.payments.refunding import refund_order
from tests.checkout.buyer import ASKS, DECLINED, PAYS, TIMES_OUT, Buyer
from tests.support.orders import behind_the_counter

LATER = timedelta(minutes=20)
TOMORROW = timedelta(days=1)


def let_time_pass(app: Flask, monkeypatch: pytest.MonkeyPatch, to: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: to)
    with behind_the_counter(app):
        while worker.run_due(to):
            pass


def test_after_an_ordinary_day_nothing_differs(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for card in (PAYS, DECLINED, ASKS, TIMES_OUT, None):
        Buyer(app).take().buy(card)
    with behind_the_counter(app):
        order = db.session.scalars(select(Order).order_by(Order.id)).first()
        assert order is not None
        refund_order(order, {order.lines[0]: 1}, 0, 0, "割れていたため", now)
    for moment in (LATER, TOMORROW):
        let_time_pass(app, monkeypatch, now + moment)
    with behind_the_counter(app):
        made = compare(now + TOMORROW)
        assert (made.charges, made.same) == (4, True)
        assert mismatches(now + TOMORROW) == ()


def test_a_refund_that_somebody_made_at_the_provider_is_named_however_old_its_charge_is(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    Buyer(app).take().buy(PAYS)
    month = now + 30 * TOMORROW
    monkeypatch.setattr(clock, "now", lambda: month)
    with behind_the_counter(app):
        payment = db.session.scalars(select(Payment)).one()
        ref, number = payment.provider_ref or "", payment.order.number
        more = payment.amount + 1
        compare(month)
        assert mismatches(month) == ()
        db.session.rollback()
        with pytest.raises(IllegalMove):
            acts.refund_by_hand(ref, more)
        db.session.rollback()
        acts.refund_by_hand(ref, 300)
        (found,) = compare(month).findings
        assert (found.kind, found.order_number, found.amount) == ("refund_differs", number, 300)
    let_time_pass(app, monkeypatch, month)
    with behind_the_counter(app):
        assert [one.kind for one in mismatches(month)] == ["refund_differs"]


def test_a_payment_whose_answer_and_every_message_got_lost_is_found(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = DemoGateway.start

    def lost(gateway: DemoGateway, charge):  # type: ignore[no-untyped-def]
        start(gateway, charge)
        raise GatewayTimeout

    monkeypatch.setattr(DemoGateway, "start", lost)
    Buyer(app).take().buy(PAYS)
    monkeypatch.setattr(clock, "now", lambda: now + LATER)
    with behind_the_counter(app):
        assert not compare(now + LATER).same
        (payment,) = db.session.scalars(select(Payment)).all()
        assert (payment.state, payment.applied) == ("captured", payment.amount)
        assert payment.order.state == "placed"
        assert compare(now + LATER + LATER).same
