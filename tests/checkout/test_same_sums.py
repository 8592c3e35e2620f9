"""A total that stays the same while what makes it up does not: the buyer is asked again, nothing is ordered."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from storefront.cart.cart import Cart, new_cart, open_cart
from storefront.catalog.price import set_price
from storefront.checkout.checkout import begin_checkout, checkout_of
from storefront.checkout.placing import SumsChanged, place_order
from storefront.checkout.seen import Seen, seen_now
from storefront.extensions import db
from storefront.orders.order import Order
from storefront.quoting.quote import Quote, quote
from storefront.quoting.tariff_reading import load_tariff
from tests.cart.visitor import variant
from tests.support.orders import ANSWERS


def a_full_cart(now: datetime) -> int:
    cart = new_cart(now)
    for sku in ("SLEEP-30", "HONEY-180"):
        cart.add(variant(sku), 1, now)
    checkout = begin_checkout(cart.id, now)
    for name, value in ANSWERS.items():
        setattr(checkout, name, value)
    db.session.commit()
    return cart.id


def priced(cart: Cart, now: datetime) -> Quote:
    checkout = checkout_of(cart.id)
    assert checkout is not None
    return quote(
        cart.items(), load_tariff(now), now, checkout.destination, "home", checkout.payment_method
    )


def shown(cart: Cart, now: datetime) -> Seen:
    checkout = checkout_of(cart.id)
    assert checkout is not None
    return seen_now("key", cart, checkout, priced(cart, now))


def order(cart_id: int, seen: Seen, now: datetime) -> None:
    cart, checkout = open_cart(cart_id), checkout_of(cart_id)
    assert cart is not None and checkout is not None
    place_order(cart, checkout, priced(cart, now), load_tariff(now), seen, "ja", now)


def test_one_price_up_and_another_down_by_as_much_orders_nothing(
    shop: Flask, now: datetime
) -> None:
    cart_id = a_full_cart(now)
    cart = open_cart(cart_id)
    assert cart is not None
    seen = shown(cart, now)
    for sku, more in (("SLEEP-30", 100), ("HONEY-180", -100)):
        one = variant(sku)
        set_price(one, one.price + more, now)
    db.session.commit()
    cart = open_cart(cart_id)
    assert cart is not None and priced(cart, now).total == seen.total
    with pytest.raises(SumsChanged):
        order(cart_id, seen, now)
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Order)) == 0


def test_the_same_sums_order(shop: Flask, now: datetime) -> None:
    cart_id = a_full_cart(now)
    cart = open_cart(cart_id)
    assert cart is not None
    order(cart_id, shown(cart, now), now)
    assert db.session.scalar(select(func.count()).select_from(Order)) == 1
