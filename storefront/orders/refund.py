"""Refunds: what went back to the buyer of an order, frozen like the order itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storefront.database import Model, UTCDateTime
from storefront.money import Yen
from storefront.orders.order import FrozenTax, Order, OrderLine
from storefront.pricing.refunding import share_back
from storefront.pricing.tax import TaxPart


class RefundState(StrEnum):
    """Where a refund stands. recorded: staff paid the money back themselves and wrote it down. requested: the shop sends it;
    how far it is, its reimbursements say.
    """

    RECORDED = "recorded"
    REQUESTED = "requested"


class Refund(Model):
    """One refund of an order: pieces of its lines, shipping, fee. All yen with tax, none negative."""

    __tablename__ = "refund"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("order.id"))
    number: Mapped[int]
    """1, 2 … within the order: the number of its credit note."""
    state: Mapped[str] = mapped_column(String(12), default=RefundState.RECORDED)
    reason: Mapped[str] = mapped_column(String(160))
    """Told to the buyer, on the credit note."""
    shipping: Mapped[Yen]
    fee: Mapped[Yen]
    amount: Mapped[Yen]
    """Lines, shipping and fee together."""
    taxes: Mapped[list[FrozenTax]] = mapped_column(JSON)
    refunded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    refunded_on: Mapped[date] = mapped_column(index=True)

    order: Mapped[Order] = relationship(back_populates="refunds")
    lines: Mapped[list[RefundLine]] = relationship(
        back_populates="refund", order_by="RefundLine.order_line_id", lazy="selectin"
    )

    __table_args__ = (UniqueConstraint("order_id", "number"),)

    @property
    def tax_parts(self) -> list[TaxPart]:
        """The frozen tax, one part per rate, lowest rate first."""
        return [TaxPart(**part) for part in self.taxes]


class RefundLine(Model):
    """Pieces of one order line that were refunded, and what they gave back."""

    __tablename__ = "refund_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    refund_id: Mapped[int] = mapped_column(ForeignKey("refund.id"), index=True)
    order_line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), index=True)
    quantity: Mapped[int]
    amount: Mapped[Yen]
    """After the line's share of the discount."""

    refund: Mapped[Refund] = relationship(back_populates="lines")


@dataclass(frozen=True)
class Left:
    """What of an order has not been refunded: pieces per line id; shipping, fee and all in yen."""

    pieces: Mapping[int, int]
    shipping: Yen
    fee: Yen
    amount: Yen

    @property
    def nothing(self) -> bool:
        """Whether every yen has gone back."""
        return self.amount == 0


def left_of(order: Order, refunds: Iterable[Refund]) -> Left:
    """What is left of an order after these refunds."""
    before = list(refunds)
    return Left(
        pieces={line.id: line.quantity - returned(line, before) for line in order.lines},
        shipping=order.shipping - sum(refund.shipping for refund in before),
        fee=order.fee - sum(refund.fee for refund in before),
        amount=order.total - sum(refund.amount for refund in before),
    )


def returned(line: OrderLine, refunds: Iterable[Refund]) -> int:
    """How many pieces of a line these refunds took back."""
    parts = [part for refund in refunds for part in refund.lines]
    return sum(part.quantity for part in parts if part.order_line_id == line.id)


def worth(line: OrderLine, pieces: int, refunds: Iterable[Refund]) -> Yen:
    """What that many pieces of a line give back after these refunds. Raises ValueError beyond what is left."""
    return share_back(line.paid, line.quantity, returned(line, refunds), pieces)
