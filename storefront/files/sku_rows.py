"""SKUs as rows: as they stand, and written many at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, case, insert, select, update

from storefront.catalog import price_list
from storefront.catalog.picture import Picture
from storefront.catalog.product import Product
from storefront.catalog.variant import Variant
from storefront.catalog.written import WrittenSku
from storefront.database import table_of
from storefront.extensions import db
from storefront.files.cells import yes_no
from storefront.files.sheet import Writing
from storefront.locales import LOCALES
from storefront.money import Yen

TEXTS = ("label", "benefit", "adds")


@dataclass(frozen=True)
class Standing:
    """A SKU as it is, and how its row is written."""

    id: int
    product_id: int
    written: WrittenSku
    cells: Mapping[str, str]

    @property
    def published(self) -> bool:
        """Whether it is on sale with its product."""
        return self.written.published


@dataclass(frozen=True)
class WriteSku:
    """A SKU as it is to be; `id` None for a new one, `price` None where it stays, `comes_on` where it comes on sale."""

    id: int | None
    product_id: int
    written: WrittenSku
    price: Yen | None
    picture_id: int | None
    comes_on: bool
    renamed: bool
    place: int
    """Behind how many others a new one stands."""


def asked() -> Select[Any]:
    """SKUs with all that their rows say."""
    return (
        select(
            Variant.id, Variant.product_id, Variant.sku, Variant.label, Variant.benefit, Variant.adds, Variant.price,
            Variant.cost, Variant.tax_class, Variant.unit, Variant.unit_count, Variant.weight_grams, Variant.length_mm,
            Variant.width_mm, Variant.height_mm, Variant.temperature, Variant.published, Product.slug.label("product"),
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
        )  # fmt: skip
        cells = cells_of(written, row.product, row.price)
        found[row.sku] = Standing(row.id, row.product_id, written, cells)
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
    }
    for name in TEXTS:
        for code in LOCALES:
            cells[f"{name}_{code}"] = getattr(one, name).get(code, "")
    return cells


def write_skus(wanted: Sequence[WriteSku], writing: Writing) -> None:
    """Write them, each kind by one statement; a price with its row of history."""
    note = f"{writing.by}, {writing.reference}"[:160]
    new = [one for one in wanted if one.id is None]
    if new:
        ids = _insert(new, writing.now)
        prices = {ids[one.written.sku]: one.price for one in new if one.price}
        price_list.begin_all(prices, writing.now, note)
    old = [one for one in wanted if one.id is not None]
    _update(old, writing.now)
    changed = {one.id: one.price for one in old if one.id is not None and one.price}
    if changed:
        price_list.set_prices(changed, writing.now, note)


def _insert(new: Sequence[WriteSku], now: datetime) -> dict[str, int]:
    rows = [
        {
            **_values(one),
            "sku": one.written.sku,
            "product_id": one.product_id,
            "price": one.price,
            "stock": 0,
            "position": one.place,
            "offered_since": now if one.comes_on else None,
        }
        for one in new
    ]
    db.session.execute(insert(table_of(Variant)).inline(), rows)
    found = select(Variant.sku, Variant.id).where(Variant.sku.in_([row["sku"] for row in rows]))
    return {row.sku: row.id for row in db.session.execute(found)}


def _update(old: Sequence[WriteSku], now: datetime) -> None:
    if not old:
        return
    table = table_of(Variant)
    rows = [
        {
            "held": one.id,
            "comes_on": one.comes_on,
            **{f"new_{name}": value for name, value in _values(one).items()},
        }
        for one in old
    ]
    names = _values(old[0])
    changed = {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in names}
    since = case((bindparam("comes_on"), now), else_=table.c.offered_since)
    statement = update(table).where(table.c.id == bindparam("held"))
    db.session.execute(
        statement.values(**changed, offered_since=since, version=table.c.version + 1), rows
    )


def _values(one: WriteSku) -> dict[str, Any]:
    written = one.written
    values: dict[str, Any] = {
        name: getattr(written, name)
        for name in ("cost", "tax_class", "unit", "unit_count", "weight_grams", "temperature", "published")
    }  # fmt: skip
    values |= {"label": written.label, "benefit": written.benefit}
    values["adds"] = written.adds if any(written.adds.values()) else {}
    values |= zip_sides(written.sides)
    return {**values, "picture_id": one.picture_id}


def zip_sides(sides: tuple[int, int, int]) -> dict[str, int]:
    """The three sides by their columns."""
    return dict(zip(("length_mm", "width_mm", "height_mm"), sides, strict=True))
