"""The first page says what the shop sells, what it costs to get it, and leads on."""

import re

from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from storefront.views import feeds
from tests.support.statements import statements


def home(client: FlaskClient, language: str = "ja") -> BeautifulSoup:
    answer = client.get(f"/{language}/")
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def words(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_the_first_screen_says_what_is_sold(client: FlaskClient) -> None:
    text = home(client)
    assert text.h1 and words(text.h1.text) == "草花を、しずかに淹れる。"
    assert "ハーブティーと茶の道具の店" in words(text.select_one(".hero").text)  # type: ignore[union-attr]
    assert len(text.select("h1")) == 1


def test_one_picture_alone_is_urgent_and_phones_get_their_own(client: FlaskClient) -> None:
    text = home(client)
    urgent = text.select('img[fetchpriority="high"]')
    assert len(urgent) == 1
    assert urgent[0]["class"] == ["hero__img"]
    assert not urgent[0].has_attr("loading")
    media = [source.get("media") for source in urgent[0].find_previous_siblings("source")]
    assert media.count("(max-width: 47.99rem)") == 2
    assert all(img.get("loading") == "lazy" for img in text.select("img") if img not in urgent)


def test_the_doors_count_and_the_picks_are_eight(client: FlaskClient) -> None:
    text = home(client)
    doors = [words(door.text) for door in text.select(".door")]
    assert doors == ["お茶11品", "茶の道具10品", "茶のおとも5品", "贈りもの8品"]
    assert len(text.select(".card")) == 8


def test_the_promises_are_the_tariffs_figures(client: FlaskClient) -> None:
    promise = words(home(client).select_one(".promise").text)  # type: ignore[union-attr]
    assert "送料¥330から（大きさと地域による）" in promise
    assert "宅配便¥650〜¥1,500、ポスト便¥330、クール便¥925〜¥1,275。" in promise
    assert "平日15時までのご注文は、その日に発送します。" in promise
    assert "次の発送は11月24日(火)です。" in promise
    assert "沖縄県への送料は、金額にかかわらずお客様のご負担です。" in promise
    assert "代金引換は手数料が¥330からかかります。" in promise
    assert "お届けから8日以内" in promise
    client.set_cookie("area", "13")
    promise = words(home(client).select_one(".promise").text)  # type: ignore[union-attr]
    assert "東京都への送料¥330から" in promise
    assert "宅配便¥650、ポスト便¥330、クール便¥925。" in promise
    assert "あと5時間以内のご注文で、11月25日(水)にお届けします。" in promise


def test_english_has_its_own_page_and_both_name_each_other(client: FlaskClient) -> None:
    text = home(client, "en")
    assert text.h1 and text.h1.text == "Herbs and flowers,\nquietly brewed."
    alternates = {link["hreflang"]: link["href"] for link in text.select('link[rel="alternate"]')}
    assert alternates == {"ja": "http://localhost/ja/", "en": "http://localhost/en/"}


def test_the_home_page_costs_six_statements_and_the_second_visitor_one(app: Flask) -> None:
    app.test_client().get("/ja/search")
    with statements(app) as sent:
        app.test_client().get("/ja/")
    assert len(sent) == 6
    with statements(app) as sent:
        app.test_client().get("/ja/")
    assert len(sent) == 1


def test_the_sitemap_names_every_page_in_both_languages(client: FlaskClient) -> None:
    answer = client.get("/sitemap.xml")
    assert answer.mimetype == "application/xml"
    text = answer.text
    assert "<loc>http://localhost/ja/products/sleep-blend</loc>" in text
    assert "<loc>http://localhost/en/categories/gifts</loc>" in text
    assert 'hreflang="en" href="http://localhost/en/"' in text
    assert "/cart" not in text and "/search" not in text


def test_a_large_shop_spreads_its_sitemap_over_several_files(
    client: FlaskClient, monkeypatch: object
) -> None:
    monkeypatch.setattr(feeds, "PART", 20)  # type: ignore[attr-defined]
    monkeypatch.setattr(feeds, "PRODUCTS_A_PART", 10)  # type: ignore[attr-defined]
    index = re.findall(r"<loc>http://localhost([^<]+)</loc>", client.get("/sitemap.xml").text)
    assert index == ["/sitemap-pages.xml", *(f"/sitemap-{n}.xml" for n in range(1, 5))]
    parts = [client.get(path).text for path in index]
    addresses = [line for part in parts for line in re.findall(r"<loc>([^<]+)</loc>", part)]
    assert len(addresses) == len(set(addresses))
    assert sum("/products/" in address for address in addresses) == 68
    assert client.get("/sitemap-5.xml").status_code == 404
