"""Offers as staff write them: who, what, when, where, how, with what incentive, and why it helps the buyer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storefront.catalog.variant import Variant
from storefront.database import Model, UTCDateTime
from storefront.locales import Text, Translated
from storefront.money import Yen
from storefront.offers.kinds import Audience, OfferState, Source


class Offer(Model):
    """A suggestion of the shop. What it takes off a price holds for everybody while it is on, shown to them or not:
    nobody pays more for having said no.
    """

    __tablename__ = "offer"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(10), default=OfferState.DRAFT)
    stopped_because: Mapped[str] = mapped_column(String(40), default="")

    audience: Mapped[str] = mapped_column(String(12), default=Audience.EVERYONE)
    goods_from: Mapped[Yen] = mapped_column(default=0)
    """Yen of goods in the cart or order from which it is for somebody."""
    goods_to: Mapped[Yen | None]
    """Yen of goods up to which it is; None without an end."""
    source: Mapped[str] = mapped_column(String(10), default=Source.NAMED)
    starts_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """UTC; the first moment it is over. None: until it is stopped."""
    placements: Mapped[list[str]] = mapped_column(JSON, default=list)
    title: Mapped[Text] = mapped_column(Translated)
    reason: Mapped[Text] = mapped_column(Translated)
    """Why it helps the buyer; shown with it."""
    percent_off: Mapped[int] = mapped_column(default=0)
    """Off the goods it proposes, in whole per cent."""
    next_id: Mapped[int | None] = mapped_column(ForeignKey("offer.id"))
    """The one smaller proposal after a no."""

    rollout_percent: Mapped[int] = mapped_column(default=100)
    most_ignored: Mapped[int] = mapped_column(default=3)
    """So many unanswered shows at a placement, then silence."""
    quiet_days: Mapped[int] = mapped_column(default=14)
    """Days of the first silence; each further one is twice as long, up to 90."""
    position: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    """Grows with every change of staff, so that nobody writes over what they have not seen."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)

    goods: Mapped[list[OfferedGood]] = relationship(
        order_by="OfferedGood.position", cascade="all, delete-orphan"
    )
    triggers: Mapped[list[OfferTrigger]] = relationship(
        order_by="OfferTrigger.id", cascade="all, delete-orphan"
    )
    tallies: Mapped[list[OfferTally]] = relationship(
        order_by="OfferTally.placement", cascade="all, delete-orphan"
    )

    __table_args__ = (
        CheckConstraint("percent_off BETWEEN 0 AND 90", name="percent_off_is_a_share"),
        CheckConstraint("rollout_percent BETWEEN 0 AND 100", name="rollout_is_a_share"),
        CheckConstraint("most_ignored > 0 AND quiet_days > 0", name="silence_is_possible"),
    )


class OfferedGood(Model):
    """One of the things an offer proposes, and how many of it; for a ladder a step: from how many on, how much off."""

    __tablename__ = "offered_good"

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(default=0)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"), index=True)
    quantity: Mapped[int] = mapped_column(default=1)
    percent_off: Mapped[int] = mapped_column(default=0)
    """Of a ladder's step; the other kinds have theirs on the offer."""

    variant: Mapped[Variant] = relationship()

    __table_args__ = (
        UniqueConstraint("offer_id", "variant_id", "quantity"),
        CheckConstraint("quantity > 0", name="offered_quantity_positive"),
        CheckConstraint("percent_off BETWEEN 0 AND 90", name="step_is_a_share"),
    )


class OfferTrigger(Model):
    """What has to be at hand for an offer to be made: a product, a variant or a category. Without any: anything."""

    __tablename__ = "offer_trigger"

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"), index=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))
    variant_id: Mapped[int | None] = mapped_column(ForeignKey("variant.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))

    __table_args__ = (
        CheckConstraint(
            "CASE WHEN product_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN variant_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN category_id IS NULL THEN 0 ELSE 1 END = 1",
            name="one_trigger",
        ),
    )


class OfferTally(Model):
    """How often an offer was seen and accepted at a placement: what the choice learns from; halved every month."""

    __tablename__ = "offer_tally"

    offer_id: Mapped[int] = mapped_column(
        ForeignKey("offer.id", ondelete="CASCADE"), primary_key=True
    )
    placement: Mapped[str] = mapped_column(String(12), primary_key=True)
    seen: Mapped[int] = mapped_column(default=0)
    accepted: Mapped[int] = mapped_column(default=0)
