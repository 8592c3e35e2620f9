"""One purchase makes one order: pressed twice, in two tabs, reloaded, gone back."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.support.books import orders, taken, the_order
from tests.support.walking import Shopper

pytestmark = pytest.mark.browser
AtReview = Callable[..., Shopper]
Site = tuple[str, Flask]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_double_click_makes_one_order(site: Site, at_review: AtReview, scripts: bool) -> None:
    shopper = at_review(scripts=scripts)
    shopper.button("order").dblclick(no_wait_after=True)
    # The second click may be answered while the bank is still asked about the first.
    shopper.page.wait_for_url(re.compile(r"/orders/10001(/thank-you)?\?"))
    for _look in range(20):
        booked = the_order(site[1])
        if booked.attempts and booked.attempts[0][1] == "captured":
            break
        shopper.page.reload()
    assert booked.attempts == (("card", "captured", 1930),)
    assert taken(site[1]) == 1


def test_two_tabs_make_one_order(site: Site, at_review: AtReview) -> None:
    shopper = at_review()
    other = Shopper(shopper.page.context.new_page()).go("/checkout/confirm")
    shopper.order()
    assert shopper.thanked() == "10001"
    other.order()
    expect(other.page.locator("#cart-contents .line")).to_have_count(0)
    assert the_order(site[1]).attempts == (("card", "captured", 1930),)
    assert taken(site[1]) == 1


def test_reload_and_back_after_ordering_make_no_other_order(
    site: Site, at_review: AtReview
) -> None:
    shopper = at_review().order()
    shopper.thanked()
    page = shopper.page
    page.reload()
    assert shopper.thanked() == "10001"
    page.go_back()
    expect(page.locator("h1")).to_have_text("カート")
    expect(page.locator("#cart-contents .line")).to_have_count(0)
    page.go_forward()
    assert shopper.thanked() == "10001"
    assert len(orders(site[1])) == 1
    assert taken(site[1]) == 1


def test_the_review_cannot_be_taken_for_the_order(site: Site, at_review: AtReview) -> None:
    page = at_review().page
    expect(page).to_have_title(re.compile("注文はまだ完了していません"))
    expect(page.locator(".not-yet:visible").first).to_be_in_viewport()
    assert orders(site[1]) == []
    assert taken(site[1]) == 0


@pytest.mark.parametrize("scripts", [True, False])
def test_back_from_payment_keeps_every_answer(
    site: Site, visitor: Callable[..., Page], scripts: bool
) -> None:
    shopper = Shopper(visitor("phone", scripts), "ja", scripts)
    shopper.add().to_delivery()
    shopper.choose("time_slot", "18-20")
    shopper.delivery()
    page = shopper.page
    typed = {
        "email": "minori@example.jp",
        "name": "佐藤 みのり",
        "prefecture": "13",
        "building": "メゾン若葉 203",
    }
    page.go_back()
    for way in ("back", "link"):
        if way == "link":
            shopper.button("on to payment").click()
            shopper.at("/checkout/payment")
            page.locator(".steps a").first.click()
        shopper.at("/checkout/delivery")
        for name, value in typed.items():
            expect(page.locator(f"#{name}")).to_have_value(value)
        expect(page.locator("#postal_code")).to_have_value(re.compile("^154-?0023$"))
        expect(page.locator("#address")).to_have_value("世田谷区若林4-12-8")
        expect(page.locator("#phone")).to_have_value(re.compile("^090-?1234-?5678$"))
        expect(page.locator("[name=time_slot]:checked")).to_have_value("18-20")
    assert orders(site[1]) == []


def test_back_to_a_step_that_was_corrected_opens_it_as_it_was_saved(
    site: Site, visitor: Callable[..., Page]
) -> None:
    shopper = Shopper(visitor("phone"))
    shopper.add().to_delivery()
    page = shopper.page
    shopper.button("on to payment").click()
    expect(page.locator(".error-summary")).to_be_focused()
    shopper.delivery()
    shopper.fill_card("4242 4242 4242 4243")
    shopper.button("on to review").click()
    expect(page.locator(".error-summary")).to_be_focused()
    shopper.pay_by_card()
    page.go_back()
    shopper.at("/checkout/payment")
    expect(page.locator(".error-summary")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("•••• 4242")
    page.go_back()
    shopper.at("/checkout/payment")
    page.go_back()
    shopper.at("/checkout/delivery")
    expect(page.locator(".error-summary")).to_have_count(0)
    expect(page.locator("#name")).to_have_value("佐藤 みのり")
    assert orders(site[1]) == []
