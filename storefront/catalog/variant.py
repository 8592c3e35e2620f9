"""Variants (SKUs): what can be bought, priced, weighed and counted."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storefront.catalog.picture import Picture
from storefront.catalog.product import Product
from storefront.database import Model, UTCDateTime
from storefront.locales import Text, Translated
from storefront.money import Yen

FEW = 5
"""From this count down the stock is shown as a number."""

MOST_PER_LINE = 99
"""The most of one variant that one cart line may hold."""

UNIT_STEP = {"bag": 1, "g": 10, "ml": 100}
"""How much of a unit its unit price is quoted for: per bag, per 10 g, per 100 ml."""


class StockLevel(StrEnum):
    """The stock in a word."""

    IN = "in"
    FEW = "few"
    NONE = "none"


def level_of(stock: int) -> StockLevel:
    """The word for a count."""
    if stock <= 0:
        return StockLevel.NONE
    return StockLevel.FEW if stock <= FEW else StockLevel.IN


def few_left(stock: int) -> int | None:
    """The number behind 「残り◯点」: the true count, from FEW down; None where the shop names none."""
    return stock if level_of(stock) is StockLevel.FEW else None


class Variant(Model):
    """One stock-keeping unit of a product.

    `price` is yen with tax; after the variant is made, only `catalog.price` changes it, which keeps the history.
    `stock` is what can still be promised; it changes only through `stock.take`, `stock.give_back` and
    `stock.count`, which keep the ledger. Sizes are millimetres, the longest side first, weights grams, packing
    included. `temperature` is how it travels ("ambient", "cool").
    """

    __tablename__ = "variant"

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    sku: Mapped[str] = mapped_column(String(32), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    published: Mapped[bool] = mapped_column(default=True)
    label: Mapped[Text] = mapped_column(Translated)
    benefit: Mapped[Text] = mapped_column(Translated)
    adds: Mapped[Text] = mapped_column(Translated, default=dict)
    """What this tier has that the one before it has not, in words."""
    price: Mapped[Yen]
    cost: Mapped[Yen] = mapped_column(default=0)
    """Yen the shop pays for one, tax left out; 0 while unknown. Never shown to shoppers."""
    stock: Mapped[int] = mapped_column(default=0)
    tax_class: Mapped[str] = mapped_column(String(16))
    unit: Mapped[str] = mapped_column(String(8), default="")
    unit_count: Mapped[int] = mapped_column(default=0)
    weight_grams: Mapped[int] = mapped_column(default=0)
    length_mm: Mapped[int] = mapped_column(default=0)
    width_mm: Mapped[int] = mapped_column(default=0)
    height_mm: Mapped[int] = mapped_column(default=0)
    temperature: Mapped[str] = mapped_column(String(8), default="ambient")
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"))
    shelf: Mapped[str] = mapped_column(String(8), default="")
    """Where it lies in the shop's store room: A-03; empty while nobody said so."""
    version: Mapped[int] = mapped_column(default=1)
    """Grows with every change of what staff write here; price and stock have their own histories."""
    offered_since: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """Since when it has been on offer without a break; None for what was there from the first. Only prices charged since
    then prove a struck-out price."""

    product: Mapped[Product] = relationship(back_populates="variants")
    picture: Mapped[Picture | None] = relationship()

    __table_args__ = (
        CheckConstraint("stock >= 0", name="stock_not_negative"),
        CheckConstraint("price > 0", name="price_positive"),
        CheckConstraint(
            "length_mm >= width_mm AND width_mm >= height_mm AND height_mm >= 0",
            name="sides_in_order",
        ),
        Index("ix_variant_shelf", "product_id", "position"),
    )

    @property
    def sides(self) -> tuple[int, int, int]:
        """Millimetres, the longest first."""
        return self.length_mm, self.width_mm, self.height_mm

    @property
    def stock_level(self) -> StockLevel:
        """The stock in a word."""
        return level_of(self.stock)

    @property
    def sellable(self) -> bool:
        """Whether one could be put in a cart now: published with its product, and in stock."""
        return self.published and self.product.published and self.stock > 0

    @property
    def unit_price(self) -> Yen | None:
        """Yen for one bag, 10 g or 100 ml, rounded half up; None where a unit says nothing."""
        step = UNIT_STEP.get(self.unit)
        if not step or not self.unit_count:
            return None
        exact = Decimal(self.price) * step / self.unit_count
        return int(exact.quantize(Decimal(1), ROUND_HALF_UP))
