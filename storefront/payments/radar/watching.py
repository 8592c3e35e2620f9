"""The last whole sweep, kept: what a large shop can't compare anew whenever somebody opens a page.

The worker sweeps every few minutes. Where it has not done so lately, all is compared when it is asked for.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model, UTCDateTime, insert_or_change, writing
from storefront.extensions import db
from storefront.orders.finding import made_up
from storefront.payments.radar.mismatch import Kind, Mismatch
from storefront.payments.radar.sweep import ASKED_BY, RULES, THOROUGH, mismatches, sorted_out

WATCH = "radar.watch"
"""The job."""
EVERY = timedelta(minutes=10)
HOLDS_FOR = timedelta(minutes=45)
"""So long a sweep is shown; no worker has swept where it is older."""
_ONLY = 1


class Sweep(Model):
    """The last sweep: one row. `found` has the kind, the subject and whether nobody placed the order, of each mismatch."""

    __tablename__ = "radar_sweep"

    id: Mapped[int] = mapped_column(primary_key=True)
    swept_at: Mapped[datetime] = mapped_column(UTCDateTime)
    found: Mapped[list[list[Any]]] = mapped_column(JSON)


@dataclass(frozen=True)
class Watched:
    """How many mismatches of each kind there are, without those of orders that nobody placed.

    As they stood at `at`, less what was repaired since; None: just now.
    """

    counts: Counter[Kind]
    at: datetime | None


def watch(now: datetime) -> None:
    """Sweep and keep what is found. The caller commits.

    Call it with nothing begun: nobody waits while it reads.
    """
    token = writing.set(False)
    try:
        found = _told(mismatches(now))
        db.session.rollback()
    finally:
        writing.reset(token)
    insert_or_change(
        Sweep, ["id"], lambda _old, new: {"swept_at": new.swept_at, "found": new.found},
        id=_ONLY, swept_at=now, found=found,
    )  # fmt: skip


def watched(now: datetime) -> Watched:
    """The counts; one statement where the worker has swept lately."""
    kept = _kept(now)
    found = kept.found if kept else _told(mismatches(now))
    counts = Counter(Kind(kind) for kind, _subject, nobodys in found if not nobodys)
    return Watched(counts, kept.swept_at if kept else None)


def listed(now: datetime) -> tuple[tuple[Mismatch, ...], datetime | None]:
    """Every mismatch as it stands at this moment, and when it was that all was last compared; None: just now.

    What the rules of THOROUGH found in the last sweep is looked at again, and is left out where it is gone. What has become wrong
    since then is found by the next.
    """
    kept = _kept(now)
    if kept is None:
        return mismatches(now), None
    return sorted_out(_again(kept, now)), kept.swept_at


def put_right(found: Mismatch) -> None:
    """Take what was repaired out of the last sweep. The caller commits."""
    kept = db.session.get(Sweep, _ONLY, with_for_update=True)
    if kept is not None:
        which = [found.kind.value, found.subject]
        kept.found = [one for one in kept.found if one[:2] != which]


def _kept(now: datetime) -> Sweep | None:
    kept = db.session.get(Sweep, _ONLY)
    return kept if kept is not None and kept.swept_at > now - HOLDS_FOR else None


def _told(found: tuple[Mismatch, ...]) -> list[list[Any]]:
    nobodys = made_up([one.order_number for one in found])
    return [[one.kind.value, one.subject, one.order_number in nobodys] for one in found]


def _again(kept: Sweep, now: datetime) -> Iterator[Mismatch]:
    known = defaultdict(set)
    for kind, subject, _nobodys in kept.found:
        for rule in ASKED_BY.get(Kind(kind), ()):
            known[rule].add(str(subject))
    for rule in RULES:
        if rule not in THOROUGH:
            yield from rule(now, None)
        elif known[rule]:
            yield from rule(now, known[rule])
