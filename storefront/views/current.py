"""Who is looking: language, theme, region, cart; and what the shop is at this moment."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from flask import Response, g, request, session

from storefront import clock
from storefront.cart.cart import Cart, new_cart, open_cart
from storefront.database import one_row
from storefront.locales import DEFAULT_LOCALE, LOCALES, Locale, as_locale
from storefront.shipping.load import Load
from storefront.shipping.prefectures import Prefecture, by_code

AREA_COOKIE = "area"
THEME_COOKIE = "theme"
THEMES = ("auto", "light", "dark")
COOKIE_LASTS = 365 * 24 * 3600


def _load_columns(temperature: str) -> str:
    """The sums of a `Load` over the lines of one temperature, those that cannot be had left out as in `Cart.items`."""
    to_be_had = "variant.published AND product.published AND variant.stock > 0"
    mine = f"CASE WHEN variant.temperature = '{temperature}' AND {to_be_had} THEN {{}} ELSE 0 END"
    count = "CAST(line.quantity AS BIGINT)"
    volume = f"{count} * variant.length_mm * variant.width_mm * variant.height_mm"
    sums = (count, f"{count} * variant.price", f"{count} * variant.weight_grams", volume)
    sides = ("variant.length_mm", "variant.width_mm", "variant.height_mm")
    return ", ".join(
        [f"SUM({mine.format(one)})" for one in sums] + [f"MAX({mine.format(one)})" for one in sides]
    )


_GLANCE = f"""
    SELECT (SELECT number FROM revision WHERE part = 'catalog') AS catalog,
           (SELECT number FROM revision WHERE part = 'settings') AS settings,
           (SELECT shipping_method || ' ' || payment_method FROM checkout WHERE cart_id = ?) AS chosen,
           SUM(line.quantity),
           {_load_columns("ambient")},
           {_load_columns("cool")}
    FROM cart
    JOIN cart_line AS line ON line.cart_id = cart.id
    JOIN variant ON variant.id = line.variant_id
    JOIN product ON product.id = variant.product_id
    WHERE cart.id = ? AND cart.state = 'open'
    """


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
    ambient: Load
    """What of them can be had, as `quote()` is asked for it."""
    cool: Load


def now() -> datetime:
    """The moment of this request, UTC; the same each time it is asked."""
    if "now" not in g:
        g.now = clock.now()
    moment: datetime = g.now
    return moment


def locale() -> Locale:
    """The language of this page: from its address, else from the browser's wishes."""
    if "locale" not in g:
        g.locale = _locale_of_path() or wished_locale()
    code: Locale = g.locale
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
    """Keep a visitor's choice (region, light or dark) in a cookie of that name for a year."""
    response.set_cookie(
        cookie, choice, max_age=COOKIE_LASTS, samesite="Lax", secure=request.is_secure
    )


def glance() -> Glance:
    """Revisions and cart count, asked once per request in one statement."""
    if "glance" not in g:
        cart = session.get("cart", 0)
        catalog, settings, chosen, *sums = one_row(_GLANCE, (cart, cart)) or (0, 0, "")
        way, _gap, paying = (chosen or "").partition(" ")
        pieces, *loads = [int(figure or 0) for figure in sums] or [0] * 15
        g.glance = Glance(
            int(catalog or 0),
            int(settings or 0),
            way,
            paying,
            pieces,
            Load(*loads[:7]),
            Load(*loads[7:]),
        )
    seen: Glance = g.glance
    return seen


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
