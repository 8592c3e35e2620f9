"""The days of an order after its delivery: until when it may come back."""

from datetime import date

from storefront.orders.dates import returns_until
from storefront.orders.order import Order


def test_returns_are_counted_from_the_promised_day() -> None:
    assert returns_until(Order(promised_on=date(2026, 11, 25)), 8) == date(2026, 12, 3)
