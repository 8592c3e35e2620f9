"""What may be sent off, and what must stay."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.checkout.amending import NotOpen, amend
from storefront.extensions import db
from storefront.payments.fulfilling import CannotSend, mark_sent
from storefront.payments.payment import Payment
from storefront.payments.webhook import flag_dispute
from storefront.quoting.tariff_reading import load_tariff
from tests.cart.visitor import variant
from tests.orders.test_amendment import CARD
from tests.support.orders import cash_on_delivery, declined, paid


@pytest.mark.parametrize("make", [paid, cash_on_delivery])
def test_a_confirmed_order_is_sent_once_and_takes_nothing_more(  # type: ignore[no-untyped-def]
    shop: Flask, now: datetime, make
) -> None:
    order = make(now)
    assert [mark_sent(order, now) for _ in range(2)] == [True, False]
    db.session.commit()
    assert order.state == "fulfilled"
    assert [event.kind for event in order.events].count("sent") == 1
    one = variant("BISCUIT-6")
    with pytest.raises(NotOpen):
        amend(order, {one: 1}, CARD, load_tariff(now), one.price, "k", now)


def test_an_unpaid_order_stays(shop: Flask, now: datetime) -> None:
    order = declined(now)
    with pytest.raises(CannotSend):
        mark_sent(order, now)
    assert order.state == "pending"


def test_a_disputed_order_stays(shop: Flask, now: datetime) -> None:
    order = paid(now)
    flag_dispute(db.session.scalars(select(Payment)).one(), now)
    with pytest.raises(CannotSend):
        mark_sent(order, now)
    assert order.state == "placed"


def test_an_order_waits_for_the_addition_that_is_being_paid(shop: Flask, now: datetime) -> None:
    order, one = paid(now), variant("BISCUIT-6")
    amend(order, {one: 1}, CARD, load_tariff(now), one.price, "k", now)
    with pytest.raises(CannotSend):
        mark_sent(order, now)
    assert order.state == "placed"
