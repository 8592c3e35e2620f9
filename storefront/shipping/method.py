"""Ways to send a parcel, and their price table by region."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storefront.database import Model
from storefront.locales import Text, Translated
from storefront.money import Yen


class ShippingMethod(Model):
    """A way to send: what the buyer may choose with it, and what it rules out."""

    __tablename__ = "shipping_method"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    name: Mapped[Text] = mapped_column(Translated)
    note: Mapped[Text] = mapped_column(Translated)
    cash_on_delivery: Mapped[bool] = mapped_column(default=True)
    slots: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    """Time slots as [{"code", "ja", "en"}]; empty when the method has none."""

    rates: Mapped[list[ShippingRate]] = relationship(back_populates="method")


class ShippingRate(Model):
    """One row of a method's price table; `price` in yen with tax, `free_from` None where the buyer always pays."""

    __tablename__ = "shipping_rate"

    id: Mapped[int] = mapped_column(primary_key=True)
    method_id: Mapped[int] = mapped_column(ForeignKey("shipping_method.id"))
    region: Mapped[str] = mapped_column(String(16))
    price: Mapped[Yen]
    transit_days: Mapped[int]
    free_from: Mapped[Yen | None]

    method: Mapped[ShippingMethod] = relationship(back_populates="rates")

    __table_args__ = (UniqueConstraint("method_id", "region"),)
