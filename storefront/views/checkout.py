"""The addresses of checkout; what is behind each stands in the file of its step."""

from flask import Blueprint, Response, g, request

from storefront.views import (
    checkout_confirm,
    checkout_delivery,
    checkout_door,
    checkout_order,
    checkout_payment,
)
from storefront.views.access import PUBLIC, access
from storefront.views.checkout_forms import EmailForm

bp = Blueprint("checkout", __name__)


@bp.before_request
def _not_for_search_engines() -> None:
    g.noindex = True


@bp.route("/checkout/delivery", methods=["GET", "POST"])
@access(PUBLIC)
def delivery() -> Response:
    """Who, where to, how and when; posted, it is saved, or the address of a postcode is filled in."""
    return checkout_delivery.submit() if request.method == "POST" else checkout_delivery.show()


@bp.route("/checkout/email", methods=["GET", "POST"])
@access(PUBLIC)
def door() -> Response:
    """The e-mail before all else, for who has guest checkout switched off."""
    if request.method == "POST":
        return checkout_door.submit(EmailForm(request.form))
    return checkout_door.show()


@bp.get("/checkout/postcode")
@access(PUBLIC)
def postcode() -> Response:
    """What a postcode or a prefecture means for the form: fragments."""
    return checkout_delivery.choices()


@bp.route("/checkout/payment", methods=["GET", "POST"])
@access(PUBLIC)
def payment() -> Response:
    """How to pay; posted, the choice is saved."""
    return checkout_payment.submit() if request.method == "POST" else checkout_payment.show()


@bp.get("/checkout/confirm")
@access(PUBLIC)
def confirm() -> Response:
    """All of it once more, before the button."""
    return checkout_confirm.show()


@bp.post("/checkout/order")
@access(PUBLIC)
def create_order() -> Response:
    """Place the order."""
    return checkout_order.submit()
