"""Taking a list of orders out of the shop as CSV: what is in it is asked first, then it comes as it is read."""

from flask import Response, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from storefront.clock import shop_time
from storefront.extensions import db
from storefront.orders.listing import MOST_COUNTED
from storefront.reports.order_sheet import LINE, ORDER, line_rows, order_rows
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import own_page, see_other
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.confirming import asks_password
from storefront.views.staff.csv_out import csv_out, encoding_picked
from storefront.views.staff.list_picked import Picked, picked
from storefront.views.staff.list_words import chips, count_words

COLUMNS: dict[str, LazyString] = {
    "number": _l("注文番号"),
    "placed_at": _l("注文日時"),
    "state": _l("注文の状態"),
    "goods": _l("商品の小計"),
    "discount": _l("割引"),
    "shipping": _l("送料"),
    "fee": _l("手数料"),
    "total": _l("合計"),
    "refunded": _l("返金した額"),
    "payment": _l("支払い方法"),
    "paid_at": _l("入金日時"),
    "leave_on": _l("出荷日"),
    "first_sent_at": _l("発送日時"),
    "promised_on": _l("お届け日"),
    "slot": _l("時間帯"),
    "pieces": _l("点数"),
    "name": _l("名前"),
    "email": _l("メールアドレス"),
    "phone": _l("電話番号"),
    "postal_code": _l("郵便番号"),
    "prefecture": _l("都道府県コード"),
    "address": _l("住所"),
    "building": _l("建物名"),
    "sku": _l("SKU"),
    "item": _l("商品"),
    "label": _l("種類"),
    "quantity": _l("数量"),
    "unit_price": _l("単価"),
    "line_discount": _l("行の割引"),
    "line_total": _l("行の合計"),
    "tax_percent": _l("税率"),
}
SHAPES = {"orders": (ORDER, order_rows), "lines": (LINE, line_rows)}


@bp.get("/orders/export")
@access(STAFF, Permission.EXPORT)
@asks_password()
def export() -> Response:
    """What is to be in the file, and in which shape. The password is asked for before, not in place of the file: who takes one out
    stays on the page they were on.
    """
    chosen = _chosen()
    counted = chosen.counted()
    return own_page(
        "staff/order_export.html",
        chosen=chosen,
        count=count_words(counted),
        none=counted == 0,
        uncounted=counted > MOST_COUNTED,
        chips=[one.label for one in chips(chosen.asked, "", {})],
        back=f"{url('staff.orders')}?{chosen.query}" if chosen.query else url("staff.orders"),
    )


@bp.post("/orders/export")
@access(STAFF, Permission.EXPORT)
@asks_password()
def export_now() -> Response:
    """The file, row by row; that it was taken is written down before its first."""
    chosen, now, locale = _chosen(), current.now(), current.locale()
    shape = request.form.get("shape", "")
    if shape not in SHAPES:
        return see_other("staff.export", **chosen.fields)
    taken = {"shape": shape, **chosen.told, "numbers": [*chosen.numbers]}
    write_down(actor(), Act.EXPORTED, "orders:export", now, None, taken)
    db.session.commit()
    columns, rows = SHAPES[shape]
    header = [str(COLUMNS[name]) for name in columns]
    name = f"{shape}-{shop_time(now):%Y%m%d-%H%M}.csv"
    return csv_out(name, header, rows(chosen.ids(), locale), encoding_picked())


def _chosen() -> Picked:
    """What was picked; without that, all that the address asks for."""
    sent = request.form if request.method == "POST" else request.args
    return picked() or Picked((), sent.get("query", "")[:2000], 0)
