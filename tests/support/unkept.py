"""Carts, answers and orders that no database knows, and the language and choices a request would have come with."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import Any

from flask import g
from flask_babel import force_locale

from storefront.cart.cart import Cart, CartLine
from storefront.catalog.variant import Variant
from storefront.checkout.checkout import Checkout
from storefront.checkout.placing import _freeze
from storefront.locales import Locale
from storefront.orders.order import Order, OrderState
from storefront.shipping.prefectures import Prefecture
from storefront.views import current
from storefront.views.checkout_desk import Desk
from storefront.views.snapshot import snapshot
from tests.quoting.carts import Basket
from tests.support.orders import ANSWERS


def cart_of(basket: Basket, goods: Mapping[str, Variant]) -> Cart:
    """A cart with what is in a basket; `goods` by SKU."""
    lines = [
        CartLine(
            variant_id=goods[item.sku].id,
            variant=goods[item.sku],
            quantity=item.quantity,
            seen_price=item.unit_price,
        )
        for item in basket.items
    ]
    return Cart(id=1, state="open", version=1, lines=lines)


@cache
def answers_for(prefecture: Prefecture, method: str, way: str = "") -> Checkout:
    """All that checkout asks for."""
    values = {**ANSWERS, "prefecture": prefecture.code, "payment_method": method}
    return Checkout(cart_id=1, **{**values, "shipping_method": way, "time_slot": ""})


def order_from(desk: Desk, language: Locale) -> Order:
    """The order that the button of the confirmation would make, sold at once."""
    assert desk.answers is not None
    moment = current.now()
    order = _freeze(desk.cart, desk.answers, desk.quote, snapshot().tariff, "key", language, moment)
    order.id, order.number, order.state = 1, "10001", OrderState.PLACED
    order.confirmed_at = moment
    order.paid_at = None if order.payment_code == "cod" else moment
    order.contact.invoice_to, order.contact.invoice_to_company = "", False
    for number, (line, bought) in enumerate(zip(order.lines, desk.cart.lines, strict=True), 1):
        line.id, line.variant = number, bought.variant
    return order


@contextmanager
def in_language(language: Locale) -> Iterator[None]:
    """As if the page were asked for in that language."""
    before, g.locale = current.locale(), language
    with force_locale(language):
        yield
    g.locale = before


@contextmanager
def told(way: str, method: str) -> Iterator[None]:
    """As if checkout had been told how to send and to pay."""
    before = current.glance()
    g.glance = replace(before, way=way, paying=method)
    yield
    g.glance = before


def once(make: Callable[..., Any]) -> Callable[..., Any]:
    """The same, but made once for each language and list of keys."""
    made: dict[Hashable, Any] = {}

    def kept(*asked: Any) -> Any:
        key = tuple(one for one in asked if isinstance(one, str | tuple))
        if key not in made:
            made[key] = make(*asked)
        return made[key]

    return kept
