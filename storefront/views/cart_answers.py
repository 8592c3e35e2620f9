"""The cart page, whole for a browser without scripts, its contents alone for htmx, with what is suggested there."""

from typing import Any

from flask import Response, g, render_template, request

from storefront.cart.cart import Cart
from storefront.extensions import htmx
from storefront.offers.accepting import Made
from storefront.views.cart_changes import said_switched
from storefront.views.cart_page import Said, cart_context
from storefront.views.responses import cart_count, own_page, own_parts
from storefront.views.suggesting import cart_suggestions, no_words


def contents(cart: Cart | None, status: int = 200, **more: Any) -> Response:
    """The cart again: lines, panel and count for htmx, else the whole page."""
    if not htmx:
        return page(cart, status=status, **more)
    html = render_template("cart/_contents.html", **_context(cart, more))
    return own_parts([html, cart_count()], status)


def page(
    cart: Cart | None,
    added: str = "",
    refused: Made | None = None,
    status: int = 200,
    **more: Any,
) -> Response:
    """The cart page. `added` has just gone in without scripts, `refused` is an offer refused without them."""
    g.noindex = status != 200
    return own_page("cart/show.html", status, **_context(cart, more, added, refused))


def _context(
    cart: Cart | None, more: dict[str, Any], added: str = "", refused: Made | None = None
) -> dict[str, Any]:
    suggested = cart_suggestions(cart, added, refused)
    if refused and not suggested.tokens and not more.get("said"):
        more = {**more, "said": Said(no_words(), kind="info")}
    if request.args.get("offers") == ("off" if suggested.off else "on") and not more.get("said"):
        more = {**more, "said": said_switched(suggested.off)}
    return {**cart_context(cart, **more), "suggested": suggested}
