"""The same thing done with many orders: a few statements for some hundred of them, none for each. The caller commits."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from storefront.database import InsertOnce, table_of
from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.mail.again import AGAIN, AS_NOW, MOST, WITHIN
from storefront.mail.outbox import OutboxMessage
from storefront.orders.note import OrderNote, tidied
from storefront.orders.order import Order, OrderContact, OrderEvent, OrderState

Done = tuple[list[int], dict[str, list[int]]]
"""Ids with which it was done, and those that were left, by the reason."""
CONFIRMED = (OrderState.PLACED, OrderState.FULFILLED)


def mail_again(ids: Sequence[int], now: datetime) -> Done:
    """Have these orders written to their buyers as they are now. Left: not_confirmed, erased, too_often."""
    asked = (
        select(Order.id, Order.number, Order.state, OrderContact.email)
        .outerjoin(OrderContact, OrderContact.order_id == Order.id)
        .where(Order.id.in_(ids))
        .order_by(Order.id)
        .with_for_update(of=Order)
    )
    rows = db.session.execute(asked).all()
    often = _mailed_often([str(row.number) for row in rows], now)
    done: dict[int, str] = {}
    left: dict[str, list[int]] = {}
    for id, number, state, email in rows:
        if state not in CONFIRMED:
            left.setdefault("not_confirmed", []).append(id)
        elif not email:
            left.setdefault("erased", []).append(id)
        elif number in often:
            left.setdefault("too_often", []).append(id)
        else:
            done[id] = str(number)
    enqueue_many(_letters(done.values(), now), now)
    record_many(dict.fromkeys(done, ""), "mailed_again", now)
    return list(done), left


def note_many(
    ids: Sequence[int],
    typed: str,
    member_id: int | None,
    name: str,
    now: datetime,
    key: str,
    *,
    for_packers: bool,
) -> Done:
    """Write the same note on these orders; for the packers, in place of what they were shown. Left: noted_before, those on which
    this key has written. The note is known to be one (`note.tidied`, `note.LONGEST`).
    """
    asked = select(Order.id).where(Order.id.in_(ids)).order_by(Order.id).with_for_update()
    keys = {id: f"{key[:24]}-{id}" for id in db.session.scalars(asked)}
    written = select(OrderNote.order_id).where(OrderNote.write_key.in_(keys.values()))
    before = set(db.session.scalars(written))
    done = [id for id in keys if id not in before]
    notes = table_of(OrderNote)
    if for_packers and done:
        shown = notes.c.order_id.in_(done) & notes.c.for_packers
        db.session.execute(update(notes).where(shown).values(for_packers=False))
    rows = [
        {"order_id": id, "write_key": keys[id], "text": tidied(typed), "member_id": member_id, "name": name,
         "written_at": now, "for_packers": for_packers}
        for id in done
    ]  # fmt: skip
    if rows:
        db.session.execute(InsertOnce(notes).inline(), rows)
    return done, {"noted_before": sorted(before)} if before else {}


def record_many(details: Mapping[int, str], kind: str, now: datetime) -> None:
    """Write one line on the timeline of each order."""
    rows = [
        {"order_id": id, "kind": kind, "detail": detail, "happened_at": now}
        for id, detail in details.items()
    ]
    if rows:
        db.session.execute(table_of(OrderEvent).insert(), rows)


def enqueue_many(jobs: Iterable[tuple[str, dict[str, Any], str]], now: datetime) -> None:
    """Write jobs: kind, payload and key of each; one that is there stays as it is."""
    rows = [
        {"kind": kind, "payload": payload, "key": key, "run_at": now, "attempts": 0, "error": ""}
        for kind, payload, key in jobs
    ]
    if rows:
        db.session.execute(InsertOnce(table_of(Job)).inline(), rows)


def _letters(numbers: Iterable[str], now: datetime) -> Iterable[tuple[str, dict[str, Any], str]]:
    for number in numbers:
        key = f"order:{number}{AS_NOW}{int(now.timestamp())}"
        yield "mail.order_as_now", {"order": number, "key": key}, f"write:{key}"


def _mailed_often(numbers: Sequence[str], now: datetime) -> set[str]:
    """Which of these had so many mails again lately that no further one goes out."""
    key = OutboxMessage.key
    lately = (
        select(OutboxMessage.order_number)
        .where(
            OutboxMessage.order_number.in_(numbers),
            OutboxMessage.created_at > now - WITHIN,
            key.contains(AGAIN) | key.contains(AS_NOW),
        )
        .group_by(OutboxMessage.order_number)
        .having(func.count() >= MOST)
    )
    return {str(number) for number in db.session.scalars(lately)}
