"""Goods that are kept cool: sent in a parcel of their own, which the shopper always pays for."""

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.cart.visitor import Visitor, words

GANACHE = "/products/matcha-ganache"


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    """Somebody whose parcels go to Tokyo."""
    visitor = Visitor(client)
    visitor.post("/delivery-area", prefecture="13")
    return visitor


def shipping(visitor: Visitor) -> str:
    """What the cart says of shipping, in one line."""
    rows = [words(row) for row in visitor.get("/cart").select(".totals > div")]
    return next(row for row in rows if row.startswith("送料"))


def landed(page: BeautifulSoup) -> str:
    return words(page.select_one("#landed"))


def test_the_page_names_the_fare_of_the_cool_parcel(visitor: Visitor) -> None:
    said = landed(visitor.get(GANACHE))
    assert "¥925" in said
    assert "銀行振込（当店の口座へ） ¥0 ¥2,305" in said, "¥1,380 and ¥925"
    assert "¥650" not in said


def test_before_the_region_is_known_only_places_it_goes_to_are_listed(client: FlaskClient) -> None:
    page = landed(Visitor(client).get(GANACHE))
    assert "¥925" in page and "¥1,275" in page
    assert "¥0〜" not in page


def test_small_goods_beside_it_travel_in_a_parcel_of_their_own(visitor: Visitor) -> None:
    visitor.add("MATCHA-GANACHE-9")
    assert shipping(visitor) == "送料（東京都・クール便） ¥925"
    visitor.add("SLEEP-15")
    assert shipping(visitor) == "送料（東京都・ポスト便とクール便） ¥1,255", (
        "¥925 and ¥330 through the letterbox"
    )
    visitor.add("SLEEP-30")
    assert shipping(visitor) == "送料（東京都・宅配便とクール便） ¥1,575", (
        "¥925 and ¥650 to the door"
    )


def test_it_does_not_count_towards_shipping_on_the_house(visitor: Visitor) -> None:
    visitor.add("MATCHA-GANACHE-25", 3)
    assert shipping(visitor) == "送料（東京都・クール便） ¥925", "¥10,140 of sweets"
    visitor.add("SLEEP-90", 2)
    assert shipping(visitor) == "送料（東京都・宅配便とクール便） ¥925", (
        "the tea is ¥5,520, its parcel is on us"
    )
