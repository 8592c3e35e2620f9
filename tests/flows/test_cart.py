"""A visitor fills, changes and empties a cart with scripts off."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from storefront.extensions import db
from tests.cart.visitor import Visitor, read, the_cart, variant, words


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    return Visitor(client)


def test_adding_leads_to_the_cart_and_says_so(visitor: Visitor) -> None:
    answer = visitor.add("SLEEP-30", 2)
    assert (answer.status_code, answer.location) == (303, "/ja/cart?added=SLEEP-30&had=0")
    page = visitor.get("/cart?added=SLEEP-30")
    assert "カートに入れました：おやすみブレンド 30包" in words(page.select_one(".flash"))
    assert words(page.select_one("#cart-count")) == "2 点"
    assert words(page.select_one("li.line .price")) == "¥2,560"
    assert visitor.lines() == {"SLEEP-30": 2}


def test_more_of_the_same_joins_its_line(visitor: Visitor) -> None:
    visitor.add("SLEEP-30", 2)
    visitor.add("SLEEP-30", "３")
    assert visitor.lines() == {"SLEEP-30": 5}


def test_the_number_on_the_cart_is_the_same_fragment_everywhere(visitor: Visitor) -> None:
    visitor.add("SLEEP-30", 2)
    fragment = visitor.get("/cart/count", headers={"HX-Request": "true"}).select_one("#cart-count")
    for path in ("/cart", "/delivery-area", "/products"):
        assert str(visitor.get(path).select_one("#cart-count")) == str(fragment)


def test_the_buttons_beside_the_number_count_from_it(visitor: Visitor) -> None:
    visitor.add("SLEEP-30", 2)
    assert visitor.change("SLEEP-30", 2, step="1").location == "/ja/cart?changed=SLEEP-30&had=2"
    assert visitor.lines() == {"SLEEP-30": 3}
    visitor.change("SLEEP-30", 3, step="-1")
    visitor.change("SLEEP-30", 2, step="-1")
    visitor.change("SLEEP-30", 1, step="-1")
    assert visitor.lines() == {"SLEEP-30": 1}, "the − does not remove"


def test_what_was_removed_can_be_put_back_even_later(visitor: Visitor) -> None:
    visitor.add("SLEEP-30", 3)
    visitor.add("HONEY-180")
    answer = visitor.change("SLEEP-30", 0)
    assert answer.location == "/ja/cart?removed=SLEEP-30&quantity=3"
    assert visitor.lines() == {"HONEY-180": 1}
    page = visitor.get("/cart?removed=SLEEP-30&quantity=3")
    assert "おやすみブレンド 30包を取り除きました" in words(page.select_one(".flash"))
    form = page.select_one(".flash form")
    assert form is not None
    assert form["action"] == "/ja/cart/lines/SLEEP-30/restore"
    assert form.select_one('[name="quantity"]')["value"] == "3"  # type: ignore[index]
    for _twice in range(2):
        assert visitor.post("/cart/lines/SLEEP-30/restore", quantity=3).location == "/ja/cart"
        assert visitor.lines() == {"HONEY-180": 1, "SLEEP-30": 3}
    assert visitor.get("/cart?removed=SLEEP-30&quantity=3").select_one(".flash") is None


@pytest.mark.parametrize("query", ["removed=NOPE&quantity=1", "removed=SLEEP-30&quantity=abc", "removed=SLEEP-30&quantity=0", "removed=SLEEP-30", "added=SLEEP-30", "added=%00"])  # fmt: skip
def test_an_address_alone_proves_nothing(visitor: Visitor, query: str) -> None:
    answer = visitor.client.get(f"/ja/cart?{query}")
    assert answer.status_code in {200, 400}
    assert read(answer).select_one(".flash") is None


def test_an_empty_cart_shows_ways_on(visitor: Visitor) -> None:
    page = visitor.get("/cart")
    assert words(page.select_one(".empty__title")) == "カートは空です"
    ways = [str(link["href"]) for link in page.select(".empty a")]
    assert ways[0] == "/ja/products"
    assert "/ja/categories/tea" in ways
    assert page.select_one(".panel") is None
    visitor.add("SLEEP-30")
    visitor.change("SLEEP-30", 0)
    emptied = visitor.get("/cart?removed=SLEEP-30&quantity=1")
    assert emptied.select_one(".empty") is not None
    assert emptied.select_one(".flash form") is not None


def test_a_line_that_another_tab_removed_is_told_kindly(visitor: Visitor) -> None:
    visitor.add("SLEEP-30")
    visitor.add("HONEY-180")
    visitor.change("SLEEP-30", 0)
    late = visitor.change("SLEEP-30", 2)
    assert late.status_code == 409
    page = read(late)
    assert "おやすみブレンド 30包は、もうカートに入っていません" in words(page.select_one(".flash"))
    assert page.select_one("#line-HONEY-180") is not None
    assert visitor.lines() == {"HONEY-180": 1}


def test_two_tabs_both_see_the_truth_with_the_next_answer(visitor: Visitor) -> None:
    visitor.add("SLEEP-30", 2)
    visitor.change("SLEEP-30", 4)
    shown = read(visitor.change("SLEEP-30", 5, htmx=True))
    assert shown.select_one(".qty__input")["value"] == "5"  # type: ignore[index]
    assert visitor.lines() == {"SLEEP-30": 5}


def test_the_cart_is_kept_thirty_days_from_the_last_change(visitor: Visitor) -> None:
    for answer in (visitor.add("SLEEP-30"), visitor.change("SLEEP-30", 2)):
        expires = parse_cookie_date(answer.headers["Set-Cookie"])
        assert abs(expires - datetime.now(UTC) - timedelta(days=30)) < timedelta(minutes=2)


def parse_cookie_date(cookie: str) -> datetime:
    found = re.search("Expires=([^;]+)", cookie)
    assert found is not None
    return parsedate_to_datetime(found[1])


def test_looking_changes_nothing(app: Flask, visitor: Visitor) -> None:
    visitor.add("SLEEP-30", 2)
    with app.app_context():
        variant("SLEEP-30").price += 100
        db.session.commit()
        before = (the_cart().version, the_cart().updated_at, the_cart().lines[0].seen_price)
    for path in ("/cart", "/cart?removed=HONEY-180&quantity=1", "/cart/count", "/delivery-area"):
        visitor.get(path)
    with app.app_context():
        cart = the_cart()
        assert (cart.version, cart.updated_at, cart.lines[0].seen_price) == before


def test_an_english_cart_speaks_english_only(client: FlaskClient) -> None:
    visitor = Visitor(client, "en")
    visitor.add("GLASS-MUG")
    main = visitor.get("/cart").select_one("main")
    assert "Heatproof Glass Mug" in words(main)
    assert not any("぀" <= letter <= "ヿ" for letter in words(main)), words(main)
