"""Suggestions on the cart page: what reaches free shipping, a set in the place of one, the better one in its place."""

from datetime import datetime

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from storefront import revision
from storefront.offers.kinds import Kind, Placement, Source
from tests.cart.visitor import Visitor, read, variant, words
from tests.flows.offered import accept, block, followed, names, refuse, seen, send, visitor_of
from tests.support.offers import SPARED, answers, offer
from tests.support.orders import behind_the_counter
from tests.support.statements import rows, statements

LINE, CART = Placement.CART_LINE, Placement.CART


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    found = visitor_of(app)
    found.post("/delivery-area", prefecture="13")
    return found


@pytest.fixture
def set_of_three(app: Flask, now: datetime) -> None:
    with behind_the_counter(app):
        offer(now, Kind.SET_OF_N, LINE, goods=[("SLEEP-30", 3)], percent_off=10)


@pytest.fixture
def better(app: Flask, now: datetime) -> None:
    with behind_the_counter(app):
        goods = [("SLEEP-90", 1)]
        offer(now, Kind.UP_SELL, LINE, goods=goods, variants=["SLEEP-15"], reason="三か月もちます")


@pytest.fixture
def gap(app: Flask, now: datetime) -> None:
    with behind_the_counter(app):
        offer(now, Kind.CROSS_SELL, CART, title="あわせて", position=0)
        offer(now, Kind.GAP_FILLER, CART, source=Source.GAP, title="あとひとつ", position=9)


def total(page: BeautifulSoup) -> str:
    return words(page.select_one("#total .totals .totals__row--grand, #total .totals"))


def test_a_set_in_the_place_of_one_with_its_arithmetic(
    visitor: Visitor, set_of_three: None
) -> None:
    visitor.add("SLEEP-30")
    offered = block(visitor.get("/cart"), "cart_line")
    said = words(offered.select_one(".offer__head + .note"))  # type: ignore[union-attr]
    assert said == "3点で¥3,456（1点あたり¥1,152） ¥384お得 ・ いまより＋¥2,176 ・ 送料はそのまま"
    buttons = [words(one) for one in offered.select("button")]  # type: ignore[union-attr]
    assert buttons == [
        "このおすすめを表示しない",
        "3点のセットに替える ：おやすみブレンド 30包",
        "このままにする",
    ]


@pytest.mark.parametrize("htmx", [True, False])
def test_what_was_shown_is_what_is_charged_and_the_way_back(
    visitor: Visitor, set_of_three: None, htmx: bool
) -> None:
    visitor.add("SLEEP-30")
    before = visitor.panel()
    answer = accept(visitor, block(visitor.get("/cart"), "cart_line"), htmx=htmx)
    page = read(answer) if htmx else followed(visitor, answer)
    said = page.select_one(".flash")
    assert words(said) == "おやすみブレンド 30包を3点のセットにしました 1点に戻す"
    assert said.has_attr("data-focus")  # type: ignore[union-attr]
    assert visitor.lines() == {"SLEEP-30": 3}
    assert "−¥384" in visitor.panel()
    assert "¥3,456" in visitor.panel()
    back = send(visitor, said.select_one("form"), htmx)  # type: ignore[arg-type,union-attr]
    assert back.status_code == (200 if htmx else 303)
    assert visitor.lines() == {"SLEEP-30": 1}
    assert visitor.panel() == before


def savings(page: BeautifulSoup) -> dict[str, str]:
    """What each line is told to cost less."""
    return {
        str(line["id"]).removeprefix("line-"): words(line.select_one(".saving"))
        for line in page.select(".lines > .line")
        if line.select_one(".saving")
    }


def test_a_line_tells_its_share_of_what_is_taken_off(
    app: Flask, now: datetime, visitor: Visitor
) -> None:
    with behind_the_counter(app):
        goods = [("SLEEP-30", 1), ("GLASS-MUG", 1)]
        offer(now, Kind.BUNDLE, CART, goods=goods, percent_off=4)
    visitor.add("SLEEP-30")
    visitor.add("HONEY-180")
    assert savings(visitor.get("/cart")) == {}
    visitor.add("GLASS-MUG")
    page = visitor.get("/cart")
    assert savings(page) == {"SLEEP-30": "値引き −¥51", "GLASS-MUG": "値引き −¥62"}
    assert "−¥113" in total(page), "the same as in the totals"
    visitor.change("SLEEP-30", 0)
    assert savings(visitor.get("/cart")) == {}


@pytest.mark.parametrize("htmx", [True, False])
def test_the_better_one_replaces_and_never_joins(
    visitor: Visitor, better: None, htmx: bool
) -> None:
    visitor.add("SLEEP-15", 2)
    offered = block(visitor.get("/cart"), "cart_line")
    said = words(offered.select_one(".offer__head + .note"))  # type: ignore[union-attr]
    assert said == "おやすみブレンド 90包 1点 ¥2,760・ いまより＋¥1,200 ・ 送料＋¥320"
    answer = accept(visitor, offered, htmx=htmx)
    page = read(answer) if htmx else followed(visitor, answer)
    flash = page.select_one(".flash")
    assert words(flash) == (
        "おやすみブレンド 15包 2点をおやすみブレンド 90包 1点に替えました 元に戻す"
    )
    assert visitor.lines() == {"SLEEP-90": 1}
    send(visitor, flash.select_one("form"), htmx)  # type: ignore[arg-type,union-attr]
    assert visitor.lines() == {"SLEEP-15": 2}


def test_one_line_at_a_time(app: Flask, visitor: Visitor, set_of_three: None, better: None) -> None:
    for sku in ("SLEEP-15", "SLEEP-30"):
        visitor.add(sku)
    assert len(visitor.get("/cart").select(".offer--swap")) == 1


def test_what_reaches_free_shipping_comes_first_and_does_what_it_says(
    visitor: Visitor, gap: None
) -> None:
    visitor.add("SLEEP-90")
    visitor.add("HONEY-180")
    offered = block(visitor.get("/cart"), "cart")
    assert words(offered.select_one("h2")) == "あとひとつ"  # type: ignore[union-attr]
    assert 1 <= len(names(offered)) <= 3
    why = [words(one) for one in offered.select(".offer__words .note")]  # type: ignore[union-attr]
    assert set(why) == {"これで送料¥650が当社負担に"}
    assert "送料（東京都・宅配便） ¥650" in visitor.panel()
    page = read(accept(visitor, offered))
    assert words(page.select_one(".flash")).startswith("カートに入れました：")
    assert "送料¥650は、当社の負担になりました。" in words(page.select_one("#cart-contents"))
    assert "¥650" not in visitor.panel().split("お支払い方法ごと")[0].split("合計", 1)[0]


@pytest.mark.parametrize("placement", [CART, LINE])
def test_before_the_region_is_known_nothing_is_said_that_holds_for_okinawa_alone(
    app: Flask, now: datetime, placement: Placement
) -> None:
    with behind_the_counter(app):
        if placement is CART:
            offer(now, Kind.CROSS_SELL, CART, goods=[("HONEY-180", 1)])
        else:
            offer(now, Kind.UP_SELL, LINE, goods=[("GLASS-MUG-SET", 1)], variants=["GLASS-MUG"])
    somewhere = visitor_of(app)
    for sku in ("GLASS-MUG", "SLEEP-90"):
        somewhere.add(sku)
    if placement is LINE:
        somewhere.add("BISCUIT-12")
    said = words(block(somewhere.get("/cart"), placement.value))
    assert "送料は多くの地域で当社負担に" in said
    assert "送料はそのまま" not in said


def test_no_gap_out_of_reach_is_filled(visitor: Visitor, gap: None) -> None:
    visitor.add("SLEEP-30")
    offered = block(visitor.get("/cart"), "cart")
    assert words(offered.select_one("h2")) == "あわせて"  # type: ignore[union-attr]


def test_without_scripts_the_cart_shows_what_the_dialog_would(app: Flask, now: datetime) -> None:
    with behind_the_counter(app):
        offer(now, Kind.CROSS_SELL, Placement.DIALOG, title="買い忘れは", products=["sleep-blend"])
    page = followed(visitor_of(app), visitor_of(app).add("SLEEP-30"))
    visitor = visitor_of(app)
    page = followed(visitor, visitor.add("SLEEP-30"))
    offered = block(page, "dialog")
    assert names(offered) == names(
        block(read(visitor_of(app).add("SLEEP-30", htmx=True)), "dialog")
    )
    after = followed(visitor, accept(visitor, offered, "はちみつ", htmx=False))
    assert words(after.select_one(".flash")) == "カートに入れました：アカシアはちみつ 一瓶 180g"
    assert visitor.lines() == {"SLEEP-30": 1, "HONEY-180": 1}


def test_looking_writes_nothing_and_telling_writes_once(
    app: Flask, visitor: Visitor, set_of_three: None, gap: None
) -> None:
    visitor.add("SLEEP-30")
    page = visitor.get("/cart")
    assert rows(app)["offer_impression"] == 0
    for _again in range(2):
        seen(visitor, page)
    assert [(place, became) for place, _about, became in answers(app)] == [
        ("cart_line", "seen"),
        ("cart", "seen"),
    ]


def test_who_is_spared_tells_that(app: Flask, gap: None) -> None:
    visitor = visitor_of(app, SPARED)
    visitor.add("SLEEP-30")
    page = visitor.get("/cart")
    assert block(page, "cart") is None
    seen(visitor, page)
    assert [became for _place, _about, became in answers(app)] == ["withheld: control"]


def test_choosing_asks_two_statements_and_then_one(
    app: Flask, visitor: Visitor, set_of_three: None, better: None, gap: None
) -> None:
    for sku in ("SLEEP-30", "HONEY-180", "HOJICHA-80"):
        visitor.add(sku)
    with statements(app) as cold:
        page = visitor.get("/cart")
    with statements(app) as warm:
        visitor.get("/cart")
    seen(visitor, page)
    with statements(app) as known:
        visitor.get("/cart")
    assert (len(cold), len(warm), len(known)) == (3, 2, 3)


def test_a_changed_price_is_shown_at_once(app: Flask, visitor: Visitor, set_of_three: None) -> None:
    visitor.add("SLEEP-30")
    visitor.get("/cart")
    with behind_the_counter(app):
        variant("SLEEP-30").price = 1000
        revision.bump()
    offered = block(visitor.get("/cart"), "cart_line")
    assert "3点で¥2,700" in words(offered)


def test_refused_below_the_totals_is_over_for_this_visit(
    app: Flask, visitor: Visitor, gap: None
) -> None:
    visitor.add("SLEEP-30")
    quiet = read(refuse(visitor, block(visitor.get("/cart"), "cart"))).select_one("#offer-cart")
    assert words(quiet).startswith("わかりました。")
    visitor.add("HONEY-180")
    visitor.add("SLEEP-90")
    assert block(visitor.get("/cart"), "cart") is None


def test_more_than_a_handful_is_counted_before_it_is_shown(
    app: Flask, now: datetime, visitor: Visitor
) -> None:
    with behind_the_counter(app):
        offer(now, Kind.UP_SELL, LINE, goods=[("GLASS-MUG-SET", 1)], variants=["GLASS-MUG"])
        variant("GLASS-MUG-SET").stock = 20
        revision.bump()
    visitor.add("GLASS-MUG", 8)
    assert "8点 ¥20,240" in words(block(visitor.get("/cart"), "cart_line"))
    with behind_the_counter(app):
        variant("GLASS-MUG-SET").stock = 7
    assert block(visitor.get("/cart"), "cart_line") is None


def test_what_is_shown_is_told_before_all_that_was_held_back(
    app: Flask, now: datetime, visitor: Visitor
) -> None:
    """A full cart holds back more than a page can tell of."""
    with behind_the_counter(app):
        for _ in range(5):
            goods = [("SLEEP-90", 1)]
            offer(now, Kind.UP_SELL, LINE, goods=goods, rollout_percent=0)
        offer(now, Kind.CROSS_SELL, CART, goods=[("HONEY-180", 1)])
    for sku in ("SLEEP-30", "GLASS-MUG", "BISCUIT-6"):
        visitor.add(sku)
    page = visitor.get("/cart")
    assert block(page, "cart")
    seen(visitor, page)
    told = answers(app)
    assert [one for one in told if one[2] == "seen"] == [("cart", "cart:1", "seen")]
    assert len(told) == 12
