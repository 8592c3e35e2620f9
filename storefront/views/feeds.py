"""The sitemap: every page worth finding, in both languages, written as it is read from the database."""

from collections.abc import Iterator

from flask import Blueprint, Response, abort, stream_with_context, url_for
from markupsafe import escape
from sqlalchemy import func, select

from storefront.catalog.product import PUBLISHED, Product
from storefront.extensions import db
from storefront.locales import LOCALES
from storefront.views.access import MACHINE, access
from storefront.views.frame import site_url
from storefront.views.legal import pages_now
from storefront.views.snapshot import snapshot

bp = Blueprint("feeds", __name__)
PART = 10_000
"""Addresses in one file; larger shops get an index of several."""
PRODUCTS_A_PART = PART // len(LOCALES)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)


@bp.get("/sitemap.xml")
@access(MACHINE)
def sitemap() -> Response:
    """All pages in one file, or the list of the files they are spread over."""
    fixed, count = list(_fixed()), _count()
    if len(LOCALES) * (len(fixed) + count) <= PART:
        return _answer(_urlset([*fixed, *_products(0, count)]))
    parts = [
        url_for("feeds.pages"),
        *(url_for("feeds.part", number=n) for n in range(1, _parts(count) + 1)),
    ]
    lines = (f"<sitemap><loc>{escape(site_url(path))}</loc></sitemap>\n" for path in parts)
    return _answer(_wrapped("sitemapindex", lines))


@bp.get("/sitemap-pages.xml")
@access(MACHINE)
def pages() -> Response:
    """The pages that are no product."""
    return _answer(_urlset(_fixed()))


@bp.get("/sitemap-<int:number>.xml")
@access(MACHINE)
def part(number: int) -> Response:
    """One stretch of the products, in the order they came in; 404 beyond the last."""
    if not 1 <= number <= _parts(_count()):
        abort(404)
    return _answer(_urlset(_products((number - 1) * PRODUCTS_A_PART, PRODUCTS_A_PART)))


Place = tuple[str, dict[str, str]]


def _fixed() -> Iterator[Place]:
    yield "catalog.home", {}
    yield "catalog.index", {}
    for shelf in snapshot().shelves:
        yield "catalog.category", {"slug": shelf.slug}
    for page in pages_now(snapshot().tariff):
        yield "legal.page", {"page": page}


def _products(start: int, most: int) -> Iterator[Place]:
    rows = select(Product.slug).where(PUBLISHED).order_by(Product.id).offset(start).limit(most)
    for slug in db.session.scalars(rows.execution_options(yield_per=1000)):
        yield "catalog.product", {"slug": slug}


def _count() -> int:
    return db.session.scalar(select(func.count()).select_from(Product).where(PUBLISHED)) or 0


def _parts(count: int) -> int:
    return max(1, -(-count // PRODUCTS_A_PART))


def _urlset(places: Iterator[Place] | list[Place]) -> Iterator[str]:
    return _wrapped("urlset", (entry for place in places for entry in _entries(*place)))


def _entries(endpoint: str, values: dict[str, str]) -> Iterator[str]:
    """One entry a language, each naming all of them."""
    addresses = {
        code: escape(site_url(url_for(endpoint, lang=code, **values)))  # type: ignore[arg-type]
        for code in LOCALES
    }
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{address}"/>'
        for code, address in addresses.items()
    )
    for address in addresses.values():
        yield f"<url><loc>{address}</loc>{links}</url>\n"


def _wrapped(name: str, lines: Iterator[str]) -> Iterator[str]:
    yield f"{_HEAD}<{name} {_SPACES}>\n"
    yield from lines
    yield f"</{name}>\n"


def _answer(lines: Iterator[str]) -> Response:
    response = Response(stream_with_context(lines), mimetype="application/xml")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
