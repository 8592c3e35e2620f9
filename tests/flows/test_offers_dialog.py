"""Suggestions in the dialog after adding: at most three, one tap each, once, and silent for who wants none."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from storefront import revision
from storefront.cart.cart import CartLine
from storefront.extensions import db
from storefront.offers.kinds import Kind, Placement
from tests.cart.visitor import HTMX, read, variant, words
from tests.flows.offered import accept, block, dialog, form, names, refuse, send, visitor_of
from tests.support.offers import SPARED, answers, impressions, offer
from tests.support.orders import behind_the_counter
from tests.support.statements import rows, statements

ASKS = "おやすみブレンドの買い忘れはありませんか"
GOES_WITH = ["アカシアはちみつ 一瓶 180g", "耐熱ガラスのマグ マグ", "ソイキャンドル あかり 一つ"]


@pytest.fixture
def forgotten(app: Flask, now: datetime) -> None:
    """What goes with a tea, in its dialog."""
    with behind_the_counter(app):
        offer(now, Kind.CROSS_SELL, Placement.DIALOG, title=ASKS, products=["sleep-blend"])


def test_three_things_that_go_with_it_and_why(app: Flask, forgotten: None) -> None:
    offered = block(dialog(visitor_of(app)), "dialog")
    assert names(offered) == GOES_WITH
    assert words(offered.select_one("h3")) == ASKS  # type: ignore[union-attr]
    assert [words(one) for one in offered.select(".offer__words .note")][::2] == [
        "店のおすすめ"
    ] * 3  # type: ignore[union-attr]
    assert [(place, became) for place, _about, became in answers(app)] == [("dialog", "seen")]


def test_the_dialog_grows_by_six_kilobytes_at_most(app: Flask, forgotten: None) -> None:
    offered = block(dialog(visitor_of(app)), "dialog")
    assert len(str(offered).encode()) <= 6 * 1024


def test_one_tap_adds_and_the_sums_follow(app: Flask, forgotten: None) -> None:
    visitor = visitor_of(app)
    page = read(accept(visitor, block(dialog(visitor), "dialog"), "はちみつ"))
    said = page.select_one("#offer-dialog .offer__said")
    assert words(said) == "カートに入れました：アカシアはちみつ 一瓶 180g"
    assert (said["tabindex"], said.has_attr("data-focus")) == ("-1", True)  # type: ignore[index,union-attr]
    assert names(block(page, "dialog")) == GOES_WITH[1:]
    now = page.select_one("#dialog-now")
    assert now["data-hx-swap-oob"] == "true"  # type: ignore[index]
    assert "カートの合計（2点） ¥2,680" in words(now)
    assert words(page.select_one("#cart-count")) == "2 点"
    assert visitor.lines() == {"SLEEP-30": 1, "HONEY-180": 1}
    (row,) = impressions(app)
    assert row.accepted_at is not None
    with app.app_context():
        brought = db.session.scalars(select(CartLine.impression_id).order_by(CartLine.id)).all()
    assert brought == [None, row.id]


def test_the_rest_can_be_added_as_well(app: Flask, forgotten: None) -> None:
    visitor = visitor_of(app)
    page = dialog(visitor)
    for name in ("はちみつ", "マグ", "キャンドル"):
        page = read(accept(visitor, block(page, "dialog"), name))
    assert page.select("#offer-dialog .offer__good") == []
    assert len(visitor.lines()) == 4
    assert len(impressions(app)) == 1


def test_it_comes_once_for_a_product(app: Flask, forgotten: None) -> None:
    visitor = visitor_of(app)
    dialog(visitor)
    assert dialog(visitor).select("dialog, .offer") == []
    assert dialog(visitor, "SLEEP-15").select("dialog, .offer") == []


def test_a_no_is_silence_for_this_visit(app: Flask, now: datetime, forgotten: None) -> None:
    with behind_the_counter(app):
        offer(now, Kind.CROSS_SELL, Placement.DIALOG, products=["hojicha"])
    visitor = visitor_of(app)
    page = read(refuse(visitor, block(dialog(visitor), "dialog")))
    quiet = page.select_one("#offer-dialog")
    assert words(quiet).startswith("わかりました。ここには、しばらくおすすめを出しません。")
    assert (quiet["tabindex"], quiet.has_attr("data-focus")) == ("-1", True)  # type: ignore[index,union-attr]
    assert block(dialog(visitor, "HOJICHA-80"), "dialog") is None
    assert [became for _place, _about, became in answers(app)] == [
        "refused",
        "withheld: refused_here",
    ]


def test_switched_off_inside_and_back_on_its_page(
    app: Flask, now: datetime, forgotten: None
) -> None:
    with behind_the_counter(app):
        offer(now, Kind.CROSS_SELL, Placement.DIALOG, Placement.CART)
    visitor = visitor_of(app)
    page = read(send(visitor, form(block(dialog(visitor), "dialog"), "switch")))
    assert words(page.select_one("[data-focus]")).startswith("おすすめを表示しない設定にしました。")
    assert block(dialog(visitor, "HOJICHA-80"), "dialog") is None
    cart = visitor.get("/cart")
    assert cart.select(".offer, .offer__seen") == []
    switch = cart.select_one(".cart__more form[action$=switch]")
    assert words(switch) == "おすすめを表示する"
    assert send(visitor, switch, htmx=False).headers["Location"] == "/ja/cart?offers=on"  # type: ignore[arg-type]
    assert block(visitor.get("/cart"), "cart") is not None
    assert (
        words(visitor.get("/offers").select_one(".panel"))
        == "いまは表示しています おすすめを表示しない"
    )


def test_who_is_spared_sees_none_and_is_counted(app: Flask, forgotten: None) -> None:
    page = dialog(visitor_of(app, SPARED))
    assert page.select_one("dialog") is not None
    assert block(page, "dialog") is None
    assert [became for _place, _about, became in answers(app)] == ["withheld: control"]


@pytest.mark.parametrize(
    "headers",
    [{"User-Agent": "Examplebot/2.1"}, {"Sec-Purpose": "prefetch;prerender"}, {"Cookie": "staff"}],
)
def test_machines_and_staff_see_none_and_are_not_counted(
    app: Flask, forgotten: None, headers: dict[str, str]
) -> None:
    visitor = visitor_of(app)
    token = str(visitor.get("/cart").select_one('[name="csrf_token"]')["value"])  # type: ignore[index]
    if "Cookie" in headers:
        visitor.client.set_cookie(app.config["STAFF_COOKIE_NAME"], "somebody")
    sent = {"HX-Request": "true", **{k: v for k, v in headers.items() if k != "Cookie"}}
    data = {"csrf_token": token, "sku": "SLEEP-30", "quantity": "1"}
    answer = visitor.client.post("/ja/cart/lines", data=data, headers=sent)
    assert "<dialog" in answer.text
    assert "offer" not in answer.text
    assert (rows(app)["visitor"], rows(app)["offer_impression"]) == (0, 0)


def test_of_what_is_sold_out_another_size_is_shown(app: Flask, forgotten: None) -> None:
    visitor = visitor_of(app)
    with behind_the_counter(app):
        variant("HONEY-180").stock = 0
        revision.bump()
    assert names(block(dialog(visitor), "dialog")) == ["アカシアはちみつ 二瓶 360g", *GOES_WITH[1:]]


def test_the_dialog_costs_a_few_statements_and_one_more_the_first_time(
    app: Flask, forgotten: None
) -> None:
    counts = []
    for _visitor in range(2):
        visitor = visitor_of(app)
        visitor.add("HOJICHA-80", htmx=True)
        token = str(visitor.get("/cart").select_one('[name="csrf_token"]')["value"])  # type: ignore[index]
        data = {"csrf_token": token, "sku": "SLEEP-30", "quantity": "1"}
        with statements(app) as heard:
            answer = visitor.client.post("/ja/cart/lines", data=data, headers=HTMX)
        assert "offer__goods" in answer.text
        counts.append(len(heard))
    assert counts == [10, 9], "of these three write down who was shown it, and in which visit"
