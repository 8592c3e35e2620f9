"""Categories: adding one, changing its words, and its place among its neighbours."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import IntegrityError

from storefront import revision
from storefront.catalog import search
from storefront.catalog.category import Category
from storefront.catalog.checks import category_problems
from storefront.catalog.problem import ChangedMeanwhile, Found, Problem, Refused
from storefront.catalog.product import Product
from storefront.catalog.written import WrittenCategory
from storefront.database import claim
from storefront.extensions import db
from storefront.locales import LOCALES, Text
from storefront.revision import Part


def create_category(written: WrittenCategory) -> Category:
    """A new category, last among its neighbours. The caller commits. Raises Refused."""
    if found := category_problems(written):
        raise Refused(found)
    above = db.session.scalar(select(Category).where(Category.slug == written.parent))
    last = select(func.max(Category.position)).where(_beside(above.id if above else None))
    category = Category(
        slug=written.slug,
        parent=above,
        position=(db.session.scalar(last) or 0) + 1,
        name=_both(written.name),
        lead=_both(written.lead),
    )
    db.session.add(category)
    try:
        db.session.flush()
    except IntegrityError as twice:
        db.session.rollback()
        raise Refused([Found(Problem.TAKEN, "slug", written.slug)]) from twice
    _show()
    return category


def change_category(category: Category, seen: int, written: WrittenCategory) -> None:
    """Other words for a category of the version that was seen. The caller commits. Raises Refused or ChangedMeanwhile."""
    if found := category_problems(written, category):
        raise Refused(found)
    if not claim(category, Category.version, seen, seen + 1):
        raise ChangedMeanwhile
    category.name, category.lead = _both(written.name), _both(written.lead)
    db.session.flush()
    for product in db.session.scalars(select(Product).where(Product.category_id == category.id)):
        search.index(product)
    _show()


def move_category(category: Category, up: bool) -> bool:
    """Exchange a category with its neighbour before (`up`) or behind it; False at the end. The caller commits."""
    rows = list(
        db.session.scalars(
            select(Category)
            .where(_beside(category.parent_id))
            .order_by(Category.position, Category.id)
            .with_for_update()
        )
    )
    place = rows.index(category)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return False
    rows[place], rows[other] = rows[other], rows[place]
    for number, one in enumerate(rows, start=1):
        one.position = number
    db.session.flush()
    _show()
    return True


def _beside(parent_id: int | None) -> ColumnElement[bool]:
    return Category.parent_id.is_(None) if parent_id is None else Category.parent_id == parent_id


def _both(text: Text) -> Text:
    return {code: text.get(code, "") for code in LOCALES}


def _show() -> None:
    """Navigation is part of what all pages share, the category itself of the catalogue."""
    revision.bump()
    revision.bump(Part.SETTINGS)
