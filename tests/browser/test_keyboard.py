"""Bought with the keyboard alone, from the home page to the thank-you page; what has the focus is always seen."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.support.books import the_order
from tests.support.keyboard import Keyboard
from tests.support.walking import HOUSE, PAYS, Shopper

pytestmark = pytest.mark.browser
Visitor = Callable[..., Page]
Site = tuple[str, Flask]


class Typist(Shopper):
    """A shopper who never touches a mouse."""

    def __init__(self, page: Page, language: str) -> None:
        super().__init__(page, language)
        self.keys = Keyboard(page)

    def find(self, selector: str) -> "Typist":
        """On by Tab until the element has the focus."""
        self.keys.tab_to(self.page.locator(selector))
        return self

    def press(self, what: str, key: str = "Enter") -> "Typist":
        """On by Tab to a button or link of the page's main part, and press it."""
        self.keys.tab_to(self.button(what, self.page.locator("#main, dialog")))
        self.keys.press(key)
        return self

    def fill_in(self, name: str, text: str) -> "Typist":
        """On by Tab to a field and type."""
        self.find(f"#{name}")
        self.keys.type(text)
        return self

    def to_a_product(self) -> "Typist":
        """From the home page over the skip link to a product."""
        self.go("/")
        self.keys.tab()
        expect(self.page.locator(".skip")).to_be_focused()
        self.find("main a[href*='/products/sleep-blend']")
        self.keys.press("Enter")
        self.at("/products/sleep-blend")
        return self

    def take_the_large_one(self) -> "Typist":
        """Choose with the arrows, ask for two, put them in the cart, go to the cart from the dialog."""
        chosen = self.page.locator("[name=sku]:checked")
        self.find("[name=sku]:checked")
        expect(chosen).to_have_value("SLEEP-30")
        self.keys.press("ArrowDown")
        expect(chosen).to_have_value("SLEEP-90")
        self.find("#quantity").keys.press("ArrowUp")
        self.press("add", "Space")
        expect(self.page.locator("#cart-dialog-title")).to_be_focused()
        return self.press("look at cart")

    def say_where_to(self) -> "Typist":
        """The first step."""
        self.fill_in("email", "minori@example.jp").fill_in("name", "佐藤 みのり")
        self.fill_in("postal_code", "1540023")
        address = self.page.locator("#address")
        expect(address).to_be_focused()
        self.keys.press("End").type(HOUSE)
        self.keys.tab_to(self.page.locator("#postal_code"), "Shift+Tab")
        self.find("#address").find("#building").fill_in("phone", "090-1234-5678")
        self.find("[name=shipping_rate]:checked").find("[name=time_slot]:checked")
        self.keys.press("ArrowDown", 2)
        return self.press("on to payment")

    def say_how_to_pay(self) -> "Typist":
        """The second step."""
        self.find("[name=payment_method]:checked")
        self.keys.press("ArrowDown").press("ArrowUp")
        expect(self.page.locator("[name=payment_method]:checked")).to_have_value("card")
        self.fill_in("card_number", PAYS).fill_in("card_expiry", "12/29").fill_in("card_cvc", "123")
        self.keys.press("Enter")
        return self


@pytest.mark.parametrize(("width", "language"), [("desk", "ja"), ("phone", "en")])
def test_the_keyboard_alone_buys(site: Site, visitor: Visitor, width: str, language: str) -> None:
    typist = Typist(visitor(width), language)
    typist.to_a_product().take_the_large_one()
    typist.at("/cart")
    typist.press("checkout").at("/checkout/delivery")
    typist.say_where_to().at("/checkout/payment")
    typist.say_how_to_pay().at("/checkout/confirm")
    typist.press("order", "Space")
    typist.thanked()
    booked = the_order(site[1])
    assert booked.attempts == (("card", "captured", 5520),)
