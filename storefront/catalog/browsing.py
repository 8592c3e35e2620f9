"""Looking along the categories: lists with filters and sort, counts, single products.

Every list costs two statements and a count, whatever the size of the catalogue: the page's ids come from an
index first, then 24 whole rows with their first picture, then their variants. What was found is counted on the way.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select, true
from sqlalchemy.orm import aliased, joinedload, load_only, selectinload

from storefront.catalog.category import Category
from storefront.catalog.picture import Picture
from storefront.catalog.product import PUBLISHED, Product, ProductPicture, ProductTag
from storefront.catalog.tag import Tag
from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.money import Yen

PAGE_SIZE = 24
MOST_COUNTED = 1000
"""Beyond this many the shop says "more than" instead of counting on."""
LAST_PAGE = MOST_COUNTED // PAGE_SIZE + 1
"""Nobody turns more pages than this; narrowing the list leads further."""


class Sort(StrEnum):
    """The order of a list."""

    SHOP = "shop"
    CHEAP = "price"
    DEAR = "price-desc"
    NEW = "newest"


ORDERS: dict[Sort, tuple[ColumnElement[Any], ...]] = {
    Sort.SHOP: (Product.position.asc(), Product.id.asc()),
    Sort.CHEAP: (Product.price_from.asc(), Product.id.asc()),
    Sort.DEAR: (Product.price_from.desc(), Product.id.desc()),
    Sort.NEW: (Product.id.desc(),),
}


@dataclass(frozen=True)
class Wish:
    """What a list is to show. Categories are alternatives, tags must all fit; a price bound asks for one variant
    within both bounds (yen, inclusive)."""

    categories: tuple[int, ...] = ()
    tags: tuple[Tag, ...] = ()
    least: Yen | None = None
    most: Yen | None = None
    in_stock: bool = False
    sort: Sort = Sort.SHOP


@dataclass(frozen=True)
class Entry:
    """A product in a list with the picture that stands for it."""

    product: Product
    picture: Picture | None


@dataclass(frozen=True)
class Listing:
    """One page of a list; `total` stops at MOST_COUNTED, then `and_more` is true."""

    entries: tuple[Entry, ...]
    total: int
    and_more: bool
    page: int

    @property
    def last_page(self) -> int:
        """The number of the last page, 1 for an empty list."""
        return min(LAST_PAGE, max(1, -(-self.total // PAGE_SIZE)))

    @property
    def first_shown(self) -> int:
        """The number of the first entry, counted from 1."""
        return (self.page - 1) * PAGE_SIZE + 1

    @property
    def last_shown(self) -> int:
        """The number of the last entry."""
        return self.first_shown + len(self.entries) - 1


def listing(wish: Wish, page: int = 1) -> Listing:
    """A page of the products that fit. A page beyond the end has no entries."""
    fitting = select(Product.id).where(*_conditions(wish))
    order = ORDERS[wish.sort]
    ids = fitting.order_by(*order).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE).subquery()
    total, and_more = _count(fitting)
    return Listing(
        _entries(_rows().join(ids, ids.c.id == Product.id).order_by(*order)), total, and_more, page
    )


def found(hits: Select[tuple[int, int]], page: int = 1, size: int = PAGE_SIZE) -> Listing:
    """A page of search results: `hits` gives (product id, place), lower places first, then the shop's order.

    Looking through the hits is what a search costs, so the page and the count come from one look. A page beyond
    the end therefore has no entries and no total.
    """
    hit = hits.subquery()
    order = (hit.c.place, Product.position, Product.id)
    ids = (
        select(Product.id, hit.c.place, func.count().over().label("total"))
        .join(hit, hit.c.id == Product.id)
        .where(PUBLISHED)
        .order_by(*order)
        .limit(size)
        .offset((page - 1) * size)
    ).subquery()
    rows = (
        _rows()
        .add_columns(ids.c.total)
        .join(ids, ids.c.id == Product.id)
        .order_by(ids.c.place, Product.position, Product.id)
    )
    shown = db.session.execute(rows).unique().all()
    total = shown[0].total if shown else 0
    entries = tuple(Entry(product, picture) for product, picture, _ in shown)
    return Listing(entries, min(total, MOST_COUNTED), total > MOST_COUNTED, page)


def chosen(slugs: Sequence[str], most: int | None = None) -> tuple[Entry, ...]:
    """The published products of these slugs, in their order; at most `most`."""
    # "is not false", since SQLite would take an index of everything published for the better start.
    offered = Product.published.is_not(False)
    entries = _entries(_rows().where(offered, Product.slug.in_(slugs)))
    place = {slug: number for number, slug in enumerate(slugs)}
    return tuple(sorted(entries, key=lambda entry: place[entry.product.slug]))[:most]


def first_in_stock(most: int) -> tuple[Entry, ...]:
    """The first products in the shop's order that can be had."""
    few = select(Product.id).where(PUBLISHED, Product.in_stock)
    order = ORDERS[Sort.SHOP]
    ids = few.order_by(*order).limit(most).subquery()
    return _entries(_rows().join(ids, ids.c.id == Product.id).order_by(*order))


def product_by_slug(slug: str) -> Product | None:
    """A published product with everything its page shows, in three statements; None without one."""
    return db.session.scalar(
        select(Product)
        .where(Product.slug == slug, PUBLISHED)
        .options(
            joinedload(Product.category),
            selectinload(Product.gallery).joinedload(ProductPicture.picture),
            selectinload(Product.variants).joinedload(Variant.picture),
        )
        .execution_options(populate_existing=True)
    )


def tags_among(categories: Sequence[int]) -> list[Tag]:
    """The tags that at least one published product of these categories bears (of all, for none), in their order."""
    category = [Product.category_id.in_(categories)] if categories else []
    columns = [
        exists()
        .where(
            ProductTag.tag == tag.value, Product.id == ProductTag.product_id, PUBLISHED, *category
        )
        .label(f"tag_{number}")
        for number, tag in enumerate(Tag)
    ]
    row = db.session.execute(select(*columns)).one()
    return [tag for tag, borne in zip(Tag, row, strict=True) if borne]


def doors() -> list[tuple[Category, int]]:
    """The top categories with their picture, and how many published products stand on and below each."""
    leaf = aliased(Category)
    below = select(leaf.id).where((leaf.id == Category.id) | (leaf.parent_id == Category.id))
    total = (
        select(func.count())
        .select_from(Product)
        .where(PUBLISHED, Product.category_id.in_(below.correlate(Category)))
        .correlate(Category)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Category, total)
        .where(Category.parent_id.is_(None))
        .options(joinedload(Category.picture))
        .order_by(Category.position)
    )
    return [(category, int(count or 0)) for category, count in rows]


def pictures_by_slug(slugs: Iterable[str]) -> dict[str, Picture]:
    """Pictures by their name in the seeds."""
    found_ones = db.session.scalars(select(Picture).where(Picture.slug.in_(slugs)))
    return {picture.slug: picture for picture in found_ones}


def _conditions(wish: Wish) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [PUBLISHED]
    if len(wish.categories) == 1:
        conditions.append(Product.category_id == wish.categories[0])
    elif wish.categories:
        conditions.append(Product.category_id.in_(wish.categories))
    conditions += [
        exists().where(ProductTag.product_id == Product.id, ProductTag.tag == tag.value)
        for tag in wish.tags
    ]
    if wish.in_stock:
        conditions.append(Product.in_stock == true())
    if wish.least is not None or wish.most is not None:
        conditions += _priced(wish.least or 0, wish.most)
    return conditions


def _priced(least: Yen, most: Yen | None) -> list[ColumnElement[bool]]:
    """The summary on the product rules most out; the variants decide."""
    cheap = [] if most is None else [Product.price_from <= most]
    within = [] if most is None else [Variant.price <= most]
    one = exists().where(
        Variant.product_id == Product.id, Variant.published, Variant.price >= least, *within
    )
    return [Product.price_to >= least, *cheap, one]


def _rows() -> Select[tuple[Product, Picture]]:
    """Products as a card needs them, each with the first picture of its gallery."""
    first = and_(ProductPicture.product_id == Product.id, ProductPicture.position == 0)
    columns = (
        Product.slug,
        Product.name,
        Product.trait,
        Product.price_from,
        Product.price_to,
        Product.in_stock,
        Product.variant_count,
        Product.choice,
    )
    needed = (
        Variant.product_id,
        Variant.position,
        Variant.price,
        Variant.unit,
        Variant.unit_count,
        Variant.stock,
        Variant.published,
    )
    return (
        select(Product, Picture)
        .outerjoin(ProductPicture, first)
        .outerjoin(Picture, Picture.id == ProductPicture.picture_id)
        .options(load_only(*columns), selectinload(Product.variants).load_only(*needed))
    )


def _entries(rows: Select[tuple[Product, Picture]]) -> tuple[Entry, ...]:
    return tuple(Entry(product, picture) for product, picture in db.session.execute(rows).unique())


def _count(fitting: Select[tuple[int]]) -> tuple[int, bool]:
    """How many fit, counted no further than one above MOST_COUNTED."""
    few = fitting.limit(MOST_COUNTED + 1).subquery()
    total = db.session.scalar(select(func.count()).select_from(few)) or 0
    return min(total, MOST_COUNTED), total > MOST_COUNTED
