"""Payments: one row per attempt to pay an order, written before the gateway is called."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storefront.database import Model, UTCDateTime, claim
from storefront.extensions import db
from storefront.money import Yen
from storefront.orders.order import Order
from storefront.payments.gateways import Charge, Outcome, OutcomeStatus
from storefront.states import sources


class PaymentState(StrEnum):
    """Where one attempt stands.

    `unknown`: the gateway did not answer; only asking it again may leave this state. `due`: to be collected
    at the door. Live states are those from which money may still come.
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
    PaymentState.PROCESSING: _ENDS,
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


class Payment(Model):
    """One attempt. Its idempotency key is made here, stored before the call and never made anew."""

    __tablename__ = "payment"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("order.id"), index=True)
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
    action_path: Mapped[str] = mapped_column(String(120), default="")
    """Where the buyer has to go while it needs action."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)

    order: Mapped[Order] = relationship()

    __table_args__ = (
        Index(
            "uq_payment_live",
            "order_id",
            unique=True,
            sqlite_where=IS_LIVE,
            postgresql_where=IS_LIVE,
        ),
    )

    @property
    def live(self) -> bool:
        """Whether money may still come from this attempt."""
        return self.state in LIVE

    def charge(self) -> Charge:
        """The frozen value that the gateway is called with, made before the commit."""
        return Charge(
            key=self.idempotency_key,
            amount=self.amount,
            order_number=self.order.number or "",
            source=self.source,
        )

    def record(self, outcome: Outcome, now: datetime) -> bool:
        """Write down what the gateway said. True when this call changed the state.

        Moves only forward along MOVES: news that is late, doubled or out of order changes nothing.
        """
        to = _STATE_OF[outcome.status]
        also: dict[str, object] = {"updated_at": now, "action_path": outcome.action_path}
        if outcome.ref:
            also["provider_ref"] = outcome.ref
        if outcome.failure:
            also["failure"] = outcome.failure
        return claim(self, Payment.state, sources(MOVES, to), to, **also)


def new_payment(
    order: Order, method: str, gateway: str, now: datetime, source: str = "", label: str = ""
) -> Payment:
    """An attempt to pay the whole of an order, added to the session with a fresh key.

    At most one live attempt per order: a second one breaks a unique index at flush.
    """
    payment = Payment(
        order=order,
        method=method,
        gateway=gateway,
        amount=order.total,
        state=PaymentState.CREATED,
        idempotency_key=uuid.uuid4().hex,
        source=source,
        source_label=label,
        created_at=now,
        updated_at=now,
    )
    db.session.add(payment)
    return payment
