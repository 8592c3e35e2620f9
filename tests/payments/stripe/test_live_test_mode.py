"""The gateway against Stripe itself, in test mode: for whoever has a key, before a release.

    STRIPE_TEST_KEY=sk_test_… .venv/bin/python -m pytest -m live_test_mode tests/payments/stripe

Needs an account in Japan with card, convenience store, PayPay and bank transfer switched on. Moves play money only.
"""

import os
import socket
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
import stripe

from storefront import clock
from storefront.payments.gateways import (
    NEVER_ARRIVED,
    Attempt,
    Charge,
    KeyReused,
    OutcomeStatus,
    RefundRequest,
    RefundStatus,
    RefundTooLarge,
)
from storefront.payments.gateways.stripe import StripeGateway
from storefront.payments.gateways.stripe.calling import API_VERSION
from storefront.settings import StripeKeys
from tests.support import network

KEY = os.environ.get("STRIPE_TEST_KEY", "")
pytestmark = [
    pytest.mark.live_test_mode,
    pytest.mark.skipif(
        not KEY.startswith(("sk_test_", "rk_test_")), reason="no STRIPE_TEST_KEY: play money only"
    ),
]


@pytest.fixture(autouse=True)
def _may_leave_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", network.ANYWHERE)


@pytest.fixture
def gateway() -> StripeGateway:
    return StripeGateway(StripeKeys(KEY, "pk_test_1", ("whsec_1",)), "https://shop.example")


@pytest.fixture
def charge() -> Charge:
    due = clock.now() + timedelta(days=3)
    key = uuid.uuid4().hex
    return Charge(
        key, 1930, "10001", name="Test", email="test@example.com", due_at=due, return_path="/back"
    )


def token(card: str) -> str:
    """A card typed, as Stripe's frame would send it."""
    made = stripe.StripeClient(KEY, stripe_version=API_VERSION)
    return made.v1.test_helpers.confirmation_tokens.create({"payment_method": card}).id


def attempt(charge: Charge, ref: str = "") -> Attempt:
    return Attempt(charge.key, ref, clock.now())


def test_a_card_pays_once_is_found_and_goes_back_in_parts(
    gateway: StripeGateway, charge: Charge
) -> None:
    wanted = replace(charge, source=token("pm_card_jp"))
    paid = gateway.start(wanted)
    assert (paid.status, paid.received) == (OutcomeStatus.CAPTURED, 1930)
    assert gateway.start(wanted).ref == paid.ref
    with pytest.raises(KeyReused):
        gateway.start(replace(wanted, amount=1931))
    assert gateway.fetch(attempt(charge)).ref == paid.ref
    back = RefundRequest(f"back-{charge.key}", 930, attempt(charge, paid.ref))
    assert gateway.refund(back).status in {RefundStatus.SUCCEEDED, RefundStatus.SUBMITTED}
    assert gateway.fetch_refund(back).ref == gateway.refund(back).ref
    with pytest.raises(RefundTooLarge):
        gateway.refund(replace(back, key=f"more-{charge.key}", amount=1001))
    (listed,) = [
        one
        for one in gateway.charges_since(clock.now() - timedelta(minutes=5))
        if one.key == charge.key
    ]
    assert (listed.received, listed.refunded) == (1930, 930)


@pytest.mark.parametrize(
    ("card", "failure"),
    [
        ("pm_card_visa_chargeDeclined", "generic_decline"),
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "insufficient_funds"),
    ],
)
def test_a_decline_has_its_reason(
    gateway: StripeGateway, charge: Charge, card: str, failure: str
) -> None:
    outcome = gateway.start(replace(charge, source=token(card)))
    assert (outcome.status, outcome.failure) == (OutcomeStatus.DECLINED, failure)
    assert gateway.fetch(attempt(charge, outcome.ref)).failure == failure


def test_3_d_secure_is_a_page_and_can_be_called_off(gateway: StripeGateway, charge: Charge) -> None:
    waits = gateway.start(replace(charge, source=token("pm_card_authenticationRequired")))
    assert waits.status is OutcomeStatus.NEEDS_ACTION
    assert waits.action_path.startswith("https://hooks.stripe.com/")
    assert gateway.cancel(attempt(charge, waits.ref)).status is OutcomeStatus.CANCELLED


def test_a_kept_card_pays_again(gateway: StripeGateway, charge: Charge) -> None:
    kept = gateway.start(replace(charge, source=token("pm_card_jp"), keep_card=True)).kept_card
    again = gateway.start(replace(charge, key=uuid.uuid4().hex, source=kept))
    assert again.status is OutcomeStatus.CAPTURED


def test_a_store_an_account_and_a_wallet_say_what_the_buyer_needs(
    gateway: StripeGateway, charge: Charge
) -> None:
    shown = {}
    for method in ("konbini", "bank_transfer", "wallet"):
        one = replace(charge, key=uuid.uuid4().hex, method=method)
        shown[method] = gateway.start(one)
        assert gateway.cancel(attempt(one, shown[method].ref)).status is OutcomeStatus.CANCELLED
    assert shown["konbini"].voucher["stores"]
    assert shown["bank_transfer"].voucher["account"]
    assert shown["wallet"].action_path.startswith("https://pm-redirects.stripe.com/")


def test_a_key_that_never_arrived_is_closed_for_good(
    gateway: StripeGateway, charge: Charge
) -> None:
    assert gateway.fetch(attempt(charge)).failure == NEVER_ARRIVED
    assert gateway.cancel(attempt(charge)).status is OutcomeStatus.CANCELLED
    late = gateway.start(replace(charge, source=token("pm_card_jp")))
    assert (late.status, late.failure) == (OutcomeStatus.CANCELLED, NEVER_ARRIVED)


def test_its_messages_are_listed(gateway: StripeGateway, charge: Charge) -> None:
    began = clock.now() - timedelta(seconds=5)
    gateway.start(replace(charge, source=token("pm_card_jp")))
    assert "payment_intent.succeeded" in {one.type for one in gateway.events_since(began)}
