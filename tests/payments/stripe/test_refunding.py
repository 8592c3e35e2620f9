"""Sending money back through Stripe, once per key, and finding it again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storefront.payments.gateways import (
    NEVER_ARRIVED,
    Attempt,
    Charge,
    GatewayTimeout,
    KeyReused,
    OutcomeStatus,
    RefundRequest,
    RefundStatus,
    RefundTooLarge,
)
from storefront.payments.gateways.stripe import StripeGateway
from tests.support.stripe_standin import StandIn


@pytest.fixture
def request_(gateway: StripeGateway, now: datetime) -> RefundRequest:
    """300 yen of a card's 1,000 are to go back."""
    charged = gateway.start(Charge("key-1", 1000, "HP-1", source="ctoken_pays"))
    return RefundRequest("back-1", 300, Attempt("key-1", charged.ref, now))


def test_a_part_goes_back_once_however_often_it_is_asked_for(
    gateway: StripeGateway, request_: RefundRequest, stripe_there: StandIn
) -> None:
    first, again = gateway.refund(request_), gateway.refund(request_)
    assert (first.status, first) == (RefundStatus.SUCCEEDED, again)
    (refund,) = stripe_there.refunds.values()
    assert (refund["amount"], refund["metadata"]) == (300, {"refund": "back-1", "attempt": "key-1"})
    with pytest.raises(KeyReused):
        gateway.refund(replace(request_, amount=301))


def test_more_than_came_in_is_refused(gateway: StripeGateway, request_: RefundRequest) -> None:
    with pytest.raises(RefundTooLarge):
        gateway.refund(replace(request_, amount=1001))
    gateway.refund(replace(request_, key="all", amount=1000))
    with pytest.raises(RefundTooLarge):
        gateway.refund(replace(request_, key="more", amount=1))


def test_a_refund_of_which_no_answer_came_is_found_by_its_key(
    gateway: StripeGateway, request_: RefundRequest, stripe_there: StandIn
) -> None:
    for number in range(5):
        gateway.refund(replace(request_, key=f"other-{number}", amount=10))
    assert gateway.fetch_refund(request_).failure == NEVER_ARRIVED
    stripe_there.mood = ["slow after"]
    with pytest.raises(GatewayTimeout):
        gateway.refund(request_)
    found = gateway.fetch_refund(request_)
    assert found.status is RefundStatus.SUCCEEDED
    assert gateway.fetch_refund(replace(request_, ref=found.ref)) == found


@pytest.mark.parametrize(
    ("status", "means"),
    [
        ("pending", RefundStatus.SUBMITTED),
        ("requires_action", RefundStatus.SUBMITTED),
        ("succeeded", RefundStatus.SUCCEEDED),
        ("failed", RefundStatus.FAILED),
        ("canceled", RefundStatus.FAILED),
    ],
)
def test_a_refund_stands_as_stripe_says(
    gateway: StripeGateway,
    request_: RefundRequest,
    stripe_there: StandIn,
    status: str,
    means: RefundStatus,
) -> None:
    ref = gateway.refund(request_).ref
    stripe_there.refunds[ref] |= {"status": status, "failure_reason": "expired_or_canceled_card"}
    outcome = gateway.fetch_refund(replace(request_, ref=ref))
    assert outcome.status is means
    assert outcome.failure == ("expired_or_canceled_card" if means is RefundStatus.FAILED else "")


def test_a_charge_whose_reference_was_lost_is_found_first(
    gateway: StripeGateway, request_: RefundRequest, stripe_there: StandIn
) -> None:
    lost = replace(request_, charge=replace(request_.charge, ref=""))
    assert gateway.refund(lost).status is RefundStatus.SUCCEEDED
    nobody = Attempt("unknown", "", request_.charge.started_at)
    assert gateway.refund(replace(request_, charge=nobody)).failure == NEVER_ARRIVED
    assert len(stripe_there.refunds) == 1


def test_a_charge_of_which_money_went_back_lately_is_in_the_books_however_old_it_is(
    gateway: StripeGateway, request_: RefundRequest, stripe_there: StandIn
) -> None:
    untouched = gateway.start(Charge("key-2", 500, "HP-2", source="ctoken_pays"))
    later = stripe_there.clock() + 9 * 86_400
    stripe_there.clock = lambda: later
    by_hand = {"payment_intent": request_.charge.ref, "amount": "300"}
    for _ in range(4):
        stripe_there._refunded({**by_hand, "amount": "50"})
    stripe_there._refunded({**by_hand, "amount": "100"})
    since = datetime.fromtimestamp(later - 86_400, UTC)
    assert [(one.key, one.refunded) for one in gateway.charges_since(since)] == [("key-1", 300)]
    told = gateway.in_books(request_.charge)
    assert told is not None and (told.received, told.refunded) == (1000, 300)
    assert gateway.in_books(Attempt("nobody's", "", request_.charge.started_at)) is None
    assert untouched.status is OutcomeStatus.CAPTURED
    assert list(gateway.charges_since(since + timedelta(days=2))) == []
