"""Reading the audit: newest first, by page, and as far back as it goes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select

from storefront.clock import day_begins
from storefront.extensions import db
from storefront.staff.audit import AuditEntry

PAGE = 50
CHUNK = 1000


@dataclass(frozen=True)
class AuditAsked:
    """Which lines: all that fit everything that is said. Days are the shop's, both included; `subject` is its beginning."""

    member_id: int | None = None
    act: str = ""
    subject: str = ""
    first: date | None = None
    last: date | None = None


def entries(asked: AuditAsked, before: int | None = None, most: int = PAGE) -> list[AuditEntry]:
    """The newest lines that fit, older than the line `before`. One statement."""
    found = select(AuditEntry).where(*_fits(asked))
    if before is not None:
        found = found.where(AuditEntry.id < before)
    return list(db.session.scalars(found.order_by(AuditEntry.id.desc()).limit(most)))


def all_entries(asked: AuditAsked) -> Iterator[AuditEntry]:
    """Every line that fits, newest first; a chunk at a time is in memory."""
    before: int | None = None
    while chunk := entries(asked, before, CHUNK):
        before = chunk[-1].id
        yield from chunk
        db.session.expunge_all()


def _fits(asked: AuditAsked) -> Iterator[ColumnElement[bool]]:
    if asked.member_id is not None:
        yield AuditEntry.member_id == asked.member_id
    if asked.act:
        yield AuditEntry.act == asked.act
    if asked.subject:
        yield AuditEntry.subject >= asked.subject
        yield AuditEntry.subject < asked.subject + "\U0010ffff"
    if asked.first:
        yield AuditEntry.happened_at >= day_begins(asked.first)
    if asked.last:
        yield AuditEntry.happened_at < day_begins(asked.last + timedelta(days=1))


def told(before: dict[str, Any] | None, after: dict[str, Any] | None) -> list[tuple[str, Any, Any]]:
    """What changed, field by field in alphabetical order: its name, what it was and what it became; None for nothing."""
    old, new = before or {}, after or {}
    return [(name, old.get(name), new.get(name)) for name in sorted({*old, *new})]
