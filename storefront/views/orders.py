"""After the click: the thank-you page, the order's own page, and the way back to it for guests."""

from datetime import timedelta

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.exceptions import TooManyRequests
from wtforms import EmailField, StringField
from wtforms.validators import InputRequired

from storefront.extensions import htmx
from storefront.orders.finding import order_for
from storefront.payments.standing import Standing
from storefront.views.access import ORDER_LINK, PUBLIC, access
from storefront.views.addition_sheet import addition_under_way
from storefront.views.caller import within_limit
from storefront.views.order_access import kept_link, order_link, visible_order
from storefront.views.order_page import order_links, order_page, order_sheet
from storefront.views.responses import fragments, own_page, refused, see_path
from storefront.views.thanks_offer import thanks_offer

bp = Blueprint("orders", __name__)

_PAGES = {
    Standing.PAID: "orders/thank_you.html",
    Standing.AT_THE_DOOR: "orders/thank_you.html",
    Standing.AWAITING: "orders/awaiting.html",
    Standing.ACTION: "orders/awaiting.html",
    Standing.CHECKING: "orders/waiting.html",
}
TRIES = 5
TRIES_WITHIN = timedelta(minutes=10)


class FinderForm(FlaskForm):  # type: ignore[misc]
    """What a guest types to find an order."""

    number = StringField(
        _l("ご注文番号"),
        [InputRequired(_l("ご注文番号を入力してください"))],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    email = EmailField(
        _l("メールアドレス"),
        [InputRequired(_l("メールアドレスを入力してください"))],
        render_kw={"autocomplete": "email"},
    )


@bp.get("/orders/<number>/thank-you")
@access(ORDER_LINK)
def thank_you(number: str) -> Response:
    """The page after the click: thanks, or how to pay. What is not settled goes on: to pay, or to the order's page."""
    order, seen = visible_order(number)
    sheet = order_sheet(order, seen)
    if sheet.standing is Standing.TO_PAY:
        return see_path(kept_link("paying.pay", number))
    page = _PAGES.get(sheet.standing)
    if page is None:
        return see_path(kept_link("orders.show", number))
    if not sheet.standing.settled:
        return own_page(page, sheet=sheet, link=order_links(sheet))
    offer = thanks_offer(order, request.args.get("refused", "")) if sheet.full else None
    added = addition_under_way(order)
    return own_page(page, sheet=sheet, link=order_links(sheet), offer=offer, added=added)


@bp.get("/orders/<number>")
@access(ORDER_LINK)
def show(number: str) -> Response:
    """The order as it stands: state, dates, goods, sums, payment, timeline."""
    order, seen = visible_order(number)
    return order_page(order, seen)


@bp.get("/orders/<number>/status")
@access(ORDER_LINK)
def status(number: str) -> Response:
    """How it stands, for a page that keeps asking while the money is not there.

    204 while there is no news since what the page was `seen` with. `then=thank-you` asks for the whole page after the
    click once there is.
    """
    order, seen = visible_order(number)
    if not htmx:
        return see_path(kept_link("orders.show", number))
    sheet = order_sheet(order, seen)
    if sheet.mark == request.args.get("seen", f"{Standing.CHECKING.value}-0"):
        return Response(status=204)
    if request.args.get("then") == "thank-you":
        return see_path(kept_link("orders.thank_you", number))
    return fragments("orders/_status.html", sheet=sheet, link=order_links(sheet))


@bp.get("/orders/find")
@access(PUBLIC)
def find() -> Response:
    """The form that finds an order by its number and e-mail address."""
    form = FinderForm(data={"number": request.args.get("number", "")[:12]})
    return own_page("orders/find.html", form=form)


@bp.post("/orders/find")
@access(PUBLIC)
def open_found() -> Response:
    """Lead to the order; every mismatch gets the same answer. Five tries in ten minutes from one address."""
    _count_try()
    form = FinderForm()
    if not form.validate():
        return refused("orders/find.html", form=form)
    order = order_for(form.number.data or "", form.email.data or "")
    if order is None:
        form.number.errors = [_("ご注文番号とメールアドレスの組み合わせが見つかりません")]
        return refused("orders/find.html", form=form)
    return see_path(order_link(order))


def _count_try() -> None:
    """Count one try from this address. Raises TooManyRequests beyond the limit. Commits."""
    if not within_limit("find", TRIES, TRIES_WITHIN):
        raise TooManyRequests(retry_after=int(TRIES_WITHIN.total_seconds()))
