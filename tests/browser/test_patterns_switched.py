"""With patterns switched off, in a real browser: the list of sizes, the way to the cart, and the bar by keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Visitor = Callable[..., Page]


def test_a_size_from_the_list_goes_straight_to_the_cart_and_the_bar_takes_it_back(
    visitor: Visitor,
) -> None:
    page = visitor()
    page.goto("/ja/products/sleep-blend?lab=sku_radio:off,dialog:off")
    assert page.url.endswith("/ja/products/sleep-blend")
    sizes = page.get_by_role("combobox", name="大きさ")
    sizes.focus()
    sizes.select_option("SLEEP-90")
    expect(page.locator("#landed")).to_contain_text("¥2,760")
    expect(page.locator("#status")).to_contain_text("90包、¥2,760")
    expect(sizes).to_be_focused()
    assert page.url.endswith("?sku=SLEEP-90")
    page.get_by_role("button", name="カートに入れる").click()
    page.wait_for_url("**/ja/cart?added=SLEEP-90&had=0")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator(".flash")).to_contain_text("カートに入れました：おやすみブレンド 90包")
    page.goto("/ja/products/hojicha")
    bar = page.get_by_role("complementary", name="見せ方の実演")
    bar.get_by_role("button", name="カートに入れたあとの小窓").focus()
    page.keyboard.press("Enter")
    expect(bar.get_by_role("button")).to_have_count(2)
    page.get_by_role("button", name="カートに入れる").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    bar.get_by_role("button", name="すべて元に戻す").click()
    expect(bar).to_have_count(0)
    expect(page.get_by_role("radio").first).to_be_visible()
