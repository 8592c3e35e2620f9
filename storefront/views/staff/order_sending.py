"""Saying that the parcels of an order left, with the carrier's number of each where there is one."""

import re
import unicodedata
from collections.abc import Mapping

from flask import Response, request
from flask_babel import gettext as _

from storefront.extensions import db
from storefront.jinja import yen
from storefront.orders.order import Order, OrderState
from storefront.payments.fulfilling import CannotSend, mark_sent
from storefront.payments.of_order import disputes_of
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.parcel_rows import parcel_rows
from storefront.views.responses import own_page, see_other
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.order import asked_order
from storefront.views.staff.sure import Sure

TRACKING = re.compile(r"[0-9A-Za-z ,-]{0,80}")
"""Numbers of the boxes of one parcel, as carriers write them."""


@bp.get("/orders/<number>/sent")
@access(STAFF, Permission.PACK)
def send_off(number: str) -> Response:
    """Ask whether the parcels left, and for their numbers."""
    order = asked_order(number)
    if order.state != OrderState.PLACED:
        return _order(number, "same" if order.state == OrderState.FULFILLED else "not_confirmed")
    return _page(order, {}, {})


@bp.post("/orders/<number>/sent")
@access(STAFF, Permission.PACK)
def send_off_now(number: str) -> Response:
    """Write down that they left, once."""
    now, order = current.now(), asked_order(number)
    was, names = str(order.state), _names(order)
    typed = {name: request.form.get(name, "") for name in names}
    tracking = {name: _plain(text) for name, text in typed.items()}
    wrong = _("送り状番号は、数字・英字・ハイフンで80文字までにしてください")
    errors = {name: wrong for name, text in tracking.items() if not TRACKING.fullmatch(text)}
    if errors:
        return _page(order, typed, errors)
    try:
        done = mark_sent(order, now, list(tracking.values()))
    except CannotSend:
        db.session.rollback()
        return _order(number, _why_not(asked_order(number)))
    if not done:
        db.session.rollback()
        return _order(number, "same")
    became = {"state": str(OrderState.FULFILLED), "tracking": [*filter(None, tracking.values())]}
    write_down(actor(), Act.SENT_OFF, f"order:{number}", now, {"state": was}, became)
    db.session.commit()
    return _order(number, "sent_off")


def _page(order: Order, typed: Mapping[str, str], errors: Mapping[str, str]) -> Response:
    number, rows = order.number, parcel_rows(order.parcels)
    sure = Sure(
        title=_("%(number)sを発送済みにします", number=number),
        button=_("発送済みにする"),
        action=url("staff.send_off_now", number=number),
        back=url("staff.order", number=number),
        effects=[
            _("荷物を送り出したあとに押してください。このあと、注文には何も足せません。"),
            _("お客さまに、発送とお届けの日をメールで知らせます。"),
        ],
        facts=[(_("商品"), _("%(count)s点", count=order.count)), (_("合計"), yen(order.total))],
    )
    names = zip(_names(order), rows, strict=True)
    labels = {name: _label(row.title, len(rows) > 1) for name, row in names}
    status = 422 if errors else 200
    page = {"labels": labels, "typed_in": typed, "errors": errors}
    return own_page("staff/send_off.html", status, sure=sure, **page)


def _names(order: Order) -> list[str]:
    return [f"tracking-{place}" for place in range(len(order.parcels))]


def _label(parcel: str, several: bool) -> str:
    return str(_("%(parcel)sの送り状番号", parcel=parcel) if several else _("送り状番号"))


def _plain(text: str) -> str:
    """In half width, with single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _why_not(order: Order) -> str:
    if order.state != OrderState.PLACED:
        return "not_confirmed"
    disputed = any(one.held for one in disputes_of(order))
    return "in_dispute" if disputed else "amendment_waits"


def _order(number: str, told: str) -> Response:
    return see_other("staff.order", number=number, told=told)
