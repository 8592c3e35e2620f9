"""Refunding an order: the sales side, the money it takes back, the goods that return to the shelf, in one transaction."""

from collections.abc import Mapping
from datetime import datetime

from storefront.catalog import stock
from storefront.extensions import db
from storefront.money import Yen
from storefront.orders import lifecycle
from storefront.orders.amendment import pending_amendment
from storefront.orders.order import Order, OrderLine, OrderState
from storefront.orders.refund import Refund, RefundState, left_of
from storefront.orders.refunding import RefundRefused, record_refund, refunds_of
from storefront.payments.additions import abandon
from storefront.payments.fulfilling import rest_settled
from storefront.payments.giving_back import give_back, gone_back
from storefront.payments.of_order import bank_takes_back, payments_of, taken_from
from storefront.payments.reimbursement import Cause


class NotPaidYet(RefundRefused):
    """The money is not here yet: cash at the door is to be written down first, or the order called off."""


class InDispute(RefundRefused):
    """The buyer's bank takes the money back already: a refund would give it twice."""


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
    *,
    by_hand: bool = False,
) -> Refund:
    """Give money back for pieces of lines, shipping and fee (yen with tax), from the payments that paid the order.

    `restock`: how many of those pieces go back on the shelf. An order that was not sent yet and of which nothing is left is
    cancelled; one of which a part was sent is done once nothing more is to be sent. The caller commits; the worker then sends the money, or the buyer is asked for an account. With `by_hand` staff have
    paid it back themselves, and it is only written down. Each call is a refund of its own. Raises RefundRefused, with nothing written.
    """
    shelf = {line: count for line, count in (restock or {}).items() if count}
    for line, count in shelf.items():
        if not 0 < count <= pieces.get(line, 0):
            raise MoreThanReturned(f"{line.sku}: {count} cannot go back on the shelf")
    lifecycle.hold(order.id)
    with db.session.begin_nested():
        _check_payments(order, by_hand)
        refund = record_refund(order, pieces, shipping, fee, reason, now)
        refund.state = RefundState.RECORDED if by_hand else RefundState.REQUESTED
        _send(refund, now, by_hand)
    stock.put_back(_by_variant(shelf), f"{order.stock_reference}:refund:{refund.number}", now)
    if order.state == OrderState.PLACED and order.first_sent_at is not None:
        rest_settled(order, now)
    elif order.state == OrderState.PLACED and left_of(order, refunds_of(order)).nothing:
        lifecycle.cancel(order, now, refund.reason)
        if waiting := pending_amendment(order):
            abandon(waiting, now)
    return refund


def _check_payments(order: Order, by_hand: bool) -> None:
    if order.confirmed_at is not None and order.paid_at is None:
        raise NotPaidYet(f"order {order.number} is not paid yet")
    if not by_hand and bank_takes_back(order):
        raise InDispute(
            f"the buyer's bank disputes the payment of order {order.number}: the money would go back twice"
        )


def _by_variant(shelf: Mapping[OrderLine, int]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for line, count in shelf.items():
        counts[line.variant_id] = counts.get(line.variant_id, 0) + count
    return counts


def _send(refund: Refund, now: datetime, by_hand: bool) -> None:
    """Take the sum from the order's payments, the newest first."""
    parts = taken_from(payments_of(refund.order), refund.amount)
    if rest := refund.amount - sum(part for _payment, part in parts):
        raise NotPaidYet(f"¥{rest:,} of this refund were never received")
    send = gone_back if by_hand else give_back
    for payment, part in parts:
        send(payment, part, Cause.REFUND, now, refund)
