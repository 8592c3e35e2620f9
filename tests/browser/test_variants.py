"""Choosing a variant: price, stock, picture and address follow the radio; Back works; sold-out ones say so."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from storefront.catalog import stock
from storefront.catalog.variant import Variant
from storefront.database import writing
from storefront.extensions import db
from tests.support.walking import Shopper

pytestmark = pytest.mark.browser
Visitor = Callable[..., Page]
Site = tuple[str, Flask]


def picture(page: Page) -> Locator:
    """The large picture."""
    return page.locator(".gallery__main img")


def test_arrow_keys_bring_price_stock_picture_and_address_along(visitor: Visitor) -> None:
    shopper = Shopper(visitor("desk")).go("/").go("/products/sleep-blend")
    page = shopper.page
    before = picture(page).get_attribute("src")
    expect(page.locator("#landed")).to_contain_text("¥1,280")
    page.get_by_role("radio", name="30包").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="90包")).to_be_focused()
    expect(page.locator("#landed")).to_contain_text("¥2,760")
    expect(page.locator("#chosen")).to_contain_text("在庫")
    expect(page.locator("#status")).to_contain_text("90包、¥2,760")
    assert picture(page).get_attribute("src") != before
    assert page.url.endswith("?sku=SLEEP-90")
    page.go_back()
    assert page.url.endswith("/ja/")
    page.go_forward()
    expect(page.get_by_role("radio", name="90包")).to_be_checked()
    expect(page.locator("#landed")).to_contain_text("¥2,760")
    assert page.url.endswith("?sku=SLEEP-90")


def test_a_sold_out_variant_is_seen_with_its_reason_and_cannot_be_bought(
    site: Site, visitor: Visitor
) -> None:
    sell_out(site, "SLEEP-90")
    shopper = Shopper(visitor("phone")).go("/products/sleep-blend?sku=SLEEP-90")
    page = shopper.page
    expect(page.locator('label:has([value="SLEEP-90"])')).to_contain_text("在庫なし")
    expect(page.locator("#chosen")).to_contain_text("いま在庫があるのは：")
    shopper.button("add", page.locator("#buy-box")).click()
    expect(page.locator("#buy-box .field__error")).to_contain_text("在庫がありません")
    expect(page.locator("#cart-count")).to_have_text("カートは空です")
    expect(page.locator("dialog")).to_have_count(0)


def test_without_scripts_the_radio_decides_what_goes_in_the_cart(visitor: Visitor) -> None:
    shopper = Shopper(visitor("phone", scripts=False), scripts=False).go("/products/sleep-blend")
    shopper.choose("sku", "SLEEP-15")
    shopper.page.locator("#quantity").fill("2")
    shopper.add_here().at("/cart")
    expect(shopper.page.locator(".line")).to_have_count(1)
    expect(shopper.page.locator(".line .price")).to_have_text("¥1,560")


def sell_out(site: Site, sku: str) -> None:
    """Book a count of nothing."""
    from storefront import clock

    with site[1].app_context():
        token = writing.set(True)
        variant = db.session.scalars(db.select(Variant).where(Variant.sku == sku)).one()
        stock.count(variant, 0, "count:sold-out", clock.now())
        db.session.commit()
        writing.reset(token)
