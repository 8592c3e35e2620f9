"""Where an addition to an order stands: its page, the way back from the bank, and the way out."""

from flask import Blueprint, Response, abort, request
from sqlalchemy import select

from storefront.extensions import db, htmx
from storefront.offers.accepting import OfferOver
from storefront.orders.amendment import Amendment, AmendmentState
from storefront.orders.order import Order
from storefront.payments.of_order import live_for
from storefront.payments.reconciling import ask_now, give_up_addition
from storefront.views import current
from storefront.views.access import ORDER_LINK, access
from storefront.views.adding import own_order, wished
from storefront.views.adding_again import again_link, made_again
from storefront.views.adding_page import not_added
from storefront.views.addition_sheet import addition_link, links_of_addition, sheet_of_addition
from storefront.views.card_box import may_lead_to_stripe
from storefront.views.order_access import Access, visible_order
from storefront.views.responses import own_page, see_path

bp = Blueprint("adding_stands", __name__)


@bp.get("/orders/<number>/additions/<int:which>")
@access(ORDER_LINK)
def show(number: str, which: int) -> Response:
    """How it stands; for a page that keeps asking 204 while there is no news since what it was `seen` with."""
    order, seen = visible_order(number)
    sheet = sheet_of_addition(_numbered(order, which) or abort(404))
    if htmx and request.args.get("seen") == sheet.mark:
        return Response(status=204)
    if htmx:
        return see_path(addition_link(number, which))
    again = again_link(sheet.amendment) if seen is Access.FULL and not sheet.astray else ""
    links = {**links_of_addition(sheet), "again": again}
    page = own_page("orders/addition.html", sheet=sheet, link=links)
    return may_lead_to_stripe(page)


@bp.route("/orders/<number>/additions/<int:which>/return", methods=["GET", "POST"])
@access(ORDER_LINK)
def came_back(number: str, which: int) -> Response:
    """Back from a page of the gateway's. The page posts itself where scripts run; posted, the gateway is asked."""
    amendment = _asked(number, which)
    payment = live_for(amendment)
    if amendment.state != AmendmentState.PENDING or payment is None:
        return see_path(addition_link(number, which))
    if request.method == "POST":
        ask_now(payment, current.now())
        return see_path(addition_link(number, which))
    action = addition_link(number, which, "adding_stands.came_back")
    page = own_page("orders/came_back.html", order=amendment.order, action=action)
    return may_lead_to_stripe(page)


@bp.get("/orders/<number>/additions/<int:which>/again")
@access(ORDER_LINK)
def again(number: str, which: int) -> Response:
    """What came to nothing, to be agreed to once more; nothing of it is written before that."""
    order = own_order(number)
    made = made_again(_asked(number, which))
    return wished(order, made) if made else not_added(order, OfferOver())


@bp.post("/orders/<number>/additions/<int:which>/cancel")
@access(ORDER_LINK)
def cancel(number: str, which: int) -> Response:
    """Take an addition back that is not paid. Safe to repeat; one that was paid meanwhile stays."""
    own_order(number)
    give_up_addition(_asked(number, which), current.now())
    return see_path(addition_link(number, which))


def _asked(number: str, which: int) -> Amendment:
    """An addition to an order that the visitor may see; 404 where it has no such."""
    order, _seen = visible_order(number)
    return _numbered(order, which) or abort(404)


def _numbered(order: Order, which: int) -> Amendment | None:
    meant = (Amendment.order_id == order.id, Amendment.number == which)
    return db.session.scalar(select(Amendment).where(*meant))
