"""Adding to the cart: the dialog takes the focus, keeps it and gives it back; it comes once for each product."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.support.books import orders, taken
from tests.support.walking import Shopper

pytestmark = pytest.mark.browser
Visitor = Callable[..., Page]
Site = tuple[str, Flask]


def test_the_dialog_takes_the_focus_keeps_it_and_gives_it_back(
    site: Site, visitor: Visitor
) -> None:
    shopper = Shopper(visitor("desk"))
    page = shopper.add().page
    dialog = page.get_by_role("dialog", name="カートに入れました")
    expect(dialog.get_by_role("heading", name="カートに入れました")).to_be_focused()
    expect(dialog).to_contain_text("おやすみブレンド")
    expect(dialog).to_contain_text("¥1,280")
    expect(page.locator("#status")).to_contain_text("カートに入れました：おやすみブレンド")
    expect(page.locator("#cart-count")).to_contain_text("1")
    inside = (
        "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
    )
    for key in ["Tab"] * 5 + ["Shift+Tab"] * 5:
        page.keyboard.press(key)
        assert page.evaluate(inside), f"{key} left the dialog"
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(shopper.button("add", page.locator("#buy-box"))).to_be_focused()
    assert orders(site[1]) == []
    assert taken(site[1]) == 0


@pytest.mark.parametrize(("language", "by"), [("ja", "close"), ("en", "keep browsing")])
def test_the_dialog_closes_by_words(visitor: Visitor, language: str, by: str) -> None:
    shopper = Shopper(visitor("phone"), language).add()
    page = shopper.page
    shopper.button(by, page.locator("dialog")).click()
    expect(page.locator("dialog")).to_have_count(0)
    expect(shopper.button("add", page.locator("#buy-box"))).to_be_focused()
    page.wait_for_url(re.compile("/products/sleep-blend$"))


def test_the_dialog_comes_once_for_a_product_and_is_a_sentence_later(visitor: Visitor) -> None:
    shopper = Shopper(visitor("phone")).add()
    page = shopper.page
    page.keyboard.press("Escape")
    shopper.add_here()
    expect(page.locator("#status")).to_contain_text("おやすみブレンド 30包の数量を2にしました")
    expect(page.locator("#cart-count")).to_contain_text("2")
    expect(page.locator(".said")).to_be_visible()
    expect(page.locator("dialog")).to_have_count(0)
    expect(shopper.button("add", page.locator("#buy-box"))).to_be_focused()
    shopper.choose("sku", "SLEEP-90")
    expect(page.locator("#landed")).to_contain_text("¥2,760")
    shopper.add_here()
    expect(page.locator("#status")).to_contain_text("カートに入れました：おやすみブレンド 90包")
    expect(page.locator("dialog")).to_have_count(0)
    shopper.add("glass-mug")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.locator("#cart-count")).to_contain_text("4")


def test_the_way_from_the_dialog_leads_to_the_cart(visitor: Visitor) -> None:
    shopper = Shopper(visitor("phone"), "en").add()
    page = shopper.page
    shopper.button("look at cart", page.locator("dialog")).click()
    shopper.at("/cart")
    expect(page.locator("#cart-contents .line")).to_have_count(1)
    page.go_back()
    shopper.at("/products/sleep-blend")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("#cart-count")).to_contain_text("1")
