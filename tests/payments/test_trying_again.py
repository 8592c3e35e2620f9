"""Paying a waiting order again: one attempt at a time, the figures of the order, a rest after three declines."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.catalog.stock import disagreements
from storefront.database import writing
from storefront.extensions import db
from storefront.orders.order import Order
from storefront.payments.payment import Payment
from storefront.payments.reconciling import expire_order, sync
from storefront.payments.settling import last_payment
from storefront.payments.trying_again import (
    MOST_HELD,
    CardRests,
    FeeChanged,
    NotWaiting,
    UnderWay,
    card_rests_until,
    try_again,
    ways_to_pay,
)
from storefront.quoting.quote import PaymentChoice
from storefront.quoting.tariff_reading import load_tariff
from tests.cart.visitor import variant
from tests.support.orders import asked_by_bank, cash_on_delivery, declined, paid, unanswered
from tests.support.threads import at_once


def way(order: Order, code: str, now: datetime) -> PaymentChoice:
    ways = ways_to_pay(order, load_tariff(now), now)
    return next(one for one in ways if one.paying.code == code)


def again(order: Order, now: datetime, code: str = "card", **more: int) -> Payment:
    last = last_payment(order)
    chosen = way(order, code, now)
    seen = {"seen_total": chosen.total, "seen_attempt": last.id if last else 0, **more}
    return try_again(order, chosen, now=now, **seen)


def test_every_way_with_the_figures_of_the_order(shop: Flask, now: datetime) -> None:
    order = declined(now)
    found = [
        (one.paying.code, one.fee, one.total) for one in ways_to_pay(order, load_tariff(now), now)
    ]
    assert found[0] == ("card", 0, order.total)
    assert found[1][2] == order.total + found[1][1]


def test_the_new_attempt_has_a_key_of_its_own(shop: Flask, now: datetime) -> None:
    order = declined(now)
    first = last_payment(order)
    second = again(order, now)
    assert first is not None and second.idempotency_key != first.idempotency_key
    assert (second.state, second.amount) == ("created", order.total)


def test_cash_on_delivery_changes_fee_total_and_tax_and_nothing_else(
    shop: Flask, now: datetime
) -> None:
    order = declined(now)
    before = (order.goods, order.shipping, order.total)
    payment = again(order, now, "cod")
    assert (order.goods, order.shipping) == before[:2]
    assert order.fee > 0 and order.total == before[2] + order.fee == payment.amount
    assert sum(part.taxable for part in order.tax_parts) == order.total
    assert order.payment_code == "cod"


def test_another_total_than_the_buyer_saw_is_refused(shop: Flask, now: datetime) -> None:
    order = declined(now)
    with pytest.raises(FeeChanged):
        again(order, now, "cod", seen_total=order.total)
    db.session.rollback()
    assert order.payment_code == "card" and order.fee == 0


def test_an_attempt_the_buyer_does_not_know_of_comes_first(shop: Flask, now: datetime) -> None:
    order = declined(now)
    with pytest.raises(UnderWay):
        again(order, now, seen_attempt=0)


@pytest.mark.parametrize("make", [asked_by_bank, unanswered])
def test_an_open_attempt_comes_first(shop: Flask, now: datetime, make) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UnderWay):
        again(make(now), now)


@pytest.mark.parametrize("make", [paid, cash_on_delivery])
def test_an_order_that_is_settled_takes_no_attempt(shop: Flask, now: datetime, make) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(NotWaiting):
        again(make(now), now)


def test_after_its_time_there_is_no_attempt(shop: Flask, now: datetime) -> None:
    with pytest.raises(NotWaiting):
        again(declined(now), now + timedelta(minutes=30))


def test_after_three_declines_the_card_rests_for_ten_minutes(shop: Flask, now: datetime) -> None:
    order = declined(now)
    for minute in (1, 2):
        assert card_rests_until(order, now + timedelta(minutes=minute)) is None
        payment = again(order, now + timedelta(minutes=minute))
        payment.state, payment.updated_at = "failed", now + timedelta(minutes=minute)
        db.session.flush()
    until = now + timedelta(minutes=12)
    assert card_rests_until(order, now + timedelta(minutes=3)) == until
    with pytest.raises(CardRests) as told:
        again(order, now + timedelta(minutes=3))
    assert told.value.until == until
    assert card_rests_until(order, until) is None
    assert again(order, now + timedelta(minutes=4), "cod").method == "cod"


def test_many_attempts_at_once_are_one(shop: Flask, now: datetime) -> None:
    order = declined(now)
    order_id, seen = order.id, last_payment(order)
    assert seen is not None
    attempt_id = seen.id
    db.session.rollback()

    def press() -> str:
        token = writing.set(True)
        try:
            with shop.app_context():
                mine = db.session.get(Order, order_id)
                assert mine is not None
                again(mine, now, seen_attempt=attempt_id)
                db.session.commit()
                return "made"
        except UnderWay:
            return "under way"
        finally:
            writing.reset(token)

    assert sorted(map(str, at_once([press] * 6))) == ["made"] + ["under way"] * 5
    db.session.rollback()
    states = db.session.scalars(select(Payment.state).order_by(Payment.id)).all()
    assert states == ["failed", "created"]


def test_an_order_is_given_up_once_however_many_look(shop: Flask, now: datetime) -> None:
    order = declined(now)
    number, left = order.number, variant("SLEEP-30").stock
    db.session.rollback()
    late = now + timedelta(minutes=31)

    def look(work) -> None:  # type: ignore[no-untyped-def]
        token = writing.set(True)
        try:
            with shop.app_context():
                work()
        finally:
            writing.reset(token)

    jobs = [lambda: look(lambda: expire_order({"order": number}, late))] * 3
    assert at_once([*jobs, lambda: look(lambda: sync(late))]) == [None] * 4
    db.session.expire_all()
    assert variant("SLEEP-30").stock == left + 1
    order = db.session.scalars(select(Order)).one()
    assert [event.kind for event in order.events].count("expired") == 1
    assert disagreements() == []


def test_an_order_that_asks_the_bank_is_called_off_there_first(shop: Flask, now: datetime) -> None:
    order = asked_by_bank(now)
    number = order.number
    db.session.rollback()
    expire_order({"order": number}, now + timedelta(minutes=31))
    db.session.expire_all()
    order = db.session.scalars(select(Order)).one()
    assert order.state == "expired"
    assert db.session.scalars(select(Payment.state)).one() == "cancelled"


def test_no_number_to_pay_with_outlives_the_goods(shop: Flask, now: datetime) -> None:
    order = declined(now)
    order.reserved_until = order.placed_at + timedelta(days=13)
    payment = again(order, now + timedelta(days=12), "konbini")
    assert order.reserved_until == order.placed_at + MOST_HELD == payment.due_at
