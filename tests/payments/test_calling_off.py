"""Calling an order off at the wrong moment: money that came meanwhile is never kept for nothing."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.catalog import stock
from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.orders import lifecycle
from storefront.payments.calling_off import AlreadyOver, AlreadyPaid, call_off_unpaid
from storefront.payments.refunding import refund_order
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
