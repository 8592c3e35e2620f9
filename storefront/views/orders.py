"""To be written."""

from flask import Blueprint

bp = Blueprint("orders", __name__)


@bp.get("/orders/<number>/thank-you")
def thank_you(number):
    return "stub"


@bp.get("/orders/<number>")
def show(number):
    return "stub"


@bp.get("/orders/find")
def find():
    return "stub"


@bp.get("/orders/<number>/status")
def status(number):
    return "stub"
