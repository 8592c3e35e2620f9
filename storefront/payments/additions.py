"""Additions that nobody waits for any more: the order goes its way, and what is still under way for them is called off."""

from datetime import datetime

from storefront.jobs.queue import enqueue
from storefront.orders.amendment import Amendment, drop
from storefront.payments.of_order import live_for


def brought_later(amendment: Amendment) -> bool:
    """Whether the buyer has yet to bring its money, to a store or by transfer: no parcel waits for that."""
    payment = live_for(amendment)
    return payment is not None and payment.due_at is not None


def abandon(amendment: Amendment, now: datetime) -> None:
    """Give an addition up at once. Its open attempt is called off by a job; money that comes all the same goes back.

    The caller holds the order, which takes nothing more from now on, and commits.
    """
    payment = live_for(amendment)
    if drop(amendment, now) and payment is not None:
        told = {"payment": payment.id, "order": amendment.order.number}
        enqueue("payments.call_off", told, now)
