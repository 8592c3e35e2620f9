"""Notes of staff on an order. Only ever added to: others have packed or answered by what a note said, so a slip of the pen is put
right by a further note. What may change is which of them the packers are shown.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, exists, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model, UTCDateTime, insert_once
from storefront.extensions import db
from storefront.orders.order import Order

LONGEST = 500
_FOR_PACKERS = text("for_packers")


class OrderNote(Model):
    """What one member wrote about an order. At most one of an order stands on its packing slip (`for_packers`)."""

    __tablename__ = "order_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("order.id"), index=True)
    write_key: Mapped[str] = mapped_column(String(40), unique=True)
    """Made when the form was rendered: a second click finds the first note."""
    text: Mapped[str] = mapped_column(String(LONGEST))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    name: Mapped[str] = mapped_column(String(40))
    """The member's name as it was."""
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)
    for_packers: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        Index(
            "uq_order_note_for_packers",
            "order_id",
            unique=True,
            sqlite_where=_FOR_PACKERS,
            postgresql_where=_FOR_PACKERS,
        ),
    )


HAS_NOTE = exists().where(OrderNote.order_id == Order.id)
"""Beside a question about orders: those that somebody wrote a note on."""


class BadNote(ValueError):
    """There is nothing to write down, or too much of it."""


def tidied(typed: str) -> str:
    """A note as it is kept: its lines without signs that show nothing, without empty ones at either end."""
    lines = typed.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_shown(line) for line in lines).strip()


def add_note(
    order: Order,
    typed: str,
    member_id: int | None,
    name: str,
    now: datetime,
    write_key: str,
    *,
    for_packers: bool = False,
) -> bool:
    """Write a note; for the packers, in place of what they were shown. False when this key has written before.

    The caller commits. Raises BadNote for none and for more than LONGEST letters.
    """
    words = tidied(typed)
    if not 1 <= len(words) <= LONGEST or not 1 <= len(write_key) <= 40:
        raise BadNote(f"a note has 1 to {LONGEST} letters")
    if known(write_key):
        return False
    if for_packers:
        show_packers(order, None)
    return insert_once(
        OrderNote,
        order_id=order.id,
        write_key=write_key,
        text=words,
        member_id=member_id,
        name=name,
        written_at=now,
        for_packers=for_packers,
    )


def known(write_key: str) -> bool:
    """Whether a note with this key is written."""
    asked = select(OrderNote.id).where(OrderNote.write_key == write_key)
    return db.session.scalar(asked) is not None


def show_packers(order: Order, note_id: int | None) -> bool:
    """Show the packers this note of the order and no other, None for none. False when nothing changed, as for a note of another
    order. The caller holds the order, and commits.
    """
    own = select(OrderNote.id, OrderNote.for_packers).where(OrderNote.order_id == order.id)
    notes = dict(db.session.execute(own).tuples().all())
    shown = next((id for id, on in notes.items() if on), None)
    if note_id == shown or (note_id is not None and note_id not in notes):
        return False
    _turn(order, OrderNote.for_packers.is_(True), False)
    if note_id is not None:
        _turn(order, OrderNote.id == note_id, True)
    return True


def handling_note(order: Order) -> str:
    """What packers are to mind with an order, "" for nothing."""
    return handling_notes([order.id]).get(order.id, "")


def handling_notes(order_ids: Collection[int]) -> dict[int, str]:
    """The same for many orders, by their ids; those without one are left out. One statement, none for no order."""
    if not order_ids:
        return {}
    asked = select(OrderNote.order_id, OrderNote.text).where(
        OrderNote.order_id.in_(order_ids), OrderNote.for_packers
    )
    return dict(db.session.execute(asked).tuples().all())


def _turn(order: Order, which: ColumnElement[bool], on: bool) -> None:
    db.session.execute(
        update(OrderNote)
        .where(OrderNote.order_id == order.id, which)
        .values(for_packers=on)
        .execution_options(synchronize_session=False)
    )


def _shown(line: str) -> str:
    return "".join(
        sign for sign in line.replace("\t", " ") if unicodedata.category(sign) not in {"Cc", "Cf"}
    ).rstrip()
