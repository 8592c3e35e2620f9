"""Categories: the list with its order, writing one, adding one."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, abort, request
from flask_babel import gettext as _
from sqlalchemy import func, select

from storefront.catalog import categories as rules
from storefront.catalog.category import Category
from storefront.catalog.problem import ChangedMeanwhile, Refused
from storefront.catalog.product import Product
from storefront.catalog.written import WrittenCategory, category_as_written, changed
from storefront.extensions import db
from storefront.jinja import translate
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import own_page, see_other
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.goods_crossed import Difference, differences, seen
from storefront.views.staff.goods_typed import Typed, both_typed, sent
from storefront.views.staff.goods_words import errors_of
from storefront.views.staff.telling import said


@dataclass(frozen=True)
class CategoryRow:
    """A category in the list; `count` products stand on it, drafts too."""

    category: Category
    count: int
    below: Sequence["CategoryRow"]


@bp.get("/products/categories")
@access(STAFF, Permission.SEE_CATALOGUE)
def categories() -> Response:
    """All of them, as the shop's navigation has them."""
    return own_page("staff/categories.html", categories=_tree(), said=said())


@bp.get("/products/categories/new")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def new_category() -> Response:
    """The form, empty."""
    return _page(None, Typed({}))


@bp.post("/products/categories/new")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def create_category() -> Response:
    """A new category."""
    form = sent()
    written = WrittenCategory(
        form.code("slug"), form.text("name"), form.text("lead"), form.code("parent")
    )
    try:
        rules.create_category(written)
    except Refused as refused:
        db.session.rollback()
        form.errors.update(errors_of(refused.found))
        return _page(None, form, 422)
    _before, after = changed(None, written)
    write_down(actor(), Act.CATEGORY_ADDED, f"category:{written.slug}", current.now(), None, after)
    db.session.commit()
    return see_other("staff.categories", told="category_added")


@bp.get("/products/categories/<slug>")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def edit_category(slug: str) -> Response:
    """The form of a category."""
    row = _category(slug)
    fields = both_typed("name", row.name) | both_typed("lead", row.lead)
    return _page(row, Typed(fields))


@bp.post("/products/categories/<slug>")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def change_category(slug: str) -> Response:
    """Other words for it; refused where somebody else was quicker."""
    row, form = _category(slug), sent()
    before = category_as_written(row)
    written = WrittenCategory(slug, form.text("name"), form.text("lead"), before.parent)
    old, new = changed(before, written)
    if not new and seen() == row.version:
        return see_other("staff.categories", told="same")
    try:
        rules.change_category(row, seen(), written)
    except ChangedMeanwhile:
        db.session.rollback()
        row = _category(slug)
        return _page(row, form, 409, differences(category_as_written(row), written))
    except Refused as refused:
        db.session.rollback()
        form.errors.update(errors_of(refused.found))
        return _page(_category(slug), form, 422)
    write_down(actor(), Act.CATEGORY_WRITTEN, f"category:{slug}", current.now(), old, new)
    db.session.commit()
    return see_other("staff.categories", told="category_saved")


@bp.post("/products/categories/<slug>/move")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def move_category(slug: str) -> Response:
    """One place up or down among its neighbours."""
    row, up = _category(slug), request.form.get("to") == "up"
    before = row.position
    if not rules.move_category(row, up):
        return see_other("staff.categories", told="same")
    write_down(
        actor(),
        Act.CATEGORY_MOVED,
        f"category:{slug}",
        current.now(),
        {"position": before},
        {"position": row.position},
    )
    db.session.commit()
    return see_other("staff.categories", told="moved")


def _tree() -> list[CategoryRow]:
    """Two statements."""
    rows = db.session.scalars(select(Category).order_by(Category.position, Category.id)).all()
    asked = select(Product.category_id, func.count()).group_by(Product.category_id)
    counts = dict(db.session.execute(asked).tuples().all())

    def told(parent: int | None) -> list[CategoryRow]:
        return [
            CategoryRow(row, counts.get(row.id, 0), told(row.id))
            for row in rows
            if row.parent_id == parent
        ]

    return told(None)


def _category(slug: str) -> Category:
    return db.session.scalar(select(Category).where(Category.slug == slug)) or abort(404)


def _page(
    row: Category | None,
    form: Typed,
    status: int = 200,
    differs: Sequence[Difference] | None = None,
) -> Response:
    tops = db.session.scalars(
        select(Category).where(Category.parent_id.is_(None)).order_by(Category.position)
    )
    return own_page(
        "staff/category.html",
        status,
        row=row,
        name=translate(row.name) if row else "",
        form=form,
        version=(seen() if status == 422 else row.version) if row else 0,
        differs=differs,
        action=url("staff.change_category", slug=row.slug) if row else url("staff.create_category"),
        parents=[
            ("", _("いちばん上（店のメニューに出ます）")),
            *((top.slug, translate(top.name)) for top in tops),
        ],
    )
