"""What can no longer be had counts towards nothing: product page and cart tell the same way to shipping on the shop."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from storefront.extensions import db
from tests.cart.visitor import Visitor, variant, words

TEA = "/products/sleep-blend?sku=SLEEP-30"


@pytest.fixture
def visitor(app: Flask, client: FlaskClient) -> Visitor:
    client.set_cookie("area", "13")
    visitor = Visitor(client)
    visitor.add("SLEEP-30", 2)
    visitor.add("HONEY-180", 1)
    return visitor


def gap(visitor: Visitor) -> str:
    return words(visitor.get(TEA).select_one("#gap"))


def test_what_is_sold_out_meanwhile_does_not_bring_shipping_on_the_shop_nearer(
    app: Flask, visitor: Visitor
) -> None:
    assert "カートの中の¥2,560と" not in gap(visitor)
    with app.app_context():
        variant("HONEY-180").stock = 0
        db.session.commit()
    assert "カートの中の¥2,560とあわせると" in gap(visitor)
    assert visitor.count() == "3 点", "it still lies in the cart, to be seen and taken out"


def test_nor_does_what_is_not_offered_any_more(app: Flask, visitor: Visitor) -> None:
    with app.app_context():
        variant("HONEY-180").product.published = False
        db.session.commit()
    assert "カートの中の¥2,560とあわせると" in gap(visitor)
