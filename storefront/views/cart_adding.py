"""The answers to "put it in the cart": the dialog, a sentence, the cart page, or the buy box with what is wrong."""

from typing import Any

from flask import Response, render_template, session
from flask_babel import gettext as _

from storefront.cart.cart import Cart, CartLine
from storefront.catalog.variant import Variant
from storefront.extensions import htmx
from storefront.lab.patterns import Pattern
from storefront.views.cart_changes import change_since
from storefront.views.cart_page import name_of, priced_cart
from storefront.views.catalog_gap import gap_code, gap_words
from storefront.views.catalog_product import buy_box_context
from storefront.views.deadline import deadline
from storefront.views.free_line import free_line
from storefront.views.offer_view import Shown
from storefront.views.responses import cart_count, own_page, own_parts, see_other
from storefront.views.sending_words import way_name
from storefront.views.switches import is_on

SHOWN_FOR = "dialogs"
"""In the session: ids of the products whose dialog was shown; it comes once for each."""
REMEMBERED = 60
NOTHING_SAID = '<div id="dialog-slot"></div>'
"""Takes an earlier success away when something is refused."""


def added(
    cart: Cart, line: CartLine, had: int, new: bool = False, offer: Shown | None = None
) -> Response:
    """Say that it worked: with the dialog the first time, in a sentence later, on the cart page without scripts or
    for who has the dialog switched off.

    `had` is how many pieces of it the cart held before, `new` whether the dialog is due, `offer` what it suggests.
    """
    if not htmx or not is_on(Pattern.DIALOG):
        return see_other("cart.show", added=line.variant.sku, had=had)
    name = name_of(line.variant)
    change = change_since(cart, line.variant, had)
    if had:
        words = _("%(name)sの数量を%(count)sにしました", name=name, count=line.quantity)
    else:
        words = _("カートに入れました：%(name)s", name=name)
    if new:
        context = dialog_context(cart, line, words)
        html = render_template("cart/_dialog.html", change=change, offer=offer, **context)
    else:
        html = render_template("cart/_said.html", text=words, change=change)
    also = [cart_count(), gap_words(gap_code(line.variant))]
    response = own_parts([html, *filter(None, also)])
    response.headers["HX-Retarget"] = "#dialog-slot"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def dialog_context(cart: Cart, line: CartLine, announced: str) -> dict[str, Any]:
    """What `cart/_dialog.html` needs, `change` and `offer` excepted."""
    priced = priced_cart(cart)
    return {
        "line": line,
        "quote": priced,
        "way": way_name(priced.sending) if priced.sending else "",
        "promise": deadline(priced.sending) if priced.sending else "",
        "free": free_line(priced.sent),
        "announced": announced,
    }


def not_added(variant: Variant, typed: str, words: str) -> Response:
    """The buy box again, or the whole product page: what was chosen and typed is kept, and the words say why."""
    context = buy_box_context(variant.product, variant.sku, typed, words)
    if not htmx:
        return own_page("catalog/product.html", 422, **context)
    box = render_template("catalog/_buy_box.html", **context)
    response = own_parts([box, NOTHING_SAID], 422)
    response.headers["HX-Retarget"] = "#buy-box"
    response.headers["HX-Reswap"] = "outerHTML"
    return response


def first_time(product_id: int) -> bool:
    """Whether the dialog is due for a product in this session; it is then noted as shown."""
    shown: list[int] = session.get(SHOWN_FOR, [])
    if product_id in shown:
        return False
    session[SHOWN_FOR] = [*shown, product_id][-REMEMBERED:]
    return True
