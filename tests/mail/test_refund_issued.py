"""The mail about a refund: how much, for what, and where its credit note lies."""

import re
from datetime import datetime

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from storefront.extensions import db
from storefront.locales import Locale
from storefront.mail.messages import Message, refund_issued
from storefront.mailing import write_refund
from storefront.orders.refunding import record_refund
from storefront.views.refund_mail import refund_mail
from tests.support import books
from tests.support.orders import paid


def written(now: datetime, locale: Locale = "ja", reason: str = "割れていた") -> Message:
    order = paid(now, locale=locale)
    refund = record_refund(order, {order.lines[1]: 1}, 650, 0, reason, now)
    db.session.commit()
    return refund_issued(refund_mail(order, refund, now))


def test_it_says_how_much_went_back_and_for_what(shop: Flask, now: datetime) -> None:
    message = written(now)
    assert message.subject == "【はっぱ茶房】ご返金のお知らせ（10001）"
    html = " ".join(BeautifulSoup(message.html, "html.parser").get_text(" ", strip=True).split())
    for part in (message.text, html):
        for fact in (
            "若葉 みのり 様", "2026年11月24日(火)に¥2,190を返金しました", "割れていた",
            "耐熱ガラスのマグ マグ × 1", "¥1,540", "送料（宅配便）", "¥650", "返金の合計（税込）", "販売業者",
        ):  # fmt: skip
            assert fact in part, fact


def test_its_links_open_the_credit_note_and_the_new_invoice(shop: Flask, now: datetime) -> None:
    links = re.findall(r"http://localhost(/ja/orders/10001\S*\?key=\S+)", written(now).text)
    assert [link.split("?")[0] for link in links] == [
        "/ja/orders/10001/credit-notes/1",
        "/ja/orders/10001/invoice",
        "/ja/orders/10001",
    ]
    with shop.app_context():
        assert [shop.test_client().get(link).status_code for link in links] == [200, 200, 200]


@pytest.mark.parametrize("reason", ["The handle was chipped"])
def test_it_comes_in_the_order_s_language(shop: Flask, now: datetime, reason: str) -> None:
    message = written(now, "en", reason)
    for part in (message.text, message.html):
        assert "¥2,190" in part
        assert "Heatproof" in part or "Glass" in part
        assert "返金" not in part
    assert "your refund (order 10001)" in message.subject


def test_it_is_written_once(shop: Flask, now: datetime) -> None:
    written(now)
    for _ in range(2):
        write_refund({"order": "10001", "refund": 1}, now)
    write_refund({"order": "10001", "refund": 2}, now)
    db.session.commit()
    assert [mail.key for mail in books.mails(shop)] == ["order:10001:refund:1"]


def test_markup_in_a_reason_stays_text(shop: Flask, now: datetime) -> None:
    assert (
        BeautifulSoup(written(now, reason="<b>x</b>").html, "html.parser").find("b", string="x")
        is None
    )
