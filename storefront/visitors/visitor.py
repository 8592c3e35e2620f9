"""A visitor: a random key in the session, and a row from the first moment there is something to remember.

No name, no address, no device. Looking at pages makes no row; being shown an offer, answering one and switching offers
off do.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ScalarSelect, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model, UTCDateTime, insert_or_change
from storefront.extensions import db

REMEMBERED_FOR = timedelta(days=180)


class Visitor(Model):
    """Somebody the shop knows by nothing but a random key."""

    __tablename__ = "visitor"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    """When something of theirs was last written down."""
    offers_off_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When they asked to be shown no offers; None while they may be."""


def new_key() -> str:
    """A key for a session that has none yet; nothing is written."""
    return secrets.token_hex(12)


def visitor_of(key: str) -> Visitor | None:
    """The visitor of a key, None before anything was written of them. One statement."""
    return db.session.scalar(select(Visitor).where(Visitor.key == key)) if key else None


def visitor_id(key: str) -> ScalarSelect[int | None]:
    """The number of a visitor for a row that is being written; NULL where they were forgotten meanwhile."""
    return select(Visitor.id).where(Visitor.key == key).scalar_subquery()


def visitor_for(key: str, now: datetime) -> Visitor:
    """The visitor of a key, made where there is none. Safe to repeat; the caller commits."""
    return insert_or_change(
        Visitor,
        ("key",),
        lambda _here, new: {"seen_at": new.seen_at},
        key=key,
        created_at=now,
        seen_at=now,
    )


def forget_old_visitors(now: datetime) -> int:
    """Delete visitors of whom nothing was written for 180 days, with what they were shown; returns how many."""
    result = db.session.execute(
        delete(Visitor)
        .where(Visitor.seen_at < now - REMEMBERED_FOR)
        .execution_options(synchronize_session=False)
    )
    return result.rowcount  # type: ignore[attr-defined, no-any-return]
