"""A visitor looks at one thing: what it is, what each size costs and brings, and the whole cost at the door."""

import json
import re

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient

from storefront.catalog import stock
from storefront.catalog.variant import Variant
from storefront.database import writing
from storefront.extensions import db
from tests.support.statements import statements

HTMX = {"HX-Request": "true"}

WITHOUT_FEE = "クレジットカード／コンビニ払い／スマホ決済／銀行振込／銀行振込（当店の口座へ）"


def page(client: FlaskClient, address: str, area: str = "") -> BeautifulSoup:
    if area:
        client.set_cookie("area", area)
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def words(tag: Tag | None) -> str:
    assert tag is not None
    return re.sub(r"\s+", " ", tag.get_text(" ", strip=True))


def count(app: Flask, sku: str, pieces: int, now: object) -> None:
    with app.app_context():
        token = writing.set(True)
        variant = db.session.query(Variant).filter_by(sku=sku).one()
        stock.count(variant, pieces, "count:test", now)  # type: ignore[arg-type]
        db.session.commit()
        writing.reset(token)


def test_three_sizes_stand_side_by_side_with_the_step_between_them(client: FlaskClient) -> None:
    ladder = page(client, "/ja/products/sleep-blend").select_one(".ladder")
    assert ladder is not None
    assert [words(step) for step in ladder.select(".ladder__step")] == [
        "＋¥500 で 1包あたり ¥9 お得",
        "＋¥1,480 で 1包あたり ¥12 お得",
    ]
    assert [radio["value"] for radio in ladder.select("input[name=sku]")] == [
        "SLEEP-15", "SLEEP-30", "SLEEP-90",
    ]  # fmt: skip
    assert "1包あたり¥43" in words(ladder)


def test_what_a_set_adds_is_said_in_words(client: FlaskClient) -> None:
    steps = page(client, "/en/products/glass-mug").select(".ladder__step")
    assert "¥440" in words(steps[0])
    assert "wooden lid" in words(steps[0])


def test_the_variant_in_the_first_picture_is_chosen_until_the_address_says_otherwise(
    client: FlaskClient,
) -> None:
    chosen = page(client, "/ja/products/sleep-blend").select_one("input[name=sku][checked]")
    assert chosen and chosen["value"] == "SLEEP-30"
    text = page(client, "/ja/products/sleep-blend?sku=SLEEP-90")
    chosen = text.select_one("input[name=sku][checked]")
    assert chosen and chosen["value"] == "SLEEP-90"
    assert "90包" in str(text.select_one(".gallery__main img"))
    assert "¥2,760" in words(text.select_one("#landed"))


def test_a_sold_out_variant_stays_visible_and_says_so(client: FlaskClient) -> None:
    text = page(client, "/ja/products/stoneware-mug-large?sku=MUG-L-WHITE")
    radio = text.select_one("#sku-MUG-L-WHITE")
    assert radio and radio["aria-disabled"] == "true" and not radio.has_attr("disabled")
    assert "在庫なし。" in words(radio.parent)
    assert "いま在庫があるのは： 若草 ・ 藍" in words(text.select_one("#chosen"))
    default = page(client, "/ja/products/stoneware-mug-large").select_one("input[checked]")
    assert default and default["value"] == "MUG-L-SAGE"


def test_before_the_region_is_known_the_cost_is_a_range_and_every_region_is_listed(
    client: FlaskClient,
) -> None:
    text = page(client, "/ja/products/sleep-blend")
    said = words(text.select_one("#chosen"))
    assert "いちばん早いお届けは、地域により 11月25日(水) から 11月28日(土)" in said
    assert "今日15時まで（あと5時間）のご注文の場合" in said
    assert "送料 ¥650 〜 ¥1,500 （地域による）" in said
    assert "お届けから8日以内、未開封・未使用なら 返品できます" in said
    landed = text.select_one("#landed")
    assert landed is not None
    sums = [words(row) for row in landed.select(".sums")[0].select("tbody tr")]
    assert sums == [f"{WITHOUT_FEE} ¥0 ¥1,930〜¥2,780", "代金引換 ¥330 ¥2,260〜¥3,110"]
    regions = [words(row) for row in landed.select(".fold .sums tbody tr")]
    assert len(regions) == 10
    assert regions[0] == "北海道 ¥1,000 11月26日(木)"
    assert regions[-1] == "沖縄 ¥1,500 11月28日(土)"
    assert "沖縄県への送料は、金額にかかわらずお客様のご負担です。" in words(landed)


def test_once_it_is_known_the_cost_is_one_figure_to_the_yen(client: FlaskClient) -> None:
    text = page(client, "/ja/products/sleep-blend", area="13")
    assert "あと5時間以内のご注文で、11月25日(水)にお届けします 東京都へ、宅配便で" in words(
        text.select_one("#chosen")
    )
    assert "東京都への送料 ¥650 。あわせて ¥1,930 （税込）" in words(text.select_one("#chosen"))
    landed = text.select_one("#landed")
    assert landed is not None
    rows = [words(row) for row in landed.select(".sums--pay tbody tr")]
    assert rows == [f"{WITHOUT_FEE} ¥0 ¥1,930", "代金引換 ¥330 ¥2,260"]
    assert "地域ごとの" not in words(landed)
    assert "〜" not in words(landed)


def test_okinawa_is_promised_nothing(client: FlaskClient) -> None:
    text = page(client, "/ja/products/gooseneck-kettle", area="47")
    assert "沖縄県への送料 ¥1,500" in words(text.select_one("#chosen"))
    assert text.select_one("#gap") is None
    assert "当社" not in words(text.select_one("#landed"))


def test_a_dear_thing_is_sent_at_the_shops_cost(client: FlaskClient) -> None:
    said = words(page(client, "/ja/products/gooseneck-kettle").select_one("#chosen"))
    assert "送料は当社が負担します（沖縄県は ¥1,500 ）" in said
    assert "¥0" not in said
    text = page(client, "/ja/products/gooseneck-kettle", area="13")
    assert "東京都への送料は当社が負担します" in words(text.select_one("#chosen"))
    assert "¥5,500以上なので当社が負担します" in words(text.select_one("#landed"))


def test_the_gap_counts_what_is_in_the_cart_and_only_for_its_owner(
    app: Flask, client: FlaskClient
) -> None:
    client.set_cookie("area", "13")
    client.get("/ja/products/sleep-blend")
    form = page(client, "/ja/products/hojicha")
    token = form.select_one("#buy-box input[name=csrf_token]")
    assert token is not None
    client.post(
        "/ja/cart/lines", data={"csrf_token": token["value"], "sku": "SLEEP-90", "quantity": "1"}
    )
    gap = page(client, "/ja/products/sleep-blend").select_one("#gap")
    assert "カートの中の¥2,760とあわせると" in words(gap)
    assert "あと ¥1,460 で送料¥650が当社負担になります" in words(gap)
    stranger = app.test_client()
    gap = page(stranger, "/ja/products/sleep-blend", area="13").select_one("#gap")
    assert words(gap) == (
        "¥5,500以上のご注文で、送料は当社が負担します。あと¥4,220です。 送料当社負担について"
    )


def test_changing_the_variant_swaps_what_depends_on_it_and_nothing_else(
    client: FlaskClient,
) -> None:
    answer = client.get("/ja/products/sleep-blend?sku=SLEEP-15", headers=HTMX)
    text = BeautifulSoup(answer.text, "html.parser")
    roots = [tag.get("id") for tag in text.find_all(recursive=False)]
    assert roots == ["chosen", "gallery", "landed", "offered"]
    assert [tag.get("data-hx-swap-oob") for tag in text.find_all(recursive=False)] == [
        None,
        "true",
        "true",
        "true",
    ]
    assert text.select_one("input[name=sku]") is None
    assert words(text.select_one("#status")) == "15包、¥780"
    assert (
        text.select_one('#landed input[name="next"]')["value"]
        == "/ja/products/sleep-blend?sku=SLEEP-15#landed"
    )  # type: ignore[index]
    assert "\x02" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "address",
    ["/ja/products/nope", "/ja/products/sleep-blend?sku=NOPE", "/ja/products/sleep-blend?sku="],
)
def test_what_is_unknown_is_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404
    english = client.get(address.replace("/ja/", "/en/"))
    assert english.status_code == 404
    assert '<html lang="en"' in english.text


def test_search_engines_are_given_an_offer_for_each_variant(client: FlaskClient) -> None:
    text = page(client, "/ja/products/stoneware-mug-large")
    block = text.select_one('script[type="application/ld+json"]')
    assert block is not None
    product, trail = json.loads(block.get_text())["@graph"]
    assert product["@type"] == "Product"
    assert [
        (o["sku"], o["price"], o["priceCurrency"], o["availability"]) for o in product["offers"]
    ] == [
        ("MUG-L-WHITE", 3080, "JPY", "https://schema.org/OutOfStock"),
        ("MUG-L-SAGE", 3080, "JPY", "https://schema.org/InStock"),
        ("MUG-L-NAVY", 3080, "JPY", "https://schema.org/InStock"),
    ]
    assert (
        product["offers"][1]["url"]
        == "http://localhost/ja/products/stoneware-mug-large?sku=MUG-L-SAGE"
    )
    assert [step["name"] for step in trail["itemListElement"]] == [
        "はっぱ茶房", "茶の道具", "カップ・マグ", "陶のマグ 大",
    ]  # fmt: skip
    canonical = text.select_one('link[rel="canonical"]')
    assert canonical and canonical["href"] == "http://localhost/ja/products/stoneware-mug-large"


def test_text_of_the_shop_cannot_end_the_block_for_search_engines(
    app: Flask, client: FlaskClient, now: object
) -> None:
    with app.app_context():
        token = writing.set(True)
        product = db.session.query(Variant).filter_by(sku="SLEEP-30").one().product
        product.lead = {"ja": "</script><b>x", "en": "x"}
        db.session.commit()
        writing.reset(token)
    text = client.get("/ja/products/sleep-blend").text
    assert "</script><b>" not in text
    assert text.count("</script>") == 3


def test_a_changed_stock_word_is_seen_at_once(app: Flask, client: FlaskClient, now: object) -> None:
    client.get("/ja/products/sleep-blend")
    count(app, "SLEEP-30", 3, now)
    assert "残り3点" in words(page(client, "/ja/products/sleep-blend").select_one("#chosen"))
    count_of = page(client, "/ja/products/sleep-blend").select_one("#quantity")
    assert count_of and count_of["max"] == "3"


def test_a_product_page_costs_five_statements_and_the_second_visitor_one(app: Flask) -> None:
    app.test_client().get("/ja/")
    with statements(app) as sent:
        app.test_client().get("/ja/products/sleep-blend")
    assert len(sent) == 5
    with statements(app) as sent:
        app.test_client().get("/ja/products/sleep-blend")
    assert len(sent) == 1


def test_every_product_opens_in_both_languages(app: Flask, client: FlaskClient) -> None:
    slugs = re.findall(
        r"<loc>http://localhost(/\w\w/products/[^<]+)</loc>", client.get("/sitemap.xml").text
    )
    assert len(slugs) == 68
    for address in slugs:
        answer = client.get(address)
        assert answer.status_code == 200
        assert "\x02" not in answer.text and "{&#39;ja&#39;" not in answer.text
