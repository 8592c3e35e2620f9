"""Members of staff: who may sign in, in which role, in which language."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model, UTCDateTime
from storefront.extensions import db

LONGEST_EMAIL = 254
LONGEST_NAME = 40


class Member(Model):
    """One person. Never deleted, since the audit names them; switched off instead."""

    __tablename__ = "staff_member"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(LONGEST_EMAIL), unique=True)
    """As `tidy` makes it: half width, small letters."""
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    role: Mapped[str] = mapped_column(String(8))
    """A `roles.Role`."""
    locale: Mapped[str] = mapped_column(String(2))
    password: Mapped[str] = mapped_column(String(160))
    """The argon2id hash, with its parameters and salt."""
    password_is_new: Mapped[bool] = mapped_column(default=False)
    """Chosen by somebody else: to be changed before anything else is done."""
    active: Mapped[bool] = mapped_column(default=True)
    demo: Mapped[bool] = mapped_column(default=False)
    """Of the demo: needs no second factor, and is let in nowhere but in development."""
    version: Mapped[int] = mapped_column(default=1)
    """Grows with every change of name, role or state: who saves an older one is told."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


def tidy(email: str | None) -> str:
    """The one way an address is stored and looked up: half width, without spaces around, small letters."""
    return unicodedata.normalize("NFKC", email or "").strip().lower()


def member_by_email(email: str) -> Member | None:
    """The member of that address, active or not; it may be typed in any case."""
    return db.session.scalar(select(Member).where(Member.email == tidy(email)))
