"""To be written."""

from flask import Blueprint

bp = Blueprint("demo_bank", __name__)


@bp.get("/demo/3-d-secure/<ref>")
def challenge(ref):
    return "stub"
