"""Asking Stripe: how an attempt stands, calling it off for good, and what its books say of the rest."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storefront import clock
from storefront.payments.gateways import (
    NEVER_ARRIVED,
    Attempt,
    Charge,
    GatewayTimeout,
    Outcome,
    OutcomeStatus,
)
from storefront.payments.gateways.stripe import StripeGateway
from tests.payments.stripe.conftest import Opened
from tests.support.stripe_shapes import redirect, transfer
from tests.support.stripe_standin import StandIn

CHARGE = Charge(key="key-1", amount=1000, order_number="HP-1", source="ctoken_pays")
TRANSFER = replace(CHARGE, method="bank_transfer", source="")
NOBODY_KNEW_IT = Outcome(OutcomeStatus.CANCELLED, failure=NEVER_ARRIVED)


@pytest.fixture
def attempt(now: datetime, stripe_there: StandIn) -> Attempt:
    """An attempt that began now, of whose answer nothing came back."""
    stripe_there.clock = lambda: int(clock.now().timestamp())
    return Attempt("key-1", "", now)


def later(monkeypatch: pytest.MonkeyPatch, now: datetime, **passed: float) -> None:
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(**passed))


def test_an_attempt_without_a_reference_is_found_among_all_made_since(
    gateway: StripeGateway, attempt: Attempt, stripe_there: StandIn
) -> None:
    stripe_there.mood = ["slow after"]
    with pytest.raises(GatewayTimeout):
        gateway.start(CHARGE)
    for other in range(7):
        gateway.start(replace(CHARGE, key=f"other-{other}"))
    outcome = gateway.fetch(attempt)
    assert (outcome.status, outcome.ref, outcome.received) == (OutcomeStatus.CAPTURED, "pi_1", 1000)
    assert not [path for _, path, _ in stripe_there.asked if "search" in path]


def test_what_never_arrived_is_told_so_and_nothing_is_made_by_asking(
    gateway: StripeGateway, attempt: Attempt, stripe_there: StandIn
) -> None:
    assert gateway.fetch(attempt) == NOBODY_KNEW_IT
    assert stripe_there.intents == {}


def test_what_never_arrived_is_closed_for_good(
    gateway: StripeGateway, attempt: Attempt, stripe_there: StandIn
) -> None:
    for _ in range(2):
        closed = gateway.cancel(attempt)
        assert (closed.status, closed.failure) == (OutcomeStatus.CANCELLED, NEVER_ARRIVED)
    assert [one["status"] for one in stripe_there.intents.values()] == ["canceled"]
    late = gateway.start(CHARGE)
    assert (late.status, late.failure) == (OutcomeStatus.CANCELLED, NEVER_ARRIVED)
    assert gateway.fetch(attempt).status is OutcomeStatus.CANCELLED
    assert [one["amount_received"] for one in stripe_there.intents.values()] == [0]
    assert list(gateway.charges_since(datetime(2026, 11, 1, tzinfo=UTC))) == []


def test_one_that_arrives_between_looking_and_closing_is_found(
    gateway: StripeGateway, attempt: Attempt, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway.start(CHARGE)
    find, looked = gateway._intents.find, []

    def first_time_blind(asked: Attempt) -> object:
        looked.append(asked)
        return find(asked) if len(looked) > 1 else None

    monkeypatch.setattr(gateway._intents, "find", first_time_blind)
    outcome = gateway.cancel(attempt)
    assert (outcome.status, outcome.received) == (OutcomeStatus.CAPTURED, 1000)


def test_a_key_that_holds_an_answer_without_a_charge_is_closed_once_nothing_can_be_under_way(
    gateway: StripeGateway,
    attempt: Attempt,
    stripe_there: StandIn,
    monkeypatch: pytest.MonkeyPatch,
    now: datetime,
) -> None:
    stripe_there.keys["key-1"] = ("another request", (500, {}))
    with pytest.raises(GatewayTimeout):
        gateway.cancel(attempt)
    later(monkeypatch, now, minutes=11)
    assert gateway.cancel(attempt) == NOBODY_KNEW_IT


def test_a_key_older_than_20_hours_is_never_sent_again(
    gateway: StripeGateway,
    attempt: Attempt,
    stripe_there: StandIn,
    monkeypatch: pytest.MonkeyPatch,
    now: datetime,
) -> None:
    later(monkeypatch, now, hours=20, minutes=1)
    assert gateway.cancel(attempt) == NOBODY_KNEW_IT
    assert [method for method, _, _ in stripe_there.asked] == ["GET"]


def test_an_attempt_that_waits_is_called_off_and_one_that_paid_is_not(
    gateway: StripeGateway, attempt: Attempt, stripe_there: StandIn
) -> None:
    gateway.start(replace(CHARGE, method="konbini"))
    known = replace(attempt, ref="pi_1")
    assert gateway.cancel(known).status is OutcomeStatus.CANCELLED
    gateway.start(replace(CHARGE, key="key-2", source="ctoken_3ds"))
    stripe_there.pay(stripe_there.intents["pi_2"])
    paid = gateway.cancel(Attempt("key-2", "pi_2", attempt.started_at))
    assert (paid.status, paid.received) == (OutcomeStatus.CAPTURED, 1000)


def test_what_is_under_way_at_the_bank_cannot_be_called_off_yet(
    gateway: StripeGateway, attempt: Attempt, stripe_there: StandIn
) -> None:
    gateway.start(replace(CHARGE, method="wallet"))
    stripe_there.intents["pi_1"]["status"] = "processing"
    known = replace(attempt, ref="pi_1")
    with pytest.raises(GatewayTimeout):
        gateway.cancel(known)
    assert gateway.fetch(known).status is OutcomeStatus.UNKNOWN


def test_a_transfer_in_parts_tells_what_came_in_also_when_it_is_called_off(
    gateway: StripeGateway, attempt: Attempt, stripe_there: StandIn
) -> None:
    gateway.start(TRANSFER)
    intent = stripe_there.intents["pi_2"]
    stripe_there.act(intent, transfer(400))
    known = replace(attempt, ref="pi_2")
    part = gateway.fetch(known)
    assert (part.status, part.received) == (OutcomeStatus.PROCESSING, 600)
    ended = gateway.cancel(known)
    assert (ended.status, ended.received) == (OutcomeStatus.CANCELLED, 600)


@pytest.mark.parametrize(
    ("status", "cash", "received"), [("succeeded", 250, 1250), ("canceled", 700, 700)]
)
def test_a_transfer_that_brings_too_much_or_comes_too_late_is_seen(
    gateway: StripeGateway,
    attempt: Attempt,
    stripe_there: StandIn,
    status: str,
    cash: int,
    received: int,
) -> None:
    gateway.start(TRANSFER)
    intent = stripe_there.intents["pi_2"]
    if status == "succeeded":
        stripe_there.pay(intent)
    intent["status"] = status
    stripe_there.customers["cus_1"]["cash_balance"] = {"available": {"jpy": cash}}
    assert gateway.fetch(replace(attempt, ref="pi_2")).received == received
    (listed,) = gateway.charges_since(attempt.started_at)
    assert (listed.amount, listed.received) == (1000, received)


def test_3_d_secure_that_failed_and_a_number_that_expired_are_declines_in_words_of_ours(
    gateway: StripeGateway, attempt: Attempt, stripe_there: StandIn
) -> None:
    gateway.start(replace(CHARGE, source="ctoken_3ds"))
    intent = stripe_there.intents["pi_1"]
    for code, failure in (
        ("payment_intent_authentication_failure", "authentication_failed"),
        ("payment_intent_payment_attempt_expired", "expired"),
    ):
        intent |= {
            "status": "requires_payment_method",
            "next_action": None,
            "last_payment_error": {"code": code},
        }
        outcome = gateway.fetch(replace(attempt, ref="pi_1"))
        assert (outcome.status, outcome.failure) == (OutcomeStatus.DECLINED, failure)


@pytest.mark.parametrize(
    "address",
    [
        "http://hooks.stripe.com/x",
        "https://stripe.com.evil.example/x",
        "https://evilstripe.com/x",
        "https://hooks.stripe.com:8443/x",
        "javascript:alert(1)",
        "",
    ],
)
def test_the_buyer_is_sent_to_no_page_but_stripes(
    gateway: StripeGateway, attempt: Attempt, stripe_there: StandIn, address: str
) -> None:
    gateway.start(replace(CHARGE, method="wallet"))
    stripe_there.act(stripe_there.intents["pi_1"], redirect(address))
    assert gateway.fetch(replace(attempt, ref="pi_1")).action_path == ""


def test_money_that_was_only_held_is_taken_when_asked(
    opened: Opened, attempt: Attempt, stripe_there: StandIn
) -> None:
    gateway = opened(hold_first=True)
    stripe_there.mood = ["", "500"]
    with pytest.raises(GatewayTimeout):
        gateway.start(CHARGE)
    assert stripe_there.intents["pi_1"]["status"] == "requires_capture"
    assert gateway.fetch(attempt).status is OutcomeStatus.CAPTURED


def test_the_books_list_this_shops_charges_oldest_first(
    gateway: StripeGateway, attempt: Attempt, stripe_there: StandIn
) -> None:
    for number in range(4):
        gateway.start(replace(CHARGE, key=f"key-{number}", order_number=f"HP-{number}"))
    stripe_there.intents["pi_1"]["latest_charge"]["amount_refunded"] = 300
    stripe_there.intents["pi_3"]["metadata"] = {}
    found = list(gateway.charges_since(attempt.started_at))
    assert [one.order_number for one in found] == ["HP-0", "HP-2", "HP-3"]
    assert (found[0].amount, found[0].received, found[0].refunded) == (1000, 1000, 300)
    assert found[0].created_at == attempt.started_at
    assert list(gateway.charges_since(attempt.started_at + timedelta(seconds=1))) == []
