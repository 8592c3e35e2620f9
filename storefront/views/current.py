"""Who is looking: language, theme, region, cart; and what the shop is at this moment."""

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from flask import Response, current_app, g, request, session

from storefront import clock
from storefront.cart.cart import Cart, new_cart, open_cart
from storefront.database import one_row
from storefront.extensions import db
from storefront.locales import DEFAULT_LOCALE, LOCALES, Locale, as_locale
from storefront.quoting.item import QuoteItem
from storefront.shipping.prefectures import Prefecture, by_code

AREA_COOKIE = "area"
THEME_COOKIE = "theme"
THEMES = ("auto", "light", "dark")
COOKIE_LASTS = 365 * 24 * 3600


_PIECE = " || '|' || ".join(
    (
        "line.id", "variant.sku", "line.quantity", "variant.price", "variant.tax_class", "variant.weight_grams",
        "variant.length_mm", "variant.width_mm", "variant.height_mm", "variant.temperature",
        "CASE WHEN variant.published AND product.published AND variant.stock > 0 THEN 1 ELSE 0 END",
        "variant.product_id",
    )
)  # fmt: skip
_GLANCE = f"""
    SELECT (SELECT number FROM revision WHERE part = 'catalog') AS catalog,
           (SELECT number FROM revision WHERE part = 'settings') AS settings,
           (SELECT shipping_method || ' ' || payment_method FROM checkout WHERE cart_id = ?) AS chosen,
           {{together}}({_PIECE}, ',')
    FROM cart
    JOIN cart_line AS line ON line.cart_id = cart.id
    JOIN variant ON variant.id = line.variant_id
    JOIN product ON product.id = variant.product_id
    WHERE cart.id = ? AND cart.state = 'open'
    """  # columns of ours; ids are bound  # nosec B608
_TOGETHER = {"sqlite": "group_concat", "postgresql": "string_agg"}


@dataclass(frozen=True)
class Glance:
    """What one statement tells of every request: the shop's revisions, what lies in the cart, what was chosen for it."""

    catalog: int
    settings: int
    way: str
    """The way to send that checkout was told for this cart, "" before."""
    paying: str
    """The payment method likewise."""
    pieces: int
    """Pieces in the cart, those that cannot be had any more included."""
    items: tuple[QuoteItem, ...]
    """What of them can be had, as `quote()` is asked for it, in the order of the cart."""
    products: frozenset[int] = frozenset()
    """The ids of their products."""


def now() -> datetime:
    """The moment of this request, UTC; the same each time it is asked."""
    moment: datetime | None = g.get("now")
    if moment is None:
        moment = g.now = clock.now()
    return moment


def locale() -> Locale:
    """The language of this page: from its address, else from the browser's wishes."""
    code: Locale | None = g.get("locale")
    if code is None:
        code = g.locale = _locale_of_path() or wished_locale()
    return code


def wished_locale() -> Locale:
    """The language for somebody whose address says none."""
    return as_locale(request.accept_languages.best_match(LOCALES) or DEFAULT_LOCALE)


def theme() -> str:
    """auto, light or dark, from the visitor's cookie."""
    chosen = request.cookies.get(THEME_COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"


def query() -> str:
    """The query of this address; of a page kept for everybody only what that page knows (`responses.shared_page`)."""
    if "knows" not in g:
        return request.query_string.decode("utf-8", "ignore")
    return urlencode([(name, value) for name, value in request.args.items(True) if name in g.knows])


def address() -> str:
    """Path and query of this page, by which a visitor comes back to it."""
    asked = query()
    return f"{request.path}?{asked}" if asked else request.path


def area() -> Prefecture | None:
    """The prefecture the visitor picked, None before."""
    if "area" not in g:
        g.area = by_code(request.cookies.get(AREA_COOKIE, ""))
    picked: Prefecture | None = g.area
    return picked


def remember(response: Response, cookie: str, choice: str) -> None:
    """Keep a visitor's choice (region, light or dark) in a cookie of that name for a year; no script has a use for it."""
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(
        cookie, choice, max_age=COOKIE_LASTS, samesite="Lax", secure=secure, httponly=True
    )


def glance() -> Glance:
    """Revisions and cart count, asked once per request in one statement."""
    seen: Glance | None = g.get("glance")
    if seen is None:
        seen = g.glance = _glanced()
    return seen


def _glanced() -> Glance:
    cart = session.get("cart", 0)
    asked = _GLANCE.format(together=_TOGETHER[db.engine.dialect.name])
    catalog, settings, chosen, held = one_row(asked, (cart, cart)) or (0, 0, "", "")
    way, _gap, paying = (chosen or "").partition(" ")
    pieces, items, products = _read_lines(held or "")
    return Glance(int(catalog or 0), int(settings or 0), way, paying, pieces, items, products)


def holds(cart: Cart) -> None:
    """Let the glance of this request know what the visitor's cart holds from now on, without asking again."""
    seen: Glance | None = g.get("glance")
    if seen is None:
        return
    if session.get("cart") != cart.id:
        seen = replace(seen, way="", paying="")
    products = frozenset(line.variant.product_id for line in cart.lines if line.left)
    g.glance = replace(seen, pieces=cart.count, items=tuple(cart.items()), products=products)


def _read_lines(held: str) -> tuple[int, tuple[QuoteItem, ...], frozenset[int]]:
    """The pieces in all lines, and those to be had with their products; from what the statement of the glance strings together."""
    lines = sorted(
        (line.split("|") for line in held.split(",") if line), key=lambda line: int(line[0])
    )
    items = tuple(
        QuoteItem(sku, int(count), int(price), tax, int(grams), (int(a), int(b), int(c)), kept)
        for _id, sku, count, price, tax, grams, a, b, c, kept, to_be_had, _product in lines
        if to_be_had == "1"
    )
    products = frozenset(int(line[-1]) for line in lines if line[-2] == "1")
    return sum(int(line[2]) for line in lines), items, products


def current_cart(to_change: bool = False) -> Cart | None:
    """The visitor's open cart with its lines, or None; `to_change` locks it until the commit."""
    return open_cart(session.get("cart"), to_change)


def current_cart_or_new() -> Cart:
    """The visitor's open cart, locked to be changed, or a new one.

    The session learns of a new one only from whoever commits it (`views.cart.keep`): the number of a cart that
    was never saved may become somebody else's.
    """
    return current_cart(to_change=True) or new_cart(now())


def _locale_of_path() -> Locale | None:
    first = request.path.split("/", 2)[1] if request.path.startswith("/") else ""
    return as_locale(first) if first in LOCALES else None
