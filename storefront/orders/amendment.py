"""Amendments: goods added to an order that is confirmed and not packed yet, for the same parcel and the same invoice.

Lines that are there never change: an order only gains lines, paid as they come or at the door with all the rest. One
that is not paid leaves the order as it was.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storefront.catalog import stock
from storefront.database import Model, UTCDateTime, claim
from storefront.extensions import db
from storefront.jobs.queue import enqueue
from storefront.locales import Text, Translated
from storefront.money import Yen
from storefront.orders.lifecycle import record
from storefront.orders.order import FrozenAdjustment, FrozenTax, Order, OrderLine, OrderState
from storefront.orders.search_term import index_again
from storefront.pricing.tax import split
from storefront.states import sources


class AmendmentState(StrEnum):
    """pending: waits for its own payment, goods taken. joined: its lines are the order's. dropped: it never was.

    One that is paid at the door with the order itself is never pending for others to see.
    """

    PENDING = "pending"
    JOINED = "joined"
    DROPPED = "dropped"


MOVES = {
    AmendmentState.PENDING: {AmendmentState.JOINED, AmendmentState.DROPPED},
    AmendmentState.DROPPED: {AmendmentState.JOINED},
}
"""From dropped to joined: late money, if the goods are still there and packing has not begun."""

_IS_PENDING = text("state = 'pending'")
_BROUGHT = text("impression_id IS NOT NULL")
"""The few lines that an offer brought: found when a visitor is forgotten, without reading all the others."""


class Amendment(Model):
    """What is to be added to an order, with prices as they were shown; yen with tax. Sending it costs nothing more."""

    __tablename__ = "amendment"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("order.id"))
    number: Mapped[int]
    """1, 2 … within the order."""
    state: Mapped[str] = mapped_column(String(12), default=AmendmentState.PENDING)
    place_key: Mapped[str] = mapped_column(String(40), unique=True)
    """Made when the offer was rendered: a second click finds the first amendment."""
    total: Mapped[Yen]
    """All that its buyer pays for it: the goods less their discount, and `fee`."""
    fee: Mapped[Yen] = mapped_column(default=0)
    """Yen by which the fee of the payment grows."""
    reason: Mapped[Text] = mapped_column(Translated, default=dict)
    """Why its goods cost less than on the shelf, in words; empty where they do not."""
    code: Mapped[str] = mapped_column(String(40), default="")
    """The offer it came by."""
    placed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    reserved_until: Mapped[datetime] = mapped_column(UTCDateTime)
    """Until when its goods wait for the money."""
    join_until: Mapped[datetime] = mapped_column(UTCDateTime)
    """When packing begins: once it was given up, it joins no more from then on."""
    joined_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    order: Mapped[Order] = relationship(back_populates="additions")
    lines: Mapped[list[AmendmentLine]] = relationship(order_by="AmendmentLine.id")

    __table_args__ = (
        UniqueConstraint("order_id", "number"),
        CheckConstraint("total > 0 AND fee >= 0", name="total_positive"),
        Index(
            "uq_amendment_pending",
            "order_id",
            unique=True,
            sqlite_where=_IS_PENDING,
            postgresql_where=_IS_PENDING,
        ),
    )

    @property
    def stock_reference(self) -> str:
        """The ledger reference under which its goods were taken."""
        return f"{self.order.stock_reference}:amendment:{self.number}"


class AmendmentLine(Model):
    """One variant of an amendment, frozen; becomes a line of the order when it is paid."""

    __tablename__ = "amendment_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendment.id"), index=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"))
    sku: Mapped[str] = mapped_column(String(32))
    name: Mapped[Text] = mapped_column(Translated)
    label: Mapped[Text] = mapped_column(Translated)
    quantity: Mapped[int]
    unit_price: Mapped[Yen]
    discount: Mapped[Yen] = mapped_column(default=0)
    impression_id: Mapped[int | None] = mapped_column(
        ForeignKey("offer_impression.id", ondelete="SET NULL")
    )
    """The offer that brought it, if any did."""
    tax_percent: Mapped[int]

    __table_args__ = (
        Index(
            "ix_amendment_line_brought",
            "impression_id",
            sqlite_where=_BROUGHT,
            postgresql_where=_BROUGHT,
        ),
    )

    @property
    def paid(self) -> Yen:
        """Yen for the line after its discount."""
        return self.unit_price * self.quantity - self.discount


def open_to_amend(order: Order) -> bool:
    """Whether something may still be added: confirmed, and nothing of it sent."""
    return order.state == OrderState.PLACED and order.first_sent_at is None


def join(amendment: Amendment, order: Order, now: datetime) -> bool:
    """Its money is here or comes at the door: its lines join the order, whose sums and taxes grow.

    True when they are (now or already) in it. False when the order takes no more, or one that was given up comes when
    packing has begun or its goods are gone. The caller holds the order and commits. Existing lines and the shipping
    are not touched. Safe to repeat.
    """
    if amendment.state == AmendmentState.JOINED:
        return True
    if not open_to_amend(order):
        return False
    given_up = amendment.state == AmendmentState.DROPPED
    if given_up and (now >= amendment.join_until or not _take_again(amendment, now)):
        return False
    allowed = sources(MOVES, AmendmentState.JOINED)
    if not claim(amendment, Amendment.state, allowed, AmendmentState.JOINED, joined_at=now):
        return False
    _grow(order, amendment)
    record(order, "amended", now, str(amendment.number))
    told = {"order": order.number, "amendment": amendment.number}
    enqueue("mail.order_amended", told, now, key=f"order:{order.number}:amended:{amendment.number}")
    return True


def drop(amendment: Amendment, now: datetime) -> bool:
    """It is not paid: put its goods back and leave the order as it was. True for exactly one caller.

    An attempt to pay it that has not ended is called off by the caller; money that still comes goes back or, in time
    and with the goods there, lets it join after all.
    """
    if not claim(amendment, Amendment.state, AmendmentState.PENDING, AmendmentState.DROPPED):
        return False
    stock.give_back(amendment.stock_reference, now)
    record(amendment.order, "amendment_dropped", now, str(amendment.number))
    return True


def waiting_addition(order: Order) -> Amendment | None:
    """The one that waits for its payment, among those read with the order."""
    return next((one for one in order.additions if one.state == AmendmentState.PENDING), None)


def pending_amendment(order: Order) -> Amendment | None:
    """The one that waits for its payment, asked anew."""
    waiting = (Amendment.order_id == order.id, Amendment.state == AmendmentState.PENDING)
    return db.session.scalar(select(Amendment).where(*waiting))


def give_back_additions(order: Order, now: datetime) -> None:
    """Put the goods of everything that joined an order back, where it was never paid. Safe to repeat."""
    joined = (Amendment.order_id == order.id, Amendment.state == AmendmentState.JOINED)
    for amendment in db.session.scalars(select(Amendment).where(*joined)):
        stock.give_back(amendment.stock_reference, now)


def _take_again(amendment: Amendment, now: datetime) -> bool:
    wanted: dict[int, int] = {}
    for line in amendment.lines:
        wanted[line.variant_id] = wanted.get(line.variant_id, 0) + line.quantity
    try:
        with db.session.begin_nested():
            stock.take(wanted, f"{amendment.stock_reference}:late", now)
    except stock.NotEnoughStock:
        return False
    return True


def _grow(order: Order, amendment: Amendment) -> None:
    """Copy the lines into the order, and add its sums up anew."""
    for line in amendment.lines:
        order.lines.append(
            OrderLine(
                variant_id=line.variant_id,
                amendment_id=amendment.id,
                impression_id=line.impression_id,
                sku=line.sku,
                name=line.name,
                label=line.label,
                quantity=line.quantity,
                unit_price=line.unit_price,
                discount=line.discount,
                tax_percent=line.tax_percent,
            )
        )
    order.goods = sum(line.amount for line in order.lines)
    order.discount = sum(line.discount for line in order.lines)
    if saved := sum(line.discount for line in amendment.lines):
        why: FrozenAdjustment = {
            "code": amendment.code,
            "label": amendment.reason,
            "amount": -saved,
        }
        order.adjustments = [*order.adjustments, why]
    order.fee += amendment.fee
    order.total = order.goods - order.discount + order.shipping + order.fee
    order.taxes = frozen_split(order)
    index_again(order)


def frozen_split(order: Order, fee: Yen | None = None) -> list[FrozenTax]:
    """The tax of an order as its lines, shipping and fee have it, one rounding per rate; with another fee where said."""
    parts = [(line.tax_percent, line.paid) for line in order.lines]
    services = order.shipping + (order.fee if fee is None else fee)
    return [
        {"percent": part.percent, "taxable": part.taxable, "tax": part.tax}
        for part in split([*parts, (order.service_tax, services)])
    ]
