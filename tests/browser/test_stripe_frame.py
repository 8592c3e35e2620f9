"""The element around Stripe's frame, in a real browser, with a script of ours in the place of Stripe's. No network."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from storefront.extensions import db
from storefront.payments.payment import Payment
from storefront.settings import StripeKeys
from tests.checkout.buyer import Buyer
from tests.support.live import serve
from tests.support.stripe_standin import StandIn, stand_in
from tests.support.walking import Shopper

pytestmark = pytest.mark.browser
SCRIPT = "https://js.stripe.com/endive/stripe.js"
FAKE = """
window.told = [];
window.Stripe = (key, more) => {
  told.push(["Stripe", key, more]);
  return {
    elements: (options) => {
      told.push(["elements", options]);
      return {
        create: (kind, more) => ({
          on: () => {},
          mount: (place) => { place.textContent = kind; told.push(["mounted", kind, more]); },
        }),
        update: (more) => told.push(["update", more]),
        submit: async () => { told.push(["submit"]); return window.wrong ? { error: window.wrong } : {}; },
      };
    },
    createConfirmationToken: async ({ elements }) => {
      told.push(["token"]);
      if (window.away) throw new Error("away");
      return { confirmationToken: { id: window.token ?? "ctoken_pays1", payment_method_preview: { card: { last4: "4242" } } } };
    },
  };
};
"""
Come = Callable[..., Shopper]


@pytest.fixture
def there() -> Iterator[StandIn]:
    with stand_in() as opened:
        yield opened


@pytest.fixture
def site(tmp_path: Path, now: datetime, there: StandIn) -> Iterator[tuple[str, Flask]]:
    keys = StripeKeys("sk_test_1", "pk_test_1", ("whsec_1",), api_base=there.url)
    with serve(tmp_path, stripe=keys) as opened:
        yield opened


@pytest.fixture
def at_payment(site: tuple[str, Flask], visitor: Callable[..., Page]) -> Come:
    """A visitor on the page where a card is typed; `script` answers in Stripe's place, None for nobody."""

    def come(script: str | None = FAKE, language: str = "ja", scripts: bool = True) -> Shopper:
        buyer = Buyer(site[1], language).take().to_payment()
        session = buyer.client.get_cookie("session")
        assert session is not None
        page = visitor("phone", scripts)
        page.context.add_cookies([{"name": "session", "value": session.value, "url": site[0]}])
        page.context.route(SCRIPT, lambda route: _answer(route, script))
        return Shopper(page, language, scripts).go("/checkout/payment")

    return come


def _answer(route: Route, script: str | None) -> None:
    if script is None:
        route.fulfill(status=204)
    else:
        route.fulfill(body=script, content_type="text/javascript")


def told(page: Page, what: str) -> list[Any]:
    found = page.evaluate("(what) => window.told.filter((one) => one[0] === what)", what)
    assert isinstance(found, list)
    return found


def choose_card(shopper: Shopper) -> None:
    shopper.choose("payment_method", "card")
    expect(shopper.page.locator("[data-frame]")).to_have_text("payment")


def to_review(shopper: Shopper) -> None:
    shopper.button("on to review").click()
    shopper.page.wait_for_url(re.compile("/checkout/confirm"))


def payment(app: Flask) -> Payment:
    with app.app_context():
        return db.session.scalars(select(Payment)).one()


@contextmanager
def leading_to(page: Page, address: str) -> Iterator[None]:
    page.context.route(
        address, lambda route: route.fulfill(body="<h1>bank</h1>", content_type="text/html")
    )
    yield
    expect(page.locator("h1")).to_have_text("bank")


def test_a_card_becomes_a_token_and_the_order_is_paid(
    site: tuple[str, Flask], at_payment: Come
) -> None:
    shopper = at_payment()
    page = shopper.page
    choose_card(shopper)
    assert told(page, "Stripe") == [["Stripe", "pk_test_1", {"locale": "ja"}]]
    ((_, options),) = told(page, "elements")
    assert (options["mode"], options["currency"], options["amount"]) == ("payment", "jpy", 1930)
    assert options["allowedPaymentMethodTypes"] == ["card"]
    assert told(page, "update") == [["update", {"setupFutureUsage": None}]]
    to_review(shopper)
    expect(page.locator(".review")).to_contain_text("•••• 4242")
    shopper.order()
    assert shopper.thanked() == "10001"
    assert (payment(site[1]).state, payment(site[1]).received) == ("captured", 1930)


def test_what_the_frame_finds_wrong_is_said_and_a_second_try_goes_on(at_payment: Come) -> None:
    shopper = at_payment()
    page = shopper.page
    shopper.choose("payment_method", "card")
    wrong = "カード番号が不完全です。"
    page.evaluate(
        "(words) => { window.wrong = { type: 'validation_error', message: words } }", wrong
    )
    shopper.button("on to review").click()
    line = page.locator("[data-error]")
    expect(line).to_have_text(wrong)
    expect(line).to_be_focused()
    assert told(page, "token") == []
    expect(page.locator("button[aria-busy]")).to_have_count(0)
    page.evaluate("window.wrong = null")
    to_review(shopper)


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "代金はいただいていません"), ("en", "Nothing was charged")]
)
def test_trouble_on_the_way_is_said_in_the_pages_language(
    at_payment: Come, language: str, words: str
) -> None:
    shopper = at_payment(language=language)
    page = shopper.page
    shopper.choose("payment_method", "card")
    page.evaluate("window.away = true")
    shopper.button("on to review").click()
    expect(page.locator("[data-error]")).to_contain_text(words)
    assert "/checkout/payment" in page.url


def test_a_frame_that_cannot_be_loaded_leaves_the_other_ways(at_payment: Come) -> None:
    shopper = at_payment(script="")
    page = shopper.page
    shopper.choose("payment_method", "card")
    page.evaluate("window.told = []")
    shopper.button("on to review").click()
    expect(page.locator("[data-error]")).to_contain_text("読み込めませんでした")
    shopper.choose("payment_method", "cod")
    to_review(shopper)


def test_the_tick_is_what_stripe_is_asked_for(
    site: tuple[str, Flask], at_payment: Come, there: StandIn
) -> None:
    shopper = at_payment()
    page = shopper.page
    choose_card(shopper)
    page.locator("label:has([name=keep_card])").click()
    assert told(page, "update")[-1] == ["update", {"setupFutureUsage": "off_session"}]
    to_review(shopper)
    shopper.order()
    shopper.thanked()
    assert payment(site[1]).kept_card.startswith("cus_")


def test_a_card_given_before_needs_no_new_token(at_payment: Come) -> None:
    shopper = at_payment()
    choose_card(shopper)
    to_review(shopper)
    shopper.go("/checkout/payment")
    to_review(shopper)


def test_the_button_leads_to_the_bank_and_back(
    site: tuple[str, Flask], at_payment: Come, there: StandIn
) -> None:
    """Chromium holds a form's answer to the page's form-action: a bank it does not name would never open."""
    shopper = at_payment()
    page = shopper.page
    choose_card(shopper)
    page.evaluate("window.token = 'ctoken_3ds1'")
    to_review(shopper)
    with leading_to(page, "https://hooks.stripe.com/**"):
        shopper.button("order").click()
    (intent,) = there.intents.values()
    there.pay(intent)
    back = next(given["return_url"] for _, _, given in there.asked if "return_url" in given)
    page.goto(back.replace("http://localhost", site[0]))
    assert shopper.thanked() == "10001"


def test_without_scripts_the_page_says_so_and_takes_cash(at_payment: Come) -> None:
    shopper = at_payment(scripts=False)
    shopper.choose("payment_method", "card")
    expect(shopper.page.locator("#card")).to_contain_text("ほかの方法をお選びください")
    shopper.choose("payment_method", "cod")
    to_review(shopper)
