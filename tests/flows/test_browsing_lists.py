"""A visitor looks along the shelves: filters in the address, chips to take them off, and a kind word for nothing."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.statements import rows, statements


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.text)


def cards(text: str) -> list[str]:
    return re.findall(r'class="card__name"><a href="/\w\w/products/([^"]+)"', text)


def test_the_list_says_how_many_and_shows_two_dozen(client: FlaskClient) -> None:
    text = page(client, "/ja/products")
    assert '<p role="status"><span class="num">34品あります</span></p>' in text
    assert len(cards(text)) == 24
    assert 'href="/ja/products?page=2" rel="next"' in text
    assert "34品のうち1〜24品目" in text


def test_the_second_page_is_a_page_of_its_own(client: FlaskClient) -> None:
    text = page(client, "/ja/products?page=2")
    assert len(cards(text)) == 10
    assert 'href="/ja/products" rel="prev"' in text
    assert "もっと見る" not in text
    assert '<link rel="canonical" href="http://localhost/ja/products?page=2">' in text


def test_htmx_gets_the_next_cards_and_nothing_around_them(client: FlaskClient) -> None:
    answer = client.get("/ja/products?page=2", headers={"HX-Request": "true"})
    assert len(cards(answer.text)) == 10
    assert "<html" not in answer.text
    assert "data-focus>25〜34品目</p>" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "HX-Request" in answer.headers["Vary"]


def test_filters_stand_in_the_address_and_each_has_a_chip_that_takes_it_off(
    client: FlaskClient,
) -> None:
    text = page(
        client, "/ja/products?tag=caffeine-free&tag=giftable&price_to=1,000&in_stock=1&sort=price"
    )
    chips = re.findall(r'class="chip" href="([^"]+)">([^<]+)<', text)
    assert chips == [
        ("/ja/products?tag=giftable&price_to=1000&in_stock=1&sort=price", "ノンカフェイン"),
        (
            "/ja/products?tag=caffeine-free&price_to=1000&in_stock=1&sort=price",
            "贈りものになるもの",
        ),
        ("/ja/products?tag=caffeine-free&tag=giftable&in_stock=1&sort=price", "¥1,000まで"),
        ("/ja/products?tag=caffeine-free&tag=giftable&price_to=1000&sort=price", "在庫のあるもの"),
    ]
    assert '<a class="btn btn--quiet btn--small" href="/ja/products">すべて解除</a>' in text
    assert "絞り込み（4件）" in text
    assert 'value="caffeine-free" checked' in text
    assert '<option value="price" selected>' in text


def test_a_shelf_offers_the_shelves_below_it_and_keeps_its_filters_on_the_next_page(
    client: FlaskClient,
) -> None:
    text = page(client, "/ja/categories/tea")
    assert 'name="category" value="herbal-blends"' in text
    assert 'name="category" value="gifts"' not in text
    assert "<h1>お茶</h1>" in text
    assert 'aria-current="page">お茶</a>' in text
    assert len(cards(page(client, "/ja/categories/tea?category=japanese-teas"))) == 5
    assert len(cards(page(client, "/ja/categories/herbal-blends"))) == 6


def test_nothing_found_is_said_with_something_to_look_at(client: FlaskClient) -> None:
    text = page(client, "/ja/products?price_from=900000")
    assert "この条件にあう品がありません" in text
    assert len(cards(text)) == 4
    assert "0品あります" in text


@pytest.mark.parametrize(
    "address", ["page=abc", "page=-1", "page=0", "page=3", "page=99999", "page=１", "page="]
)
def test_a_page_that_cannot_be_is_not_found(client: FlaskClient, address: str) -> None:
    answer = client.get(f"/en/products?{address}")
    assert answer.status_code == 404
    assert '<html lang="en"' in answer.text


@pytest.mark.parametrize(
    "address", ["price_from=x", "price_to=-5", "tag=unknown", "sort=random", "category=nope", "in_stock=maybe",
                "price_from=99999999999999999999", "price_from=1e9"],
)  # fmt: skip
def test_a_filter_the_shop_does_not_know_is_left_out(client: FlaskClient, address: str) -> None:
    text = page(client, f"/ja/products?{address}")
    assert "34品あります" in text
    assert 'class="chip"' not in text


def test_bounds_the_wrong_way_round_and_in_full_width_are_understood(client: FlaskClient) -> None:
    text = page(client, "/ja/products?price_from=￥２，０００&price_to=1000円")
    assert "¥1,000から¥2,000まで" in text


def test_an_unknown_shelf_is_not_found_in_the_visitors_language(client: FlaskClient) -> None:
    assert client.get("/ja/categories/nope").status_code == 404
    assert '<html lang="en"' in client.get("/en/categories/nope").text


def test_a_list_costs_five_statements_and_the_second_visitor_one(app: Flask) -> None:
    app.test_client().get("/ja/")
    with statements(app) as sent:
        app.test_client().get("/ja/products?tag=giftable")
    assert len(sent) == 5
    with statements(app) as sent:
        app.test_client().get("/ja/products?tag=giftable")
    assert len(sent) == 1


@pytest.mark.parametrize(
    "address", ["/ja/", "/ja/products?tag=giftable", "/ja/categories/tea", "/ja/search?q=茶", "/ja/products/sleep-blend",
                "/sitemap.xml"],
)  # fmt: skip
def test_looking_writes_nothing(app: Flask, client: FlaskClient, address: str) -> None:
    before = rows(app)
    client.get(address)
    assert rows(app) == before
