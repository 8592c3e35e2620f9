"""The order confirmation: the same facts as text and as HTML, in the order's language, light enough for any inbox."""

import re
from datetime import date, datetime

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask_babel import force_locale
from flask_babel import gettext as _

from storefront.locales import Locale
from storefront.mail.messages import Message, order_confirmation
from storefront.views.order_mail import confirmation_mail
from tests.support.contrast import contrast
from tests.support.orders import cash_on_delivery, paid

LARGEST = 60 * 1024
SMALLEST_TYPE = 16


def confirmed(now: datetime, locale: Locale = "ja", **more: object) -> Message:
    return order_confirmation(confirmation_mail(paid(now, locale=locale, **more), now))


def words_of(html: str) -> str:
    body = BeautifulSoup(html, "html.parser").body
    assert body is not None
    return " ".join(body.get_text(" ", strip=True).split())


def test_it_says_all_a_buyer_and_the_law_want_to_know(shop: Flask, now: datetime) -> None:
    message = confirmed(now)
    assert message.subject == "【はっぱ茶房】ご注文ありがとうございます（10001）"
    assert message.recipient == "minori@example.jp"
    facts = [
        "若葉 みのり 様",
        "10001",
        "2026年11月25日(水) 14時〜16時",
        "おやすみブレンド",
        "30包",
        "¥1,280",
        "耐熱ガラスのマグ",
        "¥1,540 × 2",
        "¥3,080",
        "商品の合計（3点）",
        "¥4,360",
        "送料（東京都）",
        "¥650",
        "¥5,010",
        "8%対象 ¥1,280 の内税",
        "¥94",
        "10%対象 ¥3,730 の内税",
        "¥339",
        "※は軽減税率の対象です",
        "〒150-0041",
        "東京都渋谷区神南1-2-3",
        "葉っぱ荘 101",
        "クレジットカード",
        "4242",
        "お支払い済みです（¥5,010）",
        "発送の準備に入るまで取り消せます",
        "届いてから8日以内にご連絡いただければ返品できます",
        "販売業者",
        "03-0000-0000",
        "hello@happa.example",
    ]
    html = words_of(message.html)
    assert [fact for fact in facts if fact not in message.text] == []
    assert [fact for fact in facts if fact not in html] == []


def test_what_comes_first_in_an_inbox_is_the_day_and_the_sum(shop: Flask, now: datetime) -> None:
    html = words_of(confirmed(now).html)
    assert html.startswith("お届けは 2026年11月25日(水) 14時〜16時 の予定です。合計 ¥5,010（税込）")


def test_only_what_is_taxed_lower_carries_the_mark(shop: Flask, now: datetime) -> None:
    text = confirmed(now).text
    assert "¥1,280 × 1 = ¥1,280 ※" in text
    assert "¥1,540 × 2 = ¥3,080\n" in text
    plain = confirmed(now, bought=(("GLASS-MUG", 1),))
    assert "※" not in plain.text + plain.html


def test_cash_on_delivery_says_who_is_paid_and_what_it_costs(shop: Flask, now: datetime) -> None:
    order = cash_on_delivery(now)
    message = order_confirmation(confirmation_mail(order, now))
    for part in (message.text, words_of(message.html)):
        assert "手数料（代金引換）" in part
        assert "¥330" in part
        assert "商品のお届け時に、配達員へお支払いください" in part
        assert "お支払い済みです" not in part


def test_it_keeps_the_figures_of_the_order_when_the_shop_changes(
    shop: Flask, now: datetime
) -> None:
    order = paid(now)
    order.lines[0].variant.price = 9999
    message = order_confirmation(confirmation_mail(order, now))
    assert "9,999" not in message.text
    assert "¥5,010" in message.text


def test_it_comes_in_the_order_s_language(shop: Flask, now: datetime) -> None:
    message = confirmed(now, "en")
    assert 'lang="en"' in message.html
    for part in (message.text, message.html):
        assert "Sleep Blend" in part
        assert "Wed, 25 Nov 2026" in part
        assert "/en/orders/10001?key=" in part
        assert "We exchange" in part or "we exchange" in part
        assert "おやすみブレンド" not in part
        assert "返品" not in part
    with force_locale("en"):
        assert message.subject == _(
            "【%(shop)s】ご注文ありがとうございます（%(number)s）",
            shop="Happa Tea House",
            number="10001",
        )


def test_its_link_opens_the_order(shop: Flask, now: datetime) -> None:
    link = re.search(r"http://localhost(/ja/orders/10001\?key=\S+)", confirmed(now).text)
    assert link is not None
    with shop.app_context():
        assert shop.test_client().get(link[1]).status_code == 200


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_it_is_small_follows_nobody_and_needs_nothing_from_outside(
    shop: Flask, now: datetime, locale: Locale
) -> None:
    message = confirmed(now, locale, bought=tuple((sku, 1) for sku in MANY), day=date(2026, 11, 27))
    page = BeautifulSoup(message.html, "html.parser")
    assert len(message.html.encode()) < LARGEST
    assert page.find_all(["img", "script", "link", "iframe", "object"]) == []
    assert "url(" not in message.html
    targets = {str(a["href"]).split("/")[2] for a in page.find_all("a")}
    assert targets == {"localhost"}


def test_what_a_buyer_types_stays_text(shop: Flask, now: datetime) -> None:
    message = confirmed(now, name="<b>みのり</b>", building="<script>alert(1)</script>")
    page = BeautifulSoup(message.html, "html.parser")
    assert page.find("script") is None
    assert page.find("b", string="みのり") is None
    assert "<script>alert(1)</script>" in message.text


def test_type_is_large_enough_and_the_column_narrow_enough(shop: Flask, now: datetime) -> None:
    style = str(BeautifulSoup(confirmed(now).html, "html.parser").style)
    sizes = [int(size) for size in re.findall(r"font(?:-size)?:[^;]*?(\d+)px", style)]
    assert sizes
    assert min(sizes) >= SMALLEST_TYPE
    assert "max-width: 600px" in style


@pytest.mark.parametrize("dark", [False, True])
def test_every_ink_can_be_read_on_its_ground(shop: Flask, now: datetime, dark: bool) -> None:
    style = str(BeautifulSoup(confirmed(now).html, "html.parser").style)
    light, night = style.split("@media (prefers-color-scheme: dark)")
    rules = dict(re.findall(r"([^{}\n]+?) \{ ([^{}]*) \}", night if dark else light))
    sheet = colour(rules[".sheet"], "background")
    inks = [rule for rule in rules.values() if re.search(r"(?<![-\w])color: #", rule)]
    assert len(inks) >= 4
    for rule in inks:
        ground = colour(rule, "background") or sheet
        assert contrast(colour(rule, "color"), ground) >= 4.5, rule


def colour(rule: str, name: str) -> str:
    found = re.search(rf"(?<![-\w]){name}: (#[0-9a-f]{{6}})", rule)
    return found[1] if found else ""


MANY = ("SLEEP-15", "SLEEP-30", "RELAX-15", "RELAX-30", "SENCHA-50", "SENCHA-100", "GLASS-MUG")
