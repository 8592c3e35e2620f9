"""With scripts the checkout fills in and judges while one types, and never takes the pen out of one's hand."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.checkout.buyer import Buyer

pytestmark = pytest.mark.browser


@pytest.fixture
def page(site: tuple[str, Flask], visitor: Callable[..., Page]) -> Page:
    """The first step with something in the cart."""
    buyer = Buyer(site[1]).take("SLEEP-30")
    session = buyer.client.get_cookie("session")
    assert session is not None
    opened = visitor("desk")
    opened.context.add_cookies([{"name": "session", "value": session.value, "url": site[0]}])
    opened.goto("/ja/checkout/delivery")
    return opened


def chosen(page: Page) -> list[str]:
    script = (
        "[...document.querySelectorAll('main input[type=radio]:checked')].map(one => one.value)"
    )
    return list(page.evaluate(script))


def test_seven_digits_bring_the_town_and_one_types_on_behind_it(page: Page) -> None:
    page.locator("#postal_code").press_sequentially("154-0023")
    expect(page.locator("#address")).to_be_focused()
    page.keyboard.type("4-12-8")
    expect(page.locator("#address")).to_have_value("世田谷区若林4-12-8")
    expect(page.locator("#prefecture")).to_have_value("13")
    expect(page.locator("#order-summary")).to_contain_text("送料（東京都）")
    expect(page.locator("#order-summary .totals__grand")).to_contain_text("¥1,930")
    assert page.url.endswith("/ja/checkout/delivery")


def test_another_region_keeps_what_was_chosen(page: Page) -> None:
    page.locator("#prefecture").select_option("13")
    page.locator("label:has(#delivery_date-5)").click()
    page.locator("label:has(#time_slot-3)").click()
    page.locator("#prefecture").focus()
    page.locator("#prefecture").select_option("27")
    expect(page.locator("#order-summary")).to_contain_text("送料（大阪府）")
    assert chosen(page) == ["home", "2026-11-29", "16-18"]
    expect(page.locator("#prefecture")).to_be_focused()


def test_a_way_without_time_slots_hides_them(page: Page) -> None:
    page.locator("label:has(#shipping_rate-1)").click()
    expect(page.locator("#time_slot-0")).to_be_hidden()
    page.locator("label:has(#shipping_rate-0)").click()
    expect(page.locator("label:has(#time_slot-0)")).to_be_visible()


def test_words_come_when_a_field_is_left_and_go_when_it_is_right(page: Page) -> None:
    page.locator("#phone").press_sequentially("123")
    expect(page.locator("#phone-error")).to_have_count(0)
    page.keyboard.press("Tab")
    expect(page.locator("#phone-error")).to_contain_text("10桁か11桁")
    expect(page.locator("#phone")).not_to_be_focused()
    page.locator("#phone").fill("０３ー１２３４ー５６７８")
    page.locator("#building").focus()
    expect(page.locator("#phone-error")).to_have_count(0)
    expect(page.locator("#phone")).to_have_value("03-1234-5678")
    page.locator("#email").fill("minori@gmial.com")
    page.locator("#name").focus()
    expect(page.locator("#field-email")).to_contain_text("minori@gmail.com ではありませんか")
    expect(page.locator("#name")).to_be_focused()


def test_enter_goes_on_and_does_not_press_the_postcode_button(page: Page) -> None:
    page.locator("#name").fill("佐藤 みのり")
    page.locator("#name").press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("#name")).to_have_value("佐藤 みのり")
    page.locator(".error-summary a").first.click()
    expect(page.locator("#email")).to_be_focused()
