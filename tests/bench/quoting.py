"""What a quote costs: a cart of twenty lines with everything in it, read and priced inside the app."""

import time
from dataclasses import dataclass
from statistics import median

from flask import Flask, session
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from storefront import clock
from storefront.cart.cart import Cart, new_cart
from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.quoting.quote import Quote, quote
from storefront.shipping.prefectures import by_name
from storefront.views import current
from storefront.views.cart_page import priced_cart
from storefront.views.snapshot import snapshot
from tests.bench.inside import forget, within
from tests.support.statements import statements

TITLE = "quote"
LINES = 20
MOST_CPU = 3.0
"""Times the CPU of a bare Flask request."""
MOST_STATEMENTS = 3
ROUNDS, QUOTES = 9, 200


@dataclass(frozen=True)
class Quoted:
    """CPU of one `quote()` in milliseconds, and the statements of reading the cart and pricing it, all being warm."""

    cpu_ms: float
    statements: int


def price(app: Flask) -> Quoted:
    """Fill a cart, price it often, and throw it away."""
    cart_id = within(app, _fill)
    _read(app, cart_id)
    with statements(app) as heard:
        _read(app, cart_id)
    spent = within(app, lambda: _cpu_ms(cart_id))
    within(app, lambda: forget(cart_id))
    return Quoted(spent, len(heard))


def _read(app: Flask, cart_id: int) -> Quote:
    """What a page does to know what the visitor's cart costs."""
    with app.test_request_context("/ja/cart", headers={"Cookie": "area=13"}):
        session["cart"] = cart_id
        cart = current.current_cart()
        assert cart is not None and len(cart.lines) == LINES
        return priced_cart(cart)


def _cpu_ms(cart_id: int) -> float:
    """The middle of several rounds; every way to send, every way to pay, taxes and dates are in each quote."""
    cart = db.session.get_one(Cart, cart_id)
    items, tariff, now, tokyo = cart.items(), snapshot().tariff, clock.now(), by_name("Tokyo")
    rounds = []
    for _round in range(ROUNDS):
        started = time.process_time()
        for _quote in range(QUOTES):
            quote(items, tariff, now, tokyo, "home", "cod")
        rounds.append((time.process_time() - started) * 1000 / QUOTES)
    return median(rounds)


def _fill() -> int:
    """A new cart; its number. What has to stay cool comes first, so that the quote has two parcels to find."""
    query = select(Variant).options(joinedload(Variant.product))
    query = query.order_by(Variant.temperature.desc(), Variant.id).limit(4 * LINES)
    cart = new_cart(clock.now())
    for variant in [one for one in db.session.scalars(query) if one.sellable][:LINES]:
        cart.add(variant, 1, clock.now())
    db.session.commit()
    return cart.id
