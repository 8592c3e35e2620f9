"""The days of an order: when its parcel leaves, and until when it may come back."""

from datetime import date

import pytest

from storefront.orders.dates import leaves_on, returns_until
from storefront.orders.order import Order


def promised(day: date) -> Order:
    return Order(promised_on=day)


@pytest.mark.parametrize(
    ("arrives", "transit_days", "leaves"),
    [
        (date(2026, 11, 25), 1, date(2026, 11, 24)),  # Tuesday for Wednesday
        (date(2026, 11, 26), 2, date(2026, 11, 24)),
        (date(2026, 11, 28), 4, date(2026, 11, 24)),  # to Okinawa
        (date(2026, 11, 29), 1, date(2026, 11, 27)),  # Sunday's parcel leaves on Friday
        (date(2026, 11, 30), 1, date(2026, 11, 27)),  # and so does Monday's
        (date(2026, 11, 24), 1, date(2026, 11, 20)),  # 23 November is a holiday after a weekend
    ],
)
def test_a_parcel_leaves_on_the_last_working_day_that_keeps_the_promise(
    arrives: date, transit_days: int, leaves: date
) -> None:
    assert leaves_on(promised(arrives), transit_days) == leaves


def test_a_day_the_shop_is_closed_is_no_working_day() -> None:
    closed = frozenset({date(2026, 11, 24)})
    assert leaves_on(promised(date(2026, 11, 25)), 1, closed) == date(2026, 11, 20)


def test_returns_are_counted_from_the_promised_day() -> None:
    assert returns_until(promised(date(2026, 11, 25)), 8) == date(2026, 12, 3)
