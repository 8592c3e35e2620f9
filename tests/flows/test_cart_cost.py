"""The whole cost of a cart, before anything is typed."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from storefront.extensions import db
from tests.cart.visitor import Visitor, variant, words


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    visitor = Visitor(client)
    visitor.add("SLEEP-30")
    visitor.add("HONEY-180")
    return visitor


def rows(visitor: Visitor) -> list[str]:
    return [words(row) for row in visitor.get("/cart").select(".totals > div")]


def test_without_a_region_everything_is_a_range(visitor: Visitor) -> None:
    assert rows(visitor) == [
        "商品の合計（2点） ¥2,680",
        "送料（地域による） ¥650–¥1,500",
        "合計 ¥3,330–¥4,180 税込",
        "8%対象 ¥2,680 の内税 ¥198",
    ]
    said = visitor.panel()
    assert "都道府県を選ぶと、送料とお届け日が決まります。" in said
    assert "代金引換 手数料¥330" in said
    assert "あとで計算" not in said


def test_with_a_region_every_figure_is_exact(visitor: Visitor) -> None:
    visitor.post("/delivery-area", prefecture="13")
    assert rows(visitor) == [
        "商品の合計（2点） ¥2,680",
        "送料（東京都・宅配便） ¥650",
        "合計 ¥3,330 税込",
        "8%対象 ¥2,680 の内税 ¥198",
        "10%対象 ¥650 の内税 ¥59",
    ]
    said = visitor.panel()
    assert "あと5時間以内のご注文で、11月25日(水)にお届けします" in said
    assert (
        "クレジットカード／コンビニ払い／スマホ決済／銀行振込／銀行振込（当店の口座へ） 手数料なし ¥3,330"
        in said
    )
    assert "代金引換 手数料¥330 ¥3,660" in said
    assert "会員登録はいりません。" in said
    assert "このあと金額が増えるのは、代金引換（＋¥330）を選んだときだけです。" in said


def test_the_way_to_free_shipping_is_shown_once_it_is_in_reach(visitor: Visitor) -> None:
    visitor.post("/delivery-area", prefecture="東京都")
    assert visitor.get("/cart").select_one(".gap") is None, "¥2,680 is less than half of ¥5,500"
    visitor.add("SLEEP-15")
    page = visitor.get("/cart")
    assert "あと ¥2,040 で送料¥650が当社負担になります" in words(page.select_one(".gap__text"))
    bar = page.select_one(".gap progress")
    assert bar is not None
    assert (bar["value"], bar["max"]) == ("3460", "5500")
    visitor.add("SLEEP-90")
    page = visitor.get("/cart")
    assert words(page.select_one(".gap")) == "送料は当社が負担します"
    assert page.select_one(".gap progress") is None
    assert "送料（東京都・宅配便） ¥0" in rows(visitor)


def test_to_okinawa_nothing_is_promised(visitor: Visitor) -> None:
    visitor.post("/delivery-area", prefecture="Okinawa")
    visitor.add("SLEEP-90", 3)
    assert visitor.get("/cart").select_one(".gap") is None
    assert "送料（沖縄県・宅配便） ¥1,500" in rows(visitor)


def test_while_the_region_is_open_the_exception_is_named(visitor: Visitor) -> None:
    visitor.add("SLEEP-90", 2)
    said = visitor.panel()
    assert "送料は当社が負担します" in said
    assert "沖縄県" in said
    assert "送料（地域による） ¥0–¥1,500" in rows(visitor)


def test_what_cannot_be_paid_at_the_door_says_why(app: Flask, visitor: Visitor) -> None:
    visitor.post("/delivery-area", prefecture="13")
    with app.app_context():
        variant("SLEEP-90").stock = 99
        variant("SLEEP-90").price = 4000
        db.session.commit()
    visitor.add("SLEEP-90", 75)
    said = visitor.panel()
    assert "代金引換 ¥300,000までのご注文で使えます" in said
    assert "このあと金額が増えることはありません。" in said
