"""The page after the click: everything a buyer wants to know now, in that order, and nothing to buy."""

from datetime import date, datetime

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from tests.support.orders import (
    Placed,
    asked_by_bank,
    cash_on_delivery,
    declined,
    paid,
    placed,
    unanswered,
)
from tests.support.statements import rows, statements


def main_of(client: FlaskClient, order: Placed) -> str:
    page = client.get(order.thank_you)
    assert page.status_code == 200
    main = BeautifulSoup(page.text, "html.parser").main
    assert main is not None
    return " ".join(main.get_text(" ", strip=True).split())


def test_it_tells_number_mail_date_next_steps_sums_and_help_in_this_order(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    words = main_of(client, placed(app, paid, now))
    told = [
        "ご注文ありがとうございます",
        "ご注文番号 10001",
        "minori@example.jp へメールでお送りします",
        "11月25日(水) 14時〜16時 の予定です",
        "11月24日(火) 発送の日 きょうのうちに箱へ詰めて発送します",
        "11月25日(水) お届けの日 宅配便で、14時〜16時にお届けします",
        "12月3日(木) 返品の期限",
        "ご注文の内容",
        "おやすみブレンド 30包・1点 ¥1,280",
        "耐熱ガラスのマグ マグ・2点（1点 ¥1,540） ¥3,080",
        "商品の合計（3点） ¥4,360",
        "送料（東京都） ¥650",
        "合計 ¥5,010 税込",
        "8%対象 ¥1,280 の内税 ¥94",
        "10%対象 ¥3,730 の内税 ¥339",
        "このご注文のページから、発送とお届けの状況をいつでもご覧いただけます",
        "お困りのときは",
        "電話 03-0000-0000",
    ]
    places = [words.find(text) for text in told]
    assert -1 not in places, told[places.index(-1)]
    assert places == sorted(places)


def test_it_offers_no_account_and_nothing_to_add(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    page = BeautifulSoup(client.get(placed(app, paid, now).thank_you).text, "html.parser")
    assert page.main is not None
    assert page.main.find_all("form") == []
    assert page.main.find_all("input") == []


def test_cash_on_delivery_says_what_to_have_ready(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    words = main_of(client, placed(app, cash_on_delivery, now))
    assert "配達員へ、現金で¥5,340をお支払いください" in words
    assert "手数料（代金引換） ¥330" in words


def test_a_chosen_day_keeps_the_parcel_back(app: Flask, client: FlaskClient, now: datetime) -> None:
    words = main_of(client, placed(app, paid, now, day=date(2026, 11, 30)))
    assert "11月27日(金) 発送の日 箱へ詰めて発送します" in words
    assert "11月30日(月) お届けの日" in words
    assert "きょうのうちに" not in words


def test_reloading_it_changes_nothing_and_says_the_same(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    order = placed(app, paid, now)
    first, before = main_of(client, order), rows(app)
    assert main_of(client, order) == first
    assert rows(app) == before


def test_an_unpaid_order_leads_to_the_pay_page_with_the_same_key(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    link = placed(app, declined, now).thank_you
    answer = client.get(link)
    assert answer.status_code == 303
    assert answer.location == link.replace("/thank-you?", "/pay?")


def test_an_order_the_bank_asks_about_says_what_is_left_to_do(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    page = BeautifulSoup(client.get(placed(app, asked_by_bank, now).thank_you).text, "html.parser")
    bank = page.select_one("#how-to-pay a.btn--primary")
    assert bank is not None
    assert str(bank["href"]).startswith("/demo/3-d-secure/")
    assert "ご注文ありがとうございます" not in page.get_text()


def test_a_payment_nobody_knows_of_waits_and_says_not_to_pay_again(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    order = placed(app, unanswered, now)
    words = main_of(client, order)
    assert "お支払いを確認しています" in words
    assert "もう一度お支払いになる必要はありません" in words
    assert "ご注文ありがとうございます" not in words
    page = BeautifulSoup(client.get(order.thank_you).text, "html.parser")
    asking = page.select_one("[data-hx-trigger='every 4s']")
    assert asking is not None
    assert "then=thank-you" in str(asking["data-hx-get"])


@pytest.mark.parametrize("page", ["show", "thank_you"])
def test_no_order_page_asks_the_database_more_than_five_times(
    app: Flask, client: FlaskClient, now: datetime, page: str
) -> None:
    many = (("SLEEP-30", 1), ("GLASS-MUG", 2), ("RELAX-15", 1), ("SENCHA-100", 1))
    link = getattr(placed(app, paid, now, bought=many), page)
    client.get(link)
    with statements(app) as sent:
        assert client.get(link).status_code == 200
    assert len(sent) <= 5, sent
