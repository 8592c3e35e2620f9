"""What goes well with a product, by codes: one box, one code a line, each fault told at its line."""

from collections.abc import Sequence

from flask import Response, request
from flask_babel import gettext as _
from sqlalchemy import select

from storefront.catalog.product import Product
from storefront.extensions import db
from storefront.jinja import translate
from storefront.offers import related
from storefront.offers.related import DuplicateCode, OwnCode, RelatedRefused
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.responses import own_page, see_other
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.goods_typed import visible
from storefront.views.staff.product import product_or_404

MOST, LONGEST = 40, 96


@bp.get("/products/<slug>/related")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def related_products(slug: str) -> Response:
    """The box, with what is in force."""
    row = product_or_404(slug)
    return _page(row, "\n".join(_slugs(row)), "\n".join(_slugs(row)))


@bp.post("/products/<slug>/related")
@access(STAFF, Permission.CHANGE_CATALOGUE)
def relate_products(slug: str) -> Response:
    """Take the list as it was typed, all of it or nothing; refused where somebody else changed it meanwhile."""
    row = product_or_404(slug)
    typed = visible(request.form.get("codes", "").replace("\r\n", "\n"))[:8000]
    lines = [(n, line.strip()) for n, line in enumerate(typed.split("\n"), 1) if line.strip()]
    codes = [code for _number, code in lines]
    faults = _faults(row, codes, [number for number, _code in lines])
    before, shown = _slugs(row), request.form.get("seen", "").split()
    if faults:
        return _page(row, typed, " ".join(shown), 422, faults=faults)
    if shown != before:
        return _page(row, typed, " ".join(before), 409, theirs=before)
    if not related.relate(row, codes):
        return see_other("staff.product", slug=slug, told="same")
    write_down(
        actor(),
        Act.PRODUCT_RELATED,
        f"product:{slug}",
        current.now(),
        {"related": before},
        {"related": _slugs(row)},
    )
    db.session.commit()
    return see_other("staff.product", slug=slug, told="related_saved")


def fault_words(fault: RelatedRefused) -> str:
    """Why a code cannot stand in the list."""
    match fault:
        case OwnCode():
            return str(_("%(code)s：この商品自身です。", code=fault.code))
        case DuplicateCode():
            return str(_("%(code)s：同じ商品が、もう上にあります。", code=fault.code))
    return str(_("%(code)s：このコードの商品はありません。", code=fault.code))


def _faults(row: Product, codes: Sequence[str], numbers: Sequence[int]) -> list[str]:
    """One sentence for each line that is wrong."""
    if len(codes) > MOST:
        return [str(_("%(most)s件までにしてください。", most=MOST))]
    short = [code[:LONGEST] for code in codes]
    return [
        str(_("%(line)s行目 %(fault)s", line=numbers[place], fault=fault_words(fault)))
        for place, fault in sorted(related.faults(row, short).items())
    ]


def _slugs(row: Product) -> list[str]:
    asked = (
        select(Product.slug)
        .join(related.RelatedProduct, related.RelatedProduct.other_id == Product.id)
        .where(related.RelatedProduct.product_id == row.id)
        .order_by(related.RelatedProduct.position)
    )
    return list(db.session.scalars(asked))


def _page(
    row: Product,
    typed: str,
    seen: str,
    status: int = 200,
    faults: Sequence[str] = (),
    theirs: Sequence[str] | None = None,
) -> Response:
    return own_page(
        "staff/product_related.html",
        status,
        product=row,
        name=translate(row.name) or row.slug,
        typed=typed,
        seen=" ".join(seen.split()),
        faults=faults,
        theirs=theirs,
        most=MOST,
    )
