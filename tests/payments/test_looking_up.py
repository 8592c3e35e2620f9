"""Messages without our key that come before their attempt's reference is known: they wait, and are never dropped."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from storefront import worker
from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.payments.comparing import compare
from storefront.payments.dispute import Dispute
from storefront.payments.gateways import (
    DisputeStatus,
    Event,
    EventKind,
    Outcome,
    OutcomeStatus,
    ProviderCharge,
    ProviderDispute,
)
from storefront.payments.payment import Payment
from storefront.payments.radar.mismatch import Kind
from storefront.payments.radar.sweep import mismatches
from storefront.payments.settling import settle
from storefront.payments.webhook import WebhookEvent, receive
from tests.support.orders import place
from tests.support.probe import Probe, probe_in

CAPTURED = Outcome(OutcomeStatus.CAPTURED, "ch_1")


@pytest.fixture
def probe(shop: Flask) -> Probe:
    return probe_in(shop)


@pytest.fixture
def payment(probe: Probe, now: datetime) -> Payment:
    """An attempt of which no answer has come back yet: the probe's reference of it is known to nobody."""
    found = place(now)
    found.gateway = "probe"
    settle(found, Outcome(OutcomeStatus.UNKNOWN), now)
    db.session.commit()
    probe.says[found.idempotency_key] = Outcome(OutcomeStatus.UNKNOWN)
    dispute = ProviderDispute("dp_1", DisputeStatus.OPEN, found.amount)
    probe.says_of_disputes[found.idempotency_key] = [dispute]
    return found


def hear(now: datetime, kind: EventKind = EventKind.DISPUTE, charge: str = "") -> None:
    ref = "re_1" if charge else "ch_1"
    receive("probe", Event("evt_1", kind, "told", "", ref, now, charge), now)
    db.session.commit()


def work(now: datetime) -> None:
    while worker.run_due(now):
        pass
    db.session.rollback()
    db.session.expire_all()


def disputes() -> int:
    return db.session.scalar(select(func.count()).select_from(Dispute)) or 0


def waits() -> int:
    asked = select(func.count()).where(Job.kind == "payments.look_up", Job.done_at.is_(None))
    return db.session.scalar(asked) or 0


def test_a_dispute_that_overtook_its_own_charge_flags_it_once_the_charge_is_known(
    probe: Probe, payment: Payment, now: datetime
) -> None:
    hear(now)
    work(now + timedelta(minutes=2))
    assert (disputes(), waits()) == (0, 1)
    probe.says[payment.idempotency_key] = CAPTURED
    work(now + timedelta(minutes=12))
    assert (payment.provider_ref, disputes(), waits()) == ("ch_1", 1, 0)
    assert db.session.scalars(select(WebhookEvent.payment_id)).one() == payment.id
    assert Kind.DISPUTE in [one.kind for one in mismatches(now)]


def test_what_nobody_was_found_for_is_looked_up_every_night(
    probe: Probe, payment: Payment, now: datetime
) -> None:
    hear(now)
    for hours in (1, 2, 8, 20, 40):
        work(now + timedelta(hours=hours))
    assert (disputes(), waits()) == (0, 0)
    late = now + timedelta(days=3)
    settle(payment, CAPTURED, late)
    db.session.commit()
    compare(late)
    work(late)
    assert disputes() == 1
    compare(late)
    work(late)
    assert disputes() == 1


def test_a_refund_by_hand_is_named_as_soon_as_it_is_told(
    probe: Probe, payment: Payment, now: datetime
) -> None:
    hear(now, EventKind.REFUND, "ch_1")
    probe.says[payment.idempotency_key] = CAPTURED
    number, amount = payment.order.number or "", payment.amount
    charge = (payment.idempotency_key, "ch_1", number, CAPTURED.status, amount, amount, 300, now)
    probe.charges = [ProviderCharge(*charge)]
    db.session.rollback()
    work(now + timedelta(seconds=30))
    assert waits() == 1
    work(now + timedelta(minutes=11))
    assert waits() == 0
    found = [one for one in mismatches(now) if one.kind is Kind.REFUND_DIFFERS]
    assert [(one.order_number, one.amount, one.detail) for one in found] == [
        (number, 300, "0 / 300")
    ]
    assert ("in_books", charge[0]) in probe.asked


def test_somebody_elses_message_is_looked_up_a_few_times_and_kept(
    probe: Probe, now: datetime
) -> None:
    hear(now)
    for hours in range(24):
        work(now + timedelta(hours=hours))
    assert (waits(), probe.asked) == (0, [])
    looked = select(func.count()).where(Job.kind == "payments.look_up")
    assert db.session.scalar(looked) == 4
    assert db.session.scalars(select(WebhookEvent.attempt_ref)).all() == ["ch_1"]
