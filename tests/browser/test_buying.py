"""A guest buys, in a real browser: narrow and wide, with scripts and without, in both languages, by every way to pay."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from storefront import clock
from tests.support.books import let_work, mails, taken, the_order
from tests.support.walking import ASKS, DECLINED, NO_FUNDS, PAYS, TIMES_OUT, Shopper

pytestmark = pytest.mark.browser
Visitor = Callable[..., Page]
AtReview = Callable[..., Shopper]
Site = tuple[str, Flask]


@pytest.mark.parametrize(
    ("width", "language", "scripts"),
    [("phone", "ja", True), ("desk", "en", True), ("phone", "en", False), ("desk", "ja", False)],
)
def test_with_a_card(
    site: Site, visitor: Visitor, now: datetime, width: str, language: str, scripts: bool
) -> None:
    shopper = Shopper(visitor(width, scripts), language, scripts)
    shopper.buy(PAYS)
    assert shopper.thanked() == "10001"
    booked = the_order(site[1])
    assert (booked.state, booked.locale, booked.total) == ("placed", language, 1930)
    assert booked.attempts == (("card", "captured", 1930),)
    assert booked.events == ("placed", "paid")
    assert taken(site[1]) == 1
    let_work(site[1], now)
    assert [(mail.recipient, mail.locale) for mail in mails(site[1])] == [
        ("minori@example.jp", language)
    ]
    shopper.go("/cart")
    expect(shopper.page.locator("#cart-contents .line")).to_have_count(0)


def test_cash_on_delivery(site: Site, visitor: Visitor) -> None:
    shopper = Shopper(visitor("phone"), "en")
    shopper.review(None)
    assert shopper.grand_total() == "¥2,260"
    shopper.order().thanked()
    expect(shopper.page.locator(".next")).to_contain_text("¥2,260")
    booked = the_order(site[1])
    assert (booked.state, booked.total) == ("placed", 2260)
    assert booked.attempts == (("cod", "due", 2260),)


def test_the_bank_asks_and_is_answered(site: Site, at_review: AtReview) -> None:
    shopper = at_review(ASKS, language="en").order()
    shopper.page.wait_for_url("**/demo/3-d-secure/**")
    expect(shopper.page.locator("main")).to_contain_text("¥1,930")
    assert the_order(site[1]).attempts == (("card", "needs_action", 1930),)
    shopper.button("approve").click()
    shopper.thanked()
    assert the_order(site[1]).attempts == (("card", "captured", 1930),)


def test_the_bank_is_refused_and_another_card_pays_the_same_order(
    site: Site, at_review: AtReview
) -> None:
    shopper = at_review(ASKS, "desk").order()
    shopper.button("refuse").click()
    shopper.at("/orders/10001/pay")
    expect(shopper.page.locator(".notice--error")).to_contain_text("本人確認が終わらなかったため")
    shopper.pay_again(PAYS).thanked()
    booked = the_order(site[1])
    assert booked.attempts == (("card", "failed", 1930), ("card", "captured", 1930))
    assert taken(site[1]) == 1


def test_a_declined_card_is_told_kindly_and_another_pays_the_same_order(
    site: Site, at_review: AtReview
) -> None:
    shopper = at_review(DECLINED, language="en").order().at("/orders/10001/pay")
    page = shopper.page
    expect(page.locator(".notice--error")).to_contain_text("card")
    expect(page.locator("main")).to_contain_text("10:30")
    assert the_order(site[1]).attempts == (("card", "failed", 1930),)
    shopper.pay_again(DECLINED)
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))
    assert page.locator("#card_number").input_value() == DECLINED
    assert page.locator("#card_cvc").input_value() == ""
    shopper.pay_again(PAYS)
    assert shopper.thanked() == "10001"
    booked = the_order(site[1])
    assert [state for _, state, _ in booked.attempts] == ["failed", "failed", "captured"]
    assert taken(site[1]) == 1


def test_without_funds_the_buyer_turns_to_cash_and_sees_its_fee_before_the_click(
    site: Site, at_review: AtReview
) -> None:
    shopper = at_review(NO_FUNDS).order().at("/orders/10001/pay")
    expect(shopper.page.locator(".notice--error")).to_contain_text("ご利用枠")
    cash = shopper.page.locator('label:has([value="cod"])')
    expect(cash).to_contain_text("¥2,260")
    expect(cash).to_contain_text("¥330")
    shopper.pay_again(None).thanked()
    booked = the_order(site[1])
    assert booked.total == 2260
    assert booked.attempts == (("card", "failed", 1930), ("cod", "due", 2260))
    assert booked.events[-2:] == ("method_changed", "cod_confirmed")


def test_a_card_that_times_out_is_checked_and_the_open_page_tells_the_end(
    site: Site, at_review: AtReview, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    shopper = at_review(TIMES_OUT)
    page = shopper.page
    page.clock.install()
    shopper.order()
    expect(page.locator("main")).to_contain_text("お支払いを確認しています")
    expect(page.locator("main")).to_contain_text("もう一度お支払い")
    expect(page.locator("main form[action*=pay], main a[href*='/pay']")).to_have_count(0)
    let_work(site[1], now)
    assert the_order(site[1]).attempts == (("card", "unknown", 1930),)
    later = now + timedelta(seconds=30)
    monkeypatch.setattr(clock, "now", lambda: later)
    let_work(site[1], later)
    page.clock.fast_forward(5_000)
    expect(page.locator("main")).to_contain_text("お支払い済み")
    expect(page.locator("main")).not_to_contain_text("お支払いを確認しています")
    booked = the_order(site[1])
    assert (booked.state, booked.attempts) == ("placed", (("card", "captured", 1930),))
    let_work(site[1], later)
    assert len(mails(site[1])) == 1
