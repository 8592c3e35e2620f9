"""Additions that join an order, and those that nobody waits for any more: what is still under way for them is called off."""

from datetime import datetime

from storefront.jobs.queue import enqueue
from storefront.offers.impression import note_taken
from storefront.orders.amendment import Amendment, drop, join
from storefront.orders.order import Order
from storefront.payments.of_order import live_for


def let_join(amendment: Amendment, order: Order, now: datetime) -> bool:
    """Its goods become the order's, and the offer that brought them is taken: not before, for a yes that the bank
    refuses brings nothing. As `orders.amendment.join` otherwise: who calls holds the order and commits; safe to repeat.
    """
    if not join(amendment, order, now):
        return False
    for impression_id in {line.impression_id for line in amendment.lines if line.impression_id}:
        note_taken(impression_id, now)
    return True


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
