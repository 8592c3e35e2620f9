"""Ways to send a parcel: what fits, what can be chosen with it, and the price table by region."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storefront.database import Model
from storefront.locales import Text, Translated
from storefront.money import Yen
from storefront.shipping.limits import Limits
from storefront.shipping.load import Temperature


class ShippingMethod(Model):
    """A way to send. Sides are the inner millimetres of its box, longest first; the rest as in `Limits`."""

    __tablename__ = "shipping_method"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    name: Mapped[Text] = mapped_column(Translated)
    note: Mapped[Text] = mapped_column(Translated)
    temperature: Mapped[str] = mapped_column(String(8), default=Temperature.AMBIENT)
    carrier: Mapped[str] = mapped_column(String(16), default="yamato")
    """Who carries it, a `shipping.carrier.Carrier`."""
    longest_mm: Mapped[int]
    middle_mm: Mapped[int]
    shortest_mm: Mapped[int]
    weight_grams: Mapped[int]
    most_value: Mapped[Yen | None]
    fill_percent: Mapped[int] = mapped_column(default=100)
    most_boxes: Mapped[int] = mapped_column(default=1)
    cash_on_delivery: Mapped[bool] = mapped_column(default=True)
    days_to_choose: Mapped[int] = mapped_column(default=0)
    """How many days, the earliest included, the buyer may pick from; 0: no day can be chosen."""
    cutoff: Mapped[str | None] = mapped_column(String(5))
    """"HH:MM" on the shop's clock; None: the shop's own."""
    handling_days: Mapped[int] = mapped_column(default=0)
    """Packing days between the order and the carrier."""
    slots: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    """The carrier's own time slots as [{"code", "starts", "ends", "ja", "en"}], times "HH:MM"; may be empty."""

    not_to: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Keys of regions that are left out on purpose; every other region has its rate."""

    rates: Mapped[list[ShippingRate]] = relationship(back_populates="method")

    __table_args__ = (
        CheckConstraint(
            "longest_mm >= middle_mm AND middle_mm >= shortest_mm AND shortest_mm > 0",
            name="box_sides_in_order",
        ),
        CheckConstraint("weight_grams > 0 AND most_boxes > 0", name="box_takes_something"),
        CheckConstraint("fill_percent BETWEEN 1 AND 100", name="fill_is_a_share"),
        CheckConstraint("most_value IS NULL OR most_value > 0", name="most_value_positive"),
        CheckConstraint("days_to_choose >= 0 AND handling_days >= 0", name="days_not_negative"),
    )

    @property
    def limits(self) -> Limits:
        """What fits."""
        return Limits(
            self.longest_mm,
            self.middle_mm,
            self.shortest_mm,
            self.weight_grams,
            self.most_value,
            self.fill_percent,
            self.most_boxes,
        )


class ShippingRate(Model):
    """One row of a method's price table: yen with tax for one box, `free_from` None where the buyer always pays."""

    __tablename__ = "shipping_rate"

    id: Mapped[int] = mapped_column(primary_key=True)
    method_id: Mapped[int] = mapped_column(ForeignKey("shipping_method.id"))
    region: Mapped[str] = mapped_column(String(16))
    price: Mapped[Yen]
    transit_days: Mapped[int]
    free_from: Mapped[Yen | None]

    method: Mapped[ShippingMethod] = relationship(back_populates="rates")

    __table_args__ = (
        UniqueConstraint("method_id", "region"),
        CheckConstraint("price >= 0 AND transit_days >= 0", name="rate_not_negative"),
        CheckConstraint("free_from IS NULL OR free_from > 0", name="free_from_positive"),
    )
