"""Shipments: what of an order left together, when, with whom. An order leaves in one, or in several by line and quantity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storefront.database import Model, UTCDateTime
from storefront.extensions import db
from storefront.orders.order import Order, OrderLine
from storefront.orders.refund import Refund, returned

LONGEST_TRACKING = 80


class Shipment(Model):
    """One parcel that left. Never changed, never deleted."""

    __tablename__ = "shipment"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("order.id"))
    number: Mapped[int]
    """1, 2 … within the order, in the order they left."""
    place: Mapped[int] = mapped_column(default=0)
    """Which of the order's frozen parcels it is, or is a part of; the first is 0."""
    carrier: Mapped[str] = mapped_column(String(16), default="")
    """A `shipping.carrier.Carrier`."""
    tracking: Mapped[str] = mapped_column(String(LONGEST_TRACKING), default="")
    """The carrier's numbers of its boxes, parted by commas; empty where there is none."""
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime)
    sent_by: Mapped[str] = mapped_column(String(40), default="")
    """The name of the member who wrote it down; empty for a command."""

    lines: Mapped[list[ShipmentLine]] = relationship(
        back_populates="shipment", order_by="ShipmentLine.order_line_id", lazy="selectin"
    )

    __table_args__ = (
        UniqueConstraint("order_id", "number"),
        Index("ix_shipment_tracking", "tracking"),
    )

    @property
    def count(self) -> int:
        """Pieces in it."""
        return sum(line.quantity for line in self.lines)


class ShipmentLine(Model):
    """Pieces of one order line that left in it."""

    __tablename__ = "shipment_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    shipment_id: Mapped[int] = mapped_column(ForeignKey("shipment.id"))
    order_line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), index=True)
    quantity: Mapped[int]

    shipment: Mapped[Shipment] = relationship(back_populates="lines")

    __table_args__ = (
        UniqueConstraint("shipment_id", "order_line_id"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
    )


@dataclass(frozen=True)
class Leaving:
    """A parcel about to leave: which of the order's it is, pieces by line id, and who carries it under which number."""

    place: int
    pieces: Mapping[int, int]
    carrier: str = ""
    tracking: str = ""


def shipments_of(order: Order) -> list[Shipment]:
    """What left of an order as it is stored now, the first first; one statement, none while nothing has left."""
    if order.first_sent_at is None:
        return []
    asked = select(Shipment).where(Shipment.order_id == order.id).order_by(Shipment.number)
    asked = asked.options(joinedload(Shipment.lines)).execution_options(populate_existing=True)
    return list(db.session.scalars(asked).unique())


def sent_pieces(shipments: Iterable[Shipment]) -> dict[int, int]:
    """How many pieces left, by the id of the order's line."""
    counts: dict[int, int] = {}
    for line in (line for one in shipments for line in one.lines):
        counts[line.order_line_id] = counts.get(line.order_line_id, 0) + line.quantity
    return counts


def to_send(
    order: Order, refunds: Iterable[Refund], shipments: Iterable[Shipment]
) -> dict[int, int]:
    """How many pieces of each line have still to be sent, by its id: ordered, less refunded, less sent; lines with none left out.

    A piece that was refunded is taken for one that had not left, as far as there are such.
    """
    back, gone = list(refunds), sent_pieces(shipments)
    rest = {
        line.id: line.quantity - returned(line, back) - gone.get(line.id, 0) for line in order.lines
    }
    return {line: count for line, count in rest.items() if count > 0}


def place_of(order: Order, line: OrderLine) -> int:
    """In which of the order's parcels a line travels: the one of its temperature, else the first."""
    if len(order.parcels) < 2:
        return 0
    kept = [one["temperature"] for one in order.parcels]
    return kept.index(line.variant.temperature) if line.variant.temperature in kept else 0


def by_place(order: Order, pieces: Mapping[int, int]) -> dict[int, dict[int, int]]:
    """Pieces by line id, parted into the parcels they travel in; only parcels with something in them, in their order."""
    found: dict[int, dict[int, int]] = {}
    for line in order.lines:
        if count := pieces.get(line.id, 0):
            found.setdefault(place_of(order, line), {})[line.id] = count
    return dict(sorted(found.items()))
