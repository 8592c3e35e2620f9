"""To be written."""

from flask import Blueprint

bp = Blueprint("outbox", __name__)


@bp.get("/outbox")
def index():
    return "stub"


@bp.get("/outbox/<int:id>")
def show(id):
    return "stub"
