"""Recording a refund: within what is left of the order, once, with its line on the timeline and its mail."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from storefront.clock import shop_day
from storefront.extensions import db
from storefront.jobs.queue import enqueue
from storefront.money import Yen
from storefront.orders.lifecycle import hold, record
from storefront.orders.order import FrozenTax, Order, OrderLine
from storefront.orders.refund import Left, Refund, RefundLine, RefundState, left_of, worth
from storefront.pricing.refunding import taxes_back
from storefront.pricing.tax import TaxPart

LONGEST_REASON = 160


class RefundRefused(Exception):
    """This refund cannot be; the message says why, for staff."""


class NothingToRefund(RefundRefused):
    """It would give back no yen."""


class NotRefundable(RefundRefused):
    """The order was never confirmed: there is no sale to take back."""


class MoreThanBought(RefundRefused):
    """More pieces of a line than are left of it, fewer than none, or a line of another order."""


class MoreThanPaid(RefundRefused):
    """More shipping or fee than is left, or a negative sum."""


class NoReason(RefundRefused):
    """A refund needs a reason of 1 to 160 letters: the buyer reads it."""


def record_refund(
    order: Order,
    pieces: Mapping[OrderLine, int],
    shipping: Yen,
    fee: Yen,
    reason: str,
    now: datetime,
) -> Refund:
    """Write down that the buyer got money back: pieces per line, shipping and fee in yen with tax.

    Moves no money and no stock. Holds the order until the caller commits, so that refunds at the same moment
    never exceed it together. Each call is a refund of its own. Raises RefundRefused, naming what is wrong.
    """
    hold(order.id)
    refund = new_refund(order, refunds_of(order), pieces, shipping, fee, reason, now)
    db.session.add(refund)
    db.session.flush()
    record(order, "refunded", now, str(refund.number))
    told = {"order": order.number, "refund": refund.number}
    enqueue("mail.refund", told, now, key=f"order:{order.number}:refund:{refund.number}")
    return refund


def new_refund(
    order: Order,
    before: Sequence[Refund],
    pieces: Mapping[OrderLine, int],
    shipping: Yen,
    fee: Yen,
    reason: str,
    now: datetime,
) -> Refund:
    """A refund after those `before`, its amounts and tax worked out; nothing is stored. Raises RefundRefused."""
    words = checked_reason(reason)
    _check(order, pieces, shipping, fee, left_of(order, before))
    parts = _parts(pieces, before)
    amount = sum(part.amount for part in parts) + shipping + fee
    if amount <= 0:
        raise NothingToRefund("this would give back nothing")
    percents = {line.id: line.tax_percent for line in order.lines}
    amounts = [(percents[part.order_line_id], part.amount) for part in parts]
    taxes = taxes_back(_at_each_rate(before), [*amounts, (order.service_tax, shipping + fee)])
    return Refund(
        order=order, number=len(before) + 1, state=RefundState.RECORDED, reason=words,
        shipping=shipping, fee=fee, amount=amount, taxes=[_frozen(part) for part in taxes],
        refunded_at=now, refunded_on=shop_day(now), lines=parts,
    )  # fmt: skip


def taxes_of(
    order: Order,
    before: Sequence[Refund],
    pieces: Mapping[OrderLine, int],
    shipping: Yen,
    fee: Yen,
) -> tuple[TaxPart, ...]:
    """The tax in a refund after those `before`, per rate, as its credit note will have it. Writes and checks nothing."""
    amounts = [(line.tax_percent, worth(line, count, before)) for line, count in pieces.items()]
    return taxes_back(_at_each_rate(before), [*amounts, (order.service_tax, shipping + fee)])


def refunds_of(order: Order) -> list[Refund]:
    """The refunds of an order as they are stored now, the first one first."""
    asked = select(Refund).where(Refund.order_id == order.id).order_by(Refund.number)
    return list(db.session.scalars(asked.execution_options(populate_existing=True)))


def checked_reason(reason: str) -> str:
    """The words in one line. Raises NoReason for none, or too many."""
    words = " ".join(reason.split())
    if not 1 <= len(words) <= LONGEST_REASON:
        raise NoReason(f"the reason is required, and at most {LONGEST_REASON} letters long")
    return words


def _check(
    order: Order, pieces: Mapping[OrderLine, int], shipping: Yen, fee: Yen, left: Left
) -> None:
    if not order.invoiced:
        raise NotRefundable(f"order {order.number} is {order.state}: nothing was sold")
    if left.nothing:
        raise NothingToRefund(f"everything of order {order.number} has been refunded")
    for line, count in pieces.items():
        most = left.pieces[line.id] if line in order.lines else 0
        if not 0 <= count <= most:
            raise MoreThanBought(f"{line.sku}: {count} asked for, {most} left")
    for name, asked, most in (("shipping", shipping, left.shipping), ("fee", fee, left.fee)):
        if not 0 <= asked <= most:
            raise MoreThanPaid(f"{name}: ¥{asked:,} asked for, ¥{most:,} left")


def _parts(pieces: Mapping[OrderLine, int], before: Sequence[Refund]) -> list[RefundLine]:
    return [
        RefundLine(order_line_id=line.id, quantity=count, amount=worth(line, count, before))
        for line, count in pieces.items()
        if count
    ]


def _at_each_rate(refunds: Sequence[Refund]) -> dict[int, Yen]:
    totals: dict[int, Yen] = {}
    for part in (part for refund in refunds for part in refund.tax_parts):
        totals[part.percent] = totals.get(part.percent, 0) + part.taxable
    return totals


def _frozen(part: TaxPart) -> FrozenTax:
    return FrozenTax(percent=part.percent, taxable=part.taxable, tax=part.tax)
