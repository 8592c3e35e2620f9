"""The demo's provider: the same key the same answer, stricter than real ones, never inside the shop's transaction."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from storefront import clock
from storefront.extensions import db
from storefront.payments.gateways import Attempt, Charge, GatewayTimeout, KeyReused, OutcomeStatus
from storefront.payments.gateways.cards import Behaviour
from storefront.payments.gateways.demo import (
    SETTLES_AFTER,
    DemoCard,
    DemoCharge,
    DemoGateway,
    OpenTransaction,
    keep_card,
)
from tests.conftest import TUESDAY_MORNING

GATEWAY = DemoGateway()


def charge(behaviour: Behaviour, key: str = "key-1") -> Charge:
    token = keep_card(behaviour, "4242")
    db.session.commit()
    return Charge(key, 1930, "10001", source=token)


def charges() -> list[tuple[str, int]]:
    rows = db.session.execute(select(DemoCharge.status, DemoCharge.amount)).all()
    db.session.rollback()
    return [(status, amount) for status, amount in rows]


@pytest.mark.parametrize(
    ("behaviour", "status", "failure"),
    [
        (Behaviour.PAYS, OutcomeStatus.CAPTURED, ""),
        (Behaviour.DECLINED, OutcomeStatus.DECLINED, "card_declined"),
        (Behaviour.NO_FUNDS, OutcomeStatus.DECLINED, "insufficient_funds"),
        (Behaviour.THREE_D_SECURE, OutcomeStatus.NEEDS_ACTION, ""),
    ],
)
def test_each_card_does_what_the_contract_says(
    shop: Flask, behaviour: Behaviour, status: OutcomeStatus, failure: str
) -> None:
    asked = charge(behaviour)
    outcome = GATEWAY.start(asked)
    assert (outcome.status, outcome.failure) == (status, failure)
    assert GATEWAY.start(asked) == outcome == GATEWAY.fetch(Attempt(asked.key, "", TUESDAY_MORNING))
    assert len(charges()) == 1


def test_the_same_key_with_another_sum_is_refused(shop: Flask) -> None:
    asked = charge(Behaviour.PAYS)
    GATEWAY.start(asked)
    for other in (replace(asked, amount=1), replace(asked, order_number="10002")):
        with pytest.raises(KeyReused):
            GATEWAY.start(other)
    assert charges() == [("captured", 1930)]


def test_a_time_out_settles_itself_later(
    shop: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = charge(Behaviour.TIMES_OUT)
    with pytest.raises(GatewayTimeout):
        GATEWAY.start(asked)
    assert GATEWAY.fetch(Attempt(asked.key, "", TUESDAY_MORNING)).status is OutcomeStatus.UNKNOWN
    monkeypatch.setattr(clock, "now", lambda: now + SETTLES_AFTER + timedelta(seconds=1))
    assert GATEWAY.fetch(Attempt(asked.key, "", TUESDAY_MORNING)).status is OutcomeStatus.CAPTURED
    assert GATEWAY.cancel(Attempt(asked.key, "", TUESDAY_MORNING)).status is OutcomeStatus.CAPTURED


def test_the_first_answer_to_the_bank_counts(shop: Flask) -> None:
    outcome = GATEWAY.start(charge(Behaviour.THREE_D_SECURE))
    refused = GATEWAY.authenticate(outcome.ref, approved=False)
    assert refused is not None and refused.failure == "authentication_failed"
    assert GATEWAY.authenticate(outcome.ref, approved=True) == refused
    assert GATEWAY.authenticate("demo_forged", approved=True) is None


def test_what_was_called_off_before_it_arrived_never_charges(shop: Flask) -> None:
    asked = charge(Behaviour.PAYS)
    assert GATEWAY.fetch(Attempt(asked.key, "", TUESDAY_MORNING)).failure == "never_arrived"
    assert GATEWAY.cancel(Attempt(asked.key, "", TUESDAY_MORNING)).status is OutcomeStatus.CANCELLED
    assert GATEWAY.start(asked).status is OutcomeStatus.CANCELLED
    assert charges() == [("cancelled", 0)]


def test_it_refuses_to_be_called_inside_a_transaction(shop: Flask) -> None:
    asked = charge(Behaviour.PAYS)
    db.session.execute(text("SELECT 1"))
    with pytest.raises(OpenTransaction):
        GATEWAY.start(asked)


def test_a_card_is_kept_as_a_token_and_four_digits(shop: Flask) -> None:
    token = keep_card(Behaviour.PAYS, "4242")
    db.session.flush()
    card = db.session.get(DemoCard, token)
    assert card is not None and (card.behaviour, card.last_four) == ("pays", "4242")
    assert "4242" not in token
