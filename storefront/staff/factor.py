"""The second factor of a member: an app that shows codes, passkeys, and recovery codes for the day both are lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model, UTCDateTime, insert_once
from storefront.extensions import db
from storefront.staff.passkey import LONGEST_CREDENTIAL, LONGEST_KEY

LONGEST_NAME = 40
SPENT_KEPT_FOR = timedelta(days=1)
"""Longer than anything lives that can be spent."""


class Kind(StrEnum):
    """What a factor is."""

    CODE = "code"
    """An app that shows six figures, others every 30 seconds (RFC 6238). A member has one at most."""
    PASSKEY = "passkey"


class Factor(Model):
    """Something a member has. What is secret of it is kept closed, see `sealing`."""

    __tablename__ = "staff_factor"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    """A `Kind`."""
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    """What the member calls it, to tell two passkeys apart; empty for an app."""
    secret: Mapped[str] = mapped_column(String(LONGEST_KEY))
    """Of an app its secret, closed; of a passkey its public key in base64, which is no secret."""
    credential: Mapped[str | None] = mapped_column(String(LONGEST_CREDENTIAL), unique=True)
    """By which a passkey is known, base64; None for an app."""
    counter: Mapped[int] = mapped_column(default=0)
    """Of an app the last 30 seconds whose code was used: no code works twice. Of a passkey its own counter, 0 where it has none."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class RecoveryCode(Model):
    """A code on paper that stands for a factor once. Kept as a keyed digest."""

    __tablename__ = "staff_recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"), index=True)
    digest: Mapped[str] = mapped_column(String(40))
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Spent(Model):
    """What worked once and works no more: the way from password to factor, the question a passkey was asked."""

    __tablename__ = "staff_spent"

    digest: Mapped[str] = mapped_column(String(40), primary_key=True)
    spent_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


@dataclass(frozen=True)
class Factors:
    """All a member can prove themselves with besides the password."""

    all: Sequence[Factor]
    codes_left: int
    """Recovery codes not used yet."""

    @property
    def app(self) -> Factor | None:
        """The app, if there is one."""
        return next((one for one in self.all if one.kind == Kind.CODE), None)

    @property
    def passkeys(self) -> list[Factor]:
        """The passkeys, oldest first."""
        return [one for one in self.all if one.kind == Kind.PASSKEY]

    def __bool__(self) -> bool:
        return bool(self.all)


def factors_of(member_id: int) -> Factors:
    """What a member has. Two statements."""
    found = select(Factor).where(Factor.member_id == member_id).order_by(Factor.id)
    left = select(func.count()).where(
        RecoveryCode.member_id == member_id, RecoveryCode.used_at.is_(None)
    )
    return Factors(db.session.scalars(found).all(), db.session.scalar(left) or 0)


def spend(digest: str, now: datetime) -> bool:
    """Use something up: True for exactly one caller. The caller commits."""
    return insert_once(Spent, digest=digest, spent_at=now)


def forget_spent(now: datetime) -> None:
    """Delete what is too old to be tried again anyway. The caller commits."""
    db.session.execute(delete(Spent).where(Spent.spent_at < now - SPENT_KEPT_FOR))
