"""What lies on the shelves, SKU by SKU: what can be promised, what is promised, and both together."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from storefront.catalog import search
from storefront.catalog.category import Category
from storefront.catalog.product import Product
from storefront.catalog.stock import StockMovement
from storefront.catalog.variant import FEW, StockLevel, Variant, level_of
from storefront.extensions import db
from storefront.locales import Text
from storefront.orders.promised import promised

PAGE = 50
"""Rows of one page, of the list as of a ledger."""


class Level(StrEnum):
    """Which stocks are listed. low: few and none together, of what is on sale, as the first page counts them."""

    LOW = "low"
    FEW = "few"
    NONE = "none"


class Sorting(StrEnum):
    """In which order. category: as the goods stand in the shop, category by category."""

    STOCK = "stock"
    SKU = "sku"
    CATEGORY = "category"


@dataclass(frozen=True)
class Asked:
    """What is to be listed; `after` is the key of the last row seen, empty for the beginning."""

    words: str = ""
    level: Level | None = None
    category: str = ""
    order: Sorting = Sorting.STOCK
    after: str = ""


@dataclass(frozen=True)
class StockOf:
    """One SKU: `free` can be promised, `promised` waits for its orders, `on_hand` is what should lie there."""

    variant_id: int
    sku: str
    slug: str
    name: Text
    label: Text
    published: bool
    free: int
    promised: int

    @property
    def on_hand(self) -> int:
        """Both together."""
        return self.free + self.promised

    @property
    def level(self) -> StockLevel:
        """What can be promised, in a word."""
        return level_of(self.free)


@dataclass(frozen=True)
class Movement:
    """One line of the ledger and the counter after it."""

    made_at: datetime
    delta: int
    balance: int
    reason: str
    reference: str
    made_by: str
    note: str


@dataclass(frozen=True)
class Listed:
    """A page of SKUs and the key of the next one, empty at the end."""

    rows: Sequence[StockOf]
    after: str


@dataclass(frozen=True)
class Ledger:
    """A page of movements, newest first, and the id the next one begins below; 0 at the end."""

    lines: Sequence[Movement]
    before: int


_PLACE = (
    Category.position,
    Category.id,
    Product.position,
    Product.id,
    Variant.position,
    Variant.id,
)
_ROW = (
    Variant.id, Variant.sku, Product.slug, Product.name, Variant.label, (Variant.published & Product.published).label("on_sale"),
    Variant.stock,
)  # fmt: skip


def listed(asked: Asked, most: int = PAGE) -> Listed:
    """A page of the list, in four statements at most."""
    rows = list(db.session.execute(_statement(asked).limit(most + 1)))
    shown = rows[:most]
    held = promised([row.id for row in shown]) if shown else {}
    found = [_stock_of(row, held) for row in shown]
    further = len(rows) > most
    return Listed(found, _key(asked.order, found[-1]) if further else "")


def stock_of(sku: str) -> StockOf | None:
    """One SKU as it is now."""
    row = db.session.execute(_all().where(Variant.sku == sku)).one_or_none()
    return _stock_of(row, promised([row.id])) if row else None


def stock_among(skus: Collection[str]) -> dict[str, StockOf]:
    """Several SKUs as they are now; unknown ones are left out."""
    rows = list(db.session.execute(_all().where(Variant.sku.in_(skus))))
    held = promised([row.id for row in rows]) if rows else {}
    return {row.sku: _stock_of(row, held) for row in rows}


def ledger(variant: StockOf, before: int = 0, most: int = PAGE) -> Ledger:
    """A page of a variant's movements below an id (0: from the newest), each with the counter after it."""
    of_it = StockMovement.variant_id == variant.variant_id
    asked = select(StockMovement).where(of_it).order_by(StockMovement.id.desc()).limit(most + 1)
    balance = variant.free
    if before:
        asked = asked.where(StockMovement.id < before)
        later = select(func.coalesce(func.sum(StockMovement.delta), 0))
        balance -= int(db.session.scalar(later.where(of_it, StockMovement.id >= before)) or 0)
    rows = list(db.session.scalars(asked))
    lines = []
    for row in rows[:most]:
        lines.append(
            Movement(row.made_at, row.delta, balance, row.reason, row.reference, row.made_by, row.note)
        )  # fmt: skip
        balance -= row.delta
    return Ledger(lines, rows[most - 1].id if len(rows) > most else 0)


def categories() -> list[tuple[str, Text]]:
    """The categories goods stand in, in the shop's order: those above that hold others are left out."""
    below = aliased(Category)
    leaf = ~select(below.id).where(below.parent_id == Category.id).exists()
    rows = db.session.execute(
        select(Category.slug, Category.name).where(leaf).order_by(Category.position, Category.id)
    )
    return [(slug, name) for slug, name in rows]


def _stock_of(row: Any, held: Mapping[int, int]) -> StockOf:
    return StockOf(
        row.id, row.sku, row.slug, row.name, row.label, bool(row.on_sale), row.stock, held.get(row.id, 0)
    )  # fmt: skip


def _all() -> Select[tuple[int, str, str, Text, Text, bool, int]]:
    return select(*_ROW).join(Product, Variant.product_id == Product.id)


def _statement(asked: Asked) -> Select[tuple[int, str, str, Text, Text, bool, int]]:
    statement = _all()
    if asked.category or asked.order is Sorting.CATEGORY:
        statement = statement.join(Category, Product.category_id == Category.id)
    if asked.category:
        statement = statement.where(Category.slug == asked.category)
    if asked.level is not None:
        statement = statement.where(*_leveled(asked.level))
    if asked.words:
        statement = statement.where(_found(asked.words))
    match asked.order:
        case Sorting.STOCK:
            return _by_stock(statement, asked.after)
        case Sorting.SKU:
            return statement.where(Variant.sku > asked.after).order_by(Variant.sku)
        case Sorting.CATEGORY:
            return _by_category(statement, asked.after)


def _by_stock(
    statement: Select[tuple[int, str, str, Text, Text, bool, int]], after: str
) -> Select[tuple[int, str, str, Text, Text, bool, int]]:
    pieces, _dot, sku = after.partition(".")
    if sku and pieces.isascii() and pieces.isdigit() and len(pieces) < 10:
        statement = statement.where(tuple_(Variant.stock, Variant.sku) > (int(pieces), sku))
    return statement.order_by(Variant.stock, Variant.sku)


def _by_category(
    statement: Select[tuple[int, str, str, Text, Text, bool, int]], after: str
) -> Select[tuple[int, str, str, Text, Text, bool, int]]:
    if after:
        place = (
            select(*_PLACE)
            .join(Product, Product.category_id == Category.id)
            .join(Variant, Variant.product_id == Product.id)
            .where(Variant.sku == after)
        )
        seen = db.session.execute(place).one_or_none()
        if seen is not None:
            statement = statement.where(tuple_(*_PLACE) > tuple(seen))
    return statement.order_by(*_PLACE)


def _key(order: Sorting, row: StockOf) -> str:
    return f"{row.free}.{row.sku}" if order is Sorting.STOCK else row.sku


def _leveled(level: Level) -> tuple[ColumnElement[bool], ...]:
    match level:
        case Level.NONE:
            return (Variant.stock == 0,)
        case Level.FEW:
            return (Variant.stock.between(1, FEW),)
        case Level.LOW:
            return (Variant.stock <= FEW, Variant.published.is_(True), Product.published.is_(True))


def _found(words: str) -> ColumnElement[bool]:
    """SKUs that begin with what was typed, where there are any; else products that hold every word of it."""
    begins = Variant.sku.startswith(words.upper(), autoescape=True)
    if len(words) > 2 and db.session.scalar(select(Variant.id).where(begins).limit(1)) is not None:
        return begins
    hits = search.hits(words)
    if hits is None:
        return begins
    hit = hits.subquery()
    return or_(begins, Variant.product_id.in_(select(hit.c.id)))
