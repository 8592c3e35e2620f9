"""Writing a product: names and texts in both languages side by side, its category, its marks. Prices, pictures and SKUs have their own pages."""

from collections.abc import Sequence

from flask import Response

from storefront.catalog import editing
from storefront.catalog.problem import ChangedMeanwhile, Refused
from storefront.catalog.product import Product
from storefront.catalog.publishing import NotReady
from storefront.catalog.tag import Tag
from storefront.catalog.written import WrittenProduct, changed, product_as_written
from storefront.extensions import db
from storefront.jinja import translate
from storefront.locales import LOCALES
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.catalog_filters import TAG_WORDS
from storefront.views.frame import url
from storefront.views.responses import own_page, see_other
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.goods_crossed import Difference, differences, seen
from storefront.views.staff.goods_typed import (
    Typed,
    both_typed,
    facts_typed,
    notes_typed,
    sent,
)
from storefront.views.staff.goods_words import errors_of, lacks_sentence
from storefront.views.staff.product import product_or_404
from storefront.views.staff.products import category_options

TEXTS = ("name", "trait", "lead", "description", "choice")


@bp.get("/products/new")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def new_product() -> Response:
    """The form, empty."""
    return _page(None, Typed({}))


@bp.post("/products/new")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def create_product() -> Response:
    """A new draft, of which no shopper sees anything."""
    form = sent()
    written = read(form)
    if form.errors:
        return _page(None, form, 422)
    try:
        editing.create_product(written)
    except Refused as refused:
        db.session.rollback()
        form.errors.update(errors_of(refused.found))
        return _page(None, form, 422)
    _before, after = changed(None, written)
    write_down(actor(), Act.PRODUCT_ADDED, f"product:{written.slug}", current.now(), None, after)
    db.session.commit()
    return see_other("staff.product", slug=written.slug, told="product_added")


@bp.get("/products/<slug>/texts")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def edit_product(slug: str) -> Response:
    """The form of a product."""
    row = product_or_404(slug)
    return _page(row, typed_of(product_as_written(row, editing.tags_of(row.id))))


@bp.post("/products/<slug>/texts")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def change_product(slug: str) -> Response:
    """What was typed over it; refused where somebody else was quicker."""
    row, form = product_or_404(slug), sent()
    written = read(form)
    if form.errors:
        return _page(row, form, 422)
    before = product_as_written(row, editing.tags_of(row.id))
    old, new = changed(before, written)
    if not new and seen() == row.version:
        return see_other("staff.product", slug=slug, told="same")
    try:
        editing.change_product(row, seen(), written)
    except ChangedMeanwhile:
        db.session.rollback()
        row = product_or_404(slug)
        theirs = product_as_written(row, editing.tags_of(row.id))
        return _page(row, form, 409, differences(theirs, written))
    except (Refused, NotReady) as refused:
        db.session.rollback()
        form.errors.update(_faults(refused))
        return _page(product_or_404(slug), form, 422)
    write_down(actor(), Act.PRODUCT_WRITTEN, f"product:{slug}", current.now(), old, new)
    db.session.commit()
    return see_other("staff.product", slug=written.slug, told="product_saved")


def read(form: Typed) -> WrittenProduct:
    """What was typed, as far as it can be read; the rest is in the form's errors."""
    return WrittenProduct(
        slug=form.code("slug"),
        category=form.code("category"),
        name=form.text("name"),
        kana=" ".join(form.value("kana").split()),
        trait=form.text("trait"),
        lead=form.text("lead"),
        description=form.prose("description"),
        choice=form.text("choice"),
        compare=form.on("compare"),
        facts=form.facts("facts"),
        notes=form.notes("notes"),
        keywords=form.words("keywords"),
        tags=tuple(tag.value for tag in Tag if form.on(f"tag-{tag.value}")),
    )


def typed_of(written: WrittenProduct) -> Typed:
    """A product as it would be typed."""
    fields = {
        "slug": written.slug,
        "category": written.category,
        "kana": written.kana,
        "compare": "1" if written.compare else "",
        "keywords": "、".join(written.keywords),
    }
    for name in TEXTS:
        fields |= both_typed(name, getattr(written, name))
    for code in LOCALES:
        fields[f"facts-{code}"] = facts_typed(written.facts, code)
        fields[f"notes-{code}"] = notes_typed(written.notes, code)
    return Typed(fields | {f"tag-{tag}": "1" for tag in written.tags})


def _faults(refused: Refused | NotReady) -> dict[str, str]:
    if isinstance(refused, Refused):
        return errors_of(refused.found)
    first = refused.missing[0]
    return {f"{first.lack}-{first.locale or LOCALES[0]}": lacks_sentence(refused.missing)}


def _page(
    row: Product | None,
    form: Typed,
    status: int = 200,
    differs: Sequence[Difference] | None = None,
) -> Response:
    return own_page(
        "staff/product_texts.html",
        status,
        row=row,
        name=(translate(row.name) or row.slug) if row else "",
        form=form,
        version=(seen() if status == 422 else row.version) if row else 0,
        differs=differs,
        action=url("staff.change_product", slug=row.slug) if row else url("staff.create_product"),
        categories=category_options(),
        tags=[(f"tag-{tag.value}", words) for tag, words in TAG_WORDS.items()],
    )
