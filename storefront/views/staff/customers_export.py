"""Taking the list of customers out of the shop as CSV: what is in it is said first, then it comes as it is read."""

from flask import Response, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from storefront.clock import shop_time
from storefront.customers.listed import COLUMNS, person_rows
from storefront.extensions import db
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import own_page
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.confirming import asks_password
from storefront.views.staff.csv_out import csv_out, encoding_picked
from storefront.views.staff.customers import LONGEST_SEARCH

WORDS: dict[str, LazyString] = {
    "name": _l("名前"),
    "email": _l("メールアドレス"),
    "phone": _l("電話番号"),
    "verified": _l("確認済み"),
    "orders": _l("注文の数"),
    "last_number": _l("最後の注文番号"),
    "last_on": _l("最後の注文日"),
    "wants_offers": _l("おすすめのメール"),
}


@bp.get("/customers/export")
@access(STAFF, Permission.EXPORT)
def export_customers() -> Response:
    """What is to be in the file."""
    typed = request.args.get("q", "")[:LONGEST_SEARCH]
    return own_page(
        "staff/customers_export.html",
        typed=typed,
        columns=[str(WORDS[name]) for name in COLUMNS],
        back=url("staff.customers", q=typed or None),
    )


@bp.post("/customers/export")
@access(STAFF, Permission.EXPORT)
@asks_password()
def export_customers_now() -> Response:
    """The file, person by person; that it was taken is written down before its first. Never which words were looked for."""
    typed, now = request.form.get("q", "")[:LONGEST_SEARCH], current.now()
    taken = {"searched": bool(typed.strip()), "encoding": encoding_picked().value}
    write_down(actor(), Act.CUSTOMERS_EXPORTED, "customers:export", now, None, taken)
    db.session.commit()
    name = f"customers-{shop_time(now):%Y%m%d-%H%M}.csv"
    header = [str(WORDS[column]) for column in COLUMNS]
    return csv_out(name, header, person_rows(now, typed), encoding_picked())
