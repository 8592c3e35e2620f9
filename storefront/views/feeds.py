"""To be written."""

from flask import Blueprint

bp = Blueprint("feeds", __name__)


@bp.get("/sitemap.xml")
def sitemap():
    return "stub"
