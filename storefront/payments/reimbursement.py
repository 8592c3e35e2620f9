"""Reimbursements: money on its way back to a buyer, one row for each sum and each payment it came from.

The sales side of it, with lines and credit note, is `orders.refund`; a surplus that paid for nothing has no such side.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storefront.database import Model, UTCDateTime
from storefront.money import Yen
from storefront.orders.refund import Refund
from storefront.payments.gateways import Attempt, RefundRequest
from storefront.payments.payment import Payment


class Cause(StrEnum):
    """Why money goes back.

    refund: goods, shipping or a fee were taken back. The others are surplus: late (the goods were gone by then),
    double (the order was paid already), short (less than the order cost, its time is over), over (more than it cost).
    """

    REFUND = "refund"
    LATE = "late"
    DOUBLE = "double"
    SHORT = "short"
    OVER = "over"


class ReimbursementState(StrEnum):
    """How far the money is.

    To where it came from: requested, submitted to the gateway (or nobody knows), succeeded. By bank transfer:
    needs_account until the buyer names one, ready for staff to send, succeeded. What a gateway can't send back goes by transfer.
    """

    REQUESTED = "requested"
    SUBMITTED = "submitted"
    NEEDS_ACCOUNT = "needs_account"
    READY = "ready"
    SUCCEEDED = "succeeded"


UNDER_WAY = frozenset({ReimbursementState.REQUESTED, ReimbursementState.SUBMITTED})
"""A gateway is sending it, or is to be told to. What it says afterwards matters in one case: a bank may return a refund days
after the gateway called it done."""

BOUNCED = "bounced"
"""The failure of a transfer that the buyer's bank sent back."""
BY_HAND = "by_hand"
"""What stands there for a sum that staff had paid back before it was written down."""
BY_BANK = "by_bank"
"""The same for a sum that the buyer's bank had taken by then, in a dispute that the shop lost."""

BACK_TO_SOURCE = frozenset({"card", "wallet"})
"""Methods whose money can go back the way it came; all others need a bank account (field.md D6, D12)."""


class Reimbursement(Model):
    """One sum on its way back; yen. Its key is made here, stored before the gateway is called and never made anew."""

    __tablename__ = "reimbursement"

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"), index=True)
    refund_id: Mapped[int | None] = mapped_column(ForeignKey("refund.id"), index=True)
    cause: Mapped[str] = mapped_column(String(8))
    amount: Mapped[Yen]
    state: Mapped[str] = mapped_column(String(16), index=True)
    idempotency_key: Mapped[str] = mapped_column(String(64), unique=True)
    provider_ref: Mapped[str | None] = mapped_column(String(64), unique=True)
    failure: Mapped[str] = mapped_column(String(64), default="")
    """Why it could not go back the way it came, or BOUNCED; with one, only the buyer's account and staff move the sum."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When the gateway was first asked."""
    succeeded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    payment: Mapped[Payment] = relationship()
    refund: Mapped[Refund | None] = relationship()

    __table_args__ = (CheckConstraint("amount > 0", name="amount_positive"),)

    @property
    def to_account(self) -> bool:
        """Whether it goes by bank transfer."""
        return self.payment.method not in BACK_TO_SOURCE or bool(self.failure)

    def request(self) -> RefundRequest:
        """The frozen value that the gateway is called with, made before the commit."""
        payment = self.payment
        charge = Attempt(payment.idempotency_key, payment.provider_ref or "", payment.created_at)
        return RefundRequest(self.idempotency_key, self.amount, charge, self.provider_ref or "")
