"""Sessions of staff: rows, of whose random id only the digest is kept, so that each can be ended at any moment.

A session is begun by whoever has proved to be the member: with the password, and with the second factor where there
is one (`proving`), which stands between `credentials` and `begin`.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import ForeignKey, String, delete, exists, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model, UTCDateTime
from storefront.extensions import db
from storefront.staff.factor import Factor
from storefront.staff.member import Member, member_by_email
from storefront.staff.roles import TWO_STEPS, granted

IDLE = timedelta(minutes=30)
"""A session nobody has used for so long is over."""
LONGEST = timedelta(hours=12)
"""So is one that was begun so long ago, however busy it is."""
CONFIRMED_FOR = timedelta(minutes=10)
"""So long after typing the password a member may do what needs it typed anew: give money back, say."""
KEPT_FOR = timedelta(days=30)


class StaffSession(Model):
    """One signed-in browser. Over when `ended_at` is set, `ends_at` has come or the member is switched off."""

    __tablename__ = "staff_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the id in the cookie: reading this table lets nobody in."""
    begun_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    confirmed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    """When the password was last typed in this session."""
    proved_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When password and second factor were both asked for anew, for one change of what lets the member in."""
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    browser: Mapped[str] = mapped_column(String(40), default="")
    """What it called itself: "Firefox, Windows"."""
    caller: Mapped[str] = mapped_column(String(32), default="")
    """Where it was begun, as the audit has it."""


@dataclass(frozen=True)
class Credentials:
    """What is needed to check a password once the transaction that read it is over."""

    member_id: int
    name: str
    password: str
    active: bool
    email: str = ""
    demo: bool = False
    factored: bool = False
    """Whether there is a second factor to ask for."""


@dataclass(frozen=True)
class SignedIn:
    """Who is at work, read once per request and detached from the database."""

    session_id: int
    member_id: int
    email: str
    name: str
    role: str
    locale: str
    password_is_new: bool
    confirmed_at: datetime
    ends_at: datetime
    proved_at: datetime | None = None
    demo: bool = False
    factored: bool = False

    @property
    def lacks_factor(self) -> bool:
        """Whether a second factor has to be set up before anything else is done."""
        return not (self.demo or self.factored) and self.role in TWO_STEPS

    def may(self, permission: str) -> bool:
        """Whether the member's role allows it."""
        return granted(self.role, permission)

    def confirmed(self, now: datetime) -> bool:
        """Whether the password was typed lately enough for what needs it typed anew."""
        return now - self.confirmed_at < CONFIRMED_FOR

    def proved(self, now: datetime) -> bool:
        """Whether all that lets the member in was asked for lately: the factor too, where there is one."""
        if not self.factored:
            return self.confirmed(now)
        return self.proved_at is not None and now - self.proved_at < CONFIRMED_FOR


def credentials(email: str) -> Credentials | None:
    """What is kept for an address, None for an unknown one."""
    return _kept(member_by_email(email))


def credentials_of(member_id: int) -> Credentials | None:
    """What is kept for a member, None for an unknown one."""
    return _kept(db.session.get(Member, member_id, populate_existing=True))


def rehash(known: Credentials, fresh: str) -> bool:
    """Keep a hash of the same password made with today's parameters. False when it is another password by now. The caller commits."""
    result = db.session.execute(
        update(Member)
        .where(Member.id == known.member_id, Member.password == known.password)
        .values(password=fresh)
    )
    return int(result.rowcount) == 1  # type: ignore[attr-defined]


def begin(
    known: Credentials, now: datetime, caller: str, fresh: str = "", browser: str = ""
) -> str | None:
    """Begin a session for a member who has just proved to be it; the secret id for the cookie.

    `fresh` is a hash of the same password made with today's parameters, to be kept from now on. None when the
    member was switched off or got another password meanwhile. The caller commits.
    """
    member = db.session.scalar(
        select(Member)
        .where(Member.id == known.member_id, Member.active, Member.password == known.password)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if member is None:
        return None
    member.password = fresh or member.password
    secret = secrets.token_urlsafe(32)
    db.session.add(
        StaffSession(
            member_id=member.id,
            digest=_digest(secret),
            begun_at=now,
            ends_at=now + LONGEST,
            confirmed_at=now,
            caller=caller,
            browser=browser,
        )
    )
    return secret


def signed_in(secret: str, seen_at: datetime, now: datetime) -> SignedIn | None:
    """Who holds that id, last seen at `seen_at`; None when the session is unknown or over. One statement."""
    if now - seen_at >= IDLE:
        return None
    row = db.session.execute(
        select(StaffSession, Member, exists().where(Factor.member_id == Member.id))
        .join(Member, Member.id == StaffSession.member_id)
        .where(StaffSession.digest == _digest(secret), *_open(now), Member.active)
    ).first()
    if row is None:
        return None
    session, member, factored = row
    return SignedIn(
        session.id, member.id, member.email, member.name, member.role, member.locale,
        member.password_is_new, session.confirmed_at, session.ends_at, session.proved_at,
        member.demo, bool(factored),
    )  # fmt: skip


def open_sessions(member_id: int, now: datetime) -> Sequence[StaffSession]:
    """The browsers a member may be signed in with, newest first; those left idle are among them until they end."""
    found = select(StaffSession).where(StaffSession.member_id == member_id, *_open(now))
    return db.session.scalars(found.order_by(StaffSession.id.desc())).all()


def is_open(session_id: int, now: datetime) -> bool:
    """Whether a session has not been ended yet. One statement."""
    found = select(StaffSession.id).where(StaffSession.id == session_id, *_open(now))
    return db.session.scalar(found) is not None


def confirm(session_id: int, now: datetime) -> None:
    """Note that the password was just typed anew. The caller commits."""
    _note(session_id, confirmed_at=now)


def prove_anew(session_id: int, now: datetime) -> None:
    """Note that password and factor were both just given anew. The caller commits."""
    _note(session_id, confirmed_at=now, proved_at=now)


def proof_used(session_id: int) -> None:
    """What they were given for is done; the next time they are asked for again. The caller commits."""
    _note(session_id, proved_at=None)


def end(session_id: int, now: datetime) -> None:
    """End one session. Safe to repeat; the caller commits."""
    _end(now, StaffSession.id == session_id)


def end_one(member_id: int, session_id: int, now: datetime) -> bool:
    """End one session of a member; False when it is not theirs, or over. The caller commits."""
    return _end(now, StaffSession.id == session_id, StaffSession.member_id == member_id) == 1


def end_all(member_id: int, now: datetime) -> int:
    """End every session of a member and tell how many there were. The caller commits."""
    return _end(now, StaffSession.member_id == member_id, StaffSession.ends_at > now)


def forget_old(now: datetime) -> None:
    """Delete sessions that were over a month ago; the audit keeps who signed in and out. The caller commits."""
    db.session.execute(delete(StaffSession).where(StaffSession.ends_at < now - KEPT_FOR))


def _kept(found: Member | None) -> Credentials | None:
    if found is None:
        return None
    factored = db.session.scalar(select(exists().where(Factor.member_id == found.id)))
    return Credentials(
        found.id, found.name, found.password, found.active, found.email, found.demo, bool(factored)
    )


def _note(session_id: int, **what: datetime | None) -> None:
    db.session.execute(update(StaffSession).where(StaffSession.id == session_id).values(**what))


def _open(now: datetime) -> tuple[Any, ...]:
    return StaffSession.ended_at.is_(None), StaffSession.ends_at > now


def _end(now: datetime, *which: Any) -> int:
    result = db.session.execute(
        update(StaffSession)
        .where(StaffSession.ended_at.is_(None), *which)
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount)  # type: ignore[attr-defined]


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
