"""The shelves and what stands on them: home, lists, search, products."""

from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from flask import Blueprint, Response, g, render_template, request

from storefront.catalog.search import LONGEST_QUERY
from storefront.extensions import htmx
from storefront.views.access import PUBLIC, access
from storefront.views.catalog_filters import PARAMETERS
from storefront.views.catalog_gap import gap_words
from storefront.views.catalog_home import home_context
from storefront.views.catalog_lists import everything, one_category, results, suggestions
from storefront.views.catalog_product import page_context, variant_context
from storefront.views.product_slot import slot_page
from storefront.views.responses import own_parts, shared_page

bp = Blueprint("catalog", __name__)
MOST_SUGGESTIONS = 6
ASKED = ("q", "page")
"""All that the address of a search may say."""


@bp.get("/")
@access(PUBLIC)
def home() -> Response:
    """The first page."""
    return shared_page("catalog/home.html", home_context)


@bp.get("/products")
@access(PUBLIC)
def index() -> Response:
    """Everything, filtered and sorted as the address says."""
    if htmx:
        return _part("catalog/_more.html", everything, PARAMETERS)
    return shared_page("catalog/index.html", everything, PARAMETERS)


@bp.get("/categories/<slug>")
@access(PUBLIC)
def category(slug: str) -> Response:
    """A shelf, filtered and sorted as the address says."""
    if htmx:
        return _part("catalog/_more.html", lambda: one_category(slug), PARAMETERS)
    return shared_page("catalog/index.html", lambda: one_category(slug), PARAMETERS)


@bp.get("/search")
@access(PUBLIC)
def search() -> Response:
    """What holds the words typed: as a page, and for htmx as links under the field."""
    g.noindex = True
    typed = " ".join(request.args.get("q", "").split())[:LONGEST_QUERY]
    if htmx and "page" in request.args:
        return _part("catalog/_more.html", lambda: results(typed), ASKED)
    if htmx:
        found = partial(suggestions, typed, MOST_SUGGESTIONS)
        return _part("catalog/_suggestions.html", found, ASKED)
    return shared_page("catalog/search.html", lambda: results(typed), ASKED)


@bp.get("/products/<slug>")
@access(PUBLIC)
def product(slug: str) -> Response:
    """One product, the variant of ?sku= chosen; for htmx the parts that change with the variant."""
    sku = request.args.get("sku")
    if htmx:
        parts = ("catalog/_chosen.html", "catalog/_gallery.html", "catalog/_landed.html")
        context = variant_context(slug, sku)
        return own_parts([*(render_template(one, **context) for one in parts), context["slot"]])
    page = partial(page_context, slug, sku)
    return shared_page("catalog/product.html", page, ("sku",), gap=gap_words, offered=slot_page)


def _part(template: str, make: Callable[[], dict[str, Any]], knows: Collection[str]) -> Response:
    """A part for htmx, the same for all visitors; the browser must not keep it under the page's address."""
    response = shared_page(template, make, knows)
    response.headers["Cache-Control"] = "no-store"
    return response
