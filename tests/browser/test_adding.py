"""Goods added after an order in a real browser: with 3-D Secure, at a store, at the door, refused; then one parcel, one invoice."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import update

from storefront import revision
from storefront.extensions import db
from storefront.offers.kinds import Kind, Placement
from storefront.offers.offer import Offer
from storefront.revision import Part
from tests.adding.buying import BISCUIT, TITLE, offered
from tests.support.books import let_work, mails, taken, the_order
from tests.support.clerk import Clerk
from tests.support.looking import at_fault
from tests.support.offered import shown_offers
from tests.support.offers import answers, offer
from tests.support.orders import behind_the_counter
from tests.support.walking import ASKS, Shopper

pytestmark = pytest.mark.browser
Visitor = Callable[..., Page]
Site = tuple[str, Flask]
SMALLER = "はちみつをひと瓶"


@pytest.fixture
def shopper(site: Site, visitor: Visitor, now: datetime) -> Callable[..., Shopper]:
    """Somebody who is shown offers, one of which stands after each order."""
    offered(site[1], now)

    def come(width: str = "phone", language: str = "ja", scripts: bool = True) -> Shopper:
        page = visitor(width, scripts)
        return shown_offers(site, page, language, scripts=scripts)

    return come


def goes_on(walk: Shopper) -> Page:
    """From the thank-you page to the one button."""
    walk.thanked()
    page = walk.page
    page.locator("#offer-thank_you .order-offer__pair button").first.click()
    walk.page.wait_for_url(re.compile(r"/orders/\d+/add\?"))
    assert lies_well(walk)
    return page


def lies_well(walk: Shopper) -> bool:
    return not walk.scripts or at_fault(walk.page) == []


def press(page: Page) -> None:
    page.locator("form.pay-form button[type=submit]").last.click()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_kept_card_and_the_bank_then_one_parcel_one_invoice_and_a_refund(
    site: Site, shopper: Callable[..., Shopper], visitor: Visitor, now: datetime, scripts: bool
) -> None:
    walk = shopper("phone", "ja", scripts)
    walk.add().to_delivery().delivery()
    walk.choose("payment_method", "card")
    walk.fill_card(ASKS)
    walk.page.locator("#keep_card").check()
    walk.button("on to review").click()
    walk.at("/checkout/confirm").order()
    walk.button("approve").click()
    page = goes_on(walk)
    expect(page.locator("#card")).to_contain_text("•••• 3184 を使います")
    press(page)
    page.wait_for_url(re.compile("/demo/3-d-secure/"))
    expect(page.locator("main")).to_contain_text("¥486")
    walk.button("approve").click()
    walk.at("/orders/10001/additions/1")
    expect(page.locator("h1")).to_have_text("ご注文に追加しました")
    assert lies_well(walk)
    booked = the_order(site[1])
    assert booked.attempts == (("card", "captured", 1930), ("card", "captured", 486))
    let_work(site[1], now)
    assert [TITLE in mail.text for mail in mails(site[1])] == [True, True]
    clerk = Clerk(visitor("desk"), site[1], now).open()
    expect(clerk.page.locator(".case__detail", has_text=BISCUIT)).to_contain_text("追加の品")
    expect(clerk.page.locator("#told")).to_contain_text("追加分が確定しました")
    clerk.send_off()
    clerk.open().act("refund")
    clerk.page.locator("[name^=piece]").nth(1).fill("1")
    clerk.page.locator("#reason").fill("割れていました")
    clerk.sure().at("/staff/orders/10001/refund")
    clerk.sure().at("/staff/orders/10001")
    let_work(site[1], now)
    walk.go("/orders/10001")
    expect(page.locator("#money-back")).to_contain_text("¥486")
    page.get_by_role("link", name=re.compile("請求書")).first.click()
    page.wait_for_url(re.compile("/invoice"))
    expect(page.locator("main")).to_contain_text("¥1,930")
    expect(page.locator("main")).to_contain_text("第3版")
    assert (the_order(site[1]).state, taken(site[1])) == ("fulfilled", 2)


def test_at_the_door_all_of_it_is_collected_together(
    site: Site, shopper: Callable[..., Shopper], visitor: Visitor, now: datetime
) -> None:
    walk = shopper("desk", "en", False)
    walk.buy(None)
    page = goes_on(walk)
    expect(page.locator(".legal")).to_contain_text("¥2,746 instead of ¥2,260")
    press(page)
    walk.at("/orders/10001/additions/1")
    expect(page.locator("main")).to_contain_text("¥2,746")
    clerk = Clerk(visitor("desk"), site[1], now).send_off()
    clerk.note_money(2746, "4012-3456-7890")
    booked = the_order(site[1])
    assert (booked.state, booked.attempts) == ("fulfilled", (("cod", "captured", 2746),))


def test_a_store_is_paid_while_the_page_waits(
    site: Site, shopper: Callable[..., Shopper], now: datetime
) -> None:
    walk = shopper("desk")
    page = walk.page
    page.clock.install()
    walk.buy_by("wallet")
    page.locator("main form button[value=approve]").click()
    goes_on(walk)
    walk.choose("payment_method", "konbini")
    press(page)
    walk.at("/orders/10001/additions/1")
    expect(page.locator("main")).to_contain_text("11月24日(火) 14:00")
    assert lies_well(walk)
    number, confirmation = (
        page.locator(".bring details[open] .bring__big").nth(at).inner_text() for at in (0, 1)
    )
    store = page.context.new_page()
    store.goto("/demo/store?lang=ja")
    store.locator("#number").fill(number)
    store.locator("#confirmation").fill(confirmation)
    store.keyboard.press("Enter")
    store.locator("main form button[type=submit]").last.click()
    let_work(site[1], now)
    page.clock.run_for(8_500)
    expect(page.locator("h1")).to_have_text("ご注文に追加しました")
    assert the_order(site[1]).total == 1930 + 486


@pytest.mark.parametrize("scripts", [True, False])
def test_a_no_a_smaller_proposal_and_silence(
    site: Site, shopper: Callable[..., Shopper], now: datetime, scripts: bool
) -> None:
    with behind_the_counter(site[1]):
        places = Placement.THANK_YOU
        row = offer(now, Kind.DOWNSELL, places, goods=[("HONEY-180", 1)], title=SMALLER)
        db.session.execute(update(Offer).where(Offer.id != row.id).values(next_id=row.id))
        revision.bump(Part.SETTINGS)
    walk = shopper("phone", "ja", scripts)
    walk.buy(None).thanked()
    page, block = walk.page, walk.page.locator("#offer-thank_you")
    expect(block.get_by_role("heading")).to_have_text(TITLE)
    yes, no = block.locator(".order-offer__pair button").all()
    sizes = [one.bounding_box() for one in (yes, no)]
    assert sizes[0] and sizes[1]
    assert (sizes[0]["width"], sizes[0]["height"]) == (sizes[1]["width"], sizes[1]["height"])
    no.click()
    expect(page.get_by_role("heading", name=SMALLER)).to_be_visible()
    assert lies_well(walk)
    block.get_by_role("button", name="今回は追加しない").click()
    expect(page.get_by_role("button", name="今回は追加しない")).to_have_count(0)
    assert [became for *_where, became in answers(site[1])][-2:] == ["refused", "refused"]
