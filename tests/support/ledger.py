"""Everything the books of a shop hold, read in a few statements, and what the providers' own books hold beside it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from storefront.catalog.stock import OF_ORDERS, StockMovement, StockReason
from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.mail.outbox import OutboxMessage
from storefront.orders.amendment import Amendment, AmendmentLine
from storefront.orders.order import Order, OrderEvent, OrderLine
from storefront.orders.refund import Refund, RefundLine
from storefront.payments.by_hand import MoneySeen
from storefront.payments.gateways import ProviderCharge
from storefront.payments.payment import Payment
from storefront.payments.reimbursement import Cause, Reimbursement

Pieces = dict[int, int]
"""By variant."""


@dataclass(frozen=True)
class Addition:
    """One addition to an order, and what the rest of the books have of it."""

    row: Any
    pieces: Pieces
    joined: Pieces
    """Those among the order's own lines."""
    joined_for: int
    """Yen of those lines."""
    held: Pieces
    """Those that the stock's ledger holds for it."""
    mails: int


@dataclass(frozen=True)
class Page:
    """One order with all that hangs on it."""

    order: Any
    payments: Sequence[Any]
    reimbursements: Sequence[Any]
    refunds: Sequence[Any]
    lines: Sequence[Any]
    additions: Sequence[Addition]
    refunded: Pieces
    """Pieces that refunds took back, those of additions included."""
    held: Pieces
    """Pieces that the stock's ledger holds for the order as it was placed: taken less released."""
    returned: Pieces
    """Pieces that came back and went on the shelf."""
    events: Sequence[str]
    confirmations: int
    """Confirmation mails written."""

    @property
    def name(self) -> str:
        """How a violation calls it."""
        return f"order {self.order.number}"

    @property
    def bought(self) -> Pieces:
        """Pieces that the order was placed with."""
        return pieces(line for line in self.lines if line.amendment_id is None)


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
    lines = _by_order(select(*OrderLine.__table__.columns).order_by(OrderLine.id))
    back = _by_order(
        select(Payment.order_id, *Reimbursement.__table__.columns)
        .join(Payment, Payment.id == Reimbursement.payment_id)
        .order_by(Reimbursement.id)
    )
    taken_back = _taken_back()
    held, returned = _movements()
    events = _by_order(select(OrderEvent.order_id, OrderEvent.kind).order_by(OrderEvent.id))
    mails, told = _mails("confirmation"), _mails("amended:")
    additions = _by_order(select(*Amendment.__table__.columns).order_by(Amendment.id))
    asked = _asked()
    return [
        Page(
            order,
            payments[order.id],
            back[order.id],
            refunds[order.id],
            lines[order.id],
            [
                _addition(row, asked[row.id], lines[order.id], held, told, order.number)
                for row in additions[order.id]
            ],
            taken_back[order.id],
            held[str(order.number), 0],
            returned[str(order.number)],
            [event.kind for event in events[order.id]],
            mails[str(order.number)],
        )
        for order in db.session.execute(select(*Order.__table__.columns).order_by(Order.id))
    ]


def _addition(
    row: Any,
    asked: Sequence[Any],
    lines: Sequence[Any],
    held: dict[tuple[str, int], Pieces],
    told: Counter[str],
    number: str,
) -> Addition:
    own = [line for line in lines if line.amendment_id == row.id]
    paid = sum(line.unit_price * line.quantity - line.discount for line in own)
    mails = told[f"{number}:{row.number}"]
    return Addition(row, pieces(asked), pieces(own), paid, held[number, row.number], mails)


def pieces(lines: Iterable[Any]) -> Pieces:
    """What lines are of, by variant."""
    found: Pieces = defaultdict(int)
    for line in lines:
        found[line.variant_id] += line.quantity
    return dict(found)


def _by_order(question: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(question):
        found[row.order_id].append(row)
    return found


def _taken_back() -> dict[int, Pieces]:
    """Pieces refunded, by order."""
    back: dict[int, Pieces] = defaultdict(lambda: defaultdict(int))
    asked = select(OrderLine.order_id, OrderLine.variant_id, RefundLine.quantity)
    of_lines = asked.join(RefundLine, RefundLine.order_line_id == OrderLine.id)
    for order_id, variant_id, count in _rows(of_lines):
        back[order_id][variant_id] += count
    return back


def _asked() -> dict[int, list[Any]]:
    """The lines of additions, by addition."""
    found: dict[int, list[Any]] = defaultdict(list)
    for line in db.session.execute(select(*AmendmentLine.__table__.columns)):
        found[line.amendment_id].append(line)
    return found


def _movements() -> tuple[dict[tuple[str, int], Pieces], dict[str, Pieces]]:
    """Pieces held, by order and addition (0: the order as it was placed), and pieces put back by order."""
    held: dict[tuple[str, int], Pieces] = defaultdict(lambda: defaultdict(int))
    returned: dict[str, Pieces] = defaultdict(lambda: defaultdict(int))
    moved = select(
        StockMovement.reference,
        StockMovement.variant_id,
        StockMovement.reason,
        StockMovement.delta,
    ).where(StockMovement.reason.in_(OF_ORDERS))
    for reference, variant_id, reason, delta in _rows(moved):
        number, *more = reference.split(":")[1:]
        if reason == StockReason.RETURNED:
            returned[number][variant_id] += delta
        else:
            held[number, int(more[1]) if more[:1] == ["amendment"] else 0][variant_id] -= delta
    return held, returned


def _mails(kind: str) -> Counter[str]:
    """How many mails of that kind were written, by the order's number and what their key has after the kind."""
    start = select(OutboxMessage.key).where(OutboxMessage.key.like(f"order:%:{kind}%"))
    found: Counter[str] = Counter()
    for (key,) in _rows(start):
        number, _kind, *more = key.split(":")[1:]
        found[":".join([number, *more])] += 1
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
