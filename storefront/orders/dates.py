"""The days an order can count on after its delivery: until when it may come back."""

from datetime import date, timedelta

from storefront.orders.order import Order


def returns_until(order: Order, returns_days: int) -> date:
    """The last day to say that something comes back, counted from the promised day."""
    return order.promised_on + timedelta(days=returns_days)
