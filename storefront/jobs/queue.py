"""Jobs: work written down in the transaction that makes it necessary, done later by the worker.

At least once: a job whose worker dies is taken up again when its lease ends, so whatever runs a job must bear repeating.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ColumnElement, Index, String, Text, delete, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model, UTCDateTime, insert_once
from storefront.extensions import db

LEASE = timedelta(minutes=2)
LAST_TRY = 10
LONGEST_WAIT = timedelta(hours=1)
KEPT_FOR = timedelta(days=7)


class Job(Model):
    """One piece of work. Waiting until `run_at`, held until `lease_until`, then done or dead."""

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(48))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    key: Mapped[str | None] = mapped_column(String(96), unique=True)
    run_at: Mapped[datetime] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    dead_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    error: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (Index("ix_job_due", "done_at", "dead_at", "run_at"),)


def enqueue(kind: str, payload: dict[str, Any], run_at: datetime, key: str | None = None) -> bool:
    """Write a job in the caller's transaction. With a `key` it is written once ever; False if it was there."""
    return insert_once(
        Job, kind=kind, payload=payload, key=key, run_at=run_at, attempts=0, error=""
    )


def claim_due(now: datetime, limit: int = 10) -> list[Job]:
    """Take up to `limit` due jobs for this worker; the caller commits at once and then works on them.

    A job at whose every try the worker died, so that none could be put back, is given up.
    """
    _bury_the_deadly(now)
    free = or_(Job.lease_until.is_(None), Job.lease_until < now)
    due = (
        select(Job.id)
        .where(Job.done_at.is_(None), Job.dead_at.is_(None), Job.run_at <= now, free)
        .order_by(Job.run_at, Job.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = db.session.scalars(
        update(Job)
        .where(Job.id.in_(due.scalar_subquery()))
        .values(lease_until=now + LEASE, attempts=Job.attempts + 1)
        .returning(Job)
        .execution_options(synchronize_session=False, populate_existing=True)
    ).all()
    return sorted(taken, key=lambda job: (job.run_at, job.id))


def _bury_the_deadly(now: datetime) -> None:
    tried_out = (Job.attempts >= LAST_TRY, Job.lease_until < now)
    db.session.execute(
        update(Job)
        .where(Job.done_at.is_(None), Job.dead_at.is_(None), *tried_out)
        .values(dead_at=now, lease_until=None, error="the worker never came back from it")
        .execution_options(synchronize_session=False)
    )


def anything_due(now: datetime) -> bool:
    """Whether a worker would find something to take; a cheap look that locks nothing."""
    return (
        db.session.scalar(
            select(Job.id)
            .where(
                Job.done_at.is_(None),
                Job.dead_at.is_(None),
                Job.run_at <= now,
                or_(Job.lease_until.is_(None), Job.lease_until < now),
            )
            .limit(1)
        )
        is not None
    )


def finish(job: Job, now: datetime) -> None:
    """Mark a job done; commits together with its effects."""
    job.done_at = now
    job.dead_at = job.lease_until = None


def fail(job: Job, error: str, now: datetime) -> None:
    """Put a job back with growing patience (2^n seconds, an hour at most); after ten tries it is dead."""
    job.error = error[:2000]
    job.lease_until = None
    if job.attempts >= LAST_TRY:
        job.dead_at = now
        return
    job.run_at = now + min(timedelta(seconds=2**job.attempts), LONGEST_WAIT)


def revive(now: datetime) -> int:
    """Put every dead job back to be tried anew, ten times at most; returns how many. Safe to repeat."""
    result = db.session.execute(
        update(Job)
        .where(Job.dead_at.is_not(None), Job.done_at.is_(None))
        .values(dead_at=None, attempts=0, run_at=now)
        .execution_options(synchronize_session=False)
    )
    return result.rowcount  # type: ignore[attr-defined, no-any-return]


def revive_one(job_id: int, now: datetime) -> bool:
    """Put one dead job back to be tried anew; False when it is not dead. Safe to repeat; the caller commits."""
    return _put_back(now, Job.id == job_id, Job.dead_at.is_not(None), Job.done_at.is_(None))


def do_again(key: str, now: datetime) -> bool:
    """Put the job of that key back, done or dead; False when there is none or it waits. The caller commits."""
    return _put_back(now, Job.key == key, or_(Job.dead_at.is_not(None), Job.done_at.is_not(None)))


def _put_back(now: datetime, *which: ColumnElement[bool]) -> bool:
    result = db.session.execute(
        update(Job)
        .where(*which)
        .values(dead_at=None, done_at=None, attempts=0, run_at=now)
        .execution_options(synchronize_session=False)
    )
    return result.rowcount == 1  # type: ignore[attr-defined, no-any-return]


def forget_done(now: datetime) -> int:
    """Delete jobs done more than a week ago; returns how many."""
    result = db.session.execute(delete(Job).where(Job.done_at < now - KEPT_FOR))
    return result.rowcount  # type: ignore[attr-defined, no-any-return]


def lag(now: datetime) -> timedelta:
    """How long the oldest due job has been waiting; zero when none is."""
    oldest = db.session.scalar(
        select(Job.run_at)
        .where(Job.done_at.is_(None), Job.dead_at.is_(None), Job.run_at <= now)
        .order_by(Job.run_at)
        .limit(1)
    )
    return now - oldest if oldest else timedelta(0)
