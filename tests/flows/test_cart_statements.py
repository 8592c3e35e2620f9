"""A cart of any size costs the same few statements."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cart.visitor import Visitor
from tests.support.statements import statements

MOST = 6
BUSY = ["SLEEP-30", "HONEY-180", "HOJICHA-80", "MUG-NAVY", "GLASS-MUG", "SENCHA-100", "ROSE-15"]


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    visitor = Visitor(client)
    for sku in BUSY:
        visitor.add(sku, 2)
    visitor.post("/delivery-area", prefecture="13")
    return visitor


def test_the_cart_page_takes_two(app: Flask, visitor: Visitor) -> None:
    with statements(app) as heard:
        visitor.get("/cart")
    assert len(heard) == 2, heard


def test_the_number_on_the_cart_takes_one(app: Flask, visitor: Visitor) -> None:
    with statements(app) as heard:
        visitor.get("/cart/count")
    assert len(heard) == 1, heard


def test_pages_that_say_what_happened_stay_within_the_budget(app: Flask, visitor: Visitor) -> None:
    for path in ("/cart?removed=MORNING-15&quantity=1", "/cart?added=SLEEP-30", "/delivery-area"):
        with statements(app) as heard:
            visitor.get(path)
        assert len(heard) <= MOST, (path, heard)


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize("sku", ["SLEEP-30", "KETTLE-STEEL"])
def test_adding_stays_within_the_budget(app: Flask, visitor: Visitor, sku: str, htmx: bool) -> None:
    token = str(visitor.get("/cart").select_one('[name="csrf_token"]')["value"])  # type: ignore[index]
    headers = {"HX-Request": "true"} if htmx else {}
    data = {"csrf_token": token, "sku": sku, "quantity": "1"}
    with statements(app) as heard:
        answer = visitor.client.post("/ja/cart/lines", data=data, headers=headers)
    assert answer.status_code == (200 if htmx else 303)
    assert len(heard) <= MOST, heard
