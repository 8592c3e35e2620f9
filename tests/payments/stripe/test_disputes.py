"""Disputes at Stripe, read for whether anybody has decided them."""

from datetime import UTC, datetime

import pytest

from storefront.payments.gateways import Attempt, DisputeStatus, GatewayTimeout
from storefront.payments.gateways.stripe import StripeGateway
from tests.payments.stripe.conftest import Opened
from tests.support.stripe_standin import StandIn

DUE = 1795999999
ATTEMPT = Attempt("key-1", "pi_1", datetime.fromtimestamp(1795482000, UTC))


def dispute(status: str, number: int = 1, intent: str = "pi_1") -> dict[str, object]:
    return {
        "id": f"dp_{number}", "object": "dispute", "amount": 1000, "created": 1795482000,
        "status": status, "payment_intent": intent, "evidence_details": {"due_by": DUE},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("status", "stands", "answer"),
    [
        ("warning_needs_response", DisputeStatus.OPEN, True),
        ("warning_under_review", DisputeStatus.OPEN, False),
        ("warning_closed", DisputeStatus.WON, False),
        ("needs_response", DisputeStatus.OPEN, True),
        ("under_review", DisputeStatus.OPEN, False),
        ("won", DisputeStatus.WON, False),
        ("prevented", DisputeStatus.WON, False),
        ("lost", DisputeStatus.LOST, False),
        ("appeal_needs_response", DisputeStatus.LOST, True),
        ("appeal_under_review", DisputeStatus.LOST, False),
        ("a_word_of_next_year", DisputeStatus.OPEN, False),
    ],
)
def test_each_word_of_stripes_is_open_lost_or_won(
    gateway: StripeGateway, stripe_there: StandIn, status: str, stands: DisputeStatus, answer: bool
) -> None:
    stripe_there.disputes["dp_1"] = dispute(status)
    (told,) = gateway.disputes(ATTEMPT)
    assert (told.ref, told.amount, told.status) == ("dp_1", 1000, stands)
    assert told.answer_by == (datetime.fromtimestamp(DUE, UTC) if answer else None)


def test_all_disputes_of_one_attempt_are_told_and_no_others(
    gateway: StripeGateway, stripe_there: StandIn
) -> None:
    for number in range(5):
        stripe_there.disputes[f"dp_{number}"] = dispute("won", number)
    stripe_there.disputes["dp_9"] = dispute("lost", 9, "pi_2")
    assert sorted(one.ref for one in gateway.disputes(ATTEMPT)) == [f"dp_{n}" for n in range(5)]
    assert list(gateway.disputes(Attempt("nobody's", "", ATTEMPT.started_at))) == []


def test_keys_that_are_refused_tell_nothing_of_a_dispute(opened: Opened) -> None:
    with pytest.raises(GatewayTimeout):
        opened("sk_test_wrong").disputes(ATTEMPT)
