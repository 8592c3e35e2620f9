"""Paying a waiting order another way: what the method may be had for there, and tax on what is really paid."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.extensions import db
from storefront.orders.order import Order
from storefront.payments.settling import last_payment
from storefront.payments.trying_again import try_again, ways_to_pay
from storefront.quoting.payment_method import PaymentMethod
from storefront.quoting.quote import PaymentChoice, Refusal
from storefront.quoting.tariff_reading import load_tariff
from tests.support.orders import declined


def at_the_door(order: Order, now: datetime) -> PaymentChoice:
    return next(
        one for one in ways_to_pay(order, load_tariff(now), now) if one.paying.code == "cod"
    )


@pytest.mark.parametrize(("region", "refusal"), [("kanto", Refusal.NOT_THERE), ("okinawa", None)])
def test_a_method_that_does_not_serve_the_region_is_not_offered_after_a_decline(
    shop: Flask, now: datetime, region: str, refusal: Refusal | None
) -> None:
    order = declined(now)
    db.session.scalars(select(PaymentMethod).where(PaymentMethod.code == "cod")).one().not_to = [
        region
    ]
    db.session.flush()
    assert at_the_door(order, now).refusal is refusal


def test_another_method_taxes_a_discounted_order_on_what_is_paid(
    shop: Flask, now: datetime
) -> None:
    order = declined(now, bought=(("SLEEP-30", 1),))
    [line] = order.lines
    line.discount, order.discount, order.total = 280, 280, order.total - 280
    db.session.commit()
    last, way = last_payment(order), at_the_door(order, now)
    assert last is not None
    try_again(order, way, way.total, last.id, now)
    assert [(part.percent, part.taxable) for part in order.tax_parts] == [
        (8, 1000),
        (10, 650 + order.fee),
    ]
    assert sum(part.taxable for part in order.tax_parts) == order.total
