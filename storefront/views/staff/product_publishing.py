"""Putting a product on sale and taking it off, looking at it as shoppers will, deleting a draft nobody ever had."""

from collections.abc import Sequence

from flask import Response, g, request
from flask_babel import gettext as _
from markupsafe import Markup

from storefront.catalog import deleting, publishing
from storefront.catalog.checks import named_at_home
from storefront.catalog.editing import tags_of
from storefront.catalog.problem import ChangedMeanwhile
from storefront.catalog.product import Product
from storefront.catalog.publishing import NotReady
from storefront.catalog.variant import Variant
from storefront.catalog.written import product_as_written, told_of
from storefront.extensions import db
from storefront.jinja import locale_code, translate, yen
from storefront.locales import LOCALES
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.catalog_gap import gap_code, gap_words
from storefront.views.catalog_landed import landed
from storefront.views.catalog_product import chosen_variant, product_context
from storefront.views.frame import url
from storefront.views.responses import own_page, see_other
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.goods_crossed import seen
from storefront.views.staff.goods_words import lack_words
from storefront.views.staff.product import product_or_404, product_page
from storefront.views.staff.sure import Sure, sure_page


@bp.get("/products/<slug>/preview")
@access(STAFF, Permission.SEE_CATALOGUE)
def preview_product(slug: str) -> Response:
    """The page of the shop as it would be, from the draft, in the language asked for; nobody else sees it."""
    row = product_or_404(slug)
    if not (row.gallery and any(variant.published for variant in row.variants)):
        return see_other("staff.product", slug=slug, told="no_preview")
    asked = request.args.get("lang", "")
    if asked in LOCALES:
        g.locale = asked
    sku = request.args.get("sku", "")
    known = any(one.sku == sku and one.published for one in row.variants)
    variant = chosen_variant(row, sku if known else None)
    gap = Markup(gap_words(gap_code(variant)))  # a rendered template  # nosec B704
    return own_page("staff/product_preview.html", row=row, **product_context(row, variant, gap=gap))


@bp.get("/products/<slug>/publish")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def publish_product(slug: str) -> Response:
    """Ask before everybody sees it."""
    row = product_or_404(slug)
    if row.published:
        return see_other("staff.product", slug=slug, told="same")
    if lacking := publishing.missing(row):
        return _not_ready(row, NotReady(lacking))
    return _publishing(row)


@bp.post("/products/<slug>/publish")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def publish_product_now(slug: str) -> Response:
    """Put it on sale, if it is what was seen and lacks nothing."""
    row, now = product_or_404(slug), current.now()
    if row.published:
        return see_other("staff.product", slug=slug, told="same")
    try:
        publishing.publish(row, seen(), now)
    except NotReady as lacking:
        db.session.rollback()
        return _not_ready(product_or_404(slug), lacking)
    except ChangedMeanwhile:
        db.session.rollback()
        return _publishing(product_or_404(slug), _news())
    before, after = {"published": False}, {"published": True}
    write_down(actor(), Act.PRODUCT_PUBLISHED, f"product:{slug}", now, before, after)
    db.session.commit()
    return see_other("staff.product", slug=slug, told="product_published")


@bp.get("/products/<slug>/unpublish")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def unpublish_product(slug: str) -> Response:
    """Ask before it is gone from the shop."""
    row = product_or_404(slug)
    if not row.published:
        return see_other("staff.product", slug=slug, told="same")
    return _unpublishing(row)


@bp.post("/products/<slug>/unpublish")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def unpublish_product_now(slug: str) -> Response:
    """Take it off sale, if it is what was seen."""
    row = product_or_404(slug)
    if not row.published:
        return see_other("staff.product", slug=slug, told="same")
    try:
        publishing.unpublish(row, seen())
    except ChangedMeanwhile:
        db.session.rollback()
        return _unpublishing(product_or_404(slug), _news())
    before, after = {"published": True}, {"published": False}
    write_down(actor(), Act.PRODUCT_HIDDEN, f"product:{slug}", current.now(), before, after)
    db.session.commit()
    return see_other("staff.product", slug=slug, told="product_hidden")


@bp.get("/products/<slug>/delete")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def delete_product(slug: str) -> Response:
    """Ask before a draft is gone."""
    row = product_or_404(slug)
    if not deleting.deletable(row):
        return see_other("staff.product", slug=slug, told="product_kept")
    return _deleting(row)


@bp.post("/products/<slug>/delete")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def delete_product_now(slug: str) -> Response:
    """Delete it, if it is what was seen and nothing holds on to it."""
    row = product_or_404(slug)
    before = told_of(product_as_written(row, tags_of(row.id)))
    before["skus"] = [variant.sku for variant in row.variants]
    try:
        deleting.delete_product(row, seen())
    except deleting.NotDeletable:
        db.session.rollback()
        return see_other("staff.product", slug=slug, told="product_kept")
    except ChangedMeanwhile:
        db.session.rollback()
        return _deleting(product_or_404(slug), _news())
    write_down(actor(), Act.PRODUCT_DELETED, f"product:{slug}", current.now(), before)
    db.session.commit()
    return see_other("staff.products", told="product_deleted")


def _not_ready(row: Product, lacking: NotReady) -> Response:
    words = lack_words(lacking.missing)
    between = str(_("、"))
    return product_page(
        row, 422, {"missing": _("公開にはまだ足りません：%(what)s", what=between.join(words))}
    )


def _publishing(row: Product, news: str = "") -> Response:
    offered = [variant for variant in row.variants if variant.published]
    prices = [f"{translate(one.label)} {yen(one.price)}".strip() for one in offered]
    return sure_page(
        Sure(
            title=_("「%(name)s」を公開します", name=translate(row.name)),
            button=_("公開する"),
            action=url("staff.publish_product_now", slug=row.slug),
            back=url("staff.product", slug=row.slug),
            facts=[
                (_("分類"), translate(row.category.name)),
                (_("値段"), str(_("、")).join(prices)),
            ],
            effects=[
                _("すぐに、一覧と検索と商品ページに出て、注文できるようになります。"),
                _("アドレスの名前とSKUは、公開のあとは変えられません。"),
            ],
            warning=_warning(offered),
            hidden={"version": row.version},
            news=news,
        )
    )


def _warning(offered: Sequence[Variant]) -> str:
    """What does not stand in the way, and should be known: nothing in stock, or no way takes a thing."""
    between, told = str(_("、")), []
    if bare := [translate(one.label) for one in offered if one.stock <= 0]:
        told.append(
            _(
                "在庫がありません：%(what)s。在庫を数えるまで「在庫なし」と出ます。",
                what=between.join(bare),
            )
        )
    if stuck := [translate(one.label) for one in offered if landed(one).delivered is None]:
        told.append(
            _(
                "この重さと大きさを運べる方法がありません：%(what)s。注文できません。",
                what=between.join(stuck),
            )
        )
    return ("" if locale_code() == "ja" else " ").join(told)


def _unpublishing(row: Product, news: str = "") -> Response:
    effects = [
        _("すぐに店から見えなくなり、カートに入っていても注文できません。"),
        _("すでに受けた注文は、そのままです。いつでもまた公開できます。"),
        _("ふだんの値段として比べられるのは、また公開したあとの値段だけになります。"),
    ]
    at_home = named_at_home(row.slug)
    return sure_page(
        Sure(
            title=_("「%(name)s」の公開をやめます", name=translate(row.name)),
            button=_("公開をやめる"),
            action=url("staff.unpublish_product_now", slug=row.slug),
            back=url("staff.product", slug=row.slug),
            effects=effects,
            warning=_("トップページがこの商品を紹介しています。リンクの先がなくなります。")
            if at_home
            else "",
            hidden={"version": row.version},
            news=news,
        )
    )


def _deleting(row: Product, news: str = "") -> Response:
    skus = str(_("、")).join(variant.sku for variant in row.variants)
    return sure_page(
        Sure(
            title=_("下書き「%(name)s」を消します", name=translate(row.name) or row.slug),
            button=_("下書きを消す"),
            action=url("staff.delete_product_now", slug=row.slug),
            back=url("staff.product", slug=row.slug),
            facts=[(_("アドレスの名前"), row.slug), (_("SKU"), skus or str(_("なし")))],
            effects=[
                _("まだ売れたことも、カートに入ったこともありません。消すと、元に戻せません。")
            ],
            hidden={"version": row.version},
            news=news,
        )
    )


def _news() -> str:
    return str(_("画面を開いたあとに、ほかの人がこの商品を変えました。何も変えていません。"))
