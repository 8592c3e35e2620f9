"""From the product to the goods sent, paid at once: by card, after the bank asked, with another way after a decline, by wallet."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.support.books import let_work, mails, taken, the_order
from tests.support.clerk import Clerk
from tests.support.walking import ASKS, DECLINED, PAYS, Shopper

pytestmark = pytest.mark.browser
Visitor = Callable[..., Page]
Site = tuple[str, Flask]


def test_a_card_pays_and_part_of_it_goes_back_to_the_card(
    site: Site, visitor: Visitor, now: datetime
) -> None:
    shopper = Shopper(visitor("phone"))
    shopper.buy(PAYS).thanked()
    let_work(site[1], now)
    clerk = Clerk(visitor("desk"), site[1], now, keys=True).send_off()
    assert the_order(site[1]).state == "fulfilled"
    clerk.refund("送料をいただきすぎました", shipping="300")
    let_work(site[1], now)
    shopper.go("/orders/10001")
    expect(shopper.page.locator("#order-state")).to_have_text("発送しました")
    expect(shopper.page.locator(".told")).to_contain_text("お荷物を発送しました")
    back = shopper.page.locator("#money-back")
    expect(back).to_contain_text("¥300")
    expect(back).to_contain_text("送料をいただきすぎました")
    expect(back.get_by_role("link")).to_have_count(0)
    assert the_order(site[1]).attempts == (("card", "captured", 1930),)
    assert taken(site[1]) == 1
    assert [mail.subject.split("】")[1] for mail in mails(site[1])] == [
        "ご注文ありがとうございます（10001）",
        "お荷物を発送しました（10001）",
        "ご返金のお知らせ（10001）",
    ]


def test_the_bank_asks_without_scripts(site: Site, visitor: Visitor, now: datetime) -> None:
    shopper = Shopper(visitor("desk", False), "en", False)
    shopper.buy(ASKS)
    shopper.button("approve").click()
    shopper.thanked()
    Clerk(visitor("phone", False), site[1], now, "en").send_off()
    shopper.go("/orders/10001")
    expect(shopper.page.locator("#order-state")).to_have_text("Your parcel is on its way")
    booked = the_order(site[1])
    assert (booked.state, booked.attempts) == ("fulfilled", (("card", "captured", 1930),))


def test_the_banks_window_was_closed(site: Site, visitor: Visitor, now: datetime) -> None:
    shopper = Shopper(visitor("phone"))
    shopper.buy(ASKS)
    bank = shopper.page.url
    again = Shopper(shopper.page.context.new_page())
    shopper.page.close()
    let_work(site[1], now)
    again.go("/orders/10001")
    expect(again.page.locator("#order-state")).to_have_text("カード会社での本人確認が残っています")
    again.page.get_by_role("link", name="本人確認をつづける").click()
    expect(again.page).to_have_url(bank)
    again.button("approve").click()
    again.thanked()
    Clerk(visitor("phone"), site[1], now).send_off()
    booked = the_order(site[1])
    assert (booked.state, booked.attempts) == ("fulfilled", (("card", "captured", 1930),))


def test_a_card_is_declined_and_the_wallet_pays(
    site: Site, visitor: Visitor, now: datetime
) -> None:
    shopper = Shopper(visitor("phone"), "en")
    shopper.buy(DECLINED).at("/orders/10001/pay")
    shopper.pay_again(None, "wallet")
    shopper.page.wait_for_url("**/demo/wallet/**")
    expect(shopper.page.locator("main")).to_contain_text("¥1,930")
    shopper.page.locator("main form button[value=approve]").click()
    shopper.thanked()
    Clerk(visitor("desk"), site[1], now, "en").send_off()
    booked = the_order(site[1])
    assert booked.attempts == (("card", "failed", 1930), ("wallet", "captured", 1930))
    assert (booked.state, taken(site[1])) == ("fulfilled", 1)


def test_the_wallet(site: Site, visitor: Visitor, now: datetime) -> None:
    shopper = Shopper(visitor("desk", False), "ja", False)
    shopper.buy_by("wallet")
    shopper.page.locator("main form button[value=approve]").click()
    shopper.thanked()
    Clerk(visitor("phone"), site[1], now).send_off()
    booked = the_order(site[1])
    assert (booked.state, booked.attempts) == ("fulfilled", (("wallet", "captured", 1930),))


def test_cash_is_collected_at_the_door(site: Site, visitor: Visitor, now: datetime) -> None:
    shopper = Shopper(visitor("phone", False), "ja", False)
    shopper.buy(None).thanked()
    clerk = Clerk(visitor("desk"), site[1], now).send_off()
    shopper.go("/orders/10001")
    expect(shopper.page.locator("#order-status")).to_contain_text("¥2,260")
    clerk.note_money(2260, "4012-3456-7890")
    shopper.go("/orders/10001")
    expect(shopper.page.locator("#order-status")).to_contain_text("お支払い済み")
    booked = the_order(site[1])
    assert (booked.state, booked.attempts) == ("fulfilled", (("cod", "captured", 2260),))
