"""Disputes: a buyer's bank asks for the money of a payment back; one row for each, moved on by what the gateway says of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storefront.database import Model, UTCDateTime
from storefront.money import Yen
from storefront.payments.gateways import DisputeStatus

if TYPE_CHECKING:
    from storefront.payments.payment import Payment

MOVES = {
    DisputeStatus.OPEN: {DisputeStatus.LOST, DisputeStatus.WON},
    DisputeStatus.LOST: {DisputeStatus.WON},
}
"""The second: a bank may give back what it took. Nothing comes after that; whoever asks again opens another dispute."""


class Dispute(Model):
    """One dispute, as far as its gateway and staff have told. Yen; other disputes of the same payment are other rows."""

    __tablename__ = "dispute"

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"), index=True)
    ref: Mapped[str] = mapped_column(String(64), unique=True)
    """The gateway's reference of it."""
    state: Mapped[str] = mapped_column(String(8))
    amount: Mapped[Yen]
    answer_by: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """Until when the shop may still say its part there."""
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    """When it was first heard of."""
    moved_at: Mapped[datetime] = mapped_column(UTCDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When staff said that nothing waits for it any more; None again once it moves on."""

    payment: Mapped[Payment] = relationship(back_populates="disputes")

    __table_args__ = (CheckConstraint("amount > 0", name="amount_positive"),)

    @property
    def held(self) -> bool:
        """Whether the order has to wait: nobody has decided, or the money is lost and staff have not taken note."""
        return self.settled_at is None and self.state != DisputeStatus.WON

    @property
    def bank_has_it(self) -> bool:
        """Whether the buyer has the money from the bank, or may get it there: whatever the shop sent would be a second time."""
        return self.held or self.state == DisputeStatus.LOST
