"""Goods added to an order that is paid at the door: they join at once, and all of it is collected together."""

from contextlib import suppress
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.catalog import stock
from storefront.checkout.amending import MovesLater, OtherTotal, amend
from storefront.extensions import db
from storefront.orders.amendment import Amendment
from storefront.orders.order import Order
from storefront.payments.by_hand import money_seen
from storefront.payments.calling_off import AlreadyOver, call_off
from storefront.payments.payment import Payment
from storefront.payments.settling import last_payment
from storefront.quoting.tariff_reading import load_tariff
from tests.cart.visitor import variant
from tests.orders.test_amendment import BISCUIT, CARD, figures
from tests.support.orders import cash_on_delivery


def at_the_door(order: Order, now: datetime, sku: str, count: int = 1, fee: int = 0) -> Payment:
    tariff, one = load_tariff(now), variant(sku)
    cod = tariff.paying("cod")
    assert cod
    due = amend(order, {one: count}, cod, tariff, one.price * count + fee, f"door {sku}", now)
    db.session.commit()
    return due


def test_at_the_door_it_joins_at_once_and_what_is_due_grows(shop: Flask, now: datetime) -> None:
    order = cash_on_delivery(now, bought=(("SLEEP-30", 7),))
    goods, shipping, fee, total = figures(order)
    price = variant("GLASS-MUG").price
    due = at_the_door(order, now, "GLASS-MUG", fee=110)
    assert figures(order) == (goods + price, shipping, fee + 110, total + price + 110)
    assert due == last_payment(order)
    assert (due.state, due.amount, due.received) == ("due", order.total, 0)
    assert sum(part.taxable for part in order.tax_parts) == order.total
    assert not order.paid_at and money_seen(due, order.total, "slip 1", now)
    db.session.commit()
    assert order.paid_at and due.applied == order.total


def test_at_the_door_it_is_added_by_no_other_way_and_for_no_other_sum(
    shop: Flask, now: datetime
) -> None:
    order, tariff, one = cash_on_delivery(now), load_tariff(now), variant(BISCUIT)
    cod = tariff.paying("cod")
    assert cod
    for refusal, paying, total in ((MovesLater, CARD, one.price), (OtherTotal, cod, one.price - 1)):
        with pytest.raises(refusal):
            amend(order, {one: 1}, paying, tariff, total, "k", now)
        db.session.rollback()
    assert db.session.scalars(select(Amendment)).all() == []


def test_called_off_before_it_was_paid_everything_is_on_the_shelf_again(
    shop: Flask, now: datetime
) -> None:
    shelf = variant(BISCUIT).stock
    order = cash_on_delivery(now)
    at_the_door(order, now, BISCUIT, 2)
    assert variant(BISCUIT).stock == shelf - 2
    for _ in range(2):
        with suppress(AlreadyOver):
            call_off(order, "ご希望", now)
            db.session.commit()
    assert (order.state, variant(BISCUIT).stock) == ("cancelled", shelf)
    assert stock.disagreements() == []
