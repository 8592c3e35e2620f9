"""A visitor searches: as a form, with suggestions under the field, and where nothing is found."""

import re
from html import unescape

from flask import Flask
from flask.testing import FlaskClient

from tests.support.statements import statements


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.text)


def test_the_form_works_alone_and_keeps_what_was_typed(client: FlaskClient) -> None:
    text = page(client, "/ja/search?q=ﾎｳｼﾞ茶")
    assert "<h1>「ﾎｳｼﾞ茶」の検索結果</h1>" in text
    assert 'name="q" type="search" value="ﾎｳｼﾞ茶"' in text
    assert "4品あります" in text
    assert '<meta name="robots" content="noindex">' in text


def test_suggestions_are_links_in_one_list(client: FlaskClient) -> None:
    answer = client.get("/ja/search?q=マグ", headers={"HX-Request": "true"})
    links = re.findall(r'class="suggests__link" href="(/ja/products/[^"]+)"', answer.text)
    assert len(links) == 6
    assert "/ja/products/glass-mug" in links
    assert "7品をすべて見る" in answer.text
    assert answer.text.startswith('<div id="suggestions">')
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_emptied_field_empties_the_suggestions(client: FlaskClient) -> None:
    answer = client.get("/ja/search?q=", headers={"HX-Request": "true"})
    assert "suggests__link" not in answer.text
    assert answer.text.startswith('<div id="suggestions">')


def test_nothing_found_gives_a_hint_single_words_and_four_picks(client: FlaskClient) -> None:
    text = page(client, "/ja/search?q=ほうじ茶 ロケット")
    assert "「ほうじ茶 ロケット」は見つかりませんでした" in text
    assert "ひらがなでもカタカナでも" in text
    assert ">ほうじ茶</a>" in text and ">ロケット</a>" in text
    assert len(re.findall(r'class="card__name"', text)) == 4


def test_before_anything_is_asked_the_shelves_are_shown(client: FlaskClient) -> None:
    text = page(client, "/en/search")
    assert 'href="/en/categories/ware"' in text
    assert "noindex" in text


def test_what_was_typed_is_never_markup(client: FlaskClient) -> None:
    text = client.get('/ja/search?q="><script>alert(1)</script>').text
    assert "<script>alert" not in text


def test_a_search_costs_at_most_five_statements(app: Flask) -> None:
    app.test_client().get("/ja/")
    for words in ("マグ", "zzz yyy", ""):
        with statements(app) as sent:
            app.test_client().get(f"/ja/search?q={words}")
        assert len(sent) <= 5
