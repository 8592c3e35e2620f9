"""A shop with Stripe's keys, without scripts: what its pages allow, what of a card reaches it, and where a buyer is led."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.extensions import db
from storefront.payments.gateways.installed import PROVIDER, gateway_for, provider_code
from storefront.payments.payment import Payment
from storefront.settings import StripeKeys
from storefront.web import CONTENT_SECURITY_POLICY
from tests.checkout.buyer import Buyer
from tests.support.shops import open_shop
from tests.support.stripe_standin import BANK, WALLET, StandIn, stand_in

FRAMES = "frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com"
SCRIPTS = "script-src 'self' https://js.stripe.com https://*.js.stripe.com;"
Typed = Callable[..., Buyer]


@pytest.fixture
def there() -> Iterator[StandIn]:
    with stand_in() as opened:
        yield opened


@pytest.fixture
def app(tmp_path: Path, now: datetime, there: StandIn) -> Iterator[Flask]:
    keys = StripeKeys("sk_test_1", "pk_test_1", ("whsec_1",), api_base=there.url)
    with open_shop("sqlite", tmp_path, stripe=keys) as shop:
        yield shop


@pytest.fixture
def typed(app: Flask) -> Typed:
    """A buyer whose card Stripe's frame has made a token of, on the page after."""

    def come(token: str = "ctoken_pays1", **more: object) -> Buyer:
        buyer = Buyer(app).take().to_payment()
        more = {"payment_method": "card", "card_last4": "4242", **more}
        buyer.post(card_token=token, **more)
        return buyer

    return come


def payment(app: Flask) -> Payment:
    with app.app_context():
        return db.session.scalars(select(Payment).order_by(Payment.id.desc())).first()  # type: ignore[return-value]


def policy(buyer: Buyer) -> str:
    assert buyer.answer is not None
    return buyer.answer.headers["Content-Security-Policy"]


def test_stripes_frame_is_allowed_where_a_card_is_typed_and_nowhere_else(app: Flask) -> None:
    buyer = Buyer(app).take().to_payment()
    assert FRAMES in policy(buyer)
    assert SCRIPTS in policy(buyer)
    assert "unsafe" not in policy(buyer)
    for path in ("/", "/cart", "/checkout/delivery", "/products/sleep-blend", "/legal/privacy"):
        assert buyer.get(path).headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


def test_a_shop_of_the_demo_allows_it_nowhere(tmp_path: Path, now: datetime) -> None:
    with open_shop("sqlite", tmp_path) as demo:
        buyer = Buyer(demo).take().to_payment()
        assert policy(buyer) == CONTENT_SECURITY_POLICY
        assert not buyer.page.select("stripe-payment, script[src*=stripe]")


def test_what_the_demo_took_before_can_still_be_asked_about(app: Flask) -> None:
    with app.app_context():
        assert provider_code(PROVIDER) == "stripe"
        assert [gateway_for(code) is not None for code in ("demo", "stripe")] == [True, True]


def test_the_page_holds_no_field_for_a_card_number(app: Flask) -> None:
    page = Buyer(app).take().to_payment().page
    assert not page.select("[name=card_number], [name=card_cvc]")
    frame = page.select_one("stripe-payment")
    assert frame is not None
    assert (frame["data-key"], frame["data-amount"], frame["data-locale"]) == (
        "pk_test_1",
        "1930",
        "ja",
    )
    assert frame["data-script"] == "https://js.stripe.com/endive/stripe.js"
    assert "sk_test" not in str(page)
    assert "ほかの方法をお選びください" in page.select_one("#card .without-scripts").text  # type: ignore[union-attr]
    assert [one["src"] for one in page.select("script[src^=http]")] == []


def test_a_card_is_charged_by_its_token(app: Flask, typed: Typed, there: StandIn) -> None:
    buyer = typed().follow()
    assert "•••• 4242" in buyer.said()
    assert "https://hooks.stripe.com" in policy(buyer)
    assert "frame-src" not in policy(buyer)
    assert buyer.post().location.startswith("/ja/orders/10001/thank-you")
    kept = payment(app)
    assert (kept.gateway, kept.state, kept.received) == ("stripe", "captured", 1930)
    assert [one["amount"] for one in there.intents.values()] == [1930]


def test_without_scripts_a_card_is_no_way_and_cash_still_is(app: Flask, typed: Typed) -> None:
    buyer = typed("")
    assert buyer.answer is not None
    assert buyer.answer.status_code == 422
    assert "スクリプト" in buyer.errors()["payment_method-0"]
    assert FRAMES in policy(buyer)
    buyer.post(payment_method="cod")
    assert buyer.follow().post().location.startswith("/ja/orders/10001/thank-you")
    assert payment(app).method == "cod"


@pytest.mark.parametrize(
    "token", ["cus_1/pm_1", "pm_1", "ctoken_1/2345", "ctoken_" + "x" * 90, "ctoken_１２３４５"]
)
def test_only_a_token_of_a_card_just_typed_is_taken(
    app: Flask, typed: Typed, there: StandIn, token: str
) -> None:
    buyer = typed(token)
    assert buyer.answer is not None
    assert buyer.answer.status_code == 422
    assert there.asked == []


def test_digits_that_are_none_name_no_card(app: Flask, typed: Typed) -> None:
    assert "<script>" not in str(typed(card_last4="<script>").follow().page.select_one("main"))


def test_the_bank_is_asked_on_its_own_page(app: Flask, typed: Typed, there: StandIn) -> None:
    buyer = typed("ctoken_3ds1").follow()
    assert buyer.post().location == BANK
    (intent,) = there.intents.values()
    there.pay(intent)
    back = there.asked[0][2]["return_url"].removeprefix("http://localhost")
    buyer.get(back)
    assert "https://hooks.stripe.com" in policy(buyer)
    assert buyer.post().location.startswith("/ja/orders/10001/thank-you")
    assert payment(app).state == "captured"


def test_a_decline_leads_to_another_try_with_another_card(
    app: Flask, typed: Typed, there: StandIn
) -> None:
    buyer = typed("ctoken_declined_insufficient_funds").follow()
    buyer.post()
    buyer.follow()
    assert "ご利用枠が足りない" in buyer.said()
    assert FRAMES in policy(buyer)
    buyer.post(payment_method="card", card_token="ctoken_other", keep_card="1")
    assert buyer.answer is not None
    assert buyer.answer.location.startswith("/ja/orders/10001/thank-you")
    kept = payment(app)
    assert (kept.state, kept.keep_card, kept.kept_card) == ("captured", True, "cus_2/pm_1")


def test_a_card_is_kept_by_a_tick_alone_and_the_buyer_sees_it_again(
    app: Flask, typed: Typed, there: StandIn
) -> None:
    buyer = Buyer(app).take().to_payment()
    box = buyer.page.select_one("[name=keep_card]")
    assert box is not None
    assert not box.has_attr("checked")
    buyer.post(payment_method="card", card_token="ctoken_pays1", card_last4="4242", keep_card="1")
    assert "追加のために残します" in buyer.follow().said()
    buyer.post()
    assert payment(app).kept_card == "cus_1/pm_1"


def test_a_card_is_not_kept_when_another_way_is_taken(app: Flask, typed: Typed) -> None:
    buyer = Buyer(app).take().to_payment()
    buyer.post(payment_method="cod", keep_card="1")
    buyer.follow().post()
    assert payment(app).keep_card is False


def test_the_order_waits_while_stripe_says_nothing(
    app: Flask, typed: Typed, there: StandIn
) -> None:
    buyer = typed().follow()
    there.mood = ["500", "500", "500"]
    assert buyer.post().location.startswith("/ja/orders/10001")
    assert payment(app).state == "unknown"
    assert there.intents == {}


@pytest.mark.parametrize(("method", "said"), [("konbini", "234567"), ("bank_transfer", "1234567")])
def test_what_the_buyer_needs_to_pay_elsewhere_is_on_the_page(
    app: Flask, there: StandIn, method: str, said: str
) -> None:
    buyer = Buyer(app).take().to_payment()
    buyer.post(payment_method=method)
    buyer.follow().post()
    assert payment(app).state == "processing"
    assert said in buyer.follow().said().replace(" ", "")


def test_a_wallet_leads_to_its_own_page_and_a_refusal_there_is_no_cards(
    app: Flask, there: StandIn
) -> None:
    buyer = Buyer(app).take().to_payment()
    buyer.post(payment_method="wallet")
    assert buyer.follow().post().location == WALLET
    (intent,) = there.intents.values()
    error = {"code": "payment_intent_payment_attempt_failed"}
    intent |= {"status": "requires_payment_method", "last_payment_error": error}
    buyer.get(there.asked[0][2]["return_url"].removeprefix("http://localhost"))
    buyer.post()
    assert "カード会社" not in buyer.follow().said()
    assert payment(app).state == "failed"
