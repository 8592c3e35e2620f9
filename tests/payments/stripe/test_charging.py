"""Charging through Stripe: one call that makes and confirms, whatever the way to pay, and what its answers mean here."""

import logging
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import stripe

from storefront.payments.gateways import Attempt, Charge, GatewayTimeout, KeyReused, OutcomeStatus
from storefront.payments.gateways.stripe import StripeGateway, calling
from tests.payments.stripe.conftest import Opened
from tests.support.stripe_standin import BANK, WALLET, StandIn

CHARGE = Charge(
    key="key-1",
    amount=1234,
    order_number="HP-1",
    source="ctoken_pays",
    name="葉山 みどり",
    email="midori@example.com",
    due_at=datetime(2026, 11, 27, 14, 59, 59, tzinfo=UTC),
    return_path="/ja/orders/HP-1/pay/return?key=abc",
)


def asked(there: StandIn, path: str = "/v1/payment_intents") -> dict[str, object]:
    return next(given for method, to, given in there.asked if (method, to) == ("POST", path))


def test_a_card_is_charged_by_one_call_in_whole_yen(
    gateway: StripeGateway, stripe_there: StandIn
) -> None:
    outcome = gateway.start(CHARGE)
    assert (outcome.status, outcome.ref, outcome.received) == (OutcomeStatus.CAPTURED, "pi_1", 1234)
    assert asked(stripe_there) == {
        "amount": "1234",
        "currency": "jpy",
        "confirm": "true",
        "confirmation_token": "ctoken_pays",
        "allowed_payment_method_types": ["card"],
        "use_stripe_sdk": "false",
        "description": "HP-1",
        "metadata": {"order": "HP-1", "attempt": "key-1"},
        "return_url": "https://shop.example/ja/orders/HP-1/pay/return?key=abc",
    }
    assert len(stripe_there.asked) == 1


def test_the_version_that_is_spoken_is_the_one_of_the_librarys_types(
    gateway: StripeGateway, stripe_there: StandIn
) -> None:
    gateway.start(CHARGE)
    assert stripe_there.headers[0]["Stripe-Version"] == "2026-10-28.endive"
    assert stripe.api_version == calling.API_VERSION
    assert stripe_there.headers[0]["Idempotency-Key"] == "key-1"
    assert "X-Stripe-Client-Telemetry" not in stripe_there.headers[0]


@pytest.mark.parametrize(
    ("reason", "failure"),
    [
        ("insufficient_funds", "insufficient_funds"),
        ("", "card_declined"),
        ("lost_card", "lost_card"),
    ],
)
def test_a_card_the_bank_refuses_is_a_decline_with_its_reason(
    gateway: StripeGateway, reason: str, failure: str
) -> None:
    outcome = gateway.start(replace(CHARGE, source=f"ctoken_declined_{reason}"))
    assert (outcome.status, outcome.ref, outcome.failure) == (
        OutcomeStatus.DECLINED,
        "pi_1",
        failure,
    )
    again = gateway.fetch(Attempt("key-1", "", CHARGE.due_at or datetime.now(UTC)))
    assert again.failure in {failure, "never_arrived"}


def test_3_d_secure_sends_the_buyer_to_a_page_that_needs_no_script(gateway: StripeGateway) -> None:
    outcome = gateway.start(replace(CHARGE, source="ctoken_3ds"))
    assert (outcome.status, outcome.action_path) == (OutcomeStatus.NEEDS_ACTION, BANK)


def test_a_token_that_was_used_before_begins_nothing(
    gateway: StripeGateway, stripe_there: StandIn
) -> None:
    outcome = gateway.start(replace(CHARGE, source="ctoken_used"))
    assert (outcome.status, outcome.failure) == (OutcomeStatus.DECLINED, "refused")
    assert stripe_there.intents == {}


def test_a_convenience_store_gives_a_number_for_each_chain(
    gateway: StripeGateway, stripe_there: StandIn
) -> None:
    outcome = gateway.start(replace(CHARGE, method="konbini", source=""))
    assert (outcome.status, outcome.received) == (OutcomeStatus.PROCESSING, 0)
    assert outcome.voucher["stores"][1] == {
        "chain": "lawson",
        "number": "234567",
        "confirmation": "1234567890",
    }
    assert outcome.voucher["page"] == "https://payments.stripe.com/konbini/voucher/test_1"
    given = asked(stripe_there)
    assert given["payment_method_data"] == {
        "type": "konbini",
        "billing_details": {"name": "葉山 みどり", "email": "midori@example.com"},
    }
    assert given["payment_method_options"] == {"konbini": {"expires_at": "1795791599"}}
    assert "customer" not in given


def test_a_wallet_is_paypay_and_a_page_of_its_own(
    gateway: StripeGateway, stripe_there: StandIn
) -> None:
    outcome = gateway.start(replace(CHARGE, method="wallet", source=""))
    assert (outcome.status, outcome.action_path) == (OutcomeStatus.NEEDS_ACTION, WALLET)
    assert asked(stripe_there)["allowed_payment_method_types"] == ["paypay"]


def test_a_transfer_gets_a_customer_and_an_account_of_its_own(
    gateway: StripeGateway, stripe_there: StandIn
) -> None:
    outcome = gateway.start(replace(CHARGE, method="bank_transfer", source=""))
    assert (outcome.status, outcome.received) == (OutcomeStatus.PROCESSING, 0)
    assert (outcome.voucher["bank"], outcome.voucher["account"]) == ("三菱UFJ銀行", "1234567")
    assert asked(stripe_there)["customer"] == "cus_1"
    assert asked(stripe_there)["payment_method_options"] == {
        "customer_balance": {
            "funding_type": "bank_transfer",
            "bank_transfer": {"type": "jp_bank_transfer"},
        }
    }
    assert asked(stripe_there, "/v1/customers")["metadata"] == {"order": "HP-1", "attempt": "key-1"}


def test_a_card_is_kept_only_where_the_buyer_agreed(
    gateway: StripeGateway, stripe_there: StandIn
) -> None:
    assert gateway.start(CHARGE).kept_card == ""
    assert stripe_there.customers == {}
    kept = gateway.start(replace(CHARGE, key="key-2", keep_card=True)).kept_card
    assert kept == "cus_3/pm_1"
    first, second = stripe_there.intents.values()
    assert (first["setup_future_usage"], second["setup_future_usage"]) == (None, "off_session")


def test_a_kept_card_is_charged_while_the_buyer_is_there(
    gateway: StripeGateway, stripe_there: StandIn
) -> None:
    outcome = gateway.start(replace(CHARGE, source="cus_9/pm_9"))
    given = asked(stripe_there)
    assert outcome.status is OutcomeStatus.CAPTURED
    assert (given["customer"], given["payment_method"]) == ("cus_9", "pm_9")
    assert not {"off_session", "confirmation_token", "setup_future_usage"} & set(given)


def test_money_that_is_held_first_is_taken_by_a_second_call(
    opened: Opened, stripe_there: StandIn
) -> None:
    outcome = opened(hold_first=True).start(CHARGE)
    assert (outcome.status, outcome.received) == (OutcomeStatus.CAPTURED, 1234)
    assert [path for _, path, _ in stripe_there.asked] == [
        "/v1/payment_intents",
        "/v1/payment_intents/pi_1/capture",
    ]


def test_the_same_key_gives_the_same_answer_and_one_charge(
    gateway: StripeGateway, stripe_there: StandIn
) -> None:
    assert gateway.start(CHARGE) == gateway.start(CHARGE)
    assert len(stripe_there.intents) == 1
    with pytest.raises(KeyReused):
        gateway.start(replace(CHARGE, amount=1235))
    assert len(stripe_there.intents) == 1


@pytest.mark.parametrize("mood", ["500", "500 after", "slow", "slow after", "409"])
def test_no_answer_is_neither_a_decline_nor_money(
    gateway: StripeGateway, stripe_there: StandIn, mood: str
) -> None:
    stripe_there.mood = [mood]
    with pytest.raises(GatewayTimeout):
        gateway.start(CHARGE)


def test_nobody_there_is_no_decline(stripe_there: StandIn, opened: Opened) -> None:
    gateway = opened()
    gateway._client._requestor._options.base_addresses["api"] = "http://127.0.0.1:9"
    with pytest.raises(GatewayTimeout):
        gateway.start(CHARGE)


def test_keys_that_are_refused_charge_nothing(
    opened: Opened, stripe_there: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    gateway = opened(secret="sk_test_wrong")
    assert gateway.start(CHARGE).failure == "refused"
    with pytest.raises(GatewayTimeout):
        gateway.fetch(Attempt("key-1", "pi_1", datetime(2026, 11, 24, tzinfo=UTC)))
    assert stripe_there.intents == {}
    assert "sk_test_wrong" not in caplog.text


def test_nothing_of_what_is_said_is_logged(
    gateway: StripeGateway, stripe_there: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for number, source in enumerate(
        ("ctoken_pays", "ctoken_3ds", "ctoken_used", "ctoken_declined_x")
    ):
        gateway.start(replace(CHARGE, key=f"key-{number}", source=source))
    stripe_there.mood = ["500"]
    with pytest.raises(GatewayTimeout):
        gateway.start(replace(CHARGE, key="key-9"))
    for secret in ("sk_test_1", "ctoken_", "midori@example.com", "葉山", "whsec_", "key=abc"):
        assert secret not in caplog.text
    assert [one.__dict__["code"] for one in caplog.records if one.name.endswith("stripe")] == [
        "confirmation_token_already_used",
        "api_error",
    ]
