"""The days an order can count on: when it leaves so that the promise holds, and until when it may come back."""

from collections.abc import Iterable
from datetime import date, timedelta

from storefront.orders.order import Order
from storefront.shipping.calendar import works


def leaves_on(order: Order, transit_days: int, closed: Iterable[date] = ()) -> date:
    """The last working day on which the parcel may leave and still arrive on the promised day.

    For an order that took the earliest day this is the day that was told to the buyer; a later chosen day
    keeps the parcel back as long.
    """
    day = order.promised_on - timedelta(days=transit_days)
    while not works(day, closed):
        day -= timedelta(days=1)
    return day


def returns_until(order: Order, returns_days: int) -> date:
    """The last day to say that something comes back, counted from the promised day."""
    return order.promised_on + timedelta(days=returns_days)
