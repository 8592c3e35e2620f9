"""To be written."""

from flask import Blueprint

bp = Blueprint("delivery_area", __name__)


@bp.post("/delivery-area")
def update():
    return "stub"


@bp.get("/delivery-area")
def edit():
    return "stub"
