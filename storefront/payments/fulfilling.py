"""Sending an order off: only what is confirmed, and nothing whose money a bank is taking back."""

from datetime import datetime

from sqlalchemy import select

from storefront.database import claim
from storefront.extensions import db
from storefront.orders.amendment import pending_amendment
from storefront.orders.lifecycle import hold, record
from storefront.orders.order import MOVES, Order, OrderState
from storefront.payments.payment import Payment
from storefront.states import sources


class CannotSend(Exception):
    """The order stays where it is; the message says why, for staff."""


def mark_sent(order: Order, now: datetime) -> bool:
    """Write down that the parcels left. False when it was written down before; the caller commits.

    Raises CannotSend for an order that is not confirmed or over, whose payment is disputed, or to which an addition waits to
    be paid. From now on nothing can be added to it.
    """
    hold(order.id)
    if order.state == OrderState.FULFILLED:
        return False
    if order.state not in sources(MOVES, OrderState.FULFILLED):
        raise CannotSend(f"order {order.number} is {order.state}")
    disputed = (Payment.order_id == order.id, Payment.disputed_at.is_not(None))
    if db.session.scalar(select(Payment.id).where(*disputed).limit(1)) is not None:
        raise CannotSend(f"the buyer's bank disputes a payment of order {order.number}")
    if pending_amendment(order) is not None:
        raise CannotSend(f"an addition to order {order.number} waits for its payment")
    if not claim(order, Order.state, OrderState.PLACED, OrderState.FULFILLED):
        return False
    record(order, "sent", now)
    return True
