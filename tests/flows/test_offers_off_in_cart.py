"""おすすめを表示しない, pressed in the cart: it says that it was heard, with the way back, and takes the focus there."""

from datetime import datetime

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from storefront.offers.kinds import Kind, Placement
from tests.cart.visitor import Visitor, read, words
from tests.flows.offered import block, followed, send, visitor_of
from tests.support.offers import offer
from tests.support.orders import behind_the_counter

OFF, ON = "おすすめは表示しません。", "おすすめを表示します。"


@pytest.fixture
def visitor(app: Flask, now: datetime) -> Visitor:
    with behind_the_counter(app):
        offer(now, Kind.CROSS_SELL, Placement.CART, goods=[("HONEY-180", 1)])
    found = visitor_of(app)
    found.add("SLEEP-30")
    return found


def pressed(visitor: Visitor, page: BeautifulSoup, where: str, htmx: bool) -> BeautifulSoup:
    """The page or its contents after the switch there was pressed."""
    form = page.select_one(f'{where} form[action$="/offers/switch"]')
    assert form is not None
    assert form.get("data-hx-target") == "#cart-contents"
    answer = send(visitor, form, htmx)
    return read(answer) if htmx else followed(visitor, answer)


@pytest.mark.parametrize("htmx", [False, True])
def test_the_switch_says_so_and_leads_back(visitor: Visitor, htmx: bool) -> None:
    page = pressed(visitor, visitor.get("/cart"), ".cart__more", htmx)
    said = page.select_one(".flash[data-focus]")
    assert words(said) == f"{OFF} 元に戻す"
    assert block(page, "cart") is None
    assert page.select_one("#cart-contents") is not None
    assert block(visitor.get("/cart"), "cart") is None
    page = pressed(visitor, page, ".flash", htmx)
    assert words(page.select_one(".flash[data-focus]")) == ON
    assert block(page, "cart") is not None


def test_an_address_tells_of_no_switch_that_was_not_made(visitor: Visitor) -> None:
    assert visitor.get("/cart?offers=off").select(".flash") == []
    visitor.post("/offers/switch", offers="off")
    for told in ("on", "x", ""):
        assert visitor.get(f"/cart?offers={told}").select(".flash") == []


def test_in_english(app: Flask, now: datetime) -> None:
    with behind_the_counter(app):
        offer(now, Kind.CROSS_SELL, Placement.CART, goods=[("HONEY-180", 1)])
    visitor = visitor_of(app, language="en")
    visitor.add("SLEEP-30")
    page = pressed(visitor, visitor.get("/cart"), ".cart__more", False)
    assert words(page.select_one(".flash")) == "Suggestions are off. Undo"
