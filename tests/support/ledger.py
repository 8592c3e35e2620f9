"""Everything the books of a shop hold, read in a few statements, and what the providers' own books hold beside it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from storefront.catalog.stock import StockMovement, StockReason
from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.mail.outbox import OutboxMessage
from storefront.orders.amendment import Amendment, AmendmentLine, AmendmentState
from storefront.orders.order import Order, OrderEvent, OrderLine
from storefront.orders.refund import Refund, RefundLine
from storefront.payments.by_hand import MoneySeen
from storefront.payments.gateways import ProviderCharge
from storefront.payments.payment import Payment
from storefront.payments.reimbursement import Cause, Reimbursement


@dataclass(frozen=True)
class Page:
    """One order with all that hangs on it."""

    order: Any
    payments: Sequence[Any]
    reimbursements: Sequence[Any]
    refunds: Sequence[Any]
    bought: dict[int, int]
    """Pieces by variant, those of additions that joined included."""
    asked: dict[int, int]
    """Pieces of an addition that still waits for its payment."""
    refunded: dict[int, int]
    """Pieces of them that refunds took back."""
    held: dict[int, int]
    """Pieces that the stock's ledger holds for the order: taken less released."""
    returned: dict[int, int]
    """Pieces that came back and went on the shelf."""
    events: Sequence[str]
    confirmations: int
    """Confirmation mails written."""

    @property
    def name(self) -> str:
        """How a violation calls it."""
        return f"order {self.order.number}"


@dataclass(frozen=True)
class Books:
    """All orders, the providers' charges by our key, sums seen by hand by payment, and the stock."""

    pages: Sequence[Page]
    charges: dict[str, ProviderCharge]
    twice: Sequence[str]
    """Keys that a provider charged more than once."""
    seen: dict[int, int]
    counters: dict[str, tuple[int, int]]
    """SKU to (counter, ledger)."""
    dead: Sequence[tuple[str, str]]
    """Jobs given up, with the error."""


def read(charges: Iterable[ProviderCharge]) -> Books:
    """Read the books as they are committed now. Ends the present transaction."""
    db.session.rollback()
    by_key: dict[str, ProviderCharge] = {}
    twice = []
    for charge in charges:
        if charge.key in by_key:
            twice.append(charge.key)
        by_key[charge.key] = charge
    books = Books(
        pages=_pages(),
        charges=by_key,
        twice=twice,
        seen=dict(
            _rows(
                select(MoneySeen.payment_id, func.sum(MoneySeen.amount)).group_by(
                    MoneySeen.payment_id
                )
            )
        ),
        counters=_counters(),
        dead=_rows(select(Job.kind, Job.error).where(Job.dead_at.is_not(None))),
    )
    db.session.rollback()
    return books


def _rows(question: Any) -> Any:
    return [tuple(row) for row in db.session.execute(question)]


def _pages() -> list[Page]:
    payments = _by_order(select(*Payment.__table__.columns).order_by(Payment.id))
    refunds = _by_order(select(*Refund.__table__.columns).order_by(Refund.id))
    back = _by_order(
        select(Payment.order_id, *Reimbursement.__table__.columns)
        .join(Payment, Payment.id == Reimbursement.payment_id)
        .order_by(Reimbursement.id)
    )
    bought, taken_back = _pieces()
    asked = _asked()
    held, returned = _movements()
    events: dict[int, list[str]] = defaultdict(list)
    for order_id, kind in _rows(
        select(OrderEvent.order_id, OrderEvent.kind).order_by(OrderEvent.id)
    ):
        events[order_id].append(kind)
    mails = _confirmations()
    return [
        Page(
            order,
            payments[order.id],
            back[order.id],
            refunds[order.id],
            bought[order.id],
            asked[order.id],
            taken_back[order.id],
            held[str(order.number)],
            returned[str(order.number)],
            events[order.id],
            mails.get(str(order.number), 0),
        )
        for order in db.session.execute(select(*Order.__table__.columns).order_by(Order.id))
    ]


def _by_order(question: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(question):
        found[row.order_id].append(row)
    return found


def _pieces() -> tuple[dict[int, dict[int, int]], dict[int, dict[int, int]]]:
    """Pieces bought and pieces refunded, by order and variant."""
    bought: dict[int, dict[int, int]] = defaultdict(dict)
    lines: dict[int, tuple[int, int]] = {}
    for line_id, order_id, variant_id, count in _rows(
        select(OrderLine.id, OrderLine.order_id, OrderLine.variant_id, OrderLine.quantity)
    ):
        bought[order_id][variant_id] = bought[order_id].get(variant_id, 0) + count
        lines[line_id] = (order_id, variant_id)
    back: dict[int, dict[int, int]] = defaultdict(dict)
    for line_id, count in _rows(select(RefundLine.order_line_id, RefundLine.quantity)):
        order_id, variant_id = lines[line_id]
        back[order_id][variant_id] = back[order_id].get(variant_id, 0) + count
    return bought, back


def _asked() -> dict[int, dict[int, int]]:
    """Pieces of additions that wait for their payment, by order and variant."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    waiting = (
        select(Amendment.order_id, AmendmentLine.variant_id, AmendmentLine.quantity)
        .join(AmendmentLine, AmendmentLine.amendment_id == Amendment.id)
        .where(Amendment.state == AmendmentState.PENDING)
    )
    for order_id, variant_id, count in _rows(waiting):
        found[order_id][variant_id] = found[order_id].get(variant_id, 0) + count
    return found


def _movements() -> tuple[dict[str, dict[int, int]], dict[str, dict[int, int]]]:
    """Pieces held and pieces put back, by order number and variant."""
    held: dict[str, dict[int, int]] = defaultdict(dict)
    returned: dict[str, dict[int, int]] = defaultdict(dict)
    moved = select(
        StockMovement.reference,
        StockMovement.variant_id,
        StockMovement.reason,
        StockMovement.delta,
    ).where(StockMovement.reason != StockReason.COUNTED)
    for reference, variant_id, reason, delta in _rows(moved):
        number = reference.split(":")[1]
        if reason == StockReason.RETURNED:
            returned[number][variant_id] = returned[number].get(variant_id, 0) + delta
        else:
            held[number][variant_id] = held[number].get(variant_id, 0) - delta
    return held, returned


def _confirmations() -> dict[str, int]:
    """How many confirmation mails were written, by order number."""
    found: dict[str, int] = defaultdict(int)
    keys = select(OutboxMessage.key).where(OutboxMessage.key.like("order:%:confirmation%"))
    for (key,) in _rows(keys):
        found[key.split(":")[1]] += 1
    return found


def _counters() -> dict[str, tuple[int, int]]:
    ledger = (
        select(StockMovement.variant_id, func.sum(StockMovement.delta).label("total"))
        .group_by(StockMovement.variant_id)
        .subquery()
    )
    total = func.coalesce(ledger.c.total, 0)
    rows = _rows(
        select(Variant.sku, Variant.stock, total).outerjoin(
            ledger, ledger.c.variant_id == Variant.id
        )
    )
    return {sku: (counter, int(booked)) for sku, counter, booked in rows}


def sent_back(page: Page, payment: Any, *, refund: bool) -> int:
    """Yen of a payment that are written down as going back: for refunds, or as a surplus."""
    return sum(
        one.amount
        for one in page.reimbursements
        if one.payment_id == payment.id and (one.cause == Cause.REFUND) is refund
    )


def overdue_jobs(now: datetime) -> list[str]:
    """Kinds of jobs that are due and not done."""
    due = select(Job.kind).where(Job.done_at.is_(None), Job.dead_at.is_(None), Job.run_at <= now)
    return [kind for (kind,) in _rows(due)]
