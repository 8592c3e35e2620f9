"""A set of goods on the cart page: its parts at their prices, what is there already, one button, and the way back."""

from datetime import datetime

import pytest
from flask import Flask

from storefront import revision
from storefront.offers.kinds import Kind, Placement
from tests.cart.visitor import Visitor, read, variant, words
from tests.flows.offered import accept, block, names, visitor_of
from tests.support.offers import offer
from tests.support.orders import behind_the_counter

PARTS = [("SLEEP-30", 1), ("HONEY-180", 1), ("STRAINER-S", 1)]
"""1,280, 1,400 and 1,320 yen."""


@pytest.fixture
def visitor(app: Flask, now: datetime) -> Visitor:
    with behind_the_counter(app):
        where = {"products": ["sleep-blend"], "title": "夜のひと息"}
        offer(now, Kind.BUNDLE, Placement.CART, goods=PARTS, percent_off=4, **where)  # type: ignore[arg-type]
    found = visitor_of(app)
    found.post("/delivery-area", prefecture="13")
    found.add("SLEEP-30")
    return found


def test_its_parts_stand_at_their_prices_and_one_is_there_already(visitor: Visitor) -> None:
    shown = block(visitor.get("/cart"), "cart")
    assert names(shown) == [
        "おやすみブレンド 30包",
        "アカシアはちみつ 一瓶 180g",
        "受け皿つきの茶こし 小（口径73mm）",
    ]
    parts = [words(one) for one in shown.select(".offer__good")]  # type: ignore[union-attr]
    assert ["もうカートにあります" in one for one in parts] == [True, False, False]
    assert [words(one) for one in shown.select(".offer__good .offer__act")] == [  # type: ignore[union-attr]
        "¥1,229 ¥51お得",
        "¥1,344 ¥56お得",
        "¥1,267 ¥53お得",
    ]
    assert "セットで¥3,840 ¥160お得" in words(shown)


def test_a_part_tells_by_the_bag_what_is_paid_for_it_here_and_not_on_the_shelf(
    app: Flask, now: datetime, visitor: Visitor
) -> None:
    with behind_the_counter(app):
        goods = [*PARTS, ("BISCUIT-6", 1)]
        offer(
            now, Kind.BUNDLE, Placement.CART, goods=goods, percent_off=5, products=["acacia-honey"]
        )
    visitor.change("SLEEP-30", 0)
    visitor.add("STRAINER-S")
    visitor.add("HONEY-180")
    shown = block(visitor.get("/cart"), "cart")
    tea = words(shown.select(".offer__good")[0])  # type: ignore[union-attr]
    assert "1包あたり¥41" in tea and "¥1,216" in tea
    assert "¥43" not in tea


@pytest.mark.parametrize("htmx", [True, False])
def test_one_button_brings_what_is_missing_at_the_price_of_the_set(
    visitor: Visitor, htmx: bool
) -> None:
    before = visitor.panel()
    accept(visitor, block(visitor.get("/cart"), "cart"), htmx=htmx)
    assert visitor.lines() == {"SLEEP-30": 1, "HONEY-180": 1, "STRAINER-S": 1}
    assert "−¥160" in visitor.panel() and "¥3,840" in visitor.panel()
    for sku in ("HONEY-180", "STRAINER-S"):
        visitor.change(sku, 0)
    assert visitor.panel() == before


def test_one_part_sold_out_and_there_is_no_set(app: Flask, visitor: Visitor) -> None:
    with behind_the_counter(app):
        variant("STRAINER-S").stock = 0
        revision.bump()
    assert block(visitor.get("/cart"), "cart") is None


def test_a_part_gone_between_shows_why_and_adds_nothing(app: Flask, visitor: Visitor) -> None:
    shown = block(visitor.get("/cart"), "cart")
    with behind_the_counter(app):
        variant("STRAINER-S").stock = 0
        revision.bump()
    answer = accept(visitor, shown)
    assert answer.status_code == 409
    assert words(read(answer))
    assert visitor.lines() == {"SLEEP-30": 1}
