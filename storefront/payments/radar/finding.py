"""What only a payment company's books can tell, kept until it is gone; and what somebody has looked at already."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model, UTCDateTime, insert_once
from storefront.extensions import db
from storefront.money import Yen
from storefront.orders.order import Order
from storefront.payments.payment import Payment
from storefront.payments.radar.mismatch import Kind, Mismatch


class Finding(Model):
    """One mismatch of one kind and subject. Open until the comparison no longer finds it; silent once it was seen."""

    __tablename__ = "radar_finding"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(80))
    order_number: Mapped[str] = mapped_column(String(12), default="")
    amount: Mapped[Yen | None]
    detail: Mapped[str] = mapped_column(String(160), default="")
    found_at: Mapped[datetime] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When it was found to be gone."""
    seen_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When somebody looked and let it be."""

    __table_args__ = (
        UniqueConstraint("kind", "subject"),
        Index("ix_radar_finding_open", "closed_at", "seen_at", "found_at"),
    )

    def mismatch(self) -> Mismatch:
        """As the radar's list has it."""
        return Mismatch(
            Kind(self.kind),
            self.subject,
            self.found_at,
            self.order_number,
            self.amount,
            self.detail,
        )


def note(found: Mismatch) -> None:
    """Write a mismatch down; one that was closed is open again, one that was seen stays silent while it is the same.

    Safe to repeat. The caller commits.
    """
    new = insert_once(
        Finding,
        kind=found.kind.value,
        subject=found.subject,
        order_number=found.order_number,
        amount=found.amount,
        detail=found.detail[:160],
        found_at=found.since,
    )
    if new:
        return
    row = _row(found.kind, found.subject)
    if row.closed_at is not None:
        row.closed_at = row.seen_at = None
        row.found_at = found.since
    if (row.amount, row.detail) != (found.amount, found.detail[:160]):
        row.seen_at = None
        row.order_number, row.amount, row.detail = (
            found.order_number,
            found.amount,
            found.detail[:160],
        )


def close_others(
    kinds: set[Kind], compared: set[str], still: set[tuple[Kind, str]], now: datetime
) -> None:
    """Close every open finding of `kinds` about what was compared and does not differ any more. The caller commits."""
    rows = db.session.scalars(
        select(Finding).where(
            Finding.kind.in_([kind.value for kind in kinds]), Finding.closed_at.is_(None)
        )
    )
    for row in rows:
        if row.subject in compared and (Kind(row.kind), row.subject) not in still:
            row.closed_at = now


def oldest_open(kinds: set[Kind]) -> datetime | None:
    """Since when there are attempts of orders about which a finding is open that nobody has looked at; None without one."""
    is_open = Finding.closed_at.is_(None) & Finding.seen_at.is_(None)
    open_ones = is_open & Finding.kind.in_([kind.value for kind in kinds])
    attempts = (
        select(Payment.created_at).join(Order).join(Finding, Finding.order_number == Order.number)
    )
    moments = select(Finding.found_at).where(open_ones).union(attempts.where(open_ones))
    oldest: datetime | None = db.session.scalar(select(func.min(moments.subquery().c.found_at)))
    return oldest


def see(found: Mismatch, now: datetime) -> None:
    """Let a mismatch be silent from now on, whether it was kept before or not. The caller commits."""
    note(found)
    db.session.execute(
        update(Finding)
        .where(Finding.kind == found.kind.value, Finding.subject == found.subject)
        .values(seen_at=now)
        .execution_options(synchronize_session=False)
    )


def close(found: Mismatch, now: datetime) -> None:
    """Take a finding off the list; the next comparison opens it again if it is still there. The caller commits."""
    db.session.execute(
        update(Finding)
        .where(Finding.kind == found.kind.value, Finding.subject == found.subject)
        .values(closed_at=now)
        .execution_options(synchronize_session=False)
    )


def forget(kind: Kind, subject: str) -> None:
    """Keep nothing of a mismatch, so that it is shown should it come again. The caller commits."""
    db.session.execute(
        delete(Finding).where(Finding.kind == kind.value, Finding.subject == subject)
    )


def _row(kind: Kind, subject: str) -> Finding:
    return db.session.scalars(
        select(Finding)
        .where(Finding.kind == kind.value, Finding.subject == subject)
        .execution_options(populate_existing=True)
    ).one()
