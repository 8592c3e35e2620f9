"""Calling off what is under way: the attempt alone, for another way to pay, or the whole order."""

from flask import Blueprint, Response, request

from storefront.extensions import db
from storefront.orders.finding import order_by_number
from storefront.orders.order import Order
from storefront.payments.calling_off import CannotCallOff, call_off_unpaid
from storefront.payments.payment import Payment
from storefront.payments.reconciling import give_up
from storefront.payments.settling import last_payment
from storefront.payments.standing import Standing, standing
from storefront.views import current
from storefront.views.access import ORDER_LINK, access
from storefront.views.order_access import kept_link, visible_order
from storefront.views.order_page import order_links, order_sheet
from storefront.views.responses import own_page, see_path

bp = Blueprint("cancelling", __name__)


@bp.route("/orders/<number>/cancel", methods=["GET", "POST"])
@access(ORDER_LINK)
def cancel(number: str) -> Response:
    """Asks whether an unpaid order is to be called off; posted, it is."""
    order, seen = visible_order(number)
    if not standing(order, last_payment(order)).open:
        return see_path(kept_link("orders.show", number))
    if request.method == "POST":
        cancel_unpaid(order)
        return see_path(_afterwards(number))
    sheet = order_sheet(order, seen)
    links = order_links(sheet)
    return own_page("orders/cancel.html", sheet=sheet, link=links)


def call_off(payment: Payment) -> Standing:
    """Call an attempt off where it was begun, between two commits, and say how its order stands then.

    to_pay: it is off. paid: the money had moved. checking: nobody knows, and nothing else may be tried.
    """
    number = str(payment.order.number)
    give_up(payment, current.now())
    db.session.commit()
    order = order_by_number(number)
    assert order is not None
    return standing(order, last_payment(order))


def cancel_unpaid(order: Order) -> bool:
    """Call an unpaid order off for its buyer. Commits.

    False, with nothing changed but what the gateway told, when it was paid meanwhile or nobody knows.
    """
    try:
        call_off_unpaid(order, current.now())
    except CannotCallOff:
        db.session.rollback()
        return False
    db.session.commit()
    return True


def _afterwards(number: str) -> str:
    order = order_by_number(number)
    assert order is not None
    paid = standing(order, last_payment(order)).settled
    return kept_link("orders.thank_you" if paid else "orders.show", number)
