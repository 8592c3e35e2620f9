"""To be written."""

from flask import Blueprint

bp = Blueprint("cart", __name__)


@bp.get("/cart")
def show():
    return "stub"


@bp.get("/cart/count")
def count():
    return "stub"


@bp.post("/cart/lines")
def create_line():
    return "stub"


@bp.post("/cart/lines/<sku>")
def update_line(sku):
    return "stub"
