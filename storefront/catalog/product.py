"""Products: what a page is about. The things one can buy are its variants."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from sqlalchemy import JSON, ForeignKey, Index, String, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storefront.catalog.category import Category
from storefront.catalog.picture import Picture
from storefront.database import Model
from storefront.locales import Text, Translated
from storefront.money import Yen

if TYPE_CHECKING:
    from storefront.catalog.variant import Variant


class Fact(TypedDict):
    """One row of the fact table: 原材料, 大きさ …"""

    label: Text
    text: Text


class Note(TypedDict):
    """One longer passage: brewing, care, allergies."""

    title: Text
    text: Text


class Product(Model):
    """What is shown on one page, in both languages.

    `price_from`, `price_to` and `stock_level` repeat what its variants say, so that a list of any length
    filters and sorts on one table; `refresh_summary()` keeps them true.
    """

    __tablename__ = "product"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(96), unique=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    position: Mapped[int] = mapped_column(default=0)
    published: Mapped[bool] = mapped_column(default=True)
    name: Mapped[Text] = mapped_column(Translated)
    kana: Mapped[str] = mapped_column(String(120), default="")
    trait: Mapped[Text] = mapped_column(Translated)
    lead: Mapped[Text] = mapped_column(Translated)
    description: Mapped[Text] = mapped_column(Translated)
    choice: Mapped[Text] = mapped_column(Translated)
    compare: Mapped[bool] = mapped_column(default=False)
    """Its variants are tiers, shown side by side with the step between them."""
    facts: Mapped[list[Fact]] = mapped_column(JSON, default=list)
    notes: Mapped[list[Note]] = mapped_column(JSON, default=list)
    keywords: Mapped[list[str]] = mapped_column(JSON, default=list)
    price_from: Mapped[Yen] = mapped_column(default=0)
    price_to: Mapped[Yen] = mapped_column(default=0)
    in_stock: Mapped[bool] = mapped_column(default=False)
    variant_count: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    """Grows with every change of what staff write here, so that nobody writes over what they have not seen."""

    category: Mapped[Category] = relationship()
    variants: Mapped[list[Variant]] = relationship(
        back_populates="product", order_by="Variant.position"
    )
    gallery: Mapped[list[ProductPicture]] = relationship(order_by="ProductPicture.position")

    __table_args__ = (
        Index("ix_product_shelf", "published", "category_id", "position", "id"),
        Index("ix_product_shop_order", "published", "position", "id"),
        Index("ix_product_by_price", "published", "price_from", "id"),
    )

    def refresh_summary(self) -> None:
        """Copy price range, stock and number of variants up from the variants. Safe to repeat."""
        offered = [variant for variant in self.variants if variant.published]
        prices = [variant.price for variant in offered]
        self.price_from, self.price_to = (min(prices), max(prices)) if prices else (0, 0)
        self.in_stock = any(variant.stock > 0 for variant in offered)
        self.variant_count = len(offered)


class ProductPicture(Model):
    """A picture's place in a product's gallery."""

    __tablename__ = "product_picture"

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id"))

    picture: Mapped[Picture] = relationship()


class ProductTag(Model):
    """A trait one can filter by: caffeine-free, loose-leaf …"""

    __tablename__ = "product_tag"

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(32), primary_key=True)

    __table_args__ = (Index("ix_product_tag_tag", "tag", "product_id"),)


PUBLISHED = Product.published == true()
