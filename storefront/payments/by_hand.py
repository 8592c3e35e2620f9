"""Money that staff saw with their own eyes: cash the carrier handed over, a transfer on the shop's own account."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model, UTCDateTime, insert_once
from storefront.extensions import db
from storefront.money import Yen
from storefront.orders.lifecycle import hold
from storefront.payments.gateways import Outcome, OutcomeStatus
from storefront.payments.gateways.installed import OFFLINE
from storefront.payments.payment import Payment, PaymentState
from storefront.payments.settling import settle

MOST_AT_ONCE = 10_000_000
"""More than this in one transfer is a slip of the finger."""


class MoneySeen(Model):
    """One sum that came in, as the account or the carrier's list names it. Never changed, never deleted."""

    __tablename__ = "money_seen"

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"))
    amount: Mapped[Yen]
    reference: Mapped[str] = mapped_column(String(64))
    """What tells this sum from any other: the line of the account, the carrier's slip."""
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (
        UniqueConstraint("payment_id", "reference"),
        CheckConstraint("amount > 0", name="amount_positive"),
    )


class CannotBeSeen(Exception):
    """Nothing was written; the message says why, for staff."""


def money_seen(payment: Payment, amount: Yen, reference: str, now: datetime) -> bool:
    """Write down money that came in without a gateway, and let the order follow. The caller commits.

    False when this reference was written down before. Less than the attempt's amount leaves it waiting for the rest;
    more, or money for an order that is over or paid, goes back. Cash at the door is all of it or nothing. Raises CannotBeSeen.
    """
    named = " ".join(reference.split())
    hold(payment.order_id)
    db.session.refresh(payment)  # what is due at the door may have grown by an addition
    if payment.gateway != OFFLINE:
        raise CannotBeSeen("the payment company tells of this money itself")
    if not 1 <= len(named) <= 64:
        raise CannotBeSeen("the reference is required, and at most 64 letters long")
    if not 0 < amount <= MOST_AT_ONCE:
        raise CannotBeSeen(f"¥{amount:,} is no sum to write down")
    if payment.due_at is None and amount != payment.amount:
        raise CannotBeSeen(f"the carrier collects ¥{payment.amount:,}, not ¥{amount:,}")
    if payment.due_at is None and payment.received:
        return False
    if not insert_once(
        MoneySeen, payment_id=payment.id, amount=amount, reference=named, seen_at=now
    ):
        return False
    total = payment.received + amount
    enough = total - payment.returned >= payment.amount
    status = OutcomeStatus.CAPTURED if enough else _unfinished(payment)
    settle(payment, Outcome(status, received=total), now)
    return True


def _unfinished(payment: Payment) -> OutcomeStatus:
    waiting = {PaymentState.CREATED, PaymentState.PROCESSING}
    return OutcomeStatus.PROCESSING if payment.state in waiting else OutcomeStatus.CANCELLED
