"""Kinds of offers switched off for one visitor: not shown, not counted, and the price of the goods the same for all."""

from datetime import datetime

import pytest
from flask import Flask

from storefront.offers.kinds import Kind, Placement, Source
from tests.adding.buying import TITLE, offered, ordered
from tests.cart.visitor import Visitor, read, words
from tests.flows.offered import block, refuse, seen, visitor_of
from tests.flows.switched import off
from tests.support.offers import answers, offer
from tests.support.orders import behind_the_counter

QUIET = "わかりました。"


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    found = visitor_of(app)
    found.post("/delivery-area", prefecture="13")
    return found


def switched(visitor: Visitor, wish: str) -> Visitor:
    off(visitor.client, wish)
    return visitor


def test_what_closes_the_gap(app: Flask, now: datetime, visitor: Visitor) -> None:
    with behind_the_counter(app):
        offer(now, Kind.CROSS_SELL, Placement.CART, title="あわせて", position=0)
        offer(
            now, Kind.GAP_FILLER, Placement.CART, source=Source.GAP, title="あとひとつ", position=9
        )
    visitor.add("SLEEP-90")
    visitor.add("HONEY-180")
    heading = "h2"
    assert words(block(visitor.get("/cart"), "cart").select_one(heading)) == "あとひとつ"  # type: ignore[union-attr]
    page = switched(visitor, "gap_filler:off").get("/cart")
    assert words(block(page, "cart").select_one(heading)) == "あわせて"  # type: ignore[union-attr]
    assert page.select("progress") != []


@pytest.mark.parametrize(
    ("kind", "goods"), [(Kind.SET_OF_N, ("SLEEP-30", 3)), (Kind.UP_SELL, ("SLEEP-90", 1))]
)
def test_a_swap_is_not_suggested_and_the_set_costs_the_same(
    app: Flask, now: datetime, visitor: Visitor, kind: Kind, goods: tuple[str, int]
) -> None:
    percent = 10 if kind is Kind.SET_OF_N else 0
    with behind_the_counter(app):
        offer(now, kind, Placement.CART_LINE, goods=[goods], variants=["SLEEP-30"], percent_off=percent)  # fmt: skip
    visitor.add("SLEEP-30")
    assert block(visitor.get("/cart"), "cart_line") is not None
    switched(visitor, "swap_to_set:off")
    page = visitor.get("/cart")
    assert page.select(".offer") == []
    seen(visitor, page)
    assert answers(app) == []
    if kind is Kind.SET_OF_N:
        visitor.change("SLEEP-30", 3)
        assert "−¥384" in visitor.panel()


def test_a_bundle_is_not_suggested_and_its_discount_holds(
    app: Flask, now: datetime, visitor: Visitor
) -> None:
    goods = [("SLEEP-30", 1), ("HONEY-180", 1)]
    with behind_the_counter(app):
        offer(now, Kind.BUNDLE, Placement.CART, goods=goods, percent_off=5, title="夜の一式")
    visitor.add("SLEEP-30")
    assert "夜の一式" in words(visitor.get("/cart").main)
    switched(visitor, "bundle:off")
    assert "夜の一式" not in words(visitor.get("/cart").main)
    visitor.add("HONEY-180")
    assert "−¥" in visitor.panel()


def test_a_suggestion_of_the_dialog_does_not_move_to_the_cart(
    app: Flask, now: datetime, visitor: Visitor
) -> None:
    with behind_the_counter(app):
        offer(now, Kind.CROSS_SELL, Placement.DIALOG, title="買い忘れは", products=["sleep-blend"])
    switched(visitor, "dialog:off")
    page = read(visitor.client.get(visitor.add("SLEEP-30").headers["Location"]))
    assert page.select(".offer") == []
    off(visitor.client, "dialog:on")
    assert block(read(visitor.client.get("/ja/cart?added=SLEEP-30&had=0")), "dialog") is not None


@pytest.mark.parametrize("htmx", [True, False])
def test_a_no_is_followed_by_silence_at_once(
    app: Flask, now: datetime, visitor: Visitor, htmx: bool
) -> None:
    with behind_the_counter(app):
        down = offer(now, Kind.DOWNSELL, Placement.CART_LINE, goods=[("HOJICHA-80", 1)])
        up = offer(now, Kind.UP_SELL, Placement.CART_LINE, goods=[("SLEEP-90", 1)], variants=["SLEEP-15"])  # fmt: skip
        up.next_id = down.id
    visitor.add("SLEEP-15")
    switched(visitor, "downsell:off")
    answer = refuse(visitor, block(visitor.get("/cart"), "cart_line"), htmx)
    page = read(answer) if htmx else read(visitor.client.get(answer.headers["Location"]))
    assert QUIET in words(page)
    assert page.select("section.offer") == []
    assert [became for _place, _about, became in answers(app)] == ["refused"]


def test_after_the_order_there_are_only_thanks(app: Flask, now: datetime) -> None:
    offered(app, now)
    buyer = ordered(app)
    assert TITLE in buyer.said()
    off(buyer.client, "thank_you_offer:off")
    here = str(buyer.page.select_one("aside, .thanks") and "/orders/10001/thank-you")
    buyer.get(here)
    assert "ご注文ありがとうございます" in buyer.said()
    assert TITLE not in buyer.said()
    assert buyer.page.select(".offer, .offer__seen") == []


def test_after_a_no_to_an_addition_there_is_silence(app: Flask, now: datetime) -> None:
    with behind_the_counter(app):
        down = offer(now, Kind.DOWNSELL, Placement.THANK_YOU, goods=[("HONEY-180", 1)])
        number = down.id
    offered(app, now, next_id=number)
    for wish, smaller in (("", True), ("downsell:off", False)):
        buyer = ordered(app)
        if wish:
            off(buyer.client, wish)
        form = buyer.page.select_one("#offer-thank_you form[data-hx-post]")
        sent = {str(one["name"]): str(one["value"]) for one in form.select("input")}  # type: ignore[union-attr]
        address = str(form["data-hx-post"])  # type: ignore[index]
        answer = buyer.client.post(address, data=sent, headers={"HX-Request": "true"})
        assert (read(answer).select_one("section.offer") is not None) is smaller
        assert (QUIET in answer.text) is not smaller


def test_beside_a_product_it_is_gone_for_one_and_stays_for_the_others(
    app: Flask, now: datetime, visitor: Visitor
) -> None:
    """What stands there is kept for all; so are its words on shipping, which one of them wants told later."""
    goods = [("SLEEP-30", 1), ("HONEY-180", 1)]
    with behind_the_counter(app):
        offer(now, Kind.BUNDLE, Placement.PRODUCT, goods=goods, percent_off=5, title="夜の一式")
    without, later = visitor_of(app), visitor_of(app)
    switched(without, "bundle:off")
    switched(later, "shipping_early:off")
    told = {}
    for name, who in (("later", later), ("usual", visitor), ("again", later)):
        told[name] = words(block(who.get("/products/sleep-blend"), "product"))
    assert "夜の一式" in told["usual"] and "夜の一式" in told["later"]
    assert "送料" in told["usual"] and "送料" not in told["later"]
    assert told["again"] == told["later"]
    assert block(without.get("/products/sleep-blend"), "product") is None
