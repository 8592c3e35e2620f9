"""Days of an order whose money came later than they could wait for."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from storefront.clock import shop_time
from storefront.extensions import db
from storefront.orders import lifecycle
from storefront.orders.order import Order
from tests.support.orders import place

CUTOFF = timedelta(hours=5)
"""From ten o'clock to the cut-off."""


def days(order: Order) -> tuple[str, str, date]:
    parcel = order.parcels[0]
    return parcel["leaves_on"], parcel["arrives_on"], order.promised_on


def told(order: Order) -> list[tuple[str, str]]:
    db.session.flush()
    db.session.expire(order)
    return [(event.kind, event.detail) for event in order.events]


def test_an_order_keeps_its_days_until_the_last_cut_off_before_it_leaves(
    shop: Flask, now: datetime
) -> None:
    order = place(now, payment_method="konbini").order
    assert f"{shop_time(order.promise_until):%m-%d %H:%M}" == "11-24 15:00"
    lifecycle.mark_paid(order, now + CUTOFF - timedelta(seconds=1))
    assert days(order) == ("2026-11-24", "2026-11-25", date(2026, 11, 25))
    assert [kind for kind, _ in told(order)] == ["placed", "paid"]


def test_money_at_the_cut_off_itself_moves_the_days_and_the_timeline_says_so(
    shop: Flask, now: datetime
) -> None:
    order = place(now, payment_method="konbini").order
    lifecycle.mark_paid(order, now + CUTOFF)
    assert days(order) == ("2026-11-25", "2026-11-26", date(2026, 11, 26))
    assert told(order)[-1] == ("redated", "2026-11-25/2026-11-26")


def test_money_on_a_friday_evening_waits_for_monday(shop: Flask, now: datetime) -> None:
    order = place(now, payment_method="konbini").order
    lifecycle.mark_paid(order, now + timedelta(days=3, hours=12))
    assert days(order) == ("2026-11-30", "2026-12-01", date(2026, 12, 1))


def test_a_chosen_day_that_can_still_be_met_is_kept(shop: Flask, now: datetime) -> None:
    chosen = date(2026, 11, 30)
    order = place(now, payment_method="konbini", day=chosen).order
    assert days(order)[2] == chosen
    assert f"{shop_time(order.promise_until):%m-%d %H:%M}" == "11-27 15:00"
    lifecycle.mark_paid(order, now + timedelta(days=2))
    assert (order.promised_on, order.day_chosen) == (chosen, True)
    assert "redated" not in [kind for kind, _ in told(order)]


def test_a_chosen_day_that_is_missed_becomes_the_earliest_one(shop: Flask, now: datetime) -> None:
    order = place(now, payment_method="konbini", day=date(2026, 11, 26)).order
    lifecycle.mark_paid(order, now + timedelta(days=3))
    assert days(order) == ("2026-11-27", "2026-11-28", date(2026, 11, 28))
    assert not order.day_chosen


def test_a_card_pressed_before_the_cut_off_keeps_the_day_while_the_goods_are_held(
    shop: Flask, now: datetime
) -> None:
    late = now + CUTOFF - timedelta(minutes=1)
    order = place(late).order
    lifecycle.mark_paid(order, late + timedelta(minutes=29))
    assert days(order)[2] == date(2026, 11, 25)


@pytest.mark.parametrize("twice", [1, 2])
def test_the_days_move_once(shop: Flask, now: datetime, twice: int) -> None:
    order = place(now, payment_method="konbini").order
    for turn in range(twice):
        lifecycle.mark_paid(order, now + timedelta(days=1 + turn))
    assert order.promised_on == date(2026, 11, 26)
    assert [kind for kind, _ in told(order)].count("redated") == 1
