"""The comparison when a company is away, and what it finds beyond the charges of the last days."""

from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select

from storefront import worker
from storefront.extensions import db
from storefront.jobs.queue import Job, enqueue
from storefront.payments.comparing import compare
from storefront.payments.gateways.installed import install
from storefront.payments.radar.mismatch import Kind
from tests.payments.compared import HOUR, found, listed, paid, probe, there
from tests.support.probe import Probe

__all__ = ["probe"]


def test_a_gateway_that_is_away_holds_up_none_of_the_others(
    shop: Flask, now: datetime, probe: Probe
) -> None:
    silent, other = Probe(away=True, code="silent"), Probe(code="other")
    shop.extensions["gateways"] = install([silent, probe, other])
    other.charges = [there(paid(now), refunded=10)]
    made = compare(now)
    assert (made.away, made.charges, made.same) == (("silent",), 1, False)
    assert [one.kind for one in made.findings] == [Kind.REFUND_DIFFERS]
    enqueue("payments.compare", {}, now)
    db.session.commit()
    while worker.run_due(now):
        pass
    job = db.session.scalars(select(Job).where(Job.kind == "payments.compare")).one()
    assert (job.done_at, job.attempts, "no answer from silent" in job.error) == (None, 1, True)
    silent.away = False
    while worker.run_due(now + HOUR):
        pass
    db.session.refresh(job)
    assert job.done_at is not None
    assert listed(now + HOUR) == [Kind.REFUND_DIFFERS]


def test_a_refund_by_hand_is_found_whatever_the_age_of_its_charge(
    shop: Flask, now: datetime, probe: Probe
) -> None:
    payment = paid(now)
    year = now + timedelta(days=365)
    compare(now + HOUR)
    probe.refunded_lately = [there(payment, refunded=300)]
    assert found(year) == [(Kind.REFUND_DIFFERS, payment.order.number, 300, "0 / 300")]
    probe.refunded_lately = []
    compare(year + timedelta(days=9))
    assert Kind.REFUND_DIFFERS in listed(year)
