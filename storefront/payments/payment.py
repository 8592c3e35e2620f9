"""Payments: one row per attempt to pay an order, written before the gateway is called."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    bindparam,
    select,
    text,
    update,
)
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storefront.database import AtLeast, Model, UTCDateTime, claim
from storefront.extensions import db
from storefront.money import Yen
from storefront.orders.amendment import Amendment
from storefront.orders.order import Order
from storefront.payments.dispute import Dispute
from storefront.payments.gateways import Attempt, Charge, Outcome, OutcomeStatus
from storefront.payments.gateways.installed import provider_code
from storefront.quoting.tariff import Paying
from storefront.states import sources


class PaymentState(StrEnum):
    """Where one attempt stands.

    `unknown`: the gateway did not answer; only asking it again may leave this state. `due`: to be collected
    at the door. `processing`: the buyer is to bring the money, to a store or by transfer. Live states are those from
    which money may still come.
    """

    CREATED = "created"
    NEEDS_ACTION = "needs_action"
    PROCESSING = "processing"
    UNKNOWN = "unknown"
    DUE = "due"
    CAPTURED = "captured"
    FAILED = "failed"
    CANCELLED = "cancelled"


_ENDS = {PaymentState.CAPTURED, PaymentState.FAILED, PaymentState.CANCELLED}
MOVES = {
    PaymentState.CREATED: _ENDS
    | {PaymentState.NEEDS_ACTION, PaymentState.PROCESSING, PaymentState.UNKNOWN, PaymentState.DUE},
    PaymentState.NEEDS_ACTION: _ENDS | {PaymentState.PROCESSING, PaymentState.UNKNOWN},
    PaymentState.PROCESSING: _ENDS | {PaymentState.UNKNOWN},
    PaymentState.UNKNOWN: _ENDS | {PaymentState.NEEDS_ACTION, PaymentState.PROCESSING},
    PaymentState.DUE: {PaymentState.CAPTURED, PaymentState.CANCELLED},
    PaymentState.CANCELLED: {PaymentState.CAPTURED},
    PaymentState.FAILED: {PaymentState.CAPTURED},
}
"""The last two: whatever we believed, money that did arrive is recorded."""

LIVE = (
    PaymentState.CREATED,
    PaymentState.NEEDS_ACTION,
    PaymentState.PROCESSING,
    PaymentState.UNKNOWN,
    PaymentState.DUE,
)

_STATE_OF = {
    OutcomeStatus.CAPTURED: PaymentState.CAPTURED,
    OutcomeStatus.NEEDS_ACTION: PaymentState.NEEDS_ACTION,
    OutcomeStatus.PROCESSING: PaymentState.PROCESSING,
    OutcomeStatus.DECLINED: PaymentState.FAILED,
    OutcomeStatus.CANCELLED: PaymentState.CANCELLED,
    OutcomeStatus.UNKNOWN: PaymentState.UNKNOWN,
}

IS_LIVE = text("state IN ('created', 'needs_action', 'processing', 'unknown', 'due')")
"""LIVE as the index of live attempts spells it: only a question in just these words can use that index."""
HAS_SURPLUS = text("received > applied + returned")
"""In the words of its index, which holds next to nothing in a shop where all is well."""


class Payment(Model):
    """One attempt. Its idempotency key is made here, stored before the call and never made anew."""

    __tablename__ = "payment"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("order.id"), index=True)
    amendment_id: Mapped[int | None] = mapped_column(ForeignKey("amendment.id"), index=True)
    """What it pays when that is an addition to the order, not the order itself."""
    method: Mapped[str] = mapped_column(String(16))
    gateway: Mapped[str] = mapped_column(String(16))
    amount: Mapped[Yen]
    state: Mapped[str] = mapped_column(String(16), default=PaymentState.CREATED)
    idempotency_key: Mapped[str] = mapped_column(String(64), unique=True)
    provider_ref: Mapped[str | None] = mapped_column(String(64), unique=True)
    source: Mapped[str] = mapped_column(String(64), default="")
    """The gateway's token for the card; never a card number."""
    source_label: Mapped[str] = mapped_column(String(32), default="")
    failure: Mapped[str] = mapped_column(String(32), default="")
    action_path: Mapped[str] = mapped_column(String(2000), default="")
    """Where the buyer has to go while it needs action."""
    voucher: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What the buyer needs to bring the money: store and number, or account; see `payments.voucher`."""
    due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """Until when the buyer may bring the money."""
    keep_card: Mapped[bool] = mapped_column(default=False)
    """The buyer ticked that the card may be kept for a later addition to this order."""
    kept_card: Mapped[str] = mapped_column(String(120), default="")
    """The gateway's reference of the card that was kept."""
    received: Mapped[Yen] = mapped_column(default=0)
    """Yen that came in by this attempt, in all."""
    applied: Mapped[Yen] = mapped_column(default=0)
    """Yen of them that pay the order: all of `amount`, or none."""
    refunded: Mapped[Yen] = mapped_column(default=0)
    """Yen of `applied` that went back or are on their way back."""
    returned: Mapped[Yen] = mapped_column(default=0)
    """Yen of the surplus, received but not applied, that went back or are on their way back."""
    ask_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When the gateway is next asked how it stands; None for two minutes after the last news."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)

    order: Mapped[Order] = relationship()
    amendment: Mapped[Amendment | None] = relationship()
    disputes: Mapped[list[Dispute]] = relationship(back_populates="payment", order_by="Dispute.id")

    __table_args__ = (
        Index(
            "uq_payment_live",
            "order_id",
            unique=True,
            sqlite_where=IS_LIVE,
            postgresql_where=IS_LIVE,
        ),
        Index("ix_payment_made", "method", "created_at"),
        Index("ix_payment_surplus", "id", sqlite_where=HAS_SURPLUS, postgresql_where=HAS_SURPLUS),
        CheckConstraint("received >= 0 AND refunded >= 0 AND returned >= 0", name="not_negative"),
        CheckConstraint("applied IN (0, amount)", name="applied_whole"),
        CheckConstraint("refunded <= applied", name="refunded_within"),
        CheckConstraint("returned <= received - applied", name="returned_within"),
    )

    @property
    def live(self) -> bool:
        """Whether money may still come from this attempt."""
        return self.state in LIVE

    @property
    def surplus(self) -> Yen:
        """Yen that came in, pay nothing and have not been sent back."""
        return self.received - self.applied - self.returned

    @property
    def missing(self) -> Yen:
        """Yen that are still to come before the attempt is paid."""
        return max(0, self.amount - self.received)

    def attempt(self) -> Attempt:
        """The frozen value that the gateway is asked with, made before the transaction ends."""
        return Attempt(self.idempotency_key, self.provider_ref or "", self.created_at)

    def charge(self, return_path: str = "") -> Charge:
        """The frozen value that the gateway is called with, made before the commit."""
        order = self.order
        return Charge(
            key=self.idempotency_key,
            amount=self.amount,
            order_number=order.number or "",
            method=self.method,
            source=self.source,
            name=order.contact.name,
            email=order.contact.email,
            phone=order.contact.phone,
            locale=order.locale,
            due_at=self.due_at,
            return_path=return_path,
            keep_card=self.keep_card,
        )

    def record(self, outcome: Outcome, now: datetime) -> bool:
        """Write down what the gateway said. True when this call changed the state or the money that came in.

        Moves only forward along MOVES, and money received only grows: news that is late, doubled or out of order
        changes nothing.
        """
        to, received = _STATE_OF[outcome.status], _received(outcome, self.amount)
        also: dict[str, Any] = {
            "updated_at": now,
            "action_path": outcome.action_path,
            "ask_at": None,
            "received": AtLeast(received),
        }
        if outcome.ref:
            also["provider_ref"] = outcome.ref
        if outcome.failure:
            also["failure"] = outcome.failure
        if outcome.voucher:
            also["voucher"] = dict(outcome.voucher)
        if outcome.kept_card:
            also["kept_card"] = outcome.kept_card
        moved = claim(self, Payment.state, sources(MOVES, to), to, **also)
        return moved or self._count_in(received, now)

    def _count_in(self, received: Yen, now: datetime) -> bool:
        """Let `received` grow to what the gateway says came in, in all, where the state stays what it is."""
        grown = db.session.execute(
            update(Payment)
            .where(Payment.id == self.id, Payment.received < received)
            .values(received=received, updated_at=now)
            .execution_options(synchronize_session=False)
        )
        if not isinstance(grown, CursorResult) or grown.rowcount != 1:
            return False
        db.session.refresh(self)
        return True


_STORED = (
    select(Payment)
    .where(Payment.id == bindparam("payment"))
    .execution_options(populate_existing=True)
)


def stored_payment(payment_id: int) -> Payment:
    """The attempt as it is stored now."""
    return db.session.scalars(_STORED, {"payment": payment_id}).one()


def _received(outcome: Outcome, amount: Yen) -> Yen:
    if outcome.received is not None:
        return outcome.received
    return amount if outcome.status is OutcomeStatus.CAPTURED else 0


def new_payment(
    order: Order,
    paying: Paying,
    now: datetime,
    source: str = "",
    label: str = "",
    keep: bool = False,
    amendment: Amendment | None = None,
) -> Payment:
    """An attempt to pay the whole of an order, or of an addition to it, added to the session with a fresh key.

    The gateway is the one that takes new charges of that method today. At most one live attempt per order: a second
    one breaks a unique index at flush.
    """
    payment = Payment(
        order=order,
        amendment=amendment,
        method=paying.code,
        gateway=provider_code(paying.gateway),
        amount=amendment.total if amendment else order.total,
        state=PaymentState.CREATED,
        idempotency_key=uuid.uuid4().hex,
        source=source,
        source_label=label,
        keep_card=keep,
        due_at=paying.due_at(now),
        received=0,
        applied=0,
        refunded=0,
        returned=0,
        voucher={},
        created_at=now,
        updated_at=now,
    )
    db.session.add(payment)
    return payment
