"""SKUs of a product: writing one, its place among the tiers, deleting one that nobody ever had."""

from collections.abc import Sequence

from flask import Response, abort, request
from flask_babel import gettext as _

from storefront.catalog import deleting, editing
from storefront.catalog.problem import ChangedMeanwhile, Refused
from storefront.catalog.product import Product
from storefront.catalog.publishing import NotReady
from storefront.catalog.stocklist import whole_of_sku
from storefront.catalog.variant import Variant
from storefront.catalog.written import changed, sku_as_written, told_of
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
from storefront.views.staff.goods_typed import Typed, sent
from storefront.views.staff.goods_words import TAX, TEMPERATURE, UNITS, errors_of, lacks_sentence
from storefront.views.staff.product import product_or_404
from storefront.views.staff.sku_form import SUPPLIED, read, typed_of
from storefront.views.staff.sure import Sure, sure_page


@bp.get("/products/<slug>/skus/new")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def new_sku(slug: str) -> Response:
    """The form, with what most SKUs share; the first price belongs to it."""
    row = product_or_404(slug)
    like = typed_of(sku_as_written(row.variants[-1])).fields if row.variants else {}
    shared = {name: like[name] for name in ("tax-class", "unit", "temperature") if like}
    return _page(row, None, Typed({**SUPPLIED, **shared}))


@bp.post("/products/<slug>/skus/new")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def create_sku(slug: str) -> Response:
    """A new SKU; of a product on sale it is on offer at once, if it is published."""
    row, form, now = product_or_404(slug), sent(), current.now()
    written, yen = read(form), form.number("price")
    if form.errors:
        return _page(row, None, form, 422)
    try:
        editing.create_sku(row, written, yen, now, actor().name)
    except (Refused, NotReady) as refused:
        db.session.rollback()
        form.errors.update(faults(refused))
        return _page(product_or_404(slug), None, form, 422)
    _before, after = changed(None, written)
    write_down(actor(), Act.SKU_ADDED, f"sku:{written.sku}", now, None, {**after, "price": yen})
    db.session.commit()
    return see_other("staff.product", slug=slug, told="sku_added")


@bp.get("/products/skus/<sku>")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def edit_sku(sku: str) -> Response:
    """The form of a SKU."""
    row = sku_or_404(sku)
    return _page(row.product, row, typed_of(sku_as_written(row)))


@bp.post("/products/skus/<sku>")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def change_sku(sku: str) -> Response:
    """What was typed over it; refused where somebody else was quicker."""
    row, form, now = sku_or_404(sku), sent(), current.now()
    written = read(form)
    if form.errors:
        return _page(row.product, row, form, 422)
    slug = row.product.slug
    old, new = changed(sku_as_written(row), written)
    if not new and seen() == row.version:
        return see_other("staff.product", slug=slug, told="same")
    try:
        editing.change_sku(row, seen(), written, now)
    except ChangedMeanwhile:
        db.session.rollback()
        row = sku_or_404(sku)
        return _page(row.product, row, form, 409, differences(sku_as_written(row), written))
    except (Refused, NotReady) as refused:
        db.session.rollback()
        form.errors.update(faults(refused))
        row = sku_or_404(sku)
        return _page(row.product, row, form, 422)
    write_down(actor(), Act.SKU_WRITTEN, f"sku:{sku}", now, old, new)
    db.session.commit()
    return see_other("staff.product", slug=slug, told="sku_saved")


@bp.post("/products/skus/<sku>/move")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def move_sku(sku: str) -> Response:
    """One place up or down among the tiers."""
    row = sku_or_404(sku)
    slug, before = row.product.slug, [one.sku for one in row.product.variants]
    if not editing.move_sku(row, request.form.get("to") == "up"):
        return see_other("staff.product", slug=slug, told="same")
    db.session.expire(row.product, ["variants"])
    after = [one.sku for one in row.product.variants]
    write_down(
        actor(), Act.SKU_MOVED, f"product:{slug}", current.now(), {"skus": before}, {"skus": after}
    )
    db.session.commit()
    return see_other("staff.product", slug=slug, told="moved")


@bp.get("/products/skus/<sku>/delete")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def delete_sku(sku: str) -> Response:
    """Ask before it is gone."""
    row = sku_or_404(sku)
    if not deleting.sku_deletable(row):
        return see_other("staff.product", slug=row.product.slug, told="sku_kept")
    return _deleting(row)


@bp.post("/products/skus/<sku>/delete")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def delete_sku_now(sku: str) -> Response:
    """Delete it, if it is what was seen and nothing holds on to it."""
    row = sku_or_404(sku)
    slug, before = row.product.slug, {**told_of(sku_as_written(row)), "price": row.price}
    try:
        deleting.delete_sku(row, seen())
    except deleting.NotDeletable:
        db.session.rollback()
        return see_other("staff.product", slug=slug, told="sku_kept")
    except ChangedMeanwhile:
        db.session.rollback()
        return _deleting(
            sku_or_404(sku),
            _("画面を開いたあとに、ほかの人がこのSKUを変えました。何も変えていません。"),
        )
    write_down(actor(), Act.SKU_DELETED, f"sku:{sku}", current.now(), before)
    db.session.commit()
    return see_other("staff.product", slug=slug, told="sku_deleted")


def sku_or_404(sku: str) -> Variant:
    """A SKU with its product."""
    return whole_of_sku(sku) or abort(404)


def faults(refused: Refused | NotReady) -> dict[str, str]:
    """Why it was refused, at the fields."""
    if isinstance(refused, Refused):
        return errors_of(refused.found)
    return {"published": lacks_sentence(refused.missing)}


def _deleting(row: Variant, news: str = "") -> Response:
    return sure_page(
        Sure(
            title=_("SKU「%(sku)s」を消します", sku=row.sku),
            button=_("SKUを消す"),
            action=url("staff.delete_sku_now", sku=row.sku),
            back=url("staff.product", slug=row.product.slug),
            facts=[(_("商品"), translate(row.product.name)), (_("呼び名"), translate(row.label))],
            effects=[
                _("まだ売れたことも、カートに入ったこともありません。消すと、元に戻せません。")
            ],
            hidden={"version": row.version},
            news=news,
        )
    )


def _page(
    product: Product,
    row: Variant | None,
    form: Typed,
    status: int = 200,
    differs: Sequence[Difference] | None = None,
) -> Response:
    return own_page(
        "staff/sku.html",
        status,
        product=product,
        row=row,
        form=form,
        version=(seen() if status == 422 else row.version) if row else 0,
        differs=differs,
        deletable=row is not None and deleting.sku_deletable(row),
        action=url("staff.change_sku", sku=row.sku)
        if row
        else url("staff.create_sku", slug=product.slug),
        taxes=[("", _("選んでください")), *TAX.items()],
        temperatures=list(TEMPERATURE.items()),
        units=[("", _("なし")), *UNITS.items()],
    )
