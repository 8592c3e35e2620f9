"""SKUs as rows: as they stand, and as they are stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from storefront.catalog.picture import Picture
from storefront.catalog.product import Product
from storefront.catalog.variant import Variant
from storefront.catalog.written import WrittenSku
from storefront.extensions import db
from storefront.files.cells import yes_no
from storefront.locales import LOCALES
from storefront.money import Yen
from storefront.spreadsheet.reading import Row

TEXTS = ("label", "benefit", "adds")
SIDES = ("length_mm", "width_mm", "height_mm")


@dataclass(frozen=True)
class Standing:
    """A SKU as it is, and how its row is written."""

    id: int
    version: int
    price: Yen
    written: WrittenSku
    cells: Mapping[str, str]

    def says(self, row: Row) -> bool:
        """Whether a row says nothing but what stands."""
        return all(text == self.cells[name] for name, text in row.cells.items())

    @property
    def published(self) -> bool:
        """Whether it is on sale with its product."""
        return self.written.published


def asked() -> Select[Any]:
    """SKUs with all that their rows say."""
    return (
        select(
            Variant.id, Variant.version, Variant.sku, Variant.label, Variant.benefit, Variant.adds, Variant.price,
            Variant.cost, Variant.tax_class, Variant.unit, Variant.unit_count, Variant.weight_grams, Variant.length_mm,
            Variant.width_mm, Variant.height_mm, Variant.temperature, Variant.published, Variant.shelf, Product.slug.label("product"),
            Picture.slug.label("picture"),
        )
        .join(Product, Variant.product_id == Product.id)
        .outerjoin(Picture, Variant.picture_id == Picture.id)
    )  # fmt: skip


def standing(statement: Select[Any]) -> dict[str, Standing]:
    """What a statement of `asked` finds, by SKU."""
    found = {}
    for row in db.session.execute(statement):
        written = WrittenSku(
            row.sku, row.label, row.benefit, row.adds, row.tax_class, row.cost, row.unit, row.unit_count, row.weight_grams,
            (row.length_mm, row.width_mm, row.height_mm), row.temperature, row.published, row.picture or "",
            row.shelf,
        )  # fmt: skip
        cells = cells_of(written, row.product, row.price)
        found[row.sku] = Standing(row.id, row.version, row.price, written, cells)
    return found


def cells_of(one: WrittenSku, product: str, price: Yen) -> dict[str, str]:
    """A SKU as its row is written."""
    cells = {
        "sku": one.sku,
        "product": product,
        "price": str(price),
        "cost": str(one.cost),
        "tax_class": one.tax_class,
        "unit": one.unit,
        "unit_count": str(one.unit_count),
        "weight_grams": str(one.weight_grams),
        "length_mm": str(one.sides[0]),
        "width_mm": str(one.sides[1]),
        "height_mm": str(one.sides[2]),
        "temperature": one.temperature,
        "published": yes_no(one.published),
        "picture": one.picture,
        "shelf": one.shelf,
    }
    for name in TEXTS:
        for code in LOCALES:
            cells[f"{name}_{code}"] = getattr(one, name).get(code, "")
    return cells


def stored(written: WrittenSku, picture_id: int) -> dict[str, Any]:
    """A SKU as its columns have it; 0 for no picture."""
    values: dict[str, Any] = {
        name: getattr(written, name)
        for name in ("cost", "tax_class", "unit", "unit_count", "weight_grams", "temperature", "published", "shelf")
    }  # fmt: skip
    values |= {"label": written.label, "benefit": written.benefit}
    values["adds"] = written.adds if any(written.adds.values()) else {}
    values |= zip(SIDES, written.sides, strict=True)
    return {**values, "picture_id": picture_id}
