"""Money that is brought to a store or a bank, or approved in an app: bought in a real browser, paid at the demo's houses."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from storefront import clock
from tests.support.books import let_work, the_order
from tests.support.walking import Shopper

pytestmark = pytest.mark.browser
Visitor = Callable[..., Page]
Site = tuple[str, Flask]


def ordered(page: Page, method: str, language: str = "ja") -> Shopper:
    """A shopper with something ordered by that method, where the button led."""
    shopper = Shopper(page, language)
    shopper.add().to_delivery().delivery().pay_by(method).order()
    return shopper


def the_money_is_told_of(site: Site, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = now + timedelta(minutes=5)
    monkeypatch.setattr(clock, "now", lambda: moment)
    let_work(site[1], moment)


def test_a_store_is_chosen_paid_at_and_the_open_page_says_thanks_by_itself(
    site: Site, visitor: Visitor, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = visitor("phone")
    ordered(page, "konbini")
    stores = page.locator("details[name=store]")
    stores.filter(has_text="ローソン").locator("summary").click()
    expect(page.locator("details[name=store][open]")).to_have_count(1)
    expect(page.locator("details[name=store][open] li").first).to_be_visible()
    counter = page.context.new_page()
    counter.goto(str(page.locator(".demo-band a.btn").get_attribute("href")))
    counter.locator("main form button").first.click()
    counter.close()
    the_money_is_told_of(site, now, monkeypatch)
    expect(page.locator("h1")).to_have_text("ご注文ありがとうございます", timeout=12_000)
    assert the_order(site[1]).attempts == (("konbini", "captured", 1930),)


def test_a_transfer_is_changed_for_cash_without_losing_the_order(
    site: Site, visitor: Visitor
) -> None:
    page = visitor("phone", scripts=False)
    shopper = Shopper(page, "ja", scripts=False)
    shopper.add().to_delivery().delivery().pay_by("transfer").order()
    expect(page.locator("#how-to-pay")).to_contain_text("ハッパサボウ")
    page.get_by_role("link", name="お支払い方法を変える").click()
    shopper.choose("payment_method", "cod")
    shopper.button("pay").click()
    expect(page.locator("h1")).to_have_text("ご注文ありがとうございます")
    booked = the_order(site[1])
    assert (booked.state, booked.total) == ("placed", 2260)


def test_a_transfer_in_english_on_a_desk_is_called_off(site: Site, visitor: Visitor) -> None:
    page = visitor("desk")
    ordered(page, "bank_transfer", "en")
    expect(page.locator("#how-to-pay")).to_contain_text("Pay by")
    page.get_by_role("link", name="Cancel the order").click()
    page.get_by_role("button", name="Cancel the order").click()
    expect(page.locator("#order-status h2")).to_contain_text("cancelled")
    assert the_order(site[1]).state == "cancelled"
