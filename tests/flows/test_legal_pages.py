"""The pages of terms: what the law asks for is there, and every figure comes from the tariff."""

import re
from datetime import datetime

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from storefront import revision
from storefront.extensions import db
from storefront.quoting.payment_method import PaymentFee
from storefront.shipping.method import ShippingRate
from storefront.shop.legal import filled
from storefront.shop.profile import LegalItem, ShopProfile
from storefront.views.legal import TITLES
from tests.support.orders import behind_the_counter
from tests.support.statements import statements

ACT = [
    "seller", "seller_person", "seller_address", "seller_phone", "seller_email", "price_note",
    "other_charges", "payment_ways_short", "payment_time", "delivery_time", "offer_period",
    "cancel_terms", "returns_terms", "quantity_note", "environment",
]  # fmt: skip
"""Article 11 of the Act on Specified Commercial Transactions, and its ordinance."""


def main_of(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    main = BeautifulSoup(answer.text, "html.parser").main
    assert main is not None
    return " ".join(main.get_text(" ", strip=True).split())


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("page", TITLES)
def test_every_page_is_there_in_both_languages_with_no_figure_left_open(
    client: FlaskClient, page: str, lang: str
) -> None:
    words = main_of(client, f"/{lang}/legal/{page}")
    assert len(words) > 150
    assert re.findall(r"\{\w*\}", words) == []
    assert "None" not in words


def test_all_items_of_the_act_are_on_the_trade_law_page(client: FlaskClient, app: Flask) -> None:
    words = main_of(client, "/ja/legal/tokushoho")
    with app.app_context():
        labels = {row.key: row.label["ja"] for row in db.session.scalars(select(LegalItem))}
    assert [key for key in ACT if labels[key] not in words] == []
    for figure in (
        "¥650〜¥1,500",
        "¥5,500以上",
        "沖縄を除く",
        "¥330〜¥1,100",
        "15時",
        "8日以内",
        "03-0000-0000",
    ):
        assert figure in words, figure
    assert "デモの店です。実在の事業者ではありません" in words


def test_the_delivery_page_has_a_row_for_every_region_with_its_prefectures(
    client: FlaskClient,
) -> None:
    page = BeautifulSoup(client.get("/ja/legal/delivery").text, "html.parser")
    rows = [
        [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
        for row in page.select("table.rates tbody tr")
    ]
    assert len(rows) == 10
    assert rows[0] == ["北海道", "¥1,000", "発送の2日後"]
    assert rows[2] == [
        "関東 茨城県・栃木県・群馬県・埼玉県・千葉県・東京都・神奈川県",
        "¥650",
        "発送の翌日",
    ]
    assert rows[-1] == ["沖縄", "¥1,500 当社負担はありません", "発送の4日後"]


def test_it_says_who_pays_when_shipping_is_on_the_shop_and_never_that_it_is_free(
    client: FlaskClient,
) -> None:
    words = main_of(client, "/ja/legal/delivery")
    assert "運送会社には、このときも決められた運賃を当店がお支払いしています" in words
    for page in TITLES:
        assert "無料" not in main_of(client, f"/ja/legal/{page}")


def test_the_payment_page_lists_fees_and_limits(client: FlaskClient) -> None:
    words = main_of(client, "/ja/legal/payment")
    for part in ("¥10,000まで ¥330", "¥300,000まで ¥1,100", "あわせて¥300,000まで", "かかりません"):
        assert part in words, part


def test_returns_begin_with_the_words_of_the_confirmation_page(
    client: FlaskClient, app: Flask
) -> None:
    words = main_of(client, "/ja/legal/returns")
    assert words.index("届いてから8日以内にご連絡いただければ返品できます") < words.index(
        "返品のしかた"
    )


def test_a_figure_changed_in_the_tariff_changes_on_every_page(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    main_of(client, "/ja/legal/delivery")
    with behind_the_counter(app):
        for rate in db.session.scalars(select(ShippingRate).where(ShippingRate.region == "kanto")):
            rate.price = 690
        for rate in db.session.scalars(
            select(ShippingRate).where(ShippingRate.free_from.is_not(None))
        ):
            rate.free_from = 6000
        fee = db.session.scalars(select(PaymentFee).order_by(PaymentFee.up_to)).first()
        assert fee is not None
        fee.fee = 350
        profile = db.session.scalars(select(ShopProfile)).one()
        profile.returns_days, profile.cutoff = 14, "13:00"
        revision.bump(revision.Part.SETTINGS)
    delivery, tokushoho = (
        main_of(client, f"/ja/legal/{page}") for page in ("delivery", "tokushoho")
    )
    assert "¥690" in delivery
    assert "¥6,000以上" in delivery
    assert "平日の13時までに" in delivery
    assert "¥690〜¥1,500" in tokushoho
    assert "¥350〜¥1,100" in tokushoho
    assert "14日以内" in tokushoho
    assert "5,500" not in delivery + tokushoho


def test_regions_with_different_thresholds_each_show_their_own(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    with behind_the_counter(app):
        for rate in db.session.scalars(select(ShippingRate).where(ShippingRate.region == "kyushu")):
            rate.free_from = 8000
        revision.bump(revision.Part.SETTINGS)
    words = main_of(client, "/ja/legal/delivery")
    assert "¥1,000 ¥8,000以上は当社負担" in words
    assert "¥650 ¥5,500以上は当社負担" in words


def test_a_page_kept_costs_one_statement(app: Flask, client: FlaskClient) -> None:
    client.get("/ja/legal/delivery")
    with statements(app) as sent:
        client.get("/ja/legal/delivery")
    assert len(sent) <= 1


def test_only_names_that_are_known_are_filled_in() -> None:
    assert filled("{fee} {other} {} {Fee}", {"fee": "¥330"}) == "¥330 {other} {} {Fee}"
