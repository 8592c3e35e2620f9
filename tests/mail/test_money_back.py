"""Mails of money that goes back: how much, why, by which way; the account is asked for and never told."""

from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from storefront import worker
from storefront.catalog import stock
from storefront.extensions import db
from storefront.locales import Locale
from storefront.mail.outbox import OutboxMessage
from storefront.orders import lifecycle
from storefront.orders.order import Order
from storefront.payments.by_hand import money_seen
from storefront.payments.by_transfer import came_back, mark_sent, name_account
from storefront.payments.gateways import Outcome, OutcomeStatus
from storefront.payments.giving_back import settle_reimbursement
from storefront.payments.payment import Payment
from storefront.payments.refunding import refund_order
from storefront.payments.reimbursement import Reimbursement
from storefront.payments.settling import settle
from storefront.shop.account import AccountKind, BankAccount
from tests.cart.visitor import variant
from tests.support.orders import cash_on_delivery, declined, paid
from tests.support.refunding_gateway import REFUSED, install_refunding

ACCOUNT = BankAccount("みどり銀行", "", "若葉支店", "", AccountKind.ORDINARY, "7788990", "ﾜｶﾊﾞ ﾐﾉﾘ")


def collected(now: datetime, locale: Locale = "ja") -> Order:
    order = cash_on_delivery(now, locale=locale)
    payment = db.session.scalars(select(Payment).where(Payment.order_id == order.id)).one()
    money_seen(payment, order.total, "slip 1", now)
    return order


def work(now: datetime) -> None:
    db.session.commit()
    while worker.run_due(now):
        pass


def mails(*said: str) -> list[OutboxMessage]:
    """The mails whose keys hold one of these words, oldest first."""
    found = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [mail for mail in found if any(word in mail.key for word in said)]


def the_sum() -> Reimbursement:
    return db.session.scalars(select(Reimbursement)).one()


def test_the_account_is_asked_for_with_the_sum_the_reason_and_a_link_that_opens(
    shop: Flask, now: datetime
) -> None:
    order = collected(now)
    refund_order(order, {order.lines[1]: 1}, 0, 0, "割れていた", now)
    work(now)
    (mail,) = mails("account")
    assert mail.subject == "【はっぱ茶房】ご返金先の口座をお知らせください（10001）"
    html = BeautifulSoup(mail.html, "html.parser")
    for part in (mail.text, html.get_text(" ")):
        for fact in ("¥1,540をお返しします", "割れていた", "銀行振込でお返しします", "当店が負担"):
            assert fact in part, fact
    link = html.select_one("a.button")
    assert link is not None and str(link["href"]) in mail.text
    path = str(link["href"]).removeprefix("http://localhost")
    assert path.startswith("/ja/orders/10001/reimbursements/1?key=")
    db.session.rollback()
    assert "¥1,540をお返しします" in shop.test_client().get(path).text


def test_a_transfer_is_told_when_it_is_sent_and_asked_for_anew_when_it_came_back(
    shop: Flask, now: datetime
) -> None:
    order, later = collected(now), now + timedelta(days=2)
    refund_order(order, {order.lines[1]: 1}, 0, 0, "割れていた", now)
    name_account(the_sum(), ACCOUNT, now)
    mark_sent(the_sum(), now)
    work(now)
    came_back(the_sum(), later)
    work(later)
    name_account(the_sum(), ACCOUNT, later)
    mark_sent(the_sum(), later)
    work(later)
    told = [mail.subject.split("】")[1] for mail in mails("reimbursement")]
    assert told == [
        "ご返金を振り込みました（10001）",
        "ご返金先の口座をお知らせください（10001）",
        "ご返金を振り込みました（10001）",
    ]
    assert "11月24日(火)に、お知らせいただいた口座へ¥1,540を振り込みました" in mails("sent")[0].text
    assert "振り込めませんでした" in mails("account")[0].text
    assert "11月26日(木)" in mails("sent")[1].text
    for mail in mails(""):
        assert "8990" not in mail.text + mail.html
        assert "みどり銀行" not in mail.text + mail.html


def test_a_refund_to_the_card_is_one_mail_that_says_how_long_it_takes(
    shop: Flask, now: datetime
) -> None:
    order = paid(now)
    refund_order(order, {order.lines[1]: 1}, 0, 0, "割れていた", now)
    with pytest.MonkeyPatch.context() as patch:
        install_refunding(shop, patch)
        work(now)
    assert the_sum().state == "succeeded"
    (mail,) = mails("refund", "reimbursement")
    assert "2026年11月24日(火)に¥1,540の返金の手続きをしました" in mail.text
    assert "3〜10日" in mail.text
    assert "取り消し" not in mail.text


def test_what_could_not_go_back_to_the_card_says_so(shop: Flask, now: datetime) -> None:
    order = paid(now)
    refund_order(order, {order.lines[1]: 1}, 0, 0, "割れていた", now)
    settle_reimbursement(the_sum(), REFUSED, now)
    work(now)
    assert "お支払いに使われた方法ではお返しできなかったため" in mails("account")[0].text


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("ja", ("ご注文は成立していません", "商品がなくなっていました", "3〜10日")),
        ("en", ("the goods were gone", "your order did not go through", "3 to 10 days")),
    ],
)
def test_late_money_goes_back_with_why_and_that_there_is_no_order(
    shop: Flask, now: datetime, locale: Locale, words: tuple[str, ...]
) -> None:
    order = declined(now, locale=locale)
    lifecycle.expire(order, now)
    stock.count(variant("SLEEP-30"), 0, "count:test", now)
    payment = db.session.scalars(select(Payment)).one()
    settle(payment, Outcome(OutcomeStatus.CAPTURED, "demo_late"), now)
    with pytest.MonkeyPatch.context() as patch:
        install_refunding(shop, patch)
        work(now)
    (mail,) = mails("reimbursement")
    assert mail.locale == locale
    assert all(word in mail.text for word in (*words, "¥5,010"))
    assert mails("confirmation", "refund:") == []


def test_a_mail_that_is_out_of_date_is_not_written(shop: Flask, now: datetime) -> None:
    order = collected(now)
    refund_order(order, {}, 0, 330, "割れていた", now)
    name_account(the_sum(), ACCOUNT, now)
    work(now)
    assert mails("account", "sent") == []


def test_everything_back_says_that_the_order_is_cancelled(shop: Flask, now: datetime) -> None:
    order = collected(now)
    all_of_it = {line: line.quantity for line in order.lines}
    refund_order(order, all_of_it, 650, 330, "お申し出により", now)
    work(now)
    (mail,) = mails("refund:")
    assert "ご注文は取り消しました。商品はお届けしません。" in mail.text
    assert "メールを、別にお送りします" in mail.text
