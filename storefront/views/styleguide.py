"""To be written."""

from flask import Blueprint

bp = Blueprint("styleguide", __name__)


@bp.get("/styleguide")
def index():
    return "stub"
