"""Suggestions on the page of a product: one beside what is looked at, a ladder, a set, the better one, and silence."""

import gzip
from datetime import datetime

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from storefront.offers.kinds import Kind, Placement
from tests.cart.visitor import HTMX, Visitor, read, words
from tests.flows.offered import accept, block, followed, names, refuse, seen, visitor_of
from tests.support.offers import SPARED, answers, offer
from tests.support.orders import behind_the_counter
from tests.support.statements import statements

HERE = Placement.PRODUCT
QUIET = "わかりました。ここには、しばらくおすすめを出しません。"
TEA = "/products/sleep-blend?sku=SLEEP-30"


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return visitor_of(app)


@pytest.fixture
def beside(app: Flask, now: datetime) -> None:
    with behind_the_counter(app):
        offer(now, Kind.CROSS_SELL, HERE, title="合わせて使えるもの")


@pytest.fixture
def steps(app: Flask, now: datetime) -> None:
    with behind_the_counter(app):
        goods = [("SLEEP-30", 3, 10), ("SLEEP-30", 5, 12)]
        offer(now, Kind.QUANTITY_LADDER, HERE, goods=goods, products=["sleep-blend"])


@pytest.fixture
def better(app: Flask, now: datetime) -> None:
    with behind_the_counter(app):
        down = offer(now, Kind.DOWNSELL, HERE, goods=[("HOJICHA-80", 1)], title="軽い一杯なら")
        up = offer(
            now,
            Kind.UP_SELL,
            HERE,
            goods=[("SLEEP-90", 1)],
            variants=["SLEEP-30"],
            title="毎晩なら",
        )
        up.next_id = down.id


def offered(page: BeautifulSoup) -> list[str]:
    return names(block(page, "product"))


def test_it_stands_in_the_kept_page_with_no_statement_more(
    app: Flask, visitor: Visitor, beside: None
) -> None:
    visitor.get(TEA)
    with statements(app) as heard:
        page = visitor.get(TEA)
    assert len(heard) == 1
    assert 1 <= len(offered(page)) <= 3
    assert "おやすみブレンド" not in " ".join(offered(page))
    other = visitor_of(app, "somebody").get(TEA)
    token = 'input[name="csrf_token"]'
    mine, theirs = page.select_one(f"#offered {token}"), other.select_one(token)
    assert mine["value"] != theirs["value"]  # type: ignore[index]


def test_it_is_the_same_packed_and_plain(visitor: Visitor, beside: None) -> None:
    plain = visitor.client.get("/ja" + TEA)
    packed = visitor.client.get("/ja" + TEA, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data) == plain.data
    assert b'id="offer-product"' in plain.data


@pytest.mark.parametrize("htmx", [True, False])
def test_one_tap_adds_one_of_them(app: Flask, visitor: Visitor, beside: None, htmx: bool) -> None:
    before = visitor.get(TEA)
    seen(visitor, before)
    first, *others = offered(before)
    answer = accept(visitor, block(before, "product"), first, htmx=htmx)
    assert len(visitor.lines()) == 1
    assert answers(app) == [("product", answers(app)[0][1], "accepted")]
    if htmx:
        page = read(answer)
        assert words(page.select_one(".offer__said")).startswith(f"カートに入れました：{first}")
        assert names(page.select_one("#offer-product")) == others
        assert words(page.select_one("#cart-count")) == "1 点"
    else:
        assert first in words(followed(visitor, answer).select_one(".flash"))


def test_what_lies_in_the_cart_is_not_suggested(visitor: Visitor, beside: None) -> None:
    page = visitor.get(TEA)
    first = offered(page)[0]
    visitor.add(str(page.select_one('#offer-product button[name="sku"]')["value"]))  # type: ignore[index]
    assert first not in offered(visitor.get(TEA))


def test_a_ladder_shows_its_steps_and_charges_what_it_shows(visitor: Visitor, steps: None) -> None:
    ladder = block(visitor.get(TEA), "product")
    said = [words(one) for one in ladder.select("li p")]  # type: ignore[union-attr]
    assert [one.split(" 送料")[0] for one in said] == [
        "3点で¥3,456（1点あたり¥1,152） ¥384お得",
        "5点で¥5,632（1点あたり¥1,127） ¥768お得",
    ]
    accept(visitor, ladder, "3点にする")
    assert visitor.lines() == {"SLEEP-30": 3}
    assert "¥3,456" in visitor.panel()
    accept(visitor, ladder, "5点にする")
    assert visitor.lines() == {"SLEEP-30": 5}
    assert "¥5,632" in visitor.panel()


def test_the_slot_follows_the_variant(visitor: Visitor, steps: None) -> None:
    answer = visitor.client.get("/ja/products/sleep-blend?sku=SLEEP-15", headers=HTMX)
    page = read(answer)
    slot = page.select_one("#offered")
    assert slot.has_attr("data-hx-swap-oob")  # type: ignore[union-attr]
    assert block(page, "product") is None
    back = read(visitor.client.get("/ja" + TEA, headers=HTMX))
    assert block(back, "product") is not None
    assert back.select_one('#offered input[name="csrf_token"]') is not None


def test_the_better_one_goes_in_and_takes_the_place_of_what_is_there(
    visitor: Visitor, better: None
) -> None:
    shown = block(visitor.get(TEA), "product")
    assert "見ているお品より＋¥1,480" in words(shown)
    accept(visitor, shown, "こちらをカートに入れる")
    assert visitor.lines() == {"SLEEP-90": 1}


def test_the_better_one_replaces_what_lies_in_the_cart(visitor: Visitor, better: None) -> None:
    visitor.add("SLEEP-30")
    accept(visitor, block(visitor.get(TEA), "product"), "こちらに替える")
    assert visitor.lines() == {"SLEEP-90": 1}


@pytest.mark.parametrize("htmx", [True, False])
def test_the_whole_ladder(app: Flask, visitor: Visitor, better: None, htmx: bool) -> None:
    answer = refuse(visitor, block(visitor.get(TEA), "product"), htmx)
    page = read(answer) if htmx else followed(visitor, answer)
    smaller = block(page, "product")
    assert "軽い一杯なら" in words(smaller)
    answer = refuse(visitor, smaller, htmx)
    if htmx:
        assert QUIET in words(read(answer).select_one(".offer-quiet"))
    else:
        assert block(followed(visitor, answer), "product") is None
    assert block(visitor.get(TEA), "product") is None
    assert [became for _place, _about, became in answers(app)] == ["refused", "refused"]


def test_who_is_to_see_nothing_sees_nothing_and_is_counted(app: Flask, beside: None) -> None:
    visitor = visitor_of(app, SPARED)
    page = visitor.get(TEA)
    assert block(page, "product") is None
    seen(visitor, page)
    assert [became for _place, _about, became in answers(app)] == ["withheld: control"]


def test_switched_off_nothing_stands_or_is_told(visitor: Visitor, beside: None) -> None:
    visitor.post("/offers/switch", offers="off")
    page = visitor.get(TEA)
    assert page.select_one("#offered").has_attr("hidden")  # type: ignore[union-attr]
    assert not page.select("form.offer__seen")
    visitor.post("/offers/switch", offers="on")
    assert offered(visitor.get(TEA))


def test_robots_are_told_nothing(visitor: Visitor, beside: None) -> None:
    page = visitor.get(TEA, headers={"User-Agent": "Googlebot/2.1"})
    assert page.select_one("#offered").has_attr("hidden")  # type: ignore[union-attr]
