"""Timers as rows: any number of workers may run, each due timer fires once."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model, UTCDateTime, insert_once
from storefront.extensions import db
from storefront.jobs.queue import enqueue


class Timer(Model):
    """When a kind of job is to be written next."""

    __tablename__ = "timer"

    kind: Mapped[str] = mapped_column(String(48), primary_key=True)
    next_run: Mapped[datetime] = mapped_column(UTCDateTime)


def due(every: dict[str, timedelta], now: datetime) -> bool:
    """Whether `tick` would write anything; a look that locks nothing."""
    waiting = set(db.session.scalars(select(Timer.kind).where(Timer.next_run > now)))
    return not set(every) <= waiting


def tick(every: dict[str, timedelta], now: datetime) -> int:
    """Write a job for each kind whose time has come; returns how many. Missed turns are not made up for."""
    written = 0
    for kind, pause in sorted(every.items()):
        if insert_once(Timer, kind=kind, next_run=now + pause):
            written += enqueue(kind, {}, now)
            continue
        moved = db.session.execute(
            update(Timer)
            .where(Timer.kind == kind, Timer.next_run <= now)
            .values(next_run=now + pause)
            .execution_options(synchronize_session=False)
        )
        if moved.rowcount == 1:  # type: ignore[attr-defined]
            written += enqueue(kind, {}, now)
    return written
