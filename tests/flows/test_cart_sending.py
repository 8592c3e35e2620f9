"""How a cart travels: what each change did to it, what goes apart, what cannot go, and what checkout was told."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from storefront.extensions import db
from tests.cart.visitor import Visitor, read, variant, words
from tests.checkout.buyer import Buyer

BECAME = "お届けが宅配便になり、送料が¥320増えました（¥330から¥650）。"
FELL = "お届けがポスト便になり、送料が¥650から¥330に下がりました。"


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    client.set_cookie("area", "13")
    visitor = Visitor(client)
    visitor.add("SLEEP-15")
    return visitor


@pytest.fixture
def cool(app: Flask) -> None:
    """One jar of honey is kept cool on the way."""
    with app.app_context():
        variant("HONEY-180").temperature = "cool"
        db.session.commit()


def followed(visitor: Visitor, location: str | None) -> BeautifulSoup:
    assert location
    return visitor.get(location.removeprefix(f"/{visitor.language}"))


def sums(page: BeautifulSoup) -> list[str]:
    return [words(row) for row in page.select(".totals > div:not(.totals__note)")]


def test_a_small_cart_says_its_way_the_others_and_what_they_open(visitor: Visitor) -> None:
    page = visitor.get("/cart")
    assert sums(page) == [
        "商品の合計（1点） ¥780",
        "送料（東京都・ポスト便） ¥330",
        "合計 ¥1,110 税込",
    ]
    said = visitor.panel()
    assert "あと5時間以内のご注文で、11月26日(木)にお届けします" in said
    assert "ほかのお届け方法 宅配便、宅配便・置き配 早ければ 11月25日(水) 送料¥650" in said
    assert (
        "代金引換 ポスト便では使えません 宅配便（送料¥650）なら選べます。手数料込みで¥1,760" in said
    )
    assert "このあと金額が変わるのは、お届け方法かお支払い方法を変えたときだけです。" in said
    assert page.select("#parcels") == []


def test_without_scripts_every_change_says_what_it_did(visitor: Visitor) -> None:
    page = followed(visitor, visitor.add("MUG-NAVY").location)
    assert words(page.select_one(".shipping-change")) == BECAME
    assert visitor.get("/cart").select_one(".shipping-change") is None
    page = followed(visitor, visitor.change("SLEEP-15", 2).location)
    assert page.select_one(".shipping-change") is None, "another pouch goes in the same box"
    page = followed(visitor, visitor.change("MUG-NAVY", 2).location)
    assert words(page.select_one(".shipping-change")) == "送料¥650は、当社の負担になりました。"
    visitor.change("MUG-NAVY", 1)
    visitor.change("SLEEP-15", 1)
    page = followed(visitor, visitor.change("MUG-NAVY", 0).location)
    assert words(page.select_one(".shipping-change")) == FELL
    visitor.change("SLEEP-15", 2)
    assert "送料（東京都・ポスト便） ¥330" in sums(visitor.get("/cart"))
    page = followed(visitor, visitor.change("SLEEP-15", 3).location)
    assert words(page.select_one(".shipping-change")) == BECAME


def test_with_scripts_it_is_shown_and_spoken(visitor: Visitor) -> None:
    dialog = read(visitor.add("MUG-NAVY", htmx=True))
    assert words(dialog.select_one("dialog .shipping-change")) == BECAME
    assert "送料（東京都・宅配便） ¥650" in words(dialog.select_one(".dialog__sums"))
    page = read(visitor.change("MUG-NAVY", 0, htmx=True))
    assert words(page.select_one(".shipping-change")) == FELL
    page = read(visitor.add("SLEEP-15", 3, htmx=True))
    assert BECAME in words(page.select_one(".said"))
    assert words(page.select_one("#status")).endswith(BECAME)


@pytest.mark.parametrize(
    "query", ["added=SLEEP-15&had=x", "added=SLEEP-15&had=-1", "changed=SLEEP-15&had=999", "changed=NO&had=0"]
)  # fmt: skip
def test_an_address_that_makes_no_sense_says_nothing(visitor: Visitor, query: str) -> None:
    assert visitor.get(f"/cart?{query}").select_one(".shipping-change") is None


@pytest.mark.usefixtures("cool")
def test_cool_goods_go_apart_and_are_always_paid_for(visitor: Visitor) -> None:
    visitor.add("HONEY-180")
    visitor.add("MUG-NAVY")
    page = visitor.get("/cart")
    assert sums(page) == [
        "商品の合計（3点） ¥4,900", "送料（東京都・宅配便とクール便） ¥1,575", "合計 ¥6,475 税込",
    ]  # fmt: skip
    said = visitor.panel()
    assert "お届け（2個口）" in said
    assert "宅配便 早ければ 11月25日(水) おやすみブレンド 15包、陶のマグ 藍 ¥650" in said
    assert "クール便 早ければ 11月25日(水) アカシアはちみつ 一瓶 180g ¥925" in said
    assert "あと ¥2,000 で送料¥650が当社負担になります" in said, "the honey's ¥1,400 do not count"
    assert "冷蔵の品は合計に含みません。" in said
    visitor.change("MUG-NAVY", 2)
    said = visitor.panel()
    assert "冷蔵の品をのぞき、送料は当社が負担します" in said
    assert "送料（東京都・宅配便とクール便） ¥925" in sums(visitor.get("/cart"))


@pytest.mark.usefixtures("cool")
def test_only_cool_goods_never_speak_of_the_shops_share(visitor: Visitor) -> None:
    visitor.add("HONEY-180", 5)
    visitor.change("SLEEP-15", 0)
    assert visitor.get("/cart").select_one(".gap") is None
    assert "送料（東京都・クール便） ¥925" in sums(visitor.get("/cart"))


@pytest.mark.usefixtures("cool")
@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_cannot_go_there_says_which_and_why_and_ends_there(
    visitor: Visitor, language: str
) -> None:
    visitor.add("HONEY-180")
    visitor.client.set_cookie("area", "47")
    page = Visitor(visitor.client, language).get("/cart")
    told = words(page.select_one(".panel .notice"))
    if language == "ja":
        assert told.startswith(
            "沖縄県へは、このままではお届けできません。"
            " アカシアはちみつ 一瓶 180g クール便：お届け先の地域では使えない便です"
        )
    assert page.select('.panel a[href*="checkout"]') == []
    assert page.select(".totals__grand") == []
    assert page.select(".gap") == []
    assert "¥0" not in words(page.select_one(".panel"))


def test_a_cart_of_which_nothing_is_left_shows_no_figures(app: Flask, visitor: Visitor) -> None:
    with app.app_context():
        variant("SLEEP-15").stock = 0
        db.session.commit()
    page = visitor.get("/cart")
    assert words(page.select_one(".panel")) == (
        "いまご注文いただけるお品がありません。取り除くか、ほかのお品をお選びください。"
    )
    assert "¥" not in words(page.select_one(".panel"))


def test_what_checkout_was_told_is_reckoned_with_and_said(app: Flask, now: object) -> None:
    buyer = Buyer(app).take("SLEEP-15").to_confirmation(None)
    page = Visitor(buyer.client).get("/cart")
    assert sums(page) == [
        "商品の合計（1点） ¥780",
        "送料（東京都・宅配便） ¥650",
        "手数料（代金引換） ¥330",
        "合計 ¥1,760 税込",
    ]
    assert "ご注文手続きで選ばれた宅配便・代金引換で計算しています。" in words(
        page.select_one(".panel")
    )
