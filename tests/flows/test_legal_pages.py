"""The pages of terms: what the law asks for is there, and every figure comes from the tariff."""

import re
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from storefront import clock, revision
from storefront.extensions import db
from storefront.quoting.payment_method import PaymentFee, PaymentMethod
from storefront.quoting.tariff_reading import load_tariff
from storefront.shipping.method import ShippingMethod, ShippingRate
from storefront.shop.legal import filled
from storefront.shop.profile import LegalItem, ShopProfile
from storefront.views.checkout_confirm import TERMS
from storefront.views.figures import figures
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
        "宅配便／宅配便・置き配：¥650〜¥1,500",
        "ポスト便：¥330",
        "クール便：¥925〜¥1,275",
        "¥5,500以上",
        "沖縄へのお届けは、金額にかかわらず送料をいただきます",
        "代金引換の手数料：¥10,000まで ¥330、¥30,000まで ¥440、¥100,000まで ¥660、¥300,000まで ¥1,100",
        "クレジットカード：ご注文の確定と同時に",
        "代金引換：商品のお届け時に",
        "1〜6日後（地域と方法による）",
        "15時",
        "8日以内",
        "03-0000-0000",
    ):
        assert figure in words, figure
    assert "デモの店です。実在の事業者ではありません" in words


def rows_of(client: FlaskClient, page: str, place: int = 0) -> list[list[str]]:
    tables = BeautifulSoup(client.get(page).text, "html.parser").select("table.rates")
    return [
        [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
        for row in tables[place].find_all("tr")
    ]


@pytest.mark.parametrize("page", ["delivery", "tokushoho"])
def test_every_region_has_a_fare_for_every_parcel(client: FlaskClient, page: str) -> None:
    head, *rows = rows_of(client, f"/ja/legal/{page}")
    assert head == ["お届け先の地域", "宅配便 宅配便・置き配", "ポスト便", "クール便"]
    assert len(rows) == 10
    assert rows[0] == ["北海道", "¥1,000 2日後", "¥330 3日後", "¥1,275 2日後"]
    assert rows[2] == [
        "関東 茨城県・栃木県・群馬県・埼玉県・千葉県・東京都・神奈川県",
        "¥650 翌日",
        "¥330 2日後",
        "¥925 翌日",
    ]
    assert rows[-1] == [
        "沖縄",
        "¥1,500 4日後 当社負担はありません",
        "¥330 6日後",
        "お届けできません",
    ]


def test_limits_hours_and_choices_of_all_ways_stand_beside_each_other(client: FlaskClient) -> None:
    head, *rows = rows_of(client, "/ja/legal/delivery", 1)
    facts = {row[0]: row[1:] for row in rows}
    assert head[1:] == ["宅配便", "宅配便・置き配", "ポスト便", "クール便"]
    assert facts["箱の内寸"] == ["50×35×30cm", "50×35×30cm", "31.2×22.8×3cm", "40×30×25cm"]
    assert facts["箱に詰める量"] == ["85%まで", "85%まで", "90%まで", "80%まで"]
    assert facts["箱の重さ"] == ["15kgまで", "15kgまで", "1kgまで", "10kgまで"]
    assert facts["箱の商品の金額"][2] == "¥3,000まで"
    assert facts["1回の箱の数"] == ["10箱まで", "10箱まで", "1箱のみ", "3箱まで"]
    assert facts["発送の締め切り"] == ["15時", "15時", "15時", "12時"]
    assert facts["日の指定"] == ["14日のなかから", "14日のなかから", "できません", "14日のなかから"]
    assert facts["時間帯の指定"][1:3] == ["できません", "できません"]
    assert facts["代金引換"] == ["できます", "できません", "できません", "できます"]


def test_days_off_and_extra_days_to_come_are_announced_until_they_are_over(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = main_of(client, "/ja/legal/delivery")
    assert "年末の臨時営業 2026年12月12日(土) 発送します" in words
    assert (
        "年末年始の休み 2026年12月30日(水)から12月31日(木)、1月2日(土)から1月4日(月) 発送を休みます"
        in words
    )
    assert "2027年1月1日(金) どの方法でもお届けがありません" in words
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 1, 3, 1, 0, tzinfo=UTC))
    words = main_of(client, "/ja/legal/delivery")
    assert "年末年始の休み 2027年1月3日(日)から1月4日(月)" in words
    assert "臨時営業 2026" not in words
    monkeypatch.setattr(clock, "now", lambda: datetime(2028, 1, 3, 1, 0, tzinfo=UTC))
    assert "これからの休みと臨時営業" not in main_of(client, "/ja/legal/delivery")


def test_goods_that_travel_cool_and_when_parcels_leave_are_explained(client: FlaskClient) -> None:
    words = main_of(client, "/ja/legal/delivery")
    assert "別々の荷物になり、送料もそれぞれにかかります" in words
    assert "沖縄へはクール便をお届けできません" in words
    assert "営業日は月曜日から金曜日で、祝日は休みます。営業日の15時までに確定" in words
    assert "クール便：12時" in words
    assert "重さでは変わりません" not in words


def test_without_cool_parcels_nobody_speaks_of_them(app: Flask, client: FlaskClient) -> None:
    with behind_the_counter(app):
        cool = select(ShippingMethod).where(ShippingMethod.code == "cool")
        db.session.scalars(cool).one().active = False
        revision.bump(revision.Part.SETTINGS)
    for page in TITLES:
        words = main_of(client, f"/ja/legal/{page}")
        assert "クール" not in words, page
        assert "冷や" not in words, page
    assert "締め切りの時刻が違う" not in main_of(client, "/ja/legal/delivery")


def test_the_payment_page_lists_fees_and_limits(client: FlaskClient) -> None:
    words = main_of(client, "/ja/legal/payment")
    for part in (
        "¥10,000まで ¥330",
        "¥300,000まで ¥1,100",
        "あわせて¥300,000まで",
        "かかりません",
        "あわせて¥50から",
        "宅配便／クール便で使えます",
    ):
        assert part in words, part


def test_returns_begin_with_the_words_of_the_confirmation_page(
    client: FlaskClient, app: Flask
) -> None:
    words = main_of(client, "/ja/legal/returns")
    assert words.index("届いてから8日以内にご連絡いただければ返品できます") < words.index(
        "返品のしかた"
    )


def home_rates(region: str) -> ShippingRate:
    home = select(ShippingMethod.id).where(ShippingMethod.code == "home").scalar_subquery()
    rates = select(ShippingRate).where(ShippingRate.method_id == home)
    return db.session.scalars(rates.where(ShippingRate.region == region)).one()


def way(code: str) -> ShippingMethod:
    return db.session.scalars(select(ShippingMethod).where(ShippingMethod.code == code)).one()


def test_a_figure_changed_in_the_tariff_changes_on_every_page(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    pages = ("delivery", "tokushoho", "payment", "free-shipping", "returns")
    before = "".join(main_of(client, f"/ja/legal/{page}") for page in pages)
    with behind_the_counter(app):
        home_rates("kanto").price = 690
        thresholds = select(ShippingRate).where(ShippingRate.free_from.is_not(None))
        for rate in db.session.scalars(thresholds):
            rate.free_from = 6000
        for fee in db.session.scalars(select(PaymentFee)):
            fee.fee += 5
        cool, box = way("cool"), way("postbox")
        cool.cutoff, cool.weight_grams, cool.most_boxes, cool.fill_percent = "11:30", 9500, 2, 75
        box.longest_mm, box.most_value, box.handling_days = 320, 5000, 1
        way("home").days_to_choose = 9
        db.session.scalars(select(PaymentMethod)).first().least = 60  # type: ignore[union-attr]
        profile = db.session.scalars(select(ShopProfile)).one()
        profile.returns_days, profile.cutoff, profile.weekdays = 14, "13:00", [1, 2, 3, 4, 5]
        revision.bump(revision.Part.SETTINGS)
    shown = {page: main_of(client, f"/ja/legal/{page}") for page in pages}
    changed = {
        "delivery": ["¥690 翌日", "¥6,000以上", "13時までに", "火曜日から土曜日", "11時30分", "9.5kg", "2箱まで",
                     "75%まで", "32×22.8×3cm", "¥5,000まで", "13時、1営業日あと", "9日のなかから"],
        "tokushoho": ["¥690〜¥1,500", "¥650〜¥1,500", "¥10,000まで ¥335", "¥300,000まで ¥1,105", "14日以内", "13時までに"],
        "payment": ["¥10,000まで ¥335", "あわせて¥60から"],
        "free-shipping": ["¥6,000以上", "¥690"],
        "returns": ["14日以内"],
    }  # fmt: skip
    for page, expected in changed.items():
        assert [one for one in expected if one not in shown[page]] == [], page
    everything = "".join(shown.values())
    for old in ("5,500", "¥1,100", "15時", "8日以内", "月曜日", "10kg", "31.2"):
        assert old in before, old
        assert old not in everything, old


def test_no_yen_is_typed_into_a_term_and_every_name_in_it_is_known(app: Flask) -> None:
    with app.test_request_context("/ja/"):
        known = figures(
            load_tariff(clock.now()), db.session.scalars(select(ShopProfile)).one(), "", "ja"
        )
        items = db.session.scalars(select(LegalItem)).all()
    texts = [text for item in items for text in (*item.label.values(), *item.text.values())]
    assert len(items) > 40
    assert [text for text in texts if re.search(r"[¥￥]|\d円|\d yen", text)] == []
    named = {name for text in texts for name in re.findall(r"\{(\w*)\}", text)}
    assert named - set(known) == set()
    assert all(item.text["ja"] and item.text["en"] for item in items)
    assert set(TERMS) <= {item.key for item in items}


def test_regions_with_different_thresholds_each_show_their_own(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    with behind_the_counter(app):
        for rate in db.session.scalars(select(ShippingRate).where(ShippingRate.region == "kyushu")):
            rate.free_from = 8000
        revision.bump(revision.Part.SETTINGS)
    words = main_of(client, "/ja/legal/delivery")
    assert "¥1,000 2日後 ¥8,000以上は当社負担" in words
    assert "¥650 翌日 ¥5,500以上は当社負担" in words
    assert "商品の合計が¥5,500〜¥8,000以上のとき" in words


def test_a_page_kept_costs_one_statement(app: Flask, client: FlaskClient) -> None:
    client.get("/ja/legal/delivery")
    with statements(app) as sent:
        client.get("/ja/legal/delivery")
    assert len(sent) <= 1


def test_only_names_that_are_known_are_filled_in() -> None:
    assert filled("{fee} {other} {} {Fee}", {"fee": "¥330"}) == "¥330 {other} {} {Fee}"


def test_what_names_a_figure_with_nothing_to_say_is_left_out() -> None:
    text = "From {free}.\nTo {place}.\n\n- {free}\n- always\n\n{none}\n\nThe end"
    assert filled(text, {"free": "", "place": "Kyoto", "none": ""}) == "- always\n\nThe end"
    assert filled("{none}", {"none": ""}) == ""
