"""The order's own page, and the fragment that asks on while a payment is being checked."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from storefront.database import claim
from storefront.orders import lifecycle
from storefront.orders.finding import order_by_number
from storefront.orders.order import Order, OrderState
from storefront.payments.fulfilling import mark_sent
from storefront.payments.gateways import Outcome, OutcomeStatus
from storefront.payments.settling import last_payment, settle
from tests.support.orders import (
    Placed,
    asked_by_bank,
    behind_the_counter,
    cash_on_delivery,
    declined,
    paid,
    placed,
    unanswered,
)

HTMX = {"HX-Request": "true"}


def fulfilled(now: datetime) -> Order:
    order = paid(now)
    claim(order, Order.state, OrderState.PLACED, OrderState.FULFILLED)
    return order


def expired(now: datetime) -> Order:
    order = declined(now)
    lifecycle.expire(order, now + timedelta(minutes=30))
    return order


def row_of(order: Placed) -> Order:
    row = order_by_number(order.number)
    assert row is not None
    return row


def arrives(app: Flask, order: Placed, now: datetime) -> None:
    with behind_the_counter(app):
        payment = last_payment(row_of(order))
        assert payment is not None
        settle(payment, Outcome(OutcomeStatus.CAPTURED), now)


def page_of(client: FlaskClient, order: Placed) -> BeautifulSoup:
    answer = client.get(order.show)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


@pytest.mark.parametrize(
    ("make", "says", "marks", "at"),
    [
        (paid, "発送の準備をしています", ["ご注文の受付", "お支払い", "箱詰め・発送", "お届け"], 2),
        (fulfilled, "発送しました", ["ご注文の受付", "お支払い", "箱詰め・発送", "お届け"], 3),
        (cash_on_delivery, "発送の準備をしています", ["ご注文の受付", "箱詰め・発送", "お届け"], 1),
        (declined, "お支払いをお待ちしています", ["ご注文の受付", "お支払い", "箱詰め・発送", "お届け"], 1),
        (asked_by_bank, "カード会社での本人確認が残っています", ["ご注文の受付", "お支払い", "箱詰め・発送", "お届け"], 1),
        (unanswered, "お支払いを確認しています", ["ご注文の受付", "お支払い", "箱詰め・発送", "お届け"], 1),
        (expired, "お支払いの期限が過ぎました", ["ご注文の受付", "期限切れ"], 1),
    ],
)  # fmt: skip
def test_it_says_in_words_how_the_order_stands_and_marks_one_step(
    app: Flask,
    client: FlaskClient,
    now: datetime,
    make: Callable[[datetime], Order],
    says: str,
    marks: list[str],
    at: int,
) -> None:
    page = page_of(client, placed(app, make, now))
    title = page.select_one("#order-state")
    assert title is not None
    assert title.get_text(strip=True) == says
    items = page.select("ol.marks > li")
    names = [item.select_one(".marks__name").find(string=True) for item in items]
    assert names == marks
    assert [items.index(item) for item in items if item.get("aria-current") == "step"] == [at]


def test_what_was_sent_early_says_the_day_it_left(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    def sent(now: datetime) -> Order:
        order = paid(now + timedelta(hours=6))
        mark_sent(order, now + timedelta(hours=7), ["4912-3456"])
        return order

    page = page_of(client, placed(app, sent, now))
    left = page.select("ol.marks > li")[2].get_text(" ", strip=True)
    assert "11月24日(火)" in left and "11月25日" not in left
    parcel = page.select_one(".parcels__item").get_text(" ", strip=True)  # type: ignore[union-attr]
    assert "発送し" not in parcel
    (shipment,) = (row for row in page.select(".parcels__item") if "送り状番号" in row.get_text())
    assert "11月24日(火)に発送" in shipment.get_text() and "4912-3456" in shipment.get_text()


def test_an_expired_order_promises_no_day(app: Flask, client: FlaskClient, now: datetime) -> None:
    words = page_of(client, placed(app, expired, now)).get_text(" ")
    assert "代金はかかっていません" in words
    assert "お届け予定日" not in words
    assert "11月25日" not in words


def test_a_declined_order_leads_to_the_pay_page_and_says_until_when_goods_are_kept(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    order = placed(app, declined, now)
    page = page_of(client, order)
    assert "商品は10:30までお取り置きしています" in page.get_text()
    button = page.find("a", string="お支払いへ進む")
    assert button is not None
    assert str(button["href"]).startswith(f"/ja/orders/{order.number}/pay?key=")


def test_the_bank_s_question_can_be_taken_up_again(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    order = placed(app, asked_by_bank, now)
    button = page_of(client, order).find("a", string="本人確認をつづける")
    assert button is not None
    with behind_the_counter(app):
        payment = last_payment(row_of(order))
        assert payment is not None
        assert button["href"] == payment.action_path


def test_the_timeline_tells_the_buyer_s_events_newest_first_with_times(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    order = placed(app, declined, now)
    with behind_the_counter(app):
        lifecycle.record(row_of(order), "note", now, "colleagues only")
    page = page_of(client, order)
    told = [item.get_text(" ", strip=True) for item in page.select("ol.told > li")]
    assert told == [
        "11月24日(火) 10:00 お支払いができませんでした",
        "11月24日(火) 10:00 ご注文を受け付けました",
    ]
    assert "colleagues only" not in page.get_text()


def test_money_without_goods_is_said_to_come_back(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    order = placed(app, unanswered, now)
    with behind_the_counter(app):
        payment = last_payment(row_of(order))
        assert payment is not None
        lifecycle.expire(payment.order, now)
        payment.state, payment.received = "captured", payment.amount
    words = page_of(client, order).get_text()
    assert "お預かりした¥5,010は、全額お返しします" in words


def test_only_while_the_money_is_not_settled_does_the_page_keep_asking(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    for make, pace in ((unanswered, "every 4s"), (asked_by_bank, "every 15s")):
        asking = page_of(client, placed(app, make, now)).select("[data-hx-trigger]")
        assert [(one["id"], one["data-hx-trigger"]) for one in asking] == [("order-status", pace)]
    for make in (paid, declined, cash_on_delivery, expired):
        assert page_of(client, placed(app, make, now)).select("[data-hx-trigger]") == []


def test_the_status_is_silent_without_news_then_shows_them_and_stops(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    order = placed(app, unanswered, now)
    status = order.status
    quiet = client.get(status, headers=HTMX)
    assert (quiet.status_code, quiet.text) == (204, "")
    arrives(app, order, now)
    news = client.get(status, headers=HTMX)
    assert news.status_code == 200
    assert "発送の準備をしています" in news.text
    assert "data-hx-trigger" not in news.text
    assert "<html" not in news.text
    assert news.headers["Cache-Control"] == "no-store"


def test_the_waiting_thank_you_page_is_fetched_whole_once_there_is_news(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    order = placed(app, unanswered, now)
    status = order.status + "&then=thank-you"
    assert client.get(status, headers=HTMX).status_code == 204
    arrives(app, order, now)
    news = client.get(status, headers=HTMX)
    target = order.thank_you
    assert news.headers["HX-Redirect"].split("?")[0] == target.split("?")[0]
    assert client.get(news.headers["HX-Redirect"]).status_code == 200


def test_without_scripts_the_status_is_the_page(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    answer = client.get(placed(app, unanswered, now).status)
    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 200
