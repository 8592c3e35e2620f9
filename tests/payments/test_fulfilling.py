"""What may be sent off, and what must stay."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.checkout.amending import NotOpen, amend
from storefront.extensions import db
from storefront.payments.disputes import dispute_over
from storefront.payments.fulfilling import CannotSend, mark_sent
from storefront.payments.gateways import Outcome, OutcomeStatus
from storefront.payments.payment import Payment
from storefront.payments.radar.mismatch import Kind
from storefront.payments.radar.repairs import repair
from storefront.payments.radar.sweep import mismatches
from storefront.payments.settling import settle
from storefront.quoting.tariff_reading import load_tariff
from tests.cart.visitor import variant
from tests.orders.test_amendment import CARD
from tests.support.disputing import disputed
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
    disputed(db.session.scalars(select(Payment)).one(), now)
    with pytest.raises(CannotSend):
        mark_sent(order, now)
    assert order.state == "placed"


def test_an_order_waits_for_the_addition_that_is_being_paid(shop: Flask, now: datetime) -> None:
    order, one = paid(now), variant("BISCUIT-6")
    amend(order, {one: 1}, CARD, load_tariff(now), one.price, "k", now)
    with pytest.raises(CannotSend):
        mark_sent(order, now)
    assert order.state == "placed"


def test_no_parcel_waits_for_money_that_is_brought(shop: Flask, now: datetime) -> None:
    order, one, tariff = paid(now), variant("BISCUIT-6"), load_tariff(now)
    konbini = tariff.paying("konbini")
    assert konbini
    payment = amend(order, {one: 1}, konbini, tariff, one.price, "k", now)
    settle(payment, Outcome(OutcomeStatus.PROCESSING, "demo_1"), now)
    assert mark_sent(order, now)
    assert payment.amendment and payment.amendment.state == "dropped"
    settle(payment, Outcome(OutcomeStatus.CAPTURED, "demo_1"), now)
    assert (payment.applied, payment.returned) == (0, payment.amount)


def test_an_order_goes_on_when_its_dispute_is_over_and_a_new_one_is_shown(
    shop: Flask, now: datetime
) -> None:
    order = paid(now)
    payment = db.session.scalars(select(Payment)).one()
    assert not dispute_over(order, now)
    repair(Kind.DISPUTE, disputed(payment, now), now)
    assert [dispute_over(order, now) for _ in range(2)] == [True, False]
    disputed(payment, now)
    assert mismatches(now) == ()
    disputed(payment, now, ref="dp_2")
    assert [one.kind for one in mismatches(now)] == [Kind.DISPUTE]
    assert dispute_over(order, now) and mark_sent(order, now)
    kinds = [event.kind for event in order.events]
    assert kinds.count("disputed") == kinds.count("dispute_over") == 2
