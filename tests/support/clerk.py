"""A member of staff in a real browser: signs in, opens an order and does what its page offers."""

import re
from datetime import datetime

from flask import Flask
from playwright.sync_api import Locator, Page, expect

from storefront.staff.roles import Role
from tests.support.desk import EMAIL, PASSWORD, hire
from tests.support.keyboard import Keyboard
from tests.support.looking import sticking_out


class Clerk:
    """Somebody at the desk; every step ends on the page it leads to. With `keys`, a hand that has only a keyboard."""

    def __init__(
        self,
        page: Page,
        app: Flask,
        now: datetime,
        language: str = "ja",
        *,
        keys: bool = False,
        role: Role = Role.OWNER,
    ) -> None:
        hire(app, now, role=role, locale=language)
        self.page = page
        self.keys = Keyboard(page) if keys else None
        page.goto("/staff/sign-in")
        page.locator("#email").fill(EMAIL)
        page.locator("#password").fill(PASSWORD)
        self.press(page.locator("main form .btn--primary"))
        expect(page.locator("html")).to_have_attribute("lang", language)

    def open(self, number: str = "10001") -> "Clerk":
        """The page of an order, by typing its number on the first page."""
        self.page.goto("/staff/")
        self.page.locator("#number").fill(number)
        self.page.keyboard.press("Enter")
        return self.at(f"/staff/orders/{number}")

    def act(self, what: str) -> "Clerk":
        """Follow one of the things that can be done with the order at hand: sent, money, refund, call-off."""
        self.press(self.page.locator(f".actions a[href$='/{what}']"))
        return self

    def sure(self) -> "Clerk":
        """Press the button of the form at hand, and go where it leads."""
        self.press(self.page.locator("main form .btn--primary"))
        return self

    def send_off(self, number: str = "10001") -> "Clerk":
        """Mark an order as sent."""
        self.open(number).act("sent").sure()
        expect(self.page.locator(".actions a[href$='/sent']")).to_have_count(0)
        return self.at(f"/staff/orders/{number}")

    def note_money(self, amount: int, reference: str, number: str = "10001") -> "Clerk":
        """Write down money seen for an order."""
        self.open(number).act("money").at(f"/staff/orders/{number}/money")
        expect(self.page.locator("#amount")).to_have_value(str(amount))
        self.page.locator("#reference").fill(reference)
        self.sure().at(f"/staff/orders/{number}/money")
        return self.sure().at(f"/staff/orders/{number}")

    def refund(self, reason: str, number: str = "10001", **typed: str) -> "Clerk":
        """Refund what is typed; `piece` and `shelf` stand for the first line's fields."""
        self.open(number).act("refund")
        for name, value in typed.items():
            self.page.locator(f"[name^='{name}']").first.fill(value)
        self.page.locator("#reason").fill(reason)
        self.sure().at(f"/staff/orders/{number}/refund")
        return self.sure().at(f"/staff/orders/{number}")

    def at(self, path: str) -> "Clerk":
        """Wait until this page is open; nothing of it may be cut off."""
        self.page.wait_for_url(re.compile(rf"{re.escape(path)}(\?|#|$)"))
        assert sticking_out(self.page) == []
        return self

    def press(self, target: Locator) -> None:
        """Click what leads to another page; without a mouse, on by Tab to it and Enter."""
        with self.page.expect_navigation():
            if self.keys is None:
                target.first.click()
            else:
                self.keys.tab_to(target).press("Enter")
