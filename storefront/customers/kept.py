"""What staff keep about a person besides the orders: notes, and what they said about mails.

A person is an e-mail address in small letters: the shop has no accounts, and nothing else about a guest is one's own.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model, UTCDateTime, insert_once
from storefront.extensions import db
from storefront.orders.order import OrderContact

LONGEST = 500


class CustomerNote(Model):
    """What one member wrote about a person. Never changed; gone when the person is erased."""

    __tablename__ = "customer_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    write_key: Mapped[str] = mapped_column(String(40), unique=True)
    """Made when the form was rendered: a second click finds the first note."""
    text: Mapped[str] = mapped_column(String(LONGEST))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    name: Mapped[str] = mapped_column(String(40))
    """The member's name as it was."""
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Source(StrEnum):
    """Where somebody said it."""

    PHONE = "phone"
    MAIL = "mail"


class CustomerWish(Model):
    """What a person said about suggestions in their mails: that they want none, or want them again. The last one counts."""

    __tablename__ = "customer_wish"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    offers: Mapped[bool]
    source: Mapped[str] = mapped_column(String(8))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    name: Mapped[str] = mapped_column(String(40))
    said_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (Index("ix_customer_wish_email", "email", "id"),)


class BadNote(ValueError):
    """There is nothing to write down, or too much of it."""


def tidied(typed: str) -> str:
    """A note as it is kept: without signs that show nothing, without empty lines at either end."""
    lines = typed.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    seen = (
        "".join(s for s in line.replace("\t", " ") if unicodedata.category(s) not in {"Cc", "Cf"})
        for line in lines
    )
    return "\n".join(line.rstrip() for line in seen).strip()


def add_note(
    email: str, typed: str, write_key: str, by: tuple[int | None, str], now: datetime
) -> bool:
    """Write a note about a person; `by`: member and name. False when this key has written before. The caller commits.

    Raises BadNote for none and for more than LONGEST letters.
    """
    words = tidied(typed)
    if not 1 <= len(words) <= LONGEST or not 1 <= len(write_key) <= 40:
        raise BadNote(f"a note has 1 to {LONGEST} letters")
    return insert_once(
        CustomerNote, email=email.lower(), write_key=write_key, text=words,
        member_id=by[0], name=by[1], written_at=now,
    )  # fmt: skip


def notes_of(email: str) -> list[CustomerNote]:
    """The notes about a person, the newest first."""
    asked = select(CustomerNote).where(CustomerNote.email == email.lower())
    return list(db.session.scalars(asked.order_by(CustomerNote.id.desc())))


def wishes_of(email: str) -> list[CustomerWish]:
    """What a person said about their mails, the newest first."""
    asked = select(CustomerWish).where(CustomerWish.email == email.lower())
    return list(db.session.scalars(asked.order_by(CustomerWish.id.desc())))


def follow(before: str, email: str) -> None:
    """Keep what is kept about a person with them when their last order under an address is put right. The caller commits."""
    order = select(OrderContact.order_id).where(func.lower(OrderContact.email) == before.lower())
    if db.session.scalar(order.limit(1)) is not None:
        return
    for kept in (CustomerNote, CustomerWish):
        db.session.execute(
            update(kept)
            .where(kept.email == before.lower())
            .values(email=email.lower())
            .execution_options(synchronize_session=False)
        )


def wants_no_offers(email: str) -> bool:
    """Whether suggestions are to be left out of a person's mails. One statement."""
    asked = select(CustomerWish.offers).where(CustomerWish.email == email.lower())
    return db.session.scalar(asked.order_by(CustomerWish.id.desc()).limit(1)) is False
