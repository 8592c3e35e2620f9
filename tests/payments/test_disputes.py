"""Disputes: the present state counts, each only moves forward, and what is lost stays on the list until staff take note."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import permutations

import pytest
from flask import Flask
from sqlalchemy import select

from storefront import worker
from storefront.catalog import stock
from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.orders.order import Order
from storefront.orders.refund import left_of
from storefront.payments.calling_off import call_off
from storefront.payments.comparing import compare
from storefront.payments.dispute import Dispute
from storefront.payments.disputes import dispute_over, note_loss
from storefront.payments.fulfilling import CannotSend, mark_sent
from storefront.payments.gateways import (
    DisputeStatus,
    Event,
    EventKind,
    Outcome,
    OutcomeStatus,
    ProviderDispute,
)
from storefront.payments.payment import Payment
from storefront.payments.radar.mismatch import Kind, Remedy
from storefront.payments.radar.repairs import repair
from storefront.payments.radar.sweep import mismatches
from storefront.payments.refunding import InDispute, refund_order
from storefront.payments.reimbursement import Reimbursement
from storefront.payments.settling import settle
from storefront.payments.webhook import receive
from tests.support.disputing import disputed
from tests.support.orders import place
from tests.support.probe import Probe, probe_in

OPEN, LOST, WON = DisputeStatus
SOON = timedelta(minutes=1)


@pytest.fixture
def probe(shop: Flask) -> Probe:
    return probe_in(shop)


@pytest.fixture
def payment(probe: Probe, now: datetime) -> Payment:
    """A paid order's payment that the probe took."""
    found = place(now)
    settle(found, Outcome(OutcomeStatus.CAPTURED, "ch_1"), now)
    db.session.commit()
    return found


def told(order: Order) -> list[str]:
    """What the timeline says of disputes."""
    db.session.expire_all()
    words = {"disputed", "dispute_won", "dispute_lost", "dispute_over", "loss_noted"}
    return [event.kind for event in order.events if event.kind in words]


def listed(now: datetime) -> list[Kind]:
    return [one.kind for one in mismatches(now)]


def message(number: int, now: datetime) -> None:
    """One message about the dispute arrives, of whatever type, and the worker follows it up."""
    receive("probe", Event(f"evt_{number}", EventKind.DISPUTE, "dispute", "", "ch_1", now), now)
    db.session.commit()
    while worker.run_due(now):
        pass


def stands(probe: Probe, payment: Payment, status: DisputeStatus) -> None:
    probe.says_of_disputes[payment.idempotency_key] = [
        ProviderDispute("dp_1", status, payment.amount)
    ]
    db.session.rollback()


def test_a_dispute_holds_the_order_and_one_that_is_won_lets_it_go_by_itself(
    probe: Probe, payment: Payment, now: datetime
) -> None:
    order = payment.order
    stands(probe, payment, OPEN)
    message(1, now)
    assert (told(order), listed(now)) == (["disputed"], [Kind.DISPUTE])
    with pytest.raises(CannotSend):
        mark_sent(order, now)
    stands(probe, payment, WON)
    message(2, now)
    assert (told(order), listed(now)) == (["disputed", "dispute_won"], [])
    assert mark_sent(order, now)


def test_a_message_of_the_opening_that_comes_after_the_end_flags_nothing(
    probe: Probe, payment: Payment, now: datetime
) -> None:
    stands(probe, payment, WON)
    for number in (2, 1, 1, 2):
        message(number, now)
    assert (told(payment.order), listed(now)) == (["disputed", "dispute_won"], [])
    assert payment.order.state == "placed"


@pytest.mark.parametrize("news", sorted({*permutations([OPEN, OPEN, LOST, LOST, WON], 4)}))
def test_answers_that_overtake_each_other_end_the_same(
    payment: Payment, now: datetime, news: Sequence[DisputeStatus]
) -> None:
    for status in news:
        disputed(payment, now, status)
    disputed(payment, now, WON)
    db.session.commit()
    (row,) = db.session.scalars(select(Dispute)).all()
    assert (row.state, row.held, row.bank_has_it) == ("won", False, False)
    said = told(payment.order)
    assert (said[0], said[-1], said.count("dispute_won")) == ("disputed", "dispute_won", 1)
    assert len(said) == len(set(said))
    assert listed(now) == []


def test_money_that_is_lost_stays_on_the_list_until_staff_take_note(
    probe: Probe, payment: Payment, now: datetime
) -> None:
    order = payment.order
    for status in (OPEN, LOST, OPEN):
        stands(probe, payment, status)
        message(len(told(order)) + 10 * len(probe.asked), now)
    assert (told(order), listed(now)) == (["disputed", "dispute_lost"], [Kind.DISPUTE_LOST])
    assert not dispute_over(order, now)
    with pytest.raises(CannotSend):
        mark_sent(order, now)
    done = repair(Kind.DISPUTE_LOST, "dp_1", now)
    assert (done.remedy, done.amount) == (Remedy.NOTE_LOSS, payment.amount)
    db.session.commit()
    assert (told(order)[-1], listed(now)) == ("loss_noted", [])
    assert not note_loss(order, now)
    with pytest.raises(InDispute):
        refund_order(order, {}, 650, 0, "遅れたため", now)
    assert mark_sent(order, now)


def test_an_order_whose_money_is_lost_ends_by_a_refund_that_is_only_written_down(
    payment: Payment, now: datetime
) -> None:
    order = payment.order
    disputed(payment, now, LOST)
    assert note_loss(order, now)
    with pytest.raises(InDispute):
        call_off(order, "お金が戻らないため", now)
    left = left_of(order, [])
    pieces = {line: line.quantity for line in order.lines}
    why = "カード会社が返したため"
    refund_order(order, pieces, left.shipping, left.fee, why, now, pieces, by_hand=True)
    db.session.commit()
    assert (order.state, listed(now)) == ("cancelled", [])
    assert stock.disagreements() == []


def test_a_loss_is_shown_though_staff_had_called_the_dispute_over(
    payment: Payment, now: datetime
) -> None:
    disputed(payment, now)
    assert dispute_over(payment.order, now)
    db.session.commit()
    assert listed(now) == []
    disputed(payment, now, LOST)
    db.session.commit()
    assert listed(now) == [Kind.DISPUTE_LOST]


def test_what_was_to_go_back_has_gone_by_the_bank_once_the_loss_is_noted(
    payment: Payment, now: datetime
) -> None:
    refund_order(payment.order, {}, 650, 0, "遅れたため", now)
    disputed(payment, now)
    disputed(payment, now, LOST)
    db.session.commit()
    while worker.run_due(now):
        pass
    row = db.session.scalars(select(Reimbursement)).one()
    assert (row.state, row.submitted_at) == ("requested", None)
    assert note_loss(payment.order, now)
    db.session.commit()
    while worker.run_due(now + timedelta(days=2)):
        pass
    db.session.expire_all()
    assert (row.state, row.failure, row.submitted_at) == ("succeeded", "by_bank", None)


def test_a_company_that_is_away_is_asked_again(
    probe: Probe, payment: Payment, now: datetime
) -> None:
    stands(probe, payment, OPEN)
    probe.away = True
    message(1, now)
    assert told(payment.order) == []
    probe.away = False
    while worker.run_due(now + SOON):
        pass
    assert told(payment.order) == ["disputed"]


def test_a_dispute_whose_end_was_never_told_is_asked_about_at_night(
    probe: Probe, payment: Payment, now: datetime
) -> None:
    stands(probe, payment, OPEN)
    message(1, now)
    stands(probe, payment, WON)
    compare(now)
    assert told(payment.order) == ["disputed"]
    while worker.run_due(now):
        pass
    assert told(payment.order) == ["disputed", "dispute_won"]
    compare(now)
    waiting = select(Job).where(Job.kind == "payments.heard", Job.done_at.is_(None))
    assert db.session.scalars(waiting).all() == []


def test_the_commands_settle_what_is_over_or_lost_once(
    shop: Flask, payment: Payment, now: datetime
) -> None:
    run, number = shop.test_cli_runner().invoke, payment.order.number
    disputed(payment, now)
    db.session.commit()
    assert run(args=["payments", "loss", number]).exit_code == 1
    radar = run(args=["payments", "radar"])
    assert "The buyer's bank wants the money back" in radar.output
    assert run(args=["payments", "dispute-over", number]).output == f"Order {number} goes on\n"
    disputed(payment, now, LOST)
    db.session.commit()
    lost = run(args=["payments", "radar"])
    assert (lost.exit_code, "Money lost in a dispute" in lost.output) == (1, True)
    assert run(args=["payments", "dispute-over", number]).exit_code == 1
    noted = run(args=["payments", "loss", number])
    assert noted.output == f"Order {number}: the loss is written down\n"
    assert run(args=["payments", "loss", number]).exit_code == 1
