"""To be written."""

from flask import Blueprint

bp = Blueprint("catalog", __name__)


@bp.get("/")
def home():
    return "stub"


@bp.get("/products")
def index():
    return "stub"


@bp.get("/products/<slug>")
def product(slug):
    return "stub"


@bp.get("/categories/<slug>")
def category(slug):
    return "stub"


@bp.get("/search")
def search():
    return "stub"
