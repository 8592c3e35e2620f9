"""The demo's provider takes money by every method: a voucher for four chains, an account of the order's own, a wallet."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from storefront.extensions import db
from storefront.payments.gateways import OutcomeStatus
from storefront.payments.gateways.cards import Behaviour
from storefront.payments.gateways.demo import DemoCard, IllegalMove, acts
from storefront.payments.voucher import Account, Stores, read
from tests.payments.play_money import GATEWAY, Turn, asked, charge, stands, token, turn

__all__ = ["turn"]


def test_a_store_voucher_has_four_chains_each_with_its_numbers(shop: Flask) -> None:
    outcome = GATEWAY.start(charge("konbini"))
    assert (outcome.status, outcome.received) == (OutcomeStatus.PROCESSING, 0)
    voucher = read(outcome.voucher)
    assert isinstance(voucher, Stores)
    assert [one.chain for one in voucher.stores] == ["seven", "familymart", "lawson", "ministop"]
    assert len({one.number for one in voucher.stores}) == 4
    assert all(len(one.number) == 11 and len(one.confirmation) == 6 for one in voucher.stores)
    assert voucher.page == f"/demo/store/{outcome.ref}"
    assert GATEWAY.fetch(asked()).voucher == outcome.voucher


def test_money_paid_at_a_store_is_all_of_it_and_once(shop: Flask) -> None:
    ref = GATEWAY.start(charge("konbini")).ref
    assert acts.pay_at_store(ref).status is OutcomeStatus.CAPTURED
    with pytest.raises(IllegalMove, match="paid"):
        acts.pay_at_store(ref)
    assert stands() == ("captured", 1930)


def test_a_voucher_that_ran_out_takes_no_money_unless_it_comes_late_on_request(
    shop: Flask, turn: Turn
) -> None:
    ref = GATEWAY.start(charge("konbini")).ref
    turn(timedelta(days=3, seconds=1))
    expired = GATEWAY.fetch(asked())
    assert (expired.status, expired.failure) == (OutcomeStatus.CANCELLED, "expired")
    with pytest.raises(IllegalMove, match="over"):
        acts.pay_at_store(ref)
    assert stands() == ("cancelled", 0)
    late = acts.pay_at_store(ref, late=True)
    assert (late.status, late.received) == (OutcomeStatus.CAPTURED, 1930)


def test_a_voucher_that_was_paid_never_runs_out(shop: Flask, turn: Turn) -> None:
    acts.pay_at_store(GATEWAY.start(charge("konbini")).ref)
    turn(timedelta(days=4))
    assert GATEWAY.fetch(asked()).status is OutcomeStatus.CAPTURED


def test_an_account_of_the_orders_own_in_the_buyers_language(shop: Flask) -> None:
    ours = read(GATEWAY.start(charge("bank_transfer")).voucher)
    theirs = read(GATEWAY.start(charge("bank_transfer", "key-2", locale="en")).voucher)
    assert isinstance(ours, Account) and isinstance(theirs, Account)
    assert ours.bank == "デモ銀行" and theirs.bank == "Demo Bank (デモ銀行)"
    assert ours.branch == f"第{ours.branch_code}支店"
    assert len(ours.branch_code) == 3 and len(ours.account) == 7
    assert (ours.branch_code, ours.account) != (theirs.branch_code, theirs.account)


def test_parts_of_a_transfer_add_up_and_too_much_is_counted(shop: Flask) -> None:
    ref = GATEWAY.start(charge("bank_transfer")).ref
    first = acts.transfer(ref, 930)
    assert (first.status, first.received) == (OutcomeStatus.PROCESSING, 930)
    second = acts.transfer(ref, 1000)
    assert (second.status, second.received) == (OutcomeStatus.CAPTURED, 1930)
    third = acts.transfer(ref, 70)
    assert (third.status, third.received) == (OutcomeStatus.CAPTURED, 2000)


@pytest.mark.parametrize("amount", [0, -1, 10_000_000])
def test_a_sum_that_is_none_is_refused(shop: Flask, amount: int) -> None:
    ref = GATEWAY.start(charge("bank_transfer")).ref
    with pytest.raises(IllegalMove, match="amount"):
        acts.transfer(ref, amount)
    assert stands() == ("processing", 0)


def test_a_part_that_came_before_the_end_is_told_with_the_cancellation(shop: Flask) -> None:
    ref = GATEWAY.start(charge("bank_transfer")).ref
    acts.transfer(ref, 500)
    ended = GATEWAY.cancel(asked())
    assert (ended.status, ended.received) == (OutcomeStatus.CANCELLED, 500)
    with pytest.raises(IllegalMove, match="over"):
        acts.transfer(ref, 1430)
    late = acts.transfer(ref, 1430, late=True)
    assert (late.status, late.received) == (OutcomeStatus.CAPTURED, 1930)


def test_a_wallet_asks_its_buyer(shop: Flask) -> None:
    outcome = GATEWAY.start(charge("wallet"))
    assert outcome.action_path == f"/demo/wallet/{outcome.ref}"
    refused = acts.answer(outcome.ref, approved=False)
    assert refused is not None
    assert (refused.status, refused.failure) == (OutcomeStatus.DECLINED, "refused_by_buyer")
    assert acts.answer(outcome.ref, approved=True) == refused
    assert stands() == ("declined", 0)


def test_a_method_it_does_not_know_is_declined(shop: Flask) -> None:
    outcome = GATEWAY.start(charge("cheque"))
    assert (outcome.status, outcome.failure) == (OutcomeStatus.DECLINED, "unknown_method")


def test_a_card_is_kept_with_consent_and_charged_again(shop: Flask) -> None:
    first = charge(keep_card=True)
    kept = GATEWAY.start(first).kept_card
    assert kept == f"demo_customer/{first.source}"
    again = GATEWAY.start(charge(key="key-2", source=kept))
    assert (again.status, again.kept_card) == (OutcomeStatus.CAPTURED, "")


def test_a_card_that_was_not_to_be_kept_is_not(shop: Flask) -> None:
    first = charge()
    assert GATEWAY.start(first).kept_card == ""
    again = GATEWAY.start(charge(key="key-2", source=f"demo_customer/{first.source}"))
    assert again.status is OutcomeStatus.DECLINED
    assert stands("key-2") == ("declined", 0)


def test_a_declined_card_is_not_kept(shop: Flask) -> None:
    declined = charge(source=token(Behaviour.DECLINED), keep_card=True)
    assert GATEWAY.start(declined).kept_card == ""
    db.session.rollback()
    card = db.session.get(DemoCard, declined.source)
    assert card is not None and card.kept_at is None


def test_a_kept_card_may_ask_its_buyer_again(shop: Flask, now: datetime) -> None:
    asks = charge(source=token(Behaviour.THREE_D_SECURE), keep_card=True)
    waiting = GATEWAY.start(asks)
    assert waiting.kept_card == ""
    done = acts.answer(waiting.ref, approved=True)
    assert done is not None and done.kept_card
    again = GATEWAY.start(charge(key="key-2", source=done.kept_card))
    assert again.status is OutcomeStatus.NEEDS_ACTION
    assert again.action_path == f"/demo/3-d-secure/{again.ref}"
