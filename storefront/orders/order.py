"""Orders: the frozen record of a purchase. Once placed, no figure in it is ever computed again."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypedDict

from sqlalchemy import JSON, ForeignKey, Index, String, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from storefront.catalog.picture import Picture
from storefront.catalog.variant import Variant
from storefront.database import Model, UTCDateTime
from storefront.locales import Text, Translated
from storefront.money import Yen
from storefront.pricing.tax import TaxPart

if TYPE_CHECKING:
    from storefront.orders.amendment import Amendment
    from storefront.orders.refund import Refund


class OrderState(StrEnum):
    """Where an order stands; how it is paid is told by its payments.

    pending: placed, waiting for the payment. placed: paid, or to be paid at the door; ready to pack.
    """

    PENDING = "pending"
    PLACED = "placed"
    FULFILLED = "fulfilled"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


MOVES = {
    OrderState.PENDING: {OrderState.PLACED, OrderState.CANCELLED, OrderState.EXPIRED},
    OrderState.EXPIRED: {OrderState.PLACED},
    OrderState.PLACED: {OrderState.FULFILLED, OrderState.CANCELLED},
    OrderState.FULFILLED: {OrderState.CANCELLED},
}
"""The last: a parcel that nobody took in and paid for at the door."""


class FrozenTax(TypedDict):
    """One rate of an order's tax, frozen."""

    percent: int
    taxable: Yen
    tax: Yen


class FrozenAdjustment(TypedDict):
    """One reason for the order's discount, frozen: which, in words, and yen below zero."""

    code: str
    label: dict[str, str]
    amount: Yen


class FrozenParcel(TypedDict):
    """One parcel of an order, frozen: way to send, boxes, pieces, yen with tax, days as ISO dates."""

    way: str
    name: dict[str, str]
    temperature: str
    boxes: int
    pieces: int
    price: Yen
    list_price: Yen
    leaves_on: str
    arrives_on: str


def first_leaves(parcels: list[FrozenParcel]) -> date:
    """The day the first of these parcels leaves."""
    return min(date.fromisoformat(parcel["leaves_on"]) for parcel in parcels)


class Order(Model):
    """What was bought, for how much, to be sent how and when. All yen with tax."""

    __tablename__ = "order"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str | None] = mapped_column(String(12), unique=True)
    state: Mapped[str] = mapped_column(String(12), default=OrderState.PENDING)
    place_key: Mapped[str] = mapped_column(String(40), unique=True)
    """Made when the confirmation page was rendered: a second click finds the first order."""
    cart_id: Mapped[int] = mapped_column(unique=True)
    access_key: Mapped[str] = mapped_column(String(32))
    """Part of the signed order link; changing it makes every link sent so far void."""
    locale: Mapped[str] = mapped_column(String(2))
    goods: Mapped[Yen]
    """Before the discount."""
    discount: Mapped[Yen] = mapped_column(default=0)
    """Taken off the goods, zero or more; the lines hold their shares."""
    adjustments: Mapped[list[FrozenAdjustment]] = mapped_column(JSON, default=list)
    """Why, one for each reason; they sum to the discount, below zero."""
    shipping: Mapped[Yen]
    fee: Mapped[Yen]
    total: Mapped[Yen]
    taxes: Mapped[list[FrozenTax]] = mapped_column(JSON)
    service_tax: Mapped[int]
    """Per cent for shipping and fee when the order was placed."""
    sending_code: Mapped[str] = mapped_column(String(16))
    sending_name: Mapped[Text] = mapped_column(Translated)
    parcels: Mapped[list[FrozenParcel]] = mapped_column(JSON, default=list)
    cash_on_delivery_possible: Mapped[bool] = mapped_column(default=True)
    promised_on: Mapped[date]
    """The delivery day told to the buyer: the day asked for, else the earliest."""
    day_chosen: Mapped[bool] = mapped_column(default=False)
    promise_until: Mapped[datetime] = mapped_column(UTCDateTime)
    """Confirmed before this moment, its days hold; from then on they move (`orders.redating`). UTC."""
    slot_name: Mapped[Text] = mapped_column(Translated, default=dict)
    payment_code: Mapped[str] = mapped_column(String(16))
    payment_name: Mapped[Text] = mapped_column(Translated)
    placed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    """When it became `placed`."""
    paid_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    paid_on: Mapped[date | None] = mapped_column(index=True)
    visitor_id: Mapped[int | None] = mapped_column(
        ForeignKey("visitor.id", ondelete="SET NULL"), index=True
    )
    """The visitor it was placed by, where offers had something to remember of them."""
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    """The member of staff who took it by phone; None where its buyer placed it."""
    reserved_until: Mapped[datetime] = mapped_column(UTCDateTime)
    """Until then unpaid goods stay reserved; UTC."""
    leave_on: Mapped[date]
    """The day its first parcel has to leave: of `parcels`, kept by them, for lists."""
    version: Mapped[int] = mapped_column(default=0)
    """Raised by each change staff make by hand, so that the second of two at the same desk is told of the first."""
    first_sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When the first parcel left; the order is `fulfilled` once all have."""
    simulated: Mapped[bool] = mapped_column(default=False)
    """Made up, so that a demo has a past: nobody placed it, no goods left for it, and it proves nothing."""

    lines: Mapped[list[OrderLine]] = relationship(back_populates="order", order_by="OrderLine.id")
    contact: Mapped[OrderContact] = relationship(back_populates="order")
    events: Mapped[list[OrderEvent]] = relationship(order_by="OrderEvent.id")
    refunds: Mapped[list[Refund]] = relationship(back_populates="order", order_by="Refund.number")
    additions: Mapped[list[Amendment]] = relationship(
        back_populates="order", order_by="Amendment.number"
    )

    __table_args__ = (
        Index("ix_order_waiting", "state", "reserved_until"),
        Index(
            "ix_order_taken",
            "taken_by",
            sqlite_where=text("taken_by IS NOT NULL"),
            postgresql_where=text("taken_by IS NOT NULL"),
        ),
    )

    @property
    def count(self) -> int:
        """Pieces in all lines."""
        return sum(line.quantity for line in self.lines)

    @validates("parcels")
    def _keep_day(self, _name: str, parcels: list[FrozenParcel]) -> list[FrozenParcel]:
        if parcels:
            self.leave_on = first_leaves(parcels)
        return parcels

    @property
    def leaves_on(self) -> date:
        """The day its last parcel leaves so that the promise holds."""
        return max(date.fromisoformat(parcel["leaves_on"]) for parcel in self.parcels)

    @property
    def stock_reference(self) -> str:
        """The ledger reference under which this order's stock was taken."""
        return f"order:{self.number}"

    @property
    def tax_parts(self) -> list[TaxPart]:
        """The frozen tax, one part per rate, lowest rate first."""
        return [TaxPart(**part) for part in self.taxes]

    @property
    def waiting(self) -> bool:
        """Whether it still waits for its payment."""
        return self.state == OrderState.PENDING

    @property
    def invoiced(self) -> bool:
        """Whether there is a sale to give an invoice for: paid, or confirmed to be paid at the door.

        Not while it waits for its payment, not when nothing came of it; a paid order keeps its invoice when it is
        cancelled, since its refunds refer to it.
        """
        if self.state == OrderState.CANCELLED:
            return self.paid_at is not None
        return self.state in {OrderState.PLACED, OrderState.FULFILLED}


_BROUGHT = text("impression_id IS NOT NULL")


class OrderLine(Model):
    """One variant of an order, frozen: names, price and rate as they were."""

    __tablename__ = "order_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("order.id"), index=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"), index=True)
    amendment_id: Mapped[int | None] = mapped_column(ForeignKey("amendment.id"))
    """The addition it came with; None for what was ordered first."""
    impression_id: Mapped[int | None] = mapped_column(
        ForeignKey("offer_impression.id", ondelete="SET NULL")
    )
    """The offer that brought it, if any did."""
    sku: Mapped[str] = mapped_column(String(32))
    name: Mapped[Text] = mapped_column(Translated)
    label: Mapped[Text] = mapped_column(Translated)
    quantity: Mapped[int]
    unit_price: Mapped[Yen]
    discount: Mapped[Yen] = mapped_column(default=0)
    """This line's share of the order's discount, zero or more, at most the line's amount."""
    tax_percent: Mapped[int]

    order: Mapped[Order] = relationship(back_populates="lines")
    variant: Mapped[Variant] = relationship()

    __table_args__ = (
        Index(
            "ix_order_line_brought",
            "impression_id",
            sqlite_where=_BROUGHT,
            postgresql_where=_BROUGHT,
        ),
    )

    @property
    def amount(self) -> Yen:
        """Yen for the line, before its share of the discount."""
        return self.unit_price * self.quantity

    @property
    def paid(self) -> Yen:
        """Yen for the line after its share of the discount."""
        return self.amount - self.discount

    @property
    def pic(self) -> Picture | None:
        """What the variant looks like today; only a picture, nothing of the frozen record."""
        return self.variant.picture


class OrderContact(Model):
    """Who and where: apart from the order, so that it can be erased while the books stay."""

    __tablename__ = "order_contact"

    order_id: Mapped[int] = mapped_column(ForeignKey("order.id"), primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(80))
    postal_code: Mapped[str] = mapped_column(String(7))
    prefecture: Mapped[str] = mapped_column(String(2))
    address: Mapped[str] = mapped_column(String(160))
    building: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(15))
    invoice_to: Mapped[str] = mapped_column(String(80), default="")
    """Whom the invoice is made out to, as the buyer typed it; empty for the simplified invoice."""
    invoice_to_company: Mapped[bool] = mapped_column(default=False)
    """Addressed as 御中 instead of 様."""
    erased_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When its buyer was forgotten: all but whom the invoice is made out to is gone."""

    order: Mapped[Order] = relationship(back_populates="contact")


Index("ix_order_contact_email", func.lower(OrderContact.email), OrderContact.order_id)


class OrderEvent(Model):
    """One line of an order's timeline: what happened and when. Never changed, never deleted."""

    __tablename__ = "order_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("order.id"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    """placed, payment_declined, paid, cod_confirmed, expired, cancelled, method_changed, refunded …"""
    detail: Mapped[str] = mapped_column(String(160), default="")
    happened_at: Mapped[datetime] = mapped_column(UTCDateTime)
