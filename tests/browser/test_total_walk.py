"""From the product page to the mail, with region, way and payment changed in between: every printed sum, and every raise told."""

from collections.abc import Callable
from datetime import datetime

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from storefront.cart.cart import quote_item
from storefront.quoting.item import QuoteItem
from storefront.quoting.quote import quote
from storefront.quoting.tariff_reading import load_tariff
from storefront.shipping.prefectures import by_code
from tests.cart.visitor import variant
from tests.support.books import let_work, the_order
from tests.support.sums import Sums, amounts, sums_in_mail, sums_of, sums_of_quote, sums_on_paper
from tests.support.walking import HOUSE, Shopper

pytestmark = pytest.mark.browser

TOKYO, OKINAWA = ("13", "154-0023"), ("47", "900-0006")


class Counting(Shopper):
    """A shopper with a pencil."""

    app: Flask
    now: datetime
    bought: dict[str, int]

    def owed(self, to: str, way: str | None = None, method: str | None = None) -> Sums:
        """What it has to be."""
        with self.app.app_context():
            items: list[QuoteItem] = [
                quote_item(variant(sku), count) for sku, count in self.bought.items()
            ]
            tariff = load_tariff(self.now)
        return sums_of_quote(quote(items, tariff, self.now, by_code(to), way, method))

    def shown(self) -> Sums:
        """What the page at hand prints."""
        return sums_of(BeautifulSoup(self.page.content(), "html.parser"))

    def told(self, before: int, after: int, where: Locator | None = None) -> None:
        """The page says, in one line, that something went from this figure to that one."""
        lines = where or self.page.locator(".notice, .shipping-change")
        found = [amounts(words) for words in lines.all_inner_texts()]
        assert any({before, after} <= set(figures) for figures in found), (before, after, found)

    def take(self, slug: str, sku: str) -> None:
        """Put one more in; afterwards the dialog is open."""
        self.add(slug, sku)
        self.bought[sku] = self.bought.get(sku, 0) + 1

    def dialog(self) -> list[int]:
        """Goods and shipping as the dialog says."""
        expect(self.page.locator("dialog .dialog__sums")).to_be_visible()
        return amounts(self.page.locator("dialog .dialog__sums").inner_text())

    def move(self, to: tuple[str, str]) -> None:
        """Another address, typed by its postcode."""
        self.page.locator("#address").fill("")
        self.page.locator("#postal_code").fill(to[1])
        self.page.locator("#postal_code").blur()
        expect(self.page.locator("#prefecture")).to_have_value(to[0])
        self.page.locator("#address").fill(f"若葉町{HOUSE}")

    def onwards(self, path: str) -> None:
        """Save the step and go on to that page."""
        self.page.locator("main form.form .form__end button").first.click()
        self.at(path)

    def edit(self, place: int) -> None:
        """From the confirmation back: 0 address, 1 sending, 2 payment."""
        self.page.locator(".review__edit").nth(place).click()


@pytest.fixture
def counting(
    site: tuple[str, Flask], visitor: Callable[..., Page], now: datetime
) -> Callable[[str], Counting]:
    def come(language: str) -> Counting:
        shopper = Counting(visitor("desk"), language)
        shopper.app, shopper.now, shopper.bought = site[1], now, {}
        return shopper

    return come


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_sum_on_the_way_is_the_quotes_and_every_raise_is_told(
    counting: Callable[[str], Counting], language: str
) -> None:
    shopper = counting(language)
    page = shopper.page
    thin(shopper)
    to_the_door(shopper)
    far_away(shopper)
    expect(page.locator("button .btn__sum:visible").first).to_have_text("¥2,610")
    shopper.order()
    number = shopper.thanked()
    owed = Sums(780, 0, 1500, 330, 2610, ((8, 780, 57), (10, 1830, 166)))
    assert shopper.owed("47", "home", "cod") == owed
    assert shopper.shown() == owed
    shopper.go(f"/orders/{number}")
    assert shopper.shown() == owed
    shopper.go(f"/orders/{number}/invoice")
    assert sums_on_paper(BeautifulSoup(page.content(), "html.parser")) == (2610, owed.taxes)
    assert the_order(shopper.app).total == 2610
    mailed(shopper, owed)


def thin(shopper: Counting) -> None:
    """A small pouch to Tokyo goes by letterbox: product page, dialog, cart."""
    shopper.go("/products/sleep-blend?sku=SLEEP-15").lives_in("13")
    totals = shopper.page.locator("#landed table.sums").first.locator(".sums__total")
    expect(totals).to_have_text(["¥1,110"])
    shopper.take("sleep-blend", "SLEEP-15")
    assert shopper.dialog() == [780, 330]
    shopper.go("/cart")
    assert shopper.shown() == shopper.owed("13")
    assert shopper.grand_total() == "¥1,110"


def to_the_door(shopper: Counting) -> None:
    """Nobody pays at a letterbox: to pay at the door it has to go there, and both raises are told."""
    page = shopper.page
    shopper.to_delivery()
    assert shopper.shown() == shopper.owed("13")
    shopper.delivery()
    assert shopper.shown() == shopper.owed("13", "postbox")
    refused = page.locator("#pay-methods .choice--off")
    assert "¥1,440" not in refused.inner_text(), "no total that nobody can pay"
    refused.locator("a").click()
    shopper.at("/checkout/delivery")
    expect(page.locator('input[name="shipping_rate"][value="home"]')).to_be_checked()
    assert shopper.shown() == shopper.owed("13", "home")
    shopper.told(330, 650)
    shopper.onwards("/checkout/payment")
    assert shopper.shown() == shopper.owed("13", "home")
    shopper.choose("payment_method", "cod")
    expect(page.locator("#order-summary .totals__grand dd")).to_contain_text("¥1,760")
    assert shopper.shown() == shopper.owed("13", "home", "cod")
    shopper.button("on to review").click()
    shopper.at("/checkout/confirm")
    assert shopper.shown() == shopper.owed("13", "home", "cod")
    assert shopper.grand_total() == "¥1,760"


def far_away(shopper: Counting) -> None:
    """Back from the confirmation to another address: by air to Okinawa, and the raise is told."""
    shopper.edit(0)
    shopper.at("/checkout/delivery")
    shopper.move(OKINAWA)
    expect(shopper.page.locator("#order-summary .totals__grand dd")).to_contain_text("¥2,610")
    shopper.told(650, 1500)
    assert shopper.shown() == shopper.owed("47", "home", "cod")
    shopper.onwards("/checkout/confirm")
    assert shopper.shown() == shopper.owed("47", "home", "cod")


def mailed(shopper: Counting, owed: Sums) -> None:
    """The mail as it lies in the outbox, both of its parts."""
    let_work(shopper.app, shopper.now)
    page = shopper.page
    page.goto("/outbox")
    page.locator("main a[href*='/outbox/']").first.click()
    text = page.locator(".outbox__text").text_content() or ""
    assert sums_in_mail(text) == owed
    html = page.frame_locator(".outbox__frame").locator("body")
    assert owed.total in amounts(html.inner_text())


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_one_more_piece_changes_is_told_before_and_after(
    counting: Callable[[str], Counting], language: str
) -> None:
    shopper = counting(language)
    shopper.go("/products/sleep-blend?sku=SLEEP-15").lives_in("13")
    shopper.take("sleep-blend", "SLEEP-15")
    assert shopper.dialog() == [780, 330]
    shopper.go("/products/butter-biscuits?sku=BISCUIT-6")
    before = shopper.page.locator("#gap .shipping-change")
    shopper.told(330, 650, before)
    shopper.take("butter-biscuits", "BISCUIT-6")
    assert shopper.dialog() == [1320, 650]
    shopper.told(330, 650, shopper.page.locator("dialog .shipping-change"))
    shopper.go("/cart")
    assert shopper.shown() == shopper.owed("13")
    assert shopper.grand_total() == "¥1,970"
