"""To be written."""

from flask import Blueprint

bp = Blueprint("paying", __name__)


@bp.get("/orders/<number>/pay")
def pay(number):
    return "stub"
