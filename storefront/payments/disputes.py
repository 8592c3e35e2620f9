"""The end of a dispute: only staff can see at the payment company who won it."""

from datetime import datetime

from storefront.orders.lifecycle import hold, record
from storefront.orders.order import Order
from storefront.payments.of_order import payments_of
from storefront.payments.radar.finding import forget
from storefront.payments.radar.mismatch import Kind


def dispute_over(order: Order, now: datetime) -> bool:
    """The buyer's bank gave the money back, or never took it: the order may be sent and refunded again. The caller commits.

    True when a payment of it was disputed; refunds that waited go on by themselves. A message that comes later marks it anew.
    """
    hold(order.id)
    disputed = [one for one in payments_of(order) if one.disputed_at is not None]
    for payment in disputed:
        payment.disputed_at = None
        forget(Kind.DISPUTE, payment.idempotency_key)
    if disputed:
        record(order, "dispute_over", now)
    return bool(disputed)
