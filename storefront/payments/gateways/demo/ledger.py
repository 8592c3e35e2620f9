"""The demo provider's own books: cards behind tokens, charges, what is still to happen to them, refunds, its messages."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model, UTCDateTime
from storefront.money import Yen

EVENT_REF = "demo_evt_"


class DemoCard(Model):
    """A card behind a token: how it behaves and its last four digits, nothing more."""

    __tablename__ = "demo_card"

    token: Mapped[str] = mapped_column(String(40), primary_key=True)
    behaviour: Mapped[str] = mapped_column(String(16))
    last_four: Mapped[str] = mapped_column(String(4))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    kept_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When a charge that said so succeeded: from then on it may be charged again by its kept reference."""


class DemoCharge(Model):
    """A charge as the provider sees it; yen."""

    __tablename__ = "demo_charge"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(40), unique=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    asked: Mapped[str] = mapped_column(String(64))
    """A digest of everything the charge came with: the same key with anything else is refused."""
    method: Mapped[str] = mapped_column(String(16))
    amount: Mapped[Yen]
    order_number: Mapped[str] = mapped_column(String(12))
    source: Mapped[str] = mapped_column(String(64))
    keep_card: Mapped[bool]
    locale: Mapped[str] = mapped_column(String(2))
    number: Mapped[str | None] = mapped_column(String(10), unique=True)
    """Ten digits from which the numbers for stores, or the account to send to, are made."""
    due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    status: Mapped[str] = mapped_column(String(16))
    failure: Mapped[str] = mapped_column(String(32), default="")
    received: Mapped[Yen]
    """Yen that came in so far, in all."""
    disputed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    dispute: Mapped[str] = mapped_column(String(8), default="")
    """How the dispute stands that began then, "" where there was none."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (CheckConstraint("received >= 0", name="not_negative"),)


class DemoMove(Model):
    """Something that is still to happen to a charge: money on its way, or an answer that takes its time.

    Gone once it has happened.
    """

    __tablename__ = "demo_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    charge_ref: Mapped[str] = mapped_column(String(40), index=True)
    happens_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    amount: Mapped[Yen]
    """Yen that come in then; 0 for an answer."""
    status: Mapped[str] = mapped_column(String(16))
    failure: Mapped[str] = mapped_column(String(32))


class DemoRefund(Model):
    """Money the provider sends back; `turns_at` says when it becomes `turns_to`."""

    __tablename__ = "demo_refund"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(40), unique=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    charge_key: Mapped[str] = mapped_column(String(64), index=True)
    charge_ref: Mapped[str] = mapped_column(String(40))
    amount: Mapped[Yen]
    status: Mapped[str] = mapped_column(String(16))
    failure: Mapped[str] = mapped_column(String(32), default="")
    turns_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    turns_to: Mapped[str] = mapped_column(String(16), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (CheckConstraint("amount > 0", name="amount_positive"),)


class DemoEvent(Model):
    """A message to the shop in the provider's own list, delivered or lost.

    Every charge writes one, so only what is looked for all the time has an index.
    """

    __tablename__ = "demo_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    type: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(64))
    subject_ref: Mapped[str] = mapped_column(String(40))
    charge_ref: Mapped[str] = mapped_column(String(40))
    happened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    deliver_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    """When it is next sent; None once it was, or when it is lost."""
    copies: Mapped[int]
    """How often it is sent when its time has come."""
    held: Mapped[bool]
    """It waits to be overtaken by the next message about the same charge."""
    delivered: Mapped[int]
    """How often the shop took it."""
    refused: Mapped[int]
    """How often the shop asked to be told again."""

    __table_args__ = (
        Index(
            "ix_demo_event_held",
            "charge_ref",
            sqlite_where=text("held"),
            postgresql_where=text("held"),
        ),
    )

    @property
    def ref(self) -> str:
        """What the shop knows the message by."""
        return f"{EVENT_REF}{self.id}"


class DemoWish(Model):
    """What somebody at the demo's panel wants of the next result or call; gone once it came true."""

    __tablename__ = "demo_wish"

    id: Mapped[int] = mapped_column(primary_key=True)
    about: Mapped[str] = mapped_column(String(40))
    """The charge it is about; "" for whatever comes next."""
    what: Mapped[str] = mapped_column(String(16))
    seconds: Mapped[int]

    __table_args__ = (Index("ix_demo_wish_about", "about", "id"),)
