"""Calling an order off at the wrong moment: money that came meanwhile is never kept for nothing."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.catalog import stock
from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.orders import lifecycle
from storefront.payments.by_hand import money_seen
from storefront.payments.calling_off import (
    AlreadyOver,
    AlreadyPaid,
    AlreadySent,
    call_off,
    call_off_unpaid,
)
from storefront.payments.fulfilling import mark_sent
from storefront.payments.refunding import refund_order
from storefront.payments.reimbursement import Reimbursement
from storefront.payments.settling import last_payment
from tests.cart.visitor import variant
from tests.support.orders import cash_on_delivery, declined, paid


@pytest.mark.parametrize("make", [paid, cash_on_delivery])
def test_a_buyer_who_pays_while_calling_off_has_bought(  # type: ignore[no-untyped-def]
    shop: Flask, now: datetime, make
) -> None:
    order, shelf = make(now), variant("SLEEP-30").stock
    with pytest.raises(AlreadyPaid):
        call_off_unpaid(order, now)
    db.session.rollback()
    assert (order.state, variant("SLEEP-30").stock) == ("placed", shelf)
    assert "mail.order_cancelled" not in db.session.scalars(select(Job.kind)).all()


def test_an_unpaid_order_is_called_off_once(shop: Flask, now: datetime) -> None:
    shelf = variant("SLEEP-30").stock
    order = declined(now)
    call_off_unpaid(order, now)
    db.session.commit()
    with pytest.raises(AlreadyOver):
        call_off_unpaid(order, now)
    db.session.rollback()
    assert (order.state, variant("SLEEP-30").stock) == ("cancelled", shelf)
    assert [event.kind for event in order.events].count("cancelled") == 1
    assert stock.disagreements() == []


def test_an_order_is_not_cancelled_while_money_of_it_is_kept(shop: Flask, now: datetime) -> None:
    order = paid(now)
    refund_order(order, {}, order.shipping, 0, "お申し出により", now)
    assert not lifecycle.cancel(order, now, "a slip")
    assert order.state == "placed"


def test_goods_are_never_taken_twice_under_one_name(shop: Flask, now: datetime) -> None:
    one = variant("SLEEP-30")
    stock.take({one.id: 1}, "order:1", now)
    db.session.commit()
    with pytest.raises(stock.TakenBefore):
        stock.take({one.id: 1}, "order:1", now)
    db.session.rollback()
    assert stock.disagreements() == []


@pytest.mark.parametrize("onto_shelf", [True, False])
def test_a_parcel_that_nobody_paid_for_at_the_door(
    shop: Flask, now: datetime, onto_shelf: bool
) -> None:
    order, shelf = cash_on_delivery(now), variant("SLEEP-30").stock
    mark_sent(order, now)
    assert call_off(order, "受け取られずに戻りました", now, onto_shelf=onto_shelf) is None
    db.session.commit()
    payment = last_payment(order)
    assert payment is not None and (order.state, payment.state) == ("cancelled", "cancelled")
    assert variant("SLEEP-30").stock == shelf + onto_shelf
    with pytest.raises(AlreadyOver):
        call_off(order, "受け取られずに戻りました", now)
    money_seen(payment, payment.amount, "slip 9", now)
    db.session.commit()
    assert [one.cause for one in db.session.scalars(select(Reimbursement))] == ["late"]
    assert stock.disagreements() == []


def test_a_parcel_that_was_paid_for_is_refunded_instead(shop: Flask, now: datetime) -> None:
    order = cash_on_delivery(now)
    mark_sent(order, now)
    payment = last_payment(order)
    assert payment is not None and money_seen(payment, payment.amount, "slip 9", now)
    with pytest.raises(AlreadySent):
        call_off(order, "受け取られずに戻りました", now)
