"""Products as rows: as they stand, and as they are stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from storefront.catalog.category import Category
from storefront.catalog.product import Product, ProductTag
from storefront.catalog.tag import Tag
from storefront.catalog.written import WrittenProduct
from storefront.extensions import db
from storefront.files.cells import yes_no
from storefront.locales import LOCALES
from storefront.spreadsheet.reading import Row

TEXTS = ("name", "trait", "lead", "description", "choice")


@dataclass(frozen=True)
class Standing:
    """A product as it is, and how its row is written."""

    id: int
    version: int
    published: bool
    written: WrittenProduct
    cells: Mapping[str, str]

    def says(self, row: Row) -> bool:
        """Whether a row says nothing but what stands."""
        return all(text == self.cells[name] for name, text in row.cells.items())


def asked() -> Select[Any]:
    """Products with all that their rows say, but for tags."""
    return select(
        Product.id, Product.version, Product.slug, Product.published, Product.kana, Product.compare, Product.keywords,
        *(getattr(Product, name) for name in TEXTS), Category.slug.label("category"),
    ).join(Category, Product.category_id == Category.id)  # fmt: skip


def standing(asked: Select[Any]) -> dict[str, Standing]:
    """What a statement of `asked` finds, by slug."""
    rows = db.session.execute(asked).all()
    borne: dict[int, set[str]] = {row.id: set() for row in rows}
    tags = select(ProductTag.product_id, ProductTag.tag).where(ProductTag.product_id.in_(borne))
    for number, tag in db.session.execute(tags):
        borne[number].add(tag)
    found = {}
    for row in rows:
        written = WrittenProduct(
            row.slug, row.category, row.name, row.kana, row.trait, row.lead, row.description, row.choice, row.compare,
            keywords=tuple(row.keywords), tags=tuple(tag.value for tag in Tag if tag in borne[row.id]),
        )  # fmt: skip
        cells = cells_of(written, yes_no(row.published))
        found[row.slug] = Standing(row.id, row.version, row.published, written, cells)
    return found


def cells_of(one: WrittenProduct, published: str) -> dict[str, str]:
    """A product as its row is written."""
    cells = {
        "slug": one.slug,
        "category": one.category,
        "published": published,
        "kana": one.kana,
        "compare": yes_no(one.compare),
        "keywords": "\n".join(one.keywords),
        "tags": " ".join(one.tags),
    }
    for name in TEXTS:
        for code in LOCALES:
            cells[f"{name}_{code}"] = getattr(one, name).get(code, "")
    return cells


def categories_known() -> dict[str, tuple[int, bool]]:
    """Every category by its slug: its id, and whether goods may stand on it."""
    rows = db.session.execute(select(Category.id, Category.slug, Category.parent_id)).all()
    above = {row.parent_id for row in rows}
    return {row.slug: (row.id, row.id not in above) for row in rows}


def stored(one: WrittenProduct, category: int) -> dict[str, Any]:
    """A product as its columns have it."""
    return {
        "category_id": category,
        "kana": one.kana,
        "compare": one.compare,
        "keywords": list(one.keywords),
        **{name: getattr(one, name) for name in TEXTS},
    }
