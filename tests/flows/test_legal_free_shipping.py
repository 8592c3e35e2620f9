"""Who pays when shipping is on the shop: explained while it ever is, and not a word of it while it never is."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from storefront import revision
from storefront.extensions import db
from storefront.shipping.method import ShippingRate
from storefront.views.legal import TITLES
from tests.support.orders import behind_the_counter

PAGE = "/ja/legal/free-shipping"
OTHERS = [f"/ja/legal/{page}" for page in TITLES if page != "free-shipping"]


def text_of(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(BeautifulSoup(answer.text, "html.parser").get_text(" ", strip=True).split())


@pytest.fixture
def nothing_is_free(app: Flask) -> None:
    """A shop in which the buyer always pays for shipping."""
    with behind_the_counter(app):
        db.session.execute(update(ShippingRate).values(free_from=None))
        revision.bump(revision.Part.SETTINGS)


def test_the_page_says_who_pays_why_from_when_and_what_is_left_out(client: FlaskClient) -> None:
    words = text_of(client, PAGE)
    for part in (
        "運送会社に決められた運賃の全額を、当店がお支払いしています",
        "その分を運賃にあてています",
        "商品の合計が¥5,500以上のとき、宅配便／宅配便・置き配の送料を当店が負担します",
        "割引があれば差し引いたあとの金額",
        "沖縄へのお届け。",
        "ポスト便。はじめから安い運賃",
        "クール便でお届けする品は、¥5,500に数えません",
        "関東 ¥5,500以上 ¥650",
    ):
        assert part in words, part
    assert "沖縄 ¥" not in words


def test_it_is_there_in_english_and_linked_from_wherever_it_is_promised(
    client: FlaskClient,
) -> None:
    assert "we pay the carrier its full fare" in text_of(client, "/en/legal/free-shipping")
    home = BeautifulSoup(client.get("/ja/").text, "html.parser")
    links = {link.get_text() for link in home.select(f'a[href="{PAGE}"]')}
    assert links == {"当社負担", "送料当社負担について"}
    assert f"http://localhost{PAGE}" in client.get("/sitemap.xml").text


def test_no_page_calls_shipping_free(client: FlaskClient) -> None:
    for path in ("/ja/", PAGE, *OTHERS):
        assert "無料" not in text_of(client, path), path


@pytest.mark.usefixtures("nothing_is_free")
def test_where_buyers_always_pay_there_is_neither_page_nor_word_of_it(client: FlaskClient) -> None:
    assert client.get(PAGE).status_code == 404
    assert "free-shipping" not in client.get("/sitemap.xml").text
    for path in ("/ja/", "/ja/products/sleep-blend", "/ja/cart", "/ja/delivery-area", *OTHERS):
        words = text_of(client, path)
        assert "当社負担" not in words, path
        assert "当社が負担" not in words, path
        assert "当店が負担" not in words or path.endswith("returns"), path
        assert "free-shipping" not in client.get(path).text, path


def test_a_region_reached_by_one_way_alone_is_not_left_out(app: Flask, client: FlaskClient) -> None:
    with behind_the_counter(app):
        rates = select(ShippingRate).where(ShippingRate.region == "okinawa")
        for rate in db.session.scalars(rates.where(ShippingRate.price == 330)):
            rate.free_from = 2000
        revision.bump(revision.Part.SETTINGS)
    words = text_of(client, PAGE)
    assert "沖縄へのお届け。" not in words
    assert "沖縄 ¥2,000以上 ¥330" in words
    assert "商品の合計が¥2,000〜¥5,500以上のとき、宅配便／宅配便・置き配／ポスト便の送料" in words
