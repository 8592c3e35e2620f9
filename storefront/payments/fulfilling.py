"""Sending an order off: only what is confirmed, and nothing whose money a bank is taking back."""

from collections.abc import Sequence
from datetime import datetime
from itertools import zip_longest

from storefront.database import claim
from storefront.jobs.queue import enqueue
from storefront.orders.amendment import pending_amendment
from storefront.orders.lifecycle import hold, record
from storefront.orders.order import MOVES, FrozenParcel, Order, OrderState
from storefront.payments.additions import abandon, brought_later
from storefront.payments.of_order import disputes_of
from storefront.states import sources


class CannotSend(Exception):
    """The order stays where it is; the message says why, for staff."""


def mark_sent(order: Order, now: datetime, tracking: Sequence[str] = ()) -> bool:
    """Write down that the parcels left, and have it mailed. False when it was written down before; the caller commits.

    `tracking`: the carrier's number of each parcel in their order, "" for none.

    Raises CannotSend for an order that is not confirmed or over, whose payment is disputed, or to which an addition is being
    paid just now. One whose buyer has yet to bring the money does not hold the parcel up: it is given up. From now on nothing
    can be added to it.
    """
    hold(order.id)
    if order.state == OrderState.FULFILLED:
        return False
    if order.state not in sources(MOVES, OrderState.FULFILLED):
        raise CannotSend(f"order {order.number} is {order.state}")
    if any(one.held for one in disputes_of(order)):
        raise CannotSend(f"the buyer's bank disputes a payment of order {order.number}")
    waiting = pending_amendment(order)
    if waiting is not None and not brought_later(waiting):
        raise CannotSend(f"an addition to order {order.number} is being paid")
    parcels = [
        _tracked(parcel, number)
        for parcel, number in zip_longest(order.parcels, tracking[: len(order.parcels)])
    ]
    sent = {"parcels": parcels, "first_sent_at": order.first_sent_at or now}
    if not claim(order, Order.state, OrderState.PLACED, OrderState.FULFILLED, **sent):
        return False
    if waiting is not None:
        abandon(waiting, now)
    record(order, "sent", now, ", ".join(filter(None, tracking))[:160])
    enqueue("mail.order_sent", {"order": order.number}, now, key=f"order:{order.number}:sent")
    return True


def _tracked(parcel: FrozenParcel, number: str | None) -> FrozenParcel:
    return {**parcel, "tracking": number} if number else parcel
