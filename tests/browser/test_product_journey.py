"""A product from its first word to the shop, at a phone without scripts; then a new price, in its history and on its page."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.staff.changes.products import photo
from tests.support.clerk import Clerk
from tests.support.looking import sticking_out

pytestmark = pytest.mark.browser
TEXTS = ("name", "lead", "description")


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()
    assert not sticking_out(page)


def follow(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=name, exact=True).first.click()
    assert not sticking_out(page)


def fill(page: Page, **typed: str) -> None:
    for name, words in typed.items():
        page.locator(f"#{name.replace('_', '-')}").fill(words)


def test_a_product_comes_into_the_shop_and_its_price_changes(
    site: tuple[str, Flask], visitor: Callable[..., Page], now: datetime
) -> None:
    page = visitor("phone", scripts=False, locale="ja-JP")
    Clerk(page, site[1], now)
    page.goto("/staff/products/new")
    for name in TEXTS:
        fill(page, **{f"{name}_ja": "白い芽のお茶", f"{name}_en": "White bud tea"})
    fill(page, slug="white-buds")
    page.locator("#category").select_option("japanese-teas")
    press(page, "下書きを作る")
    expect(page.locator("#missing")).to_contain_text("販売するSKUを一つ（値段つき）")
    follow(page, "SKUを足す")
    fill(page, sku="buds-50", price="1800", label_ja="50g", label_en="50 g", weight_grams="70")
    fill(page, length="200", width="120", height="28")
    page.locator("#tax-class").select_option("food")
    press(page, "SKUを足す")
    follow(page, "写真を足す・並べる")
    page.locator("#file").set_input_files({"name": "x.png", "mimeType": "image/png", "buffer": photo()})  # fmt: skip
    fill(page, alt_ja="白い芽", alt_en="White buds")
    press(page, "写真を足す")
    follow(page, "白い芽のお茶")
    follow(page, "プレビュー（日本語）")
    expect(page.locator("h1")).to_have_text("白い芽のお茶")
    follow(page, "商品の画面に戻る")
    follow(page, "公開する")
    press(page, "公開する")
    follow(page, "店のページを見る")
    expect(page.locator(".price").first).to_contain_text("1,800")
    page.goto("/staff/products/skus/SLEEP-30/prices")
    fill(page, price="1,380円", why="収穫が少なかったため")
    press(page, "この値段にする")
    expect(page.locator(".pastprice").nth(0)).to_contain_text("¥1,380")
    expect(page.locator(".pastprice").nth(1)).to_contain_text("¥1,280")
    page.goto("/ja/products/sleep-blend?sku=SLEEP-30")
    expect(page.locator(".buy")).to_contain_text("¥1,380")
