"""Refunding an order: the sales side, the money it takes back, the goods that return to the shelf, in one transaction."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from storefront.catalog import stock
from storefront.extensions import db
from storefront.money import Yen
from storefront.orders import lifecycle
from storefront.orders.order import Order, OrderLine, OrderState
from storefront.orders.refund import Refund, RefundState, left_of
from storefront.orders.refunding import RefundRefused, record_refund, refunds_of
from storefront.payments.giving_back import give_back
from storefront.payments.payment import Payment
from storefront.payments.reimbursement import Cause


class NotPaidYet(RefundRefused):
    """The money is not here yet: cash at the door is to be written down first, or the order called off."""


class MoreThanReturned(RefundRefused):
    """More pieces would go back on the shelf than this refund takes back."""


def refund_order(
    order: Order,
    pieces: Mapping[OrderLine, int],
    shipping: Yen,
    fee: Yen,
    reason: str,
    now: datetime,
    restock: Mapping[OrderLine, int] | None = None,
) -> Refund:
    """Give money back for pieces of lines, shipping and fee (yen with tax), from the payments that paid the order.

    `restock`: how many of those pieces go back on the shelf. An order that was not sent yet and of which nothing is left is
    cancelled. The caller commits; the worker then sends the money, or the buyer is asked for an account. Each call is a
    refund of its own. Raises RefundRefused, with nothing written.
    """
    shelf = dict(restock or {})
    for line, count in shelf.items():
        if not 0 <= count <= pieces.get(line, 0):
            raise MoreThanReturned(f"{line.sku}: {count} cannot go back on the shelf")
    lifecycle.hold(order.id)
    if order.paid_at is None:
        raise NotPaidYet(f"order {order.number} is not paid yet")
    refund = record_refund(order, pieces, shipping, fee, reason, now)
    refund.state = RefundState.REQUESTED
    _send(refund, now)
    back = {line.variant_id: count for line, count in shelf.items() if count}
    stock.put_back(back, f"{order.stock_reference}:refund:{refund.number}", now)
    if order.state == OrderState.PLACED and left_of(order, refunds_of(order)).nothing:
        lifecycle.cancel(order, now, reason)
    return refund


def _send(refund: Refund, now: datetime) -> None:
    """Take the sum from the order's payments, the newest first."""
    rest = refund.amount
    paying = (
        select(Payment)
        .where(Payment.order_id == refund.order_id, Payment.applied > Payment.refunded)
        .order_by(Payment.id.desc())
    )
    for payment in db.session.scalars(paying).all():
        part = min(rest, payment.applied - payment.refunded)
        if part:
            give_back(payment, part, Cause.REFUND, now, refund)
            rest -= part
    if rest:
        raise NotPaidYet(f"¥{rest:,} of this refund were never received")
