"""To be written."""

from flask import Blueprint

bp = Blueprint("checkout", __name__)


@bp.get("/checkout/delivery")
def delivery():
    return "stub"


@bp.get("/checkout/postcode")
def postcode():
    return "stub"


@bp.get("/checkout/payment")
def payment():
    return "stub"


@bp.get("/checkout/confirm")
def confirm():
    return "stub"


@bp.post("/checkout/order")
def create_order():
    return "stub"
