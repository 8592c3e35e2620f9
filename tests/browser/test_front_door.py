"""The first look: every page of the walk stands still, fits a narrow window, and has its pictures, in both languages."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.support.looking import at_fault
from tests.support.walking import Shopper

pytestmark = pytest.mark.browser
Visitor = Callable[..., Page]
AtReview = Callable[..., Shopper]
Site = tuple[str, Flask]

ROOMS = [
    "/",
    "/products",
    "/categories/herbal-blends",
    "/products/sleep-blend",
    "/products/glass-mug?sku=GLASS-MUG-LID",
    "/search?q=mug",
    "/delivery-area",
    "/orders/find",
    "/legal/delivery",
    "/legal/tokushoho",
]
CHECKOUT = ["/cart", "/checkout/delivery", "/checkout/payment", "/checkout/confirm"]


def look_at(page: Page, paths: list[str]) -> None:
    """Open each page in Japanese and in English; fails with all that is wrong with any of them."""
    faults = []
    for path in paths:
        for language in ("ja", "en"):
            answer = page.goto(f"/{language}{path}")
            assert answer is not None and answer.status == 200, path
            faults += at_fault(page)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("width", [320, 1280])
def test_the_shop_lies_still_and_fits(visitor: Visitor, width: int) -> None:
    page = visitor()
    page.set_viewport_size({"width": width, "height": 800})
    look_at(page, ROOMS)


@pytest.mark.parametrize("width", [320, 1280])
def test_the_steps_to_the_order_lie_still_and_fit(at_review: AtReview, width: int) -> None:
    shopper = at_review()
    page = shopper.page
    page.set_viewport_size({"width": width, "height": 800})
    look_at(page, CHECKOUT)
    shopper.go("/checkout/confirm").order().thanked()
    number = page.url.split("/orders/")[1]
    after = [f"/orders/{number}", f"/orders/{number.replace('/thank-you', '')}"]
    look_at(page, after)


def test_the_language_switch_keeps_the_page_at_every_step(visitor: Visitor) -> None:
    shopper = Shopper(visitor("desk"))
    page = shopper.go("/products/sleep-blend?sku=SLEEP-90").page
    in_the_other_language(shopper, "/products/sleep-blend?sku=SLEEP-90")
    expect(page.get_by_role("radio", name="90 bags")).to_be_checked()
    shopper.add_here().to_delivery()
    in_the_other_language(shopper, "/checkout/delivery")
    shopper.delivery()
    in_the_other_language(shopper, "/checkout/payment")
    shopper.pay_by_card()
    in_the_other_language(shopper, "/checkout/confirm")
    expect(page.locator("#name, .review")).to_contain_text("佐藤 みのり")
    shopper.order()
    number = shopper.thanked()
    in_the_other_language(shopper, f"/orders/{number}/thank-you")
    page.locator(".block__head a").click()
    in_the_other_language(shopper, f"/orders/{number}")


def in_the_other_language(shopper: Shopper, path: str) -> None:
    """Press the link to the other language; the same page opens in it."""
    other = {"ja": ("en", "English"), "en": ("ja", "日本語")}[shopper.language]
    shopper.page.get_by_role("link", name=other[1]).first.click()
    shopper.page.wait_for_url(f"**/{other[0]}{path}*")
    expect(shopper.page.locator("html")).to_have_attribute("lang", other[0])
    shopper.language = other[0]


def test_a_dark_screen_stays_dark_from_the_first_byte(visitor: Visitor) -> None:
    shopper = Shopper(visitor("phone")).go("/")
    page = shopper.page
    light = ground(page)
    with page.expect_response("**/theme"):
        shopper.choose("theme", "dark")
    dark = ground(page)
    assert dark != light
    for path in ("/", "/products/sleep-blend", "/cart"):
        answer = page.goto(f"/en{path}")
        assert answer is not None
        assert '<html lang="en" data-theme="dark">' in answer.text()
        assert ground(page) == dark
    shopper.add().to_delivery()
    assert ground(page) == dark


def ground(page: Page) -> str:
    """The colour of the page's ground."""
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))
