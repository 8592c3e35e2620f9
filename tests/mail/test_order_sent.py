"""The mail that the parcels left: for every way to pay, once, with the carrier's number where there is one."""

from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from storefront import worker
from storefront.customers.erasing import erase
from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.locales import Locale
from storefront.mail.outbox import OutboxMessage
from storefront.orders import lifecycle
from storefront.orders.order import Order
from storefront.orders.shipment import Leaving
from storefront.payments.calling_off import call_off
from storefront.payments.fulfilling import mark_sent, send
from storefront.payments.gateways import Outcome, OutcomeStatus
from storefront.payments.refunding import refund_order
from storefront.payments.settling import settle
from tests.orders.test_parcels_shown import split_order
from tests.support.letters import japanese_left
from tests.support.orders import BOUGHT, cash_on_delivery, paid, place

WAYS = ("card", "konbini", "bank_transfer", "wallet", "transfer", "cod")


def confirmed(way: str, now: datetime, locale: Locale = "ja") -> Order:
    if way == "cod":
        return cash_on_delivery(now, locale=locale)
    payment = place(now, locale=locale, payment_method=way)
    settle(payment, Outcome(OutcomeStatus.CAPTURED, "ref", received=payment.amount), now)
    db.session.commit()
    return payment.order


def work(now: datetime) -> None:
    db.session.commit()
    while worker.run_due(now):
        pass


def mails(said: str = ":sent") -> list[OutboxMessage]:
    found = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [mail for mail in found if mail.key.endswith(said)]


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_pay_has_its_mail_exactly_once(shop: Flask, now: datetime, way: str) -> None:
    order = confirmed(way, now)
    for _again in range(2):
        mark_sent(order, now, ["4912-3456-7890"])
        work(now)
    (mail,) = mails()
    assert mail.subject == "【はっぱ茶房】お荷物を発送しました（10001）"
    html = BeautifulSoup(mail.html, "html.parser").get_text(" ", strip=True)
    for part in (mail.text, html):
        assert "11月24日(火)に、ご注文の品を発送しました。" in part
        assert "11月25日(水) 14時〜16時" in part
        assert "4912-3456-7890" in part
        at_the_door = f"配達員へ¥{order.total:,}をお支払いください。"
        assert (at_the_door in part) == (way == "cod")
        assert "遅れ" not in part


def test_without_a_number_none_is_named_and_an_english_order_is_told_in_english(
    shop: Flask, now: datetime
) -> None:
    order = paid(now, locale="en")
    mark_sent(order, now)
    work(now)
    (mail,) = mails()
    assert "Tracking number" not in mail.text
    assert "Your order left us on Tue, 24 Nov." in mail.text
    page = BeautifulSoup(mail.html, "html.parser")
    assert set(japanese_left(page)) <= {"若葉 みのり"}
    assert "Sleep Blend\xa0· 30 bags × 1" in page.get_text()


def test_each_of_two_parcels_has_its_day_its_number_and_what_is_in_it(
    shop: Flask, now: datetime
) -> None:
    order = split_order(now)
    mark_sent(order, now, ["", "4912-3456-7890"])
    work(now)
    (mail,) = mails()
    text = mail.text
    first, second = text.index("宅配便\n"), text.index("クール便\n")
    assert "おやすみブレンド・30包 × 5点" in text[first:second]
    assert "11月25日(水)" in text[first:second] and "送り状番号" not in text[first:second]
    assert "11月26日(木)" in text[second:]
    assert "送り状番号  4912-3456-7890（ヤマト運輸）" in text[second:]
    assert "parcel/detail?pno=491234567890" in text[second:]


def test_each_part_is_mailed_with_what_is_in_it_and_what_follows(
    shop: Flask, now: datetime
) -> None:
    order = paid(now)
    bag, mug = order.lines
    send(order, [Leaving(0, {mug.id: 1}, "sagawa", "491234567890")], now)
    work(now)
    send(order, [Leaving(0, {bag.id: 1, mug.id: 1}, "sagawa", "491234567901")], now)
    work(now)
    last, first = mails()[0], mails(":sent:1")[0]
    assert first.subject == "【はっぱ茶房】ご注文の一部を発送しました（10001）"
    assert "okurijoNo=491234567890" in first.text
    sent, follows = first.text.split("これからお送りする品")
    assert "耐熱ガラスのマグ" in sent and "× 1点" in sent
    assert "おやすみブレンド・30包 × 1点" in follows
    assert last.subject == "【はっぱ茶房】残りの品を発送しました（10001）"
    assert "これですべてお送りしました。" in last.text and "これからお送りする品" not in last.text


def test_two_parts_and_a_refund_before_any_mail_was_written_are_two_mails(
    shop: Flask, now: datetime
) -> None:
    order = paid(now, bought=(("GLASS-MUG", 2),))
    (mug,) = order.lines
    for number in ("491234567890", "491234567901"):
        send(order, [Leaving(0, {mug.id: 1}, "sagawa", number)], now)
    refund_order(order, {mug: 1}, 0, 0, "欠けていました", now)
    work(now)
    first, last = mails(":sent:1") + mails()
    assert "491234567890" in first.text and "491234567901" in last.text


def test_nobody_is_written_to_who_was_forgotten_meanwhile(shop: Flask, now: datetime) -> None:
    order = paid(now)
    work(now)
    mark_sent(order, now)
    erase(order.contact.email, now)
    work(now)
    assert db.session.scalars(select(OutboxMessage)).all() == []
    assert not db.session.scalars(select(Job).where(Job.dead_at.is_not(None))).all()


def test_a_parcel_that_left_late_says_so(shop: Flask, now: datetime) -> None:
    order = paid(now)
    mark_sent(order, now + timedelta(days=1))
    work(now + timedelta(days=1))
    (mail,) = mails()
    assert "予定より遅れての発送となりました。" in mail.text


def test_a_parcel_that_came_back_before_the_mail_was_written_is_not_told_of(
    shop: Flask, now: datetime
) -> None:
    order = cash_on_delivery(now)
    mark_sent(order, now)
    call_off(order, "受け取られずに戻りました", now)
    work(now)
    assert mails() == []


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_money_that_came_late_moves_the_day_and_the_confirmation_says_from_which_to_which(
    shop: Flask, now: datetime, locale: Locale
) -> None:
    order = place(now, locale=locale, payment_method="konbini", bought=BOUGHT).order
    lifecycle.mark_paid(order, now + timedelta(hours=5))
    work(now + timedelta(hours=5))
    (mail,) = mails(":confirmation")
    html = BeautifulSoup(mail.html, "html.parser").get_text(" ", strip=True)
    moved = {
        "ja": "お届けの日を11月25日(水)から11月26日(木)に改めました。",
        "en": "delivery has moved from Wed, 25 Nov to Thu, 26 Nov.",
    }
    assert moved[locale] in mail.text and moved[locale] in html


def test_money_in_time_moves_nothing(shop: Flask, now: datetime) -> None:
    order = place(now, payment_method="konbini").order
    lifecycle.mark_paid(order, now)
    work(now)
    (mail,) = mails(":confirmation")
    assert "改めました" not in mail.text + mail.html
