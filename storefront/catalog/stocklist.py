"""All goods as the people of the shop look for them: drafts too, newest first, a page at a time by key."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Select, select, true
from sqlalchemy.orm import joinedload, selectinload

from storefront.catalog.browsing import Entry
from storefront.catalog.picture import Picture
from storefront.catalog.product import Product, ProductPicture
from storefront.catalog.search import hits
from storefront.catalog.variant import Variant
from storefront.extensions import db

PAGE_SIZE = 50


class Shown(StrEnum):
    """Which products a list holds."""

    ALL = "all"
    PUBLISHED = "published"
    DRAFT = "draft"
    SOLD_OUT = "sold-out"


@dataclass(frozen=True)
class Looked:
    """What is looked for: words or codes, categories by id (none: all), and which; `after` is the last product seen."""

    words: str = ""
    categories: Sequence[int] = ()
    shown: Shown = Shown.ALL
    after: int | None = None


def look(wish: Looked) -> tuple[list[Entry], int | None]:
    """A page of products with their first pictures and SKUs, and after which one the next page begins (None: no more).

    Two statements, three for words. Words that leave nothing to look for find nothing.
    """
    first = (ProductPicture.product_id == Product.id) & (ProductPicture.position == 0)
    asked = (
        select(Product, Picture)
        .outerjoin(ProductPicture, first)
        .outerjoin(Picture, Picture.id == ProductPicture.picture_id)
        .options(joinedload(Product.category), selectinload(Product.variants))
        .order_by(Product.id.desc())
        .limit(PAGE_SIZE + 1)
    )
    if wish.words:
        found = _found(wish.words)
        if found is None:
            return [], None
        asked = asked.where(Product.id.in_(found))
    if wish.categories:
        asked = asked.where(Product.category_id.in_(wish.categories))
    if wish.after is not None:
        asked = asked.where(Product.id < wish.after)
    match wish.shown:
        case Shown.PUBLISHED:
            asked = asked.where(Product.published == true())
        case Shown.DRAFT:
            asked = asked.where(Product.published.is_(False))
        case Shown.SOLD_OUT:
            lacking = select(Variant.id).where(
                Variant.product_id == Product.id, Variant.published, Variant.stock <= 0
            )
            asked = asked.where(Product.published == true(), lacking.exists())
    rows = [Entry(product, picture) for product, picture in db.session.execute(asked).unique()]
    more = len(rows) > PAGE_SIZE
    return rows[:PAGE_SIZE], rows[PAGE_SIZE - 1].product.id if more else None


def _found(words: str) -> Select[tuple[int]] | None:
    """The products that words lead to: of a whole SKU its own alone."""
    exact = select(Variant.product_id).where(Variant.sku == words.upper())
    if db.session.scalar(exact) is not None:
        return exact
    found = hits(words)
    return None if found is None else select(found.subquery().c.id)


def whole(slug: str) -> Product | None:
    """A product, published or not, with category, gallery, SKUs and their pictures. Three statements."""
    return db.session.scalar(
        select(Product)
        .where(Product.slug == slug)
        .options(
            joinedload(Product.category),
            selectinload(Product.gallery).joinedload(ProductPicture.picture),
            selectinload(Product.variants).joinedload(Variant.picture),
        )
        .execution_options(populate_existing=True)
    )


def whole_of_sku(sku: str) -> Variant | None:
    """A SKU with its product as `whole` reads it."""
    slug = db.session.scalar(select(Product.slug).join(Variant).where(Variant.sku == sku))
    product = whole(slug) if slug else None
    return next((one for one in product.variants if one.sku == sku), None) if product else None
