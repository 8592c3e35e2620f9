"""After the storm: what staff find in the radar is put back, what buyers mean to do is done, and all time passes that anything waits for."""

import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from flask import Flask
from sqlalchemy import select

from storefront.database import writing
from storefront.extensions import db
from storefront.jobs import queue
from storefront.jobs.queue import Job
from storefront.payments.gateways import demo
from storefront.payments.radar.asking import MOST
from storefront.payments.radar.mismatch import Kind
from storefront.payments.radar.sweep import mismatches
from tests.torture.crowd import Crowd, all_work

PAUSES = (0.05, 2, 2, 30, *[24.0 * 4] * 8)
"""Hours."""
AT_MOST = 600
"""Seconds of ours."""
GIVEN_UP = frozenset({Kind.JOB_DEAD, Kind.MAIL_DEAD, Kind.WEBHOOK_FAILED})
MEANT = ("the worker never came back", "Boom", "GatewayTimeout")
"""Why a job may be given up in a storm: it was killed or failed ten times over by what the torture itself did."""


def come_to_rest(crowd: Crowd) -> tuple[Counter[str], Sequence[str]]:
    """Nothing goes wrong any more. Jobs that were given up meanwhile, by kind, and what was not as it should be."""
    ends = time.monotonic() + AT_MOST
    with crowd.app.app_context():
        demo.forget_wishes()
        revived, wrong = revive(crowd.now())
    for later in crowd.plans_left():
        later.happen(crowd.app)
    for pause in PAUSES:
        crowd.offset.value += pause * 3600
        all_work(crowd.app, crowd.now)
        if time.monotonic() > ends:
            return revived, [*wrong, f"never came to rest: not within {AT_MOST} s"]
    return revived, [*wrong, *_stuck(crowd.app, crowd.now())]


def revive(now: datetime) -> tuple[Counter[str], list[str]]:
    """Put given-up jobs back as `flask jobs retry` does, once it is sure that the radar shows staff each of them."""
    dead = db.session.execute(
        select(Job.id, Job.kind, Job.error).where(Job.dead_at.is_not(None), Job.done_at.is_(None))
    ).all()
    shown = {one.subject for one in mismatches(now) if one.kind in GIVEN_UP}
    wrong = [
        f"hidden from staff: job {kind} was given up and is not in the radar"
        for job_id, kind, _error in dead
        if str(job_id) not in shown and len(shown) < MOST
    ]
    wrong += [
        f"job failed of itself: {kind}: {error[:200]}"
        for _id, kind, error in dead
        if not any(word in error for word in MEANT)
    ]
    db.session.rollback()
    token = writing.set(True)
    queue.revive(now)
    db.session.commit()
    writing.reset(token)
    return Counter(kind for _id, kind, _error in dead), wrong


def _stuck(app: Flask, now: datetime) -> list[str]:
    """What the shop's own radar still finds that nobody but staff could mend: the proof and the radar have to agree."""
    waits_for_people = {
        Kind.ACCOUNT_WANTED, Kind.REFUND_TO_SEND, Kind.CASH_AWAITED, Kind.METHOD_CLOSED,
    }  # fmt: skip
    with app.app_context():
        found = [one for one in mismatches(now) if one.kind not in waits_for_people]
        db.session.rollback()
    return [f"radar: {one.kind.value} {one.subject}: {one.detail}" for one in found]
