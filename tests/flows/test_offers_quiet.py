"""Never pushed: what was refused stays away under every name, a yes asks for no more, and a page proposes three things."""

from datetime import datetime

import pytest
from flask import Flask

from storefront.offers.kinds import Kind, Placement
from tests.cart.visitor import Visitor, read, words
from tests.flows.offered import accept, block, dialog, followed, names, refuse, visitor_of
from tests.support.offers import offer
from tests.support.orders import behind_the_counter
from tests.support.statements import statements

DIALOG, LINE, CART = Placement.DIALOG, Placement.CART_LINE, Placement.CART
THERE = "もうカートに入っています。"


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return visitor_of(app)


@pytest.fixture
def beside(app: Flask, now: datetime) -> None:
    """The same goods in the dialog and below the totals, by two offers."""
    with behind_the_counter(app):
        offer(now, Kind.CROSS_SELL, DIALOG, title="買い忘れは", products=["sleep-blend"])
        offer(now, Kind.CROSS_SELL, CART, title="合わせて")


@pytest.mark.parametrize("htmx", [True, False])
def test_what_was_refused_does_not_come_back_under_another_offer(
    app: Flask, visitor: Visitor, beside: None, htmx: bool
) -> None:
    page = dialog(visitor) if htmx else followed(visitor, visitor.add("SLEEP-30"))
    offered = block(page, "dialog")
    again = block(visitor.get("/cart"), "cart")
    assert set(names(offered)) == set(names(again)), "it would come back"
    refuse(visitor, offered, htmx=htmx)
    below = block(visitor.get("/cart"), "cart")
    assert below is None or not set(names(offered)) & set(names(below))


def test_knowing_what_was_refused_asks_nothing_more(
    app: Flask, visitor: Visitor, beside: None
) -> None:
    page = dialog(visitor)
    visitor.get("/cart")
    with statements(app) as before:
        visitor.get("/cart")
    refuse(visitor, block(page, "dialog"))
    with statements(app) as after:
        visitor.get("/cart")
    assert len(after) == len(before)


def test_a_page_proposes_three_new_things_at_most(
    app: Flask, now: datetime, visitor: Visitor, beside: None
) -> None:
    with behind_the_counter(app):
        offer(now, Kind.UP_SELL, LINE, goods=[("SLEEP-90", 1)], variants=["SLEEP-30"])
    visitor.add("HOJICHA-80")
    assert len(names(block(visitor.get("/cart"), "cart"))) == 3
    visitor.add("SLEEP-30")
    page = visitor.get("/cart")
    assert block(page, "cart_line") is not None
    assert len(names(block(page, "cart"))) == 2
    page = read(visitor.client.get("/ja/cart?added=SLEEP-30&had=0"))
    assert block(page, "cart_line") is not None
    assert len(names(block(page, "dialog"))) == 2


def test_a_bundle_of_which_three_are_missing_does_not_stand_beside_a_swap(
    app: Flask, now: datetime, visitor: Visitor
) -> None:
    with behind_the_counter(app):
        goods = [("SLEEP-30", 1), ("HONEY-180", 1), ("GLASS-MUG", 1), ("STRAINER-S", 1)]
        offer(now, Kind.BUNDLE, CART, goods=goods, percent_off=4)
        offer(now, Kind.SET_OF_N, LINE, goods=[("HOJICHA-80", 3)], percent_off=10)
    visitor.add("SLEEP-30")
    assert len(names(block(visitor.get("/cart"), "cart"))) == 4, "one of them is there already"
    visitor.add("HOJICHA-80")
    page = visitor.get("/cart")
    assert (block(page, "cart_line") is None, block(page, "cart")) == (False, None)
    visitor.add("STRAINER-S")
    assert block(visitor.get("/cart"), "cart") is not None, "two are missing"


@pytest.mark.parametrize("htmx", [True, False])
def test_a_yes_at_a_line_is_not_answered_by_asking_for_more(
    app: Flask, now: datetime, visitor: Visitor, htmx: bool
) -> None:
    with behind_the_counter(app):
        offer(now, Kind.UP_SELL, LINE, goods=[("SLEEP-90", 1)], variants=["SLEEP-30"])
        goods = [("SLEEP-90", 3)]
        offer(now, Kind.SET_OF_N, LINE, goods=goods, variants=["SLEEP-90"], percent_off=10)
    visitor.add("SLEEP-30")
    answer = accept(visitor, block(visitor.get("/cart"), "cart_line"), htmx=htmx)
    page = read(answer) if htmx else followed(visitor, answer)
    assert visitor.lines() == {"SLEEP-90": 1}
    assert block(page, "cart_line") is None
    assert block(visitor.get("/cart"), "cart_line") is None


def test_without_scripts_what_an_offer_brought_brings_no_further_one(
    app: Flask, now: datetime, visitor: Visitor
) -> None:
    with behind_the_counter(app):
        offer(now, Kind.CROSS_SELL, CART, goods=[("HONEY-180", 1)])
        offer(now, Kind.CROSS_SELL, DIALOG, products=["acacia-honey"])
    visitor.add("SLEEP-30")
    offered = block(visitor.get("/cart"), "cart")
    page = followed(visitor, accept(visitor, offered, "はちみつ", htmx=False))
    assert words(page.select_one(".flash")) == "カートに入れました：アカシアはちみつ 一瓶 180g"
    assert page.select("section.offer") == []


@pytest.mark.parametrize("htmx", [True, False])
def test_one_good_of_an_offer_is_taken_once_in_however_many_tabs(
    visitor: Visitor, beside: None, htmx: bool
) -> None:
    visitor.add("SLEEP-30")
    offered = block(visitor.get("/cart"), "cart")
    codes = [accept(visitor, offered, "はちみつ", htmx).status_code for _tab in range(3)]
    assert codes == [200 if htmx else 303, 409, 409]
    assert visitor.lines() == {"SLEEP-30": 1, "HONEY-180": 1}
    page = read(accept(visitor, offered, "はちみつ", htmx))
    assert words(page.select_one(".flash")) == THERE
    assert accept(visitor, offered, "マグ", htmx).status_code != 409, "another thing of it"


@pytest.mark.parametrize("placement", ["dialog", "product"])
def test_taken_in_another_tab_it_says_so_and_leads_to_the_cart(
    app: Flask, now: datetime, visitor: Visitor, beside: None, placement: str
) -> None:
    with behind_the_counter(app):
        offer(now, Kind.CROSS_SELL, Placement.PRODUCT, goods=[("HONEY-180", 1)])
    tea = "/products/sleep-blend?sku=SLEEP-30"
    page = dialog(visitor) if placement == "dialog" else visitor.get(tea)
    for _tab in range(2):
        answer = accept(visitor, block(page, placement), "はちみつ")
    said = read(answer).select_one(f"#offer-{placement} .offer__said")
    assert words(said) == f"{THERE} カートを見る"
    assert said.select_one("a")["href"] == "/ja/cart"  # type: ignore[index,union-attr]
    sums = read(answer).select_one("#dialog-now")
    assert placement == "product" or "カートの合計（2点） ¥2,680" in words(sums)
    assert visitor.lines()["HONEY-180"] == 1
