"""The first step's ways: each with its day and price, the cheapest first in mind, the others with the reason in words."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from bs4 import Tag
from flask import Flask
from sqlalchemy import update

from storefront.catalog.variant import Variant
from storefront.extensions import db
from tests.cart.visitor import HTMX, words
from tests.checkout.buyer import ADDRESS, Buyer, values_of
from tests.support.orders import behind_the_counter
from tests.support.shops import open_shop
from tests.support.statements import rows

TOWEL, TEA, BISCUIT = "LINEN-NATURAL", "SLEEP-30", "BISCUIT-6"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shop(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """One shop for all guests of this file, in which biscuits are kept cool."""
    with open_shop(request.param, tmp_path_factory.mktemp("shop")) as opened:
        with behind_the_counter(opened):
            cool = update(Variant).where(Variant.sku == BISCUIT)
            db.session.execute(cool.values(temperature="cool"))
        yield opened


def arrived(shop: Flask, *goods: str, area: str = "13", language: str = "ja") -> Buyer:
    """A guest of a known region before the first step."""
    buyer = Buyer(shop, language)
    buyer.client.set_cookie("area", area)
    for sku in goods:
        buyer.take(sku)
    buyer.get("/checkout/delivery")
    return buyer


def way(buyer: Buyer, code: str) -> Tag:
    found = buyer.page.find("input", attrs={"name": "shipping_rate", "value": code})
    assert isinstance(found, Tag), buyer.said()
    return found


def card(buyer: Buyer, code: str) -> str:
    return words(way(buyer, code).find_parent("label"))


def test_each_way_has_its_first_day_and_its_price_and_the_cheapest_is_chosen(
    shop: Flask, now: datetime
) -> None:
    buyer = arrived(shop, TOWEL)
    assert card(buyer, "home").startswith("宅配便 11月25日(水)から")
    assert card(buyer, "home").endswith("¥650")
    assert card(buyer, "postbox").startswith("ポスト便 11月26日(木)にお届け")
    assert card(buyer, "postbox").endswith("¥330")
    assert values_of(buyer.form())["shipping_rate"] == "postbox"
    assert "あと5時間以内のご注文で、11月26日(木)にお届けします" in buyer.said()
    assert "¥1,650" in words(buyer.page.select_one("#order-summary"))


@pytest.mark.parametrize(
    ("language", "reason"),
    [
        ("ja", "厚さ3cmまでの便です。いちばん厚い品は10.5cmあります"),
        ("en", "Takes goods up to 3cm thick. Your thickest measures 10.5cm"),
    ],
)
def test_a_way_that_does_not_fit_stays_to_be_seen_with_the_reason(
    shop: Flask, now: datetime, language: str, reason: str
) -> None:
    buyer = arrived(shop, "GLASS-MUG", language=language)
    assert way(buyer, "postbox")["aria-disabled"] == "true"
    thick = words(way(buyer, "postbox").find_parent("label"))
    assert reason in thick
    assert values_of(buyer.form())["shipping_rate"] == "home"
    answer = buyer.post(**{**ADDRESS, "shipping_rate": "postbox"})
    assert answer.status_code == 422
    assert reason in buyer.errors()["shipping_rate-0"]
    assert buyer.answers() is None


@pytest.mark.parametrize("code", ["", "drone", "cool", "home" * 5000, "ポスト便"])
def test_a_way_that_is_none_is_refused(shop: Flask, now: datetime, code: str) -> None:
    buyer = arrived(shop, TOWEL)
    assert buyer.post(**{**ADDRESS, "shipping_rate": code}).status_code == 422
    assert buyer.errors() == {"shipping_rate-0": "お届けの方法を選んでください"}
    assert values_of(buyer.form())["shipping_rate"] == "postbox"
    assert buyer.answers() is None


def test_goods_to_keep_cool_go_apart_and_it_says_which_and_for_how_much(
    shop: Flask, now: datetime
) -> None:
    buyer = arrived(shop, TEA, BISCUIT)
    assert card(buyer, "home").startswith("宅配便とクール便 11月25日(水)から")
    assert card(buyer, "home").endswith("¥1,575")
    apart = [words(item) for item in buyer.page.select("#delivery-choices .parcels__item")]
    assert apart == [
        "宅配便（常温の品1点） おやすみブレンド 30包 11月25日(水)にお届け ¥650",
        "クール便（冷蔵の品1点） 素朴なビスケット 6枚 11月25日(水)にお届け ¥925",
    ]
    assert "クール便の送料は、ご注文の金額にかかわらずいただきます" in buyer.said()
    assert "宅配便：あと5時間以内のご注文で" in buyer.said()
    assert "クール便：あと2時間以内のご注文で" in buyer.said()


def test_goods_to_keep_cool_alone_go_by_one_parcel(shop: Flask, now: datetime) -> None:
    buyer = arrived(shop, BISCUIT)
    assert values_of(buyer.form())["shipping_rate"] == "cool"
    assert card(buyer, "cool").startswith("クール便 11月25日(水)から")
    assert buyer.page.select("#delivery-choices .parcels__item") == []


@pytest.mark.parametrize(
    ("language", "said", "refused"),
    [
        (
            "ja",
            "いまのカートの中身は、このお届け先へ一度にお届けできません。 クール便：お届け先の地域では使えない便です",
            "このお届け先へは、一度にお届けできません",
        ),
        (
            "en",
            "What is in your cart cannot go to this address in one order. Refrigerated parcel: Does not go to your region",
            "These goods cannot be sent to this address in one order",
        ),
    ],
)
def test_where_nothing_goes_it_says_why_and_the_address_can_be_changed(
    shop: Flask, now: datetime, language: str, said: str, refused: str
) -> None:
    buyer = arrived(shop, TEA, BISCUIT, area="47", language=language)
    assert said in buyer.said()
    assert buyer.page.select_one("#delivery-choices a")["href"] == f"/{language}/cart"
    assert buyer.page.find("input", attrs={"name": "delivery_date"}) is None
    summary = words(buyer.page.select_one("#order-summary"))
    assert "¥1,820" in summary and "¥0" not in summary
    naha = {**ADDRESS, "prefecture": "47", "shipping_rate": "home"}
    assert buyer.post(**naha).status_code == 422
    assert buyer.errors() == {"shipping_rate-0": refused}
    assert buyer.answers() is None
    assert buyer.post(**{**ADDRESS, "shipping_rate": "home"}).status_code == 303


@pytest.mark.parametrize(
    ("language", "title"),
    [("ja", "一度にお届けできる量を超えています"), ("en", "More than we can send in one order")],
)
def test_what_no_way_takes_gets_a_page_of_its_own_and_cannot_be_ordered(
    shop: Flask, now: datetime, language: str, title: str
) -> None:
    buyer = arrived(shop, TOWEL, language=language)
    form = values_of(buyer.form())
    buyer.take("GLASS-MUG")
    with behind_the_counter(shop):
        heavy = update(Variant).where(Variant.sku == "GLASS-MUG")
        db.session.execute(heavy.values(weight_grams=200_000))
    try:
        before = rows(shop)
        assert buyer.get("/checkout/delivery").status_code == 200
        assert words(buyer.page.h1) == title
        assert words(buyer.page.select_one(".notice")).count("kg") >= 2
        assert buyer.page.select_one("main .btn")["href"] == f"/{language}/cart"
        sent = {**form, **ADDRESS}
        answer = buyer.client.post(f"/{language}/checkout/delivery", data=sent)
        assert answer.status_code == 409 and title in answer.text
        assert buyer.get("/checkout/confirm").location == f"/{language}/checkout/delivery"
        assert rows(shop) == before
    finally:
        with behind_the_counter(shop):
            db.session.execute(heavy.values(weight_grams=400))


def test_another_way_brings_its_days_and_sums_with_scripts(shop: Flask, now: datetime) -> None:
    buyer = arrived(shop, TOWEL)
    ask = way(buyer, "home")
    assert ask["data-hx-get"] == "/ja/checkout/postcode"
    buyer.get("/checkout/postcode?prefecture=13&shipping_rate=home", headers=HTMX)
    assert values_of(buyer.page)["shipping_rate"] == "home"
    assert "¥1,970" in words(buyer.page.select_one("#order-summary"))


def test_looking_at_a_way_keeps_nothing(shop: Flask, now: datetime) -> None:
    buyer = arrived(shop, TOWEL)
    before = rows(shop)
    buyer.get("/checkout/delivery?way=home")
    assert values_of(buyer.form())["shipping_rate"] == "home"
    buyer.get("/checkout/delivery?way=drone")
    assert values_of(buyer.form())["shipping_rate"] == "postbox"
    buyer.get("/checkout/postcode?prefecture=13&shipping_rate=doorstep", headers=HTMX)
    assert rows(shop) == before and buyer.answers() is None


def test_before_the_region_is_known_each_way_has_its_own_range(shop: Flask) -> None:
    buyer = arrived(shop, TOWEL, area="")
    shown = [words(item) for item in buyer.page.select("#delivery-choices .choice__price")]
    assert shown == ["¥650〜¥1,500", "¥650〜¥1,500", "¥330"]
