"""To be written."""

from flask import Blueprint

bp = Blueprint("legal", __name__)


@bp.get("/legal/<page>")
def page(page):
    return "stub"
