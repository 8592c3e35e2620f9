"""The answers to "put it in the cart": the dialog, a sentence, the cart page, or the buy box with what is wrong."""

from typing import Any

from flask import Response, render_template, session
from flask_babel import gettext as _

from storefront.cart.cart import Cart, CartLine
from storefront.catalog.variant import Variant
from storefront.extensions import htmx
from storefront.views.cart_page import name_of, never_free, priced_cart
from storefront.views.responses import cart_count, own_page, own_parts, see_other

SHOWN_FOR = "dialogs"
"""In the session: ids of the products whose dialog was shown; it comes once for each."""
REMEMBERED = 60


def added(cart: Cart, line: CartLine, only_increased: bool) -> Response:
    """Say that it worked: with the dialog the first time, in a sentence later, on the cart page without scripts."""
    if not htmx:
        return see_other("cart.show", added=line.variant.sku)
    if only_increased:
        return _said(
            _("%(name)sの数量を%(count)sにしました", name=name_of(line.variant), count=line.quantity)
        )
    words = _("カートに入れました：%(name)s", name=name_of(line.variant))
    if not _first_time(line.variant.product_id):
        return _said(words)
    return _into_dialog_slot(render_template("cart/_dialog.html", **dialog_context(cart, line, words)))


def dialog_context(cart: Cart, line: CartLine, words: str) -> dict[str, Any]:
    """What `cart/_dialog.html` needs."""
    priced = priced_cart(cart)
    return {"line": line, "quote": priced, "never_free": never_free(priced), "announced": words}


def not_added(variant: Variant, typed: str, words: str) -> Response:
    """The buy box again, or the whole product page: what was chosen and typed is kept, and the words say why."""
    from storefront.views.catalog_product import buy_box_context

    context = buy_box_context(variant.product, variant.sku, typed, words)
    if not htmx:
        return own_page("catalog/product.html", 422, **context)
    response = own_parts([render_template("catalog/_buy_box.html", **context)], 422)
    response.headers["HX-Retarget"] = "#buy-box"
    response.headers["HX-Reswap"] = "outerHTML"
    return response


def _first_time(product_id: int) -> bool:
    """Whether the dialog is due for a product in this session; it is then noted as shown."""
    shown: list[int] = session.get(SHOWN_FOR, [])
    if product_id in shown:
        return False
    session[SHOWN_FOR] = [*shown, product_id][-REMEMBERED:]
    return True


def _said(words: str) -> Response:
    return _into_dialog_slot(render_template("cart/_said.html", text=words))


def _into_dialog_slot(html: str) -> Response:
    response = own_parts([html, cart_count()])
    response.headers["HX-Retarget"] = "#dialog-slot"
    response.headers["HX-Reswap"] = "innerHTML"
    return response
