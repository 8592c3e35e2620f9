"""From the product to the goods sent, paid when the buyer brings the money: at a store, in parts, too late, to the shop's account."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from storefront import clock
from tests.support.books import let_work, mails, taken, the_order
from tests.support.clerk import Clerk
from tests.support.walking import Shopper

pytestmark = pytest.mark.browser
Visitor = Callable[..., Page]
Site = tuple[str, Flask]
CHANGES = 8_500
"""Milliseconds after which a waiting page has asked again."""


@pytest.fixture
def passes(site: Site, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Callable[..., datetime]:
    """Lets time pass in the shop, whose worker does all that is due; the new time."""

    def to(**later: int) -> datetime:
        then = now + timedelta(**later)
        monkeypatch.setattr(clock, "now", lambda: then)
        let_work(site[1], then)
        return then

    return to


def test_paid_at_the_store_and_part_of_it_goes_back_to_a_bank_account(
    site: Site, visitor: Visitor, passes: Callable[..., datetime]
) -> None:
    shopper = Shopper(visitor("desk"), "en")
    page = shopper.page
    page.clock.install()
    shopper.buy_by("konbini").at("/orders/10001/thank-you")
    number, confirmation = (
        page.locator(".bring details[open] .bring__big").nth(at).inner_text() for at in (0, 1)
    )
    store = page.context.new_page()
    store.goto("/demo/store?lang=en")
    store.locator("#number").fill(number)
    store.locator("#confirmation").fill(confirmation)
    store.keyboard.press("Enter")
    store.get_by_role("button", name="Pay in cash").click()
    expect(store.locator(".notice--ok")).to_be_visible()
    then = passes(minutes=20)
    page.clock.fast_forward(CHANGES)
    shopper.thanked()
    clerk = Clerk(visitor("desk"), site[1], then, "en").send_off()
    clerk.refund("The bag was torn", pieces="1")
    passes(minutes=21)
    wanted = mails(site[1])[-1]
    phone = visitor("phone")
    phone.goto(wanted_page(wanted.text, site[0]))
    name_account(phone)
    expect(phone.locator("main")).to_contain_text("990")
    clerk.page.goto("/staff/money-back")
    clerk.press(clerk.page.locator("main form button"))
    expect(clerk.page.locator(".account__number")).to_have_text("7788990")
    clerk.press(clerk.page.locator("a[href*='/sent']"))
    clerk.sure().at("/staff/money-back")
    passes(minutes=22)
    phone.reload()
    expect(phone.locator("h1")).to_have_text("We have sent ¥1,280 back to you")
    expect(phone.locator("main form")).to_have_count(0)
    shopper.go("/orders/10001")
    expect(page.locator("#money-back")).to_contain_text("¥1,280")
    booked = the_order(site[1])
    assert (booked.state, booked.attempts) == ("fulfilled", (("konbini", "captured", 1930),))
    assert booked.events[-5:] == (
        "sent",
        "refunded",
        "account_wanted",
        "account_named",
        "money_sent",
    )


def test_the_number_runs_out_the_goods_go_back_and_the_money_comes_late(
    site: Site, visitor: Visitor, passes: Callable[..., datetime]
) -> None:
    shopper = Shopper(visitor("phone", False), "ja", False)
    page = shopper.page
    shopper.buy_by("konbini").at("/orders/10001/thank-you")
    store = page.get_by_role("link", name="支払ったことにする").get_attribute("href")
    assert store is not None
    assert taken(site[1]) == 1
    passes(days=2, hours=12)
    assert (the_order(site[1]).state, taken(site[1])) == ("pending", 1)
    passes(days=6)
    assert (the_order(site[1]).state, taken(site[1])) == ("expired", 0)
    shopper.go("/orders/10001")
    expect(page.locator("#order-state")).to_have_text("お支払いの期限が過ぎました")
    page.goto(store)
    page.get_by_role("button", name="遅れて届くお金として支払う").click()
    then = passes(days=6, minutes=5)
    assert (the_order(site[1]).state, taken(site[1])) == ("placed", 1)
    shopper.go("/orders/10001")
    expect(page.locator("#order-state")).to_have_text("発送の準備をしています")
    expect(page.locator("main")).to_contain_text("お届け予定日が")
    clerk = Clerk(visitor("phone"), site[1], then).send_off()
    happened = clerk.page.locator(".told-list__what").all_inner_texts()
    assert [words for words in happened if re.search("[a-z]{3}", words)] == []
    booked = the_order(site[1])
    assert (booked.state, booked.attempts) == ("fulfilled", (("konbini", "captured", 1930),))


def test_a_transfer_in_two_parts(
    site: Site, visitor: Visitor, passes: Callable[..., datetime]
) -> None:
    shopper = Shopper(visitor("phone"))
    page = shopper.page
    page.clock.install()
    shopper.buy_by("bank_transfer").at("/orders/10001/thank-you")
    bank = page.context.new_page()
    bank.goto(page.get_by_role("link", name="支払ったことにする").get_attribute("href") or "")
    bank.get_by_role("button", name="半分").click()
    expect(bank.locator(".totals")).to_contain_text("¥965")
    passes(minutes=10)
    page.clock.fast_forward(CHANGES)
    expect(page.locator("#how-to-pay .notice")).to_contain_text("¥965")
    assert the_order(site[1]).state == "pending"
    bank.reload()
    bank.get_by_role("button", name="全額").click()
    expect(bank.locator(".totals__grand")).to_contain_text("¥0")
    then = passes(minutes=20)
    page.clock.fast_forward(CHANGES)
    shopper.thanked()
    Clerk(visitor("desk"), site[1], then).send_off()
    booked = the_order(site[1])
    assert booked.attempts == (("bank_transfer", "captured", 1930),)
    assert booked.state == "fulfilled"
    assert "part_received" in booked.events


def test_a_transfer_to_the_shops_own_account_is_noted_by_staff(
    site: Site, visitor: Visitor, passes: Callable[..., datetime]
) -> None:
    shopper = Shopper(visitor("phone"), "en")
    page = shopper.page
    page.clock.install()
    shopper.buy_by("transfer").at("/orders/10001/thank-you")
    expect(page.locator("#how-to-pay")).to_contain_text("10001")
    then = passes(days=1)
    clerk = Clerk(visitor("phone"), site[1], then, keys=True)
    clerk.note_money(1930, "11/25 サトウ ミノリ")
    page.clock.fast_forward(CHANGES)
    shopper.thanked()
    clerk.send_off()
    shopper.go("/orders/10001")
    expect(page.locator("#order-state")).to_have_text("Your parcel is on its way")
    booked = the_order(site[1])
    assert (booked.state, booked.attempts) == ("fulfilled", (("transfer", "captured", 1930),))


def wanted_page(letter: str, site: str) -> str:
    """The page a letter leads to where it asks for an account, at the address the shop has here."""
    link = next(word for word in letter.split() if "/reimbursements/" in word)
    return link.replace("http://localhost", site)


def name_account(page: Page) -> None:
    """Fill in where the money is to go."""
    typed = {
        "bank": "みどり銀行",
        "branch": "若葉支店",
        "number": "7788990",
        "holder": "ワカバ ミノリ",
    }
    for name, value in typed.items():
        page.locator(f"#{name}").fill(value)
    page.locator("main form .btn--primary").click()
    page.wait_for_url("**/reimbursements/**")
