"""An offer from its first word to its end: written, looked at while it is typed, published, met in the shop, stopped."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.support.clerk import Clerk
from tests.support.looking import at_fault, sticking_out
from tests.support.offered import shown_offers

pytestmark = pytest.mark.browser


def write(page: Page) -> None:
    """Three pouches for less, word by word."""
    page.goto("/staff/offers/new")
    for name, words in {
        "code": "three-mint",
        "title-ja": "三袋まとめて、見逃さないで",
        "title-en": "Three at once",
        "reason-ja": "毎日飲む方に。一袋あたりが安くなります。",
        "reason-en": "For every day: each pouch costs less.",
        "goods": "SLEEP-90 3",
        "variants": "SLEEP-90",
        "percent": "10",
    }.items():
        page.locator(f"#{name}").fill(words)
    page.get_by_label("まとめ買い").check()
    page.get_by_label("カートの各品の下").check()


def buyer_of(site: tuple[str, Flask], visitor: Callable[..., Page]) -> Page:
    """Somebody who is shown offers, with a pouch in the cart."""
    page = visitor("phone", scripts=False, locale="ja-JP")
    shown_offers(site, page, scripts=False).add(sku="SLEEP-90")
    page.goto("/ja/cart")
    return page


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize(("width", "scripts"), [("desk", True), ("phone", False)])
def test_an_offer_begins_and_ends(
    site: tuple[str, Flask], visitor: Callable[..., Page], now: datetime, width: str, scripts: bool
) -> None:
    page = visitor(width, scripts, locale="ja-JP")
    Clerk(page, site[1], now)
    write(page)
    beside = page.locator("#rehearsal")
    if not scripts:
        press(page, "プレビューを新しくする")
    expect(beside).to_contain_text("「見逃」：損や不安で急がせる言い方です。")
    expect(beside.locator(".sample")).to_have_count(2)
    expect(beside).to_contain_text("3点で¥7,452（1点あたり¥2,484）")
    press(page, "公開の前に確かめる")
    expect(page.locator(".error-summary")).to_contain_text("「見逃」")
    assert sticking_out(page) == []
    assert not scripts or at_fault(page) == []
    page.locator("#title-ja").fill("三袋まとめて")
    if scripts:
        expect(beside).to_contain_text("直すところはありません。")
    press(page, "公開の前に確かめる")
    expect(page.get_by_role("heading", level=1)).to_have_text("「三袋まとめて」を公開します")
    press(page, "公開する")
    expect(page.locator(".staff-told")).to_contain_text("公開しました")
    assert sticking_out(page) == []
    assert not scripts or at_fault(page) == []
    buyer = buyer_of(site, visitor)
    expect(buyer.locator(".offer", has_text="三袋まとめて")).to_have_count(1)
    with page.expect_navigation():
        page.get_by_role("link", name="停止する").click()
    page.get_by_label("理由").fill("季節が終わった")
    press(page, "停止する")
    expect(page.locator(".staff-told")).to_contain_text("停止しました")
    buyer.goto("/ja/cart")
    expect(buyer.locator(".line")).to_have_count(1)
    expect(buyer.locator(".offer")).to_have_count(0)
