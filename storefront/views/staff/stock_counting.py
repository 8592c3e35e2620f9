"""Changing the stock of one SKU by hand: a count or a difference, once, against what the page had shown."""

from flask import Response, abort, request

from storefront.catalog import counting
from storefront.catalog.counting import Booking
from storefront.database import again
from storefront.extensions import db
from storefront.reports import stock as counts
from storefront.reports.stock import StockOf
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.responses import see_other
from storefront.views.staff import stock_form
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.stock import stock_page
from storefront.views.staff.stock_form import StockForm


@bp.post("/stock/<sku>")
@access(STAFF, Permission.COUNT_STOCK)
def count_stock(sku: str) -> Response:
    """Book it; asked again with both values where the shelf is not what it was."""
    return again(lambda: _counted(sku))


def _counted(sku: str) -> Response:
    held = counting.hold([sku]).get(sku) or abort(404)
    variant = counts.stock_of(sku) or abort(404)
    typed = {name: text[:400] for name, text in request.form.items()}
    form = stock_form.read(typed, variant)
    reference = f"count:{form.key}"
    if counting.booked_before(reference, [variant.variant_id]):
        db.session.rollback()
        return see_other("staff.stock_of", sku=sku, told="counted_before")
    if form.stale or form.errors:
        db.session.rollback()
        return stock_page(variant, form, 409 if form.stale else 422)
    _book(form, variant, held.product_id, reference)
    db.session.commit()
    told = "adjusted" if form.way == "adjust" else "counted" if form.delta else "counted_same"
    return see_other("staff.stock_of", sku=sku, told=told)


def _book(form: StockForm, variant: StockOf, product_id: int, reference: str) -> None:
    assert form.reason is not None, "read without errors"
    now, by = current.now(), actor()
    line = Booking(variant.variant_id, form.delta, form.reason, form.note)
    counting.book([line], reference, by.name, now)
    counting.show([product_id])
    act = Act.STOCK_ADJUSTED if form.way == "adjust" else Act.STOCK_COUNTED
    before = {"free": variant.free, "on_hand": variant.on_hand}
    after = {
        "free": variant.free + form.delta,
        "on_hand": variant.on_hand + form.delta,
        "reason": form.reason.value,
        **({"note": form.note} if form.note else {}),
    }
    write_down(by, act, f"sku:{variant.sku}", now, before, after)
