"""The calendar of days under a thumb, under a keyboard, and without scripts."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.checkout.buyer import ADDRESS, Buyer
from tests.support.keyboard import Keyboard

pytestmark = pytest.mark.browser

CHOSEN = "() => [...document.querySelectorAll('main input[type=radio]:checked')].map(e => e.value)"


@pytest.fixture
def arrive(site: tuple[str, Flask], visitor: Callable[..., Page]) -> Callable[..., Page]:
    """The first step of a guest from Tokyo with something in the cart."""

    def come(sku: str, language: str = "ja", scripts: bool = True) -> Page:
        buyer = Buyer(site[1], language).take(sku)
        session = buyer.client.get_cookie("session")
        assert session is not None
        page = visitor("phone", scripts)
        page.context.add_cookies(
            [
                {"name": "session", "value": session.value, "url": site[0]},
                {"name": "area", "value": "13", "url": site[0]},
            ]
        )
        page.goto(f"/{language}/checkout/delivery")
        return page

    return come


def fill_in(page: Page) -> None:
    for name, value in ADDRESS.items():
        if name not in {"prefecture", "shipping_rate", "postal_code"}:
            page.locator(f"#{name}").fill(value)
    page.locator("#postal_code").fill(ADDRESS["postal_code"])


@pytest.mark.parametrize("width", [320, 390])
def test_a_day_is_chosen_with_the_keyboard_at_the_width_of_a_phone(
    arrive: Callable[..., Page], width: int
) -> None:
    page = arrive("SLEEP-30")
    page.set_viewport_size({"width": width, "height": 844})
    page.locator("#shipping_rate-0").focus()
    keyboard = Keyboard(page).tab_to(page.locator("#delivery_date-0"))
    keyboard.press("ArrowDown")
    assert keyboard.on(page.locator("#delivery_date-1"))
    keyboard.press("ArrowRight", times=3)
    assert keyboard.on(page.locator("#delivery_date-4"))
    expect(page.locator("#delivery_date-4")).to_be_checked()
    expect(page.get_by_role("radio", name="11月28日(土)", exact=True)).to_be_checked()
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert over == 0, "nothing to scroll sideways"
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('label.day')]"
        ".flatMap(e => { const b = e.getBoundingClientRect(); return [b.width, b.height]; }))"
    )
    assert smallest >= 32
    keyboard.tab()
    assert keyboard.on(page.locator("#time_slot-0"))


def test_another_way_by_keyboard_keeps_the_focus_and_takes_the_calendar_away(
    arrive: Callable[..., Page],
) -> None:
    page = arrive("LINEN-NATURAL")
    postbox = page.locator("input[name=shipping_rate][value=postbox]")
    expect(postbox).to_be_checked()
    expect(page.locator(".days")).to_be_hidden()
    postbox.focus()
    with page.expect_response(lambda answer: "/checkout/postcode" in answer.url):
        page.keyboard.press("ArrowUp")
    expect(page.locator("input[value=doorstep]")).to_be_focused()
    expect(page.locator(".days")).to_be_visible()
    expect(page.locator("#time_slot-0")).to_be_hidden()
    expect(page.locator("#order-summary .totals__grand")).to_contain_text("¥1,970")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_without_scripts_a_day_is_chosen_and_arrives_at_the_confirmation(
    arrive: Callable[..., Page], language: str
) -> None:
    page = arrive("LINEN-NATURAL", language, scripts=False)
    expect(page.locator(".days")).to_be_hidden()
    page.locator("label:has(input[value=home])").click()
    expect(page.locator(".days")).to_be_visible()
    page.locator("label:has(#delivery_date-6)").click()
    page.locator("label:has(#time_slot-2)").click()
    fill_in(page)
    page.locator(".form__end button").click()
    for name, value in (
        ("card_number", "4242424242424242"),
        ("card_expiry", "12/29"),
        ("card_cvc", "123"),
    ):
        page.locator(f"#{name}").fill(value)
    page.locator(".form__end button").click()
    expect(page.locator(".legal")).to_contain_text(
        "11月30日(月)" if language == "ja" else "Mon, 30 Nov"
    )
    expect(page.locator(".place").first).to_contain_text("¥1,970")
