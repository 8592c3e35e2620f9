"""The demo's provider is strict: one meaning for a key, nothing back that did not come in, no way back from an end."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from storefront.extensions import db
from storefront.payments.gateways import (
    Attempt,
    Charge,
    GatewayTimeout,
    KeyReused,
    OutcomeStatus,
    RefundRequest,
    RefundStatus,
    RefundTooLarge,
)
from storefront.payments.gateways.cards import Behaviour
from storefront.payments.gateways.demo import (
    DemoRefund,
    IllegalMove,
    OpenTransaction,
    Wish,
    acts,
    wish,
)
from tests.conftest import TUESDAY_MORNING
from tests.payments.play_money import DUE, GATEWAY, Turn, asked, charge, stands, token, turn

__all__ = ["turn"]

OTHERWISE: dict[str, object] = {
    "amount": 1931, "order_number": "10002", "method": "konbini", "source": "card_other", "name": "別の人",
    "email": "b@example.jp", "phone": "03", "locale": "en", "due_at": DUE, "return_path": "/x", "keep_card": True,
}  # fmt: skip


def back(amount: int, key: str = "re-1", charge_key: str = "key-1", ref: str = "") -> RefundRequest:
    return RefundRequest(key, amount, Attempt(charge_key, ref, TUESDAY_MORNING))


def refunds() -> list[tuple[int, str]]:
    rows = db.session.scalars(select(DemoRefund).order_by(DemoRefund.id)).all()
    found = [(row.amount, row.status) for row in rows]
    db.session.rollback()
    return found


def test_every_part_of_a_charge_has_another_value_here() -> None:
    assert set(OTHERWISE) == {one.name for one in fields(Charge)} - {"key"}


@pytest.mark.parametrize("part", OTHERWISE)
def test_the_same_key_with_anything_else_is_refused(shop: Flask, part: str) -> None:
    first = charge()
    GATEWAY.start(first)
    with pytest.raises(KeyReused):
        GATEWAY.start(replace(first, **{part: OTHERWISE[part]}))  # type: ignore[arg-type]
    assert stands() == ("captured", 1930)


def test_the_same_refund_twice_sends_money_once(shop: Flask) -> None:
    GATEWAY.start(charge())
    first = GATEWAY.refund(back(500))
    assert first.status is RefundStatus.SUCCEEDED
    assert GATEWAY.refund(back(500)) == first == GATEWAY.fetch_refund(back(500))
    assert refunds() == [(500, "succeeded")]


def test_the_same_refund_key_with_anything_else_is_refused(shop: Flask) -> None:
    GATEWAY.start(charge())
    GATEWAY.start(charge(key="key-2"))
    GATEWAY.refund(back(500))
    for other in (back(501), back(500, charge_key="key-2")):
        with pytest.raises(KeyReused):
            GATEWAY.refund(other)
    with pytest.raises(KeyReused):
        GATEWAY.refund(back(1, "re-2", ref="demo_of_another"))
    assert refunds() == [(500, "succeeded")]


def test_never_more_goes_back_than_came_in(shop: Flask) -> None:
    GATEWAY.start(charge())
    GATEWAY.refund(back(1900))
    with pytest.raises(RefundTooLarge):
        GATEWAY.refund(back(31, "re-2"))
    GATEWAY.refund(back(30, "re-3"))
    with pytest.raises(RefundTooLarge):
        GATEWAY.refund(back(1, "re-4"))
    assert refunds() == [(1900, "succeeded"), (30, "succeeded")]


def test_a_refund_that_failed_leaves_its_sum_to_another(shop: Flask) -> None:
    GATEWAY.start(charge())
    wish(Wish.REFUND_FAILS)
    failed = GATEWAY.refund(back(1930))
    assert (failed.status, failed.failure) == (RefundStatus.FAILED, "bank_refused")
    assert GATEWAY.refund(back(1930)) == failed
    assert GATEWAY.refund(back(1930, "re-2")).status is RefundStatus.SUCCEEDED


@pytest.mark.parametrize("behaviour", [Behaviour.DECLINED, Behaviour.THREE_D_SECURE], ids=str)
def test_nothing_goes_back_before_it_came_in(shop: Flask, behaviour: Behaviour) -> None:
    GATEWAY.start(charge(source=token(behaviour)))
    for request in (back(1), back(1, "re-2", "nobody")):
        with pytest.raises(RefundTooLarge):
            GATEWAY.refund(request)
    assert refunds() == []


def test_a_part_of_a_transfer_stays_until_the_charge_has_ended(shop: Flask) -> None:
    acts.transfer(GATEWAY.start(charge("bank_transfer")).ref, 500)
    with pytest.raises(RefundTooLarge):
        GATEWAY.refund(back(500))
    GATEWAY.cancel(asked())
    assert GATEWAY.refund(back(500)).status is RefundStatus.SUCCEEDED


def test_nothing_is_taken_after_it_was_called_off(shop: Flask, turn: Turn) -> None:
    with pytest.raises(GatewayTimeout):
        GATEWAY.start(charge(source=token(Behaviour.TIMES_OUT)))
    assert GATEWAY.cancel(asked()).status is OutcomeStatus.CANCELLED
    turn(timedelta(minutes=5))
    assert stands() == ("cancelled", 0)
    waiting = GATEWAY.start(charge("wallet", "key-2"))
    GATEWAY.cancel(asked("key-2"))
    told = acts.answer(waiting.ref, approved=True)
    assert told is not None and told.status is OutcomeStatus.CANCELLED
    assert stands("key-2") == ("cancelled", 0)


def test_a_key_called_off_before_it_came_is_closed_for_every_method(shop: Flask) -> None:
    for number, method in enumerate(("card", "konbini", "bank_transfer", "wallet")):
        key = f"key-{number}"
        GATEWAY.cancel(asked(key))
        assert GATEWAY.start(charge(method, key)).failure == "never_arrived"
        assert stands(key) == ("cancelled", 0)
    assert list(GATEWAY.charges_since(TUESDAY_MORNING)) == []


def test_a_charge_that_was_taken_cannot_be_called_off(shop: Flask) -> None:
    GATEWAY.start(charge())
    assert GATEWAY.cancel(asked()).status is OutcomeStatus.CAPTURED


def test_only_money_that_was_taken_is_disputed(shop: Flask) -> None:
    waiting = GATEWAY.start(charge(source=token(Behaviour.THREE_D_SECURE)))
    for ref in (waiting.ref, "demo_nobody"):
        with pytest.raises(IllegalMove):
            acts.dispute(ref)


def test_no_call_of_any_kind_inside_the_shops_transaction(shop: Flask) -> None:
    first = charge()
    GATEWAY.start(first)
    calls = (
        lambda: GATEWAY.start(first),
        lambda: GATEWAY.fetch(asked()),
        lambda: GATEWAY.cancel(asked()),
        lambda: GATEWAY.refund(back(1)),
        lambda: GATEWAY.fetch_refund(back(1)),
        lambda: GATEWAY.events_since(TUESDAY_MORNING),
        lambda: GATEWAY.charges_since(TUESDAY_MORNING),
    )
    for call in calls:
        db.session.execute(text("SELECT 1"))
        with pytest.raises(OpenTransaction):
            call()
        db.session.rollback()
    assert refunds() == []


def test_a_call_that_fails_did_nothing_and_one_that_times_out_did_it_all(shop: Flask) -> None:
    wish(Wish.CALL_FAILS)
    first = charge()
    with pytest.raises(GatewayTimeout):
        GATEWAY.start(first)
    assert GATEWAY.fetch(asked()).failure == "never_arrived"
    wish(Wish.CALL_TIMES_OUT)
    with pytest.raises(GatewayTimeout):
        GATEWAY.start(first)
    assert stands() == ("captured", 1930)
    wish(Wish.CALL_TIMES_OUT)
    with pytest.raises(GatewayTimeout):
        GATEWAY.refund(back(1930))
    assert GATEWAY.fetch_refund(back(1930)).status is RefundStatus.SUCCEEDED
    assert refunds() == [(1930, "succeeded")]
