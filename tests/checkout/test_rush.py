"""240 buyers at once for 100 in stock: exactly 100 orders, nobody sees an error, the ledger equals the counter."""

import secrets
from collections import Counter
from datetime import datetime
from queue import Empty, SimpleQueue

from flask import Flask
from sqlalchemy import func, select

from storefront.cart.cart import new_cart, open_cart
from storefront.catalog import stock
from storefront.checkout.checkout import begin_checkout, checkout_of
from storefront.checkout.placing import place_order
from storefront.checkout.seen import seen_now
from storefront.database import again, writing
from storefront.extensions import db
from storefront.orders.order import Order
from storefront.quoting.quote import quote
from storefront.quoting.tariff_reading import load_tariff
from tests.cart.visitor import variant
from tests.support.orders import ANSWERS
from tests.support.threads import at_once

BUYERS, IN_STOCK, THREADS = 240, 100, 12


def test_a_rush_sells_what_there_is_and_not_one_more(shop: Flask, now: datetime) -> None:
    stock.count(variant("SLEEP-30"), IN_STOCK, "count:test", now)
    stock.count(variant("HONEY-180"), BUYERS, "count:test", now)
    waiting: SimpleQueue[int] = SimpleQueue()
    for place in range(BUYERS):
        waiting.put(a_full_cart(now, backwards=bool(place % 2)))
    db.session.commit()
    ends: list[str] = []

    def till() -> None:
        while True:
            try:
                cart_id = waiting.get_nowait()
            except Empty:
                return
            ends.append(buy(shop, cart_id, now))

    assert at_once([till] * THREADS) == [None] * THREADS
    assert Counter(ends) == {"placed": IN_STOCK, "NotEnoughStock": BUYERS - IN_STOCK}
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Order)) == IN_STOCK
    assert variant("SLEEP-30").stock == 0
    assert variant("HONEY-180").stock == BUYERS - IN_STOCK
    assert stock.disagreements() == []
    assert len(set(db.session.scalars(select(Order.number)))) == IN_STOCK


def a_full_cart(now: datetime, backwards: bool) -> int:
    """A cart with both goods, put in either order, and a complete checkout."""
    cart = new_cart(now)
    skus = ["SLEEP-30", "HONEY-180"]
    for sku in reversed(skus) if backwards else skus:
        cart.add(variant(sku), 1, now)
    checkout = begin_checkout(cart.id, now)
    for name, value in ANSWERS.items():
        setattr(checkout, name, value)
    return cart.id


def buy(app: Flask, cart_id: int, now: datetime) -> str:
    """One buyer in a context of their own; how it ended."""
    token = writing.set(True)
    try:
        with app.app_context():
            return again(lambda: place(cart_id, now))
    except stock.NotEnoughStock as trouble:
        return type(trouble).__name__
    finally:
        writing.reset(token)


def place(cart_id: int, now: datetime) -> str:
    tariff = load_tariff(now)
    cart, checkout = open_cart(cart_id), checkout_of(cart_id)
    assert cart is not None and checkout is not None
    if not cart.orderable:
        return "NotEnoughStock"
    asked = quote(cart.items(), tariff, now, checkout.destination, "home", "card")
    seen = seen_now(secrets.token_hex(16), cart, checkout, asked)
    place_order(cart, checkout, asked, tariff, seen, "ja", now)
    db.session.commit()
    return "placed"
