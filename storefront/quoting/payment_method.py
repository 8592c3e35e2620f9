"""Payment methods: what each costs, and which orders it cannot serve."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storefront.database import Model, UTCDateTime
from storefront.locales import Text, Translated
from storefront.money import Yen


class PaymentMethod(Model):
    """A way to pay. `most` and `least` limit goods plus shipping, in yen; None is no limit."""

    __tablename__ = "payment_method"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    gateway: Mapped[str] = mapped_column(String(16))
    icon: Mapped[str] = mapped_column(String(16))
    name: Mapped[Text] = mapped_column(Translated)
    note: Mapped[Text] = mapped_column(Translated)
    due: Mapped[Text] = mapped_column(Translated)
    """When the money is due, in words, as the law wants it on the confirmation page."""
    least: Mapped[Yen | None]
    most: Mapped[Yen | None]

    at_the_door: Mapped[bool] = mapped_column(default=False)
    """The carrier takes the money: only with ways to send that allow it."""
    not_to: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Keys of regions where the method cannot be had."""

    days_to_pay: Mapped[int | None]
    """The buyer brings the money until the end of this many days after the order; None where it moves at once."""
    spike: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    """When it rests by itself, as `quoting.spike` reads it; empty: never."""
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """Since when no new attempt is taken: staff switched it off, or too many cards were declined."""
    closed_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When a closed method opens by itself; None while staff must."""

    fees: Mapped[list[PaymentFee]] = relationship(order_by="PaymentFee.up_to")

    __table_args__ = (
        CheckConstraint("least IS NULL OR least >= 0", name="least_not_negative"),
        CheckConstraint("most IS NULL OR most > 0", name="most_positive"),
        CheckConstraint("least IS NULL OR most IS NULL OR least <= most", name="limits_in_order"),
        CheckConstraint("days_to_pay IS NULL OR days_to_pay BETWEEN 1 AND 60", name="days_to_pay"),
    )


class PaymentFee(Model):
    """One tier: `fee` yen with tax while goods plus shipping are at most `up_to` yen (fee not counted)."""

    __tablename__ = "payment_fee"

    id: Mapped[int] = mapped_column(primary_key=True)
    method_id: Mapped[int] = mapped_column(ForeignKey("payment_method.id"))
    up_to: Mapped[Yen]
    fee: Mapped[Yen]

    __table_args__ = (
        UniqueConstraint("method_id", "up_to"),
        CheckConstraint("fee >= 0 AND up_to > 0", name="fee_not_negative"),
    )
