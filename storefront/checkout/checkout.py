"""The checkout: a guest's answers on the way to an order, kept with the cart."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import blake2b
from typing import TypedDict

from sqlalchemy import JSON, ForeignKey, Index, String, bindparam, func, select
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model, UTCDateTime, insert_once
from storefront.extensions import db
from storefront.money import Yen
from storefront.shipping.prefectures import Prefecture, by_code


class AgreedSending(TypedDict):
    """The way to send that was agreed to: boxes of each parcel, yen with tax, whether the shop paid for ordinary goods."""

    way: str
    name: dict[str, str]
    boxes: list[int]
    price: Yen
    shop_pays: bool


class AgreedPayment(TypedDict):
    """The payment method that was agreed to, and its fee in yen with tax."""

    code: str
    name: dict[str, str]
    fee: Yen


class Checkout(Model):
    """What the buyer told us so far. Empty text means not answered yet; nothing is ever priced from here."""

    __tablename__ = "checkout"

    id: Mapped[int] = mapped_column(primary_key=True)
    cart_id: Mapped[int] = mapped_column(ForeignKey("cart.id", ondelete="CASCADE"), unique=True)
    email: Mapped[str] = mapped_column(String(254), default="")
    name: Mapped[str] = mapped_column(String(80), default="")
    postal_code: Mapped[str] = mapped_column(String(7), default="")
    prefecture: Mapped[str] = mapped_column(String(2), default="")
    address: Mapped[str] = mapped_column(String(160), default="")
    building: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(15), default="")
    shipping_method: Mapped[str] = mapped_column(String(16), default="")
    delivery_date: Mapped[date | None]
    """None: as early as possible."""
    time_slot: Mapped[str] = mapped_column(String(16), default="")
    payment_method: Mapped[str] = mapped_column(String(16), default="")
    card_token: Mapped[str] = mapped_column(String(64), default="")
    card_label: Mapped[str] = mapped_column(String(32), default="")
    keep_card: Mapped[bool] = mapped_column(default=False)
    """The buyer agrees that the card is kept for additions to this order."""
    by_phone: Mapped[bool] = mapped_column(default=False)
    """Staff type it for the buyer: a card is not asked for here, the buyer types it at the link they are sent."""
    agreed_sending: Mapped[AgreedSending | None] = mapped_column(JSON)
    """What sending cost when a step was last saved, to say what is different; see `checkout.agreed`."""
    agreed_payment: Mapped[AgreedPayment | None] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)

    @property
    def destination(self) -> Prefecture | None:
        """Where it goes, None before the address is known."""
        return by_code(self.prefecture) if self.prefecture else None

    @property
    def mark(self) -> str:
        """A short mark of all answers: it differs when any of them does. Says nothing about them."""
        kept = [getattr(self, name) for name in _ANSWERS]
        return blake2b(repr(kept).encode(), digest_size=8).hexdigest()


Index("ix_checkout_email", func.lower(Checkout.email))
"""For forgetting a person."""


_ANSWERS = (
    "email", "name", "postal_code", "prefecture", "address", "building", "phone",
    "shipping_method", "delivery_date", "time_slot", "payment_method", "card_token", "keep_card",
)  # fmt: skip


_OF_CART = select(Checkout).where(Checkout.cart_id == bindparam("cart"))


def checkout_of(cart_id: int) -> Checkout | None:
    """The answers given for a cart so far, or None."""
    return db.session.scalar(_OF_CART, {"cart": cart_id})


def begin_checkout(cart_id: int, now: datetime) -> Checkout:
    """The answers given for a cart, a fresh sheet if there are none; not committed. Two tabs get the same one."""
    checkout = checkout_of(cart_id)
    if checkout is None:
        insert_once(Checkout, cart_id=cart_id, updated_at=now)
        checkout = db.session.scalars(_OF_CART, {"cart": cart_id}).one()
    checkout.updated_at = now
    return checkout
