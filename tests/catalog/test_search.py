"""Words find goods however they are written."""

import pytest
from flask import Flask
from sqlalchemy import text

from storefront.catalog import browsing, search
from storefront.catalog.product import Product
from storefront.extensions import db
from tests.support.statements import statements


def names(typed: str) -> list[str]:
    hits = search.hits(typed)
    return [] if hits is None else [e.product.name["ja"] for e in browsing.found(hits).entries]


HOJICHA = ["ほうじ茶", "ほうじ茶 茶筒入り", "ほうじ茶の生チョコレート"]
MUGS = {
    "耐熱ガラスのマグ",
    "陶のマグ",
    "陶のマグ 大",
    "陶のマグ ふたつ揃い",
    "ポットとマグのひと揃い",
}


@pytest.mark.parametrize(
    "typed", ["ほうじ茶", "ﾎｳｼﾞ茶", "ホウジ茶", "hojicha", "HOJICHA", "ｈｏｊｉｃｈａ", "houji"]
)
def test_any_writing_of_hojicha_finds_it_first(shop: Flask, typed: str) -> None:
    assert names(typed)[0] in HOJICHA


def test_kana_in_either_form_find_what_is_read_so(shop: Flask) -> None:
    assert names("ホウジチャ") == names("ほうじちゃ") == HOJICHA
    assert names("キュウス") == names("きゅうす") == ["横手の急須", "急須のひと揃い"]


@pytest.mark.parametrize("typed", ["マグ", "ＭＵＧ", "mug", "mugs", "まぐ", "ﾏｸﾞ"])
def test_mugs_are_found_in_both_languages_those_with_the_name_first(
    shop: Flask, typed: str
) -> None:
    found = names(typed)
    assert set(found[:5]) == MUGS
    assert "細口の電気ケトル" in found[5:]


def test_a_part_of_a_word_is_enough(shop: Flask) -> None:
    assert names("モミー") == names("カモミール")
    assert "カモミールの花" in names("モミー")


def test_a_single_letter_finds_every_word_that_holds_it(shop: Flask) -> None:
    assert names("盆")[0] == "木の盆"
    assert set(names("盆")) == {"木の盆", "ポットとマグのひと揃い", "急須のひと揃い"}


def test_a_long_vowel_mark_more_or_less_makes_no_difference(shop: Flask) -> None:
    assert names("ティーバッグ") == names("ティバッグ") != []


def test_what_is_found_is_counted_in_the_statement_that_reads_it(shop: Flask) -> None:
    hits = search.hits("tea")
    assert hits is not None
    with statements(shop) as heard:
        first = browsing.found(hits)
    assert (len(first.entries), first.total, first.and_more, first.last_page) == (24, 27, False, 2)
    assert len([one for one in heard if "product_search" in one]) == 1
    second = browsing.found(hits, 2)
    assert (len(second.entries), second.total) == (3, 27)


def test_counting_what_is_found_stops_as_well(shop: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browsing, "MOST_COUNTED", 20)
    hits = search.hits("tea")
    assert hits is not None
    found = browsing.found(hits)
    assert (found.total, found.and_more) == (20, True)


def test_every_word_has_to_be_there(shop: Flask) -> None:
    assert names("煎茶 茶筒")[0] == "煎茶 茶筒入り"
    assert "ほうじ茶" not in names("煎茶 茶筒")
    assert names("煎茶 ろうそく") == []


@pytest.mark.parametrize("typed", ["", "  ", "!!", "・、。", "\"'--", "☕"])
def test_signs_alone_ask_for_nothing(shop: Flask, typed: str) -> None:
    assert search.hits(typed) is None


@pytest.mark.parametrize(
    "typed",
    ['" OR 1=1', "NEAR(a b)", "name:", "*", "'; DROP TABLE product; --", "\\", "%", "あ" * 500],
)
def test_what_means_something_to_a_database_is_only_text(shop: Flask, typed: str) -> None:
    names(typed)
    assert db.session.query(Product).count() == 34


def test_a_sku_finds_its_product(shop: Flask) -> None:
    assert names("SLEEP-30")[0] == "おやすみブレンド"


def test_goods_taken_off_the_shelf_are_not_found(shop: Flask) -> None:
    product = db.session.query(Product).filter_by(slug="hojicha").one()
    product.published = False
    db.session.flush()
    assert names("hojicha") == [*HOJICHA[1:], "茶筒ふたつの詰め合わせ"]


def test_writing_a_product_again_replaces_its_words(shop: Flask) -> None:
    product = db.session.query(Product).filter_by(slug="hojicha").one()
    product.name = {"ja": "焙じたお茶", "en": "Toasted Leaves"}
    search.index(product)
    assert names("焙じたお茶") == ["焙じたお茶"]
    assert names("toasted leaves")[0] == "焙じたお茶"
    rows = db.session.execute(text("SELECT count(*) FROM product_search"))
    assert rows.scalar_one() == 34
