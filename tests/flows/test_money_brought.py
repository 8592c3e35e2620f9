"""From product page to paid order where the buyer brings the money or approves it elsewhere, and what pages and mails say meanwhile."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from storefront import clock
from storefront.extensions import db
from storefront.payments.by_hand import money_seen
from storefront.payments.payment import Payment
from tests.cart.visitor import words
from tests.checkout.buyer import PAYS, Buyer
from tests.support.books import let_work, mails, taken, the_order
from tests.support.orders import behind_the_counter

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])
HTMX = {"HX-Request": "true"}
Later = Callable[..., datetime]


@pytest.fixture
def later(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Later:
    """Let time pass, and the worker do what is due by then."""

    def pass_(**time: float) -> datetime:
        moment = now + timedelta(**time)
        monkeypatch.setattr(clock, "now", lambda: moment)
        let_work(app, moment)
        return moment

    return pass_


def place(app: Flask, method: str, language: str = "ja") -> Buyer:
    """A guest who ordered by a method and stands where the button led."""
    buyer = Buyer(app, language).take().to_payment()
    buyer.post(payment_method=method)
    buyer.follow().post()
    return buyer.follow()


def subjects(app: Flask) -> list[str]:
    return [mail.subject.split("】")[1] for mail in mails(app)]


def payment() -> Payment:
    found = db.session.scalars(select(Payment).order_by(Payment.id.desc())).first()
    assert found is not None
    return found


def pay_elsewhere(app: Flask, buyer: Buyer, **form: object) -> None:
    """On the demo's own page, as its link on the waiting page leads there."""
    link = buyer.page.select_one(".demo-band a.btn")
    assert link is not None, buyer.said()
    buyer.get(str(link["href"]))
    assert buyer.post(**form).status_code == 303


def test_konbini_is_paid_at_the_counter_and_the_page_turns_into_the_thank_you_page(
    app: Flask, later: Later
) -> None:
    buyer = place(app, "konbini")
    waiting = "/ja/orders/10001/thank-you"
    assert "コンビニでのお支払いをお待ちしています" in buyer.said()
    assert "お支払いの額 ¥1,930" in buyer.said()
    assert "お支払いの期限 11月27日(金) 23:59" in buyer.said()
    assert "11月24日(火) 15:00 までにお支払いの場合です" in buyer.said()
    chains = [words(one.summary) for one in buyer.page.select("details[name=store]")]
    assert "ローソン" in chains and len(chains) >= 4
    assert all(len(one.select("ol li")) == 3 for one in buyer.page.select("details[name=store]"))
    assert taken(app) == 1
    poll = str(buyer.page.select_one("#how-to-pay [data-hx-get]")["data-hx-get"])
    assert buyer.client.get(poll, headers=HTMX).status_code == 204
    later(seconds=5)
    assert subjects(app) == ["お支払いのご案内（10001）"]
    pay_elsewhere(app, buyer)
    later(minutes=10)
    assert buyer.client.get(poll, headers=HTMX).headers["HX-Redirect"].startswith(waiting)
    buyer.get(waiting)
    assert "ご注文ありがとうございます" in buyer.said()
    assert (the_order(app).state, the_order(app).attempts) == (
        "placed",
        (("konbini", "captured", 1930),),
    )
    assert subjects(app)[1:] == ["ご注文ありがとうございます（10001）"]


def test_a_wallet_that_was_closed_waits_with_a_way_back(app: Flask, later: Later) -> None:
    buyer = Buyer(app).take().to_payment()
    buyer.post(payment_method="wallet")
    wallet = str(buyer.follow().post().location)
    buyer.get("/orders/10001/thank-you")
    back = buyer.page.select_one("#how-to-pay a.btn--primary")
    assert back is not None and str(back["href"]) == wallet
    buyer.get(wallet)
    buyer.post(answer="approve")
    assert the_order(app).state == "placed"


def test_a_transfer_in_parts_says_what_is_missing_until_all_is_there(
    app: Flask, later: Later
) -> None:
    buyer = place(app, "bank_transfer")
    poll = str(buyer.page.select_one("#how-to-pay [data-hx-get]")["data-hx-get"])
    link = str(buyer.page.select_one(".demo-band a.btn")["href"])
    buyer.get(link)
    buyer.post(amount="1000")
    later(minutes=10)
    assert "HX-Redirect" in buyer.client.get(poll, headers=HTMX).headers
    buyer.get("/orders/10001/thank-you")
    assert "¥1,000が届いています。残りは¥930です" in buyer.said()
    assert "残りの額 ¥930" in buyer.said()
    assert subjects(app) == ["お支払いのご案内（10001）", "一部のご入金を確認しました（10001）"]
    buyer.get("/orders/10001")
    assert "一部ご入金・残り¥930" in buyer.said()
    buyer.get(link)
    buyer.post(amount="930")
    later(minutes=20)
    assert the_order(app).state == "placed"
    assert the_order(app).events.count("part_received") == 1


def test_a_transfer_to_the_shop_s_own_account_waits_for_staff(
    app: Flask, later: Later, now: datetime
) -> None:
    buyer = place(app, "transfer")
    for said in ("葉っぱ銀行", "茶の木支店", "普通 0000000", "ハッパサボウ", "ご注文番号 10001 を"):
        assert said in buyer.said()
    assert "12月1日(火) 23:59" in buyer.said()
    later(seconds=1)
    (mail,) = mails(app)
    assert "ハッパサボウ" in mail.text and "10001 ＋ お名前" in mail.text
    moment = later(hours=2)
    with behind_the_counter(app):
        money_seen(payment(), 1930, "line 1", moment)
    later(hours=2, seconds=1)
    assert the_order(app).state == "placed"


def test_money_that_comes_too_late_for_the_day_moves_it_and_says_so(
    app: Flask, later: Later
) -> None:
    buyer = place(app, "konbini")
    later(hours=30)
    buyer.get("/orders/10001/thank-you")
    assert "はじめのお届け日には間に合わなくなりました" in buyer.said()
    pay_elsewhere(app, buyer)
    later(hours=31)
    buyer.get("/orders/10001/thank-you")
    assert "お届けの日を改めました" in buyer.said() and "11月27日(金)" in buyer.said()
    buyer.get("/orders/10001")
    assert "お届け予定日が11月27日(金)になりました" in buyer.said()
    assert "11月27日(金)" in mails(app)[-1].text


def test_the_reminder_comes_the_day_before_and_only_to_who_has_not_paid(
    app: Flask, later: Later
) -> None:
    place(app, "konbini")
    later(days=1, hours=23)
    assert subjects(app) == ["お支払いのご案内（10001）"]
    later(days=2)
    assert subjects(app)[1:] == ["お支払いの期限のお知らせ（10001）"]
    assert "11月27日(金) 23:59" in mails(app)[-1].text


def test_who_paid_is_not_reminded(app: Flask, later: Later) -> None:
    buyer = place(app, "konbini")
    pay_elsewhere(app, buyer)
    later(hours=1)
    later(days=2, hours=1)
    assert "お支払いの期限のお知らせ（10001）" not in subjects(app)


def test_unpaid_it_is_held_a_day_longer_then_given_up_with_a_mail(app: Flask, later: Later) -> None:
    place(app, "konbini")
    later(days=3, hours=14)
    assert (the_order(app).state, taken(app)) == ("pending", 1)
    later(days=4, hours=14)
    assert (the_order(app).state, taken(app)) == ("expired", 0)
    assert subjects(app)[-1] == "ご注文の期限が過ぎました（10001）"
    assert "代金はかかりません" in mails(app)[-1].text


@pytest.mark.parametrize("method", ["konbini", "bank_transfer", "transfer", "wallet"])
def test_another_way_keeps_the_order_and_voids_the_first(
    app: Flask, later: Later, method: str
) -> None:
    buyer = Buyer(app).take().to_payment()
    buyer.post(payment_method=method)
    buyer.follow().post()
    buyer.get("/orders/10001/thank-you")
    buyer.get(str(buyer.page.find("a", string="お支払い方法を変える")["href"]))
    assert buyer.page.find("h1").get_text() == "お支払い方法を変える"
    assert buyer.pay_with(PAYS).status_code == 303
    order = the_order(app)
    assert (order.state, order.attempts) == (
        "placed",
        ((method, "cancelled", 1930), ("card", "captured", 1930)),
    )
    assert taken(app) == 1


def test_a_refused_choice_leaves_the_first_way_as_it_was(app: Flask, later: Later) -> None:
    buyer = place(app, "konbini")
    buyer.get("/orders/10001/pay?change=1")
    assert buyer.post(payment_method="card", card_number="1").status_code == 422
    assert buyer.post(payment_method="konbini").status_code == 422
    assert "いまお選びの方法です" in buyer.errors()["payment_method-0"]
    assert the_order(app).attempts == (("konbini", "processing", 1930),)


def test_money_that_had_moved_pays_the_order_instead_of_another_way(
    app: Flask, later: Later
) -> None:
    buyer = place(app, "konbini")
    link = str(buyer.page.select_one(".demo-band a.btn")["href"])
    buyer.get("/orders/10001/pay?change=1")
    page = buyer.page
    buyer.get(link)
    buyer.post()
    buyer.page = page
    assert "/thank-you" in buyer.pay_with(PAYS).location
    assert the_order(app).attempts == (("konbini", "captured", 1930),)


def test_the_page_of_an_older_attempt_calls_nothing_off(app: Flask, later: Later) -> None:
    buyer = place(app, "konbini")
    buyer.get("/orders/10001/pay?change=1")
    page = buyer.page
    buyer.post(payment_method="transfer")
    buyer.page = page
    assert buyer.post(payment_method="bank_transfer").status_code == 303
    assert [one[:2] for one in the_order(app).attempts] == [
        ("konbini", "cancelled"),
        ("transfer", "processing"),
    ]


@pytest.mark.parametrize("method", ["konbini", "bank_transfer", "transfer", "wallet"])
def test_the_buyer_calls_an_unpaid_order_off(app: Flask, later: Later, method: str) -> None:
    buyer = Buyer(app).take().to_payment()
    buyer.post(payment_method=method)
    buyer.follow().post()
    buyer.get("/orders/10001/cancel")
    assert "代金はかかりません" in buyer.said()
    assert the_order(app).state == "pending"
    assert buyer.post().location.startswith("/ja/orders/10001")
    later(seconds=5)
    assert (the_order(app).state, taken(app)) == ("cancelled", 0)
    assert [one[1] for one in the_order(app).attempts] == ["cancelled"]
    assert subjects(app)[-1] == "ご注文の取り消し（10001）"


def test_a_paid_order_is_not_called_off_here(app: Flask, later: Later) -> None:
    buyer = Buyer(app).take()
    buyer.buy(PAYS)
    assert buyer.get("/orders/10001/cancel").location == "/ja/orders/10001"
    assert the_order(app).state == "placed"


def test_a_stranger_may_not_call_it_off(app: Flask, later: Later) -> None:
    place(app, "konbini")
    stranger = Buyer(app)
    assert stranger.get("/orders/10001/cancel").status_code == 403
    assert stranger.get("/orders/10001/pay?change=1").status_code == 403


@pytest.mark.parametrize("method", ["konbini", "bank_transfer", "transfer"])
def test_in_english_it_says_the_same(app: Flask, later: Later, method: str) -> None:
    buyer = place(app, method, "en")
    due = "23:59 on Fri, 27 Nov" if method == "konbini" else "23:59 on Tue, 1 Dec"
    assert f"Pay by {due}" in buyer.said() and "Amount ¥1,930" in buyer.said()
    later(seconds=5)
    (mail,) = mails(app)
    assert f"Please pay ¥1,930 by {due}." in mail.text
