"""All products of the shop, drafts too: found by words, category and state, with price and stock at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from storefront.catalog.browsing import Entry
from storefront.catalog.picture import Picture
from storefront.catalog.search import LONGEST_QUERY
from storefront.catalog.stocklist import Looked, Shown, look
from storefront.catalog.variant import StockLevel, level_of
from storefront.jinja import translate, yen
from storefront.locales import Text
from storefront.staff.roles import Permission
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import own_page
from storefront.views.snapshot import Shelf, snapshot
from storefront.views.staff.area import bp
from storefront.views.staff.telling import said

STATES = {
    Shown.ALL: _l("すべて"),
    Shown.PUBLISHED: _l("公開中"),
    Shown.DRAFT: _l("下書き"),
    Shown.SOLD_OUT: _l("在庫切れあり"),
}
LARGEST_KEY = 2**31


@dataclass(frozen=True)
class Row:
    """A product in the list; `level` is the worst of its SKUs on offer, `stock` their pieces together."""

    slug: str
    name: str
    picture: Picture | None
    category: Text
    published: bool
    skus: Sequence[str]
    price: str
    stock: int
    level: StockLevel


@bp.get("/products")
@access(STAFF, Permission.SEE_CATALOGUE)
def products() -> Response:
    """Those that are looked for."""
    words = " ".join(request.args.get("q", "").split())[:LONGEST_QUERY]
    category = snapshot().shelf(request.args.get("category", ""))
    said_state = request.args.get("state", "")
    state = Shown(said_state) if said_state in set(Shown) else Shown.ALL
    ids = [one.id for one in (category, *snapshot().below(category))] if category else []
    found, following = look(Looked(words, ids, state, _after()))
    chosen = {"q": words, "category": category.slug if category else "", "state": state.value}
    asked = {name: one for name, one in chosen.items() if one and one != Shown.ALL}
    return own_page(
        "staff/products.html",
        rows=[_row(entry) for entry in found],
        chosen=chosen,
        asked=bool(asked),
        first_page=_after() is None,
        next_url=url("staff.products", **asked, after=following) if following else None,
        categories=[("", _("すべての分類")), *category_options(with_parents=True)],
        states=[(one.value, words) for one, words in STATES.items()],
        said=said(),
    )


def category_options(*, with_parents: bool = False) -> list[tuple[str, str]]:
    """The categories goods stand on, as a select shows them: お茶・ハーブブレンド."""
    kept = snapshot()
    found: list[tuple[str, str]] = []
    for top in kept.shelves:
        if top.parent:
            continue
        leaves = [one for one in kept.shelves if one.parent == top.slug]
        if with_parents or not leaves:
            found.append((top.slug, translate(top.name)))
        found += [(leaf.slug, _path(top, leaf)) for leaf in leaves]
    return found


def _path(top: Shelf, leaf: Shelf) -> str:
    return str(_("%(top)s・%(leaf)s", top=translate(top.name), leaf=translate(leaf.name)))


def _row(entry: Entry) -> Row:
    product = entry.product
    offered = [variant for variant in product.variants if variant.published]
    prices = sorted({variant.price for variant in offered or product.variants})
    span = f"{yen(prices[0])}–{yen(prices[-1])}" if len(prices) > 1 else "".join(map(yen, prices))
    return Row(
        slug=product.slug,
        name=translate(product.name) or product.slug,
        picture=entry.picture,
        category=product.category.name,
        published=product.published,
        skus=[variant.sku for variant in product.variants],
        price=span,
        stock=sum(variant.stock for variant in offered),
        level=level_of(min((variant.stock for variant in offered), default=0)),
    )


def _after() -> int | None:
    said_key = request.args.get("after", "")
    known = said_key.isascii() and said_key.isdigit() and 0 < int(said_key[:12]) < LARGEST_KEY
    return int(said_key) if known and len(said_key) < 12 else None
