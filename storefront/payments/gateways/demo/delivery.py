"""Delivering the provider's messages to the shop: the same way in as for any other provider's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storefront.extensions import db
from storefront.payments.gateways import Event, EventKind
from storefront.payments.gateways.demo.charges import settle_due
from storefront.payments.gateways.demo.ledger import DemoCharge, DemoEvent, DemoMove, DemoRefund
from storefront.payments.gateways.demo.messages import wake
from storefront.payments.gateways.demo.provider import provider
from storefront.payments.gateways.demo.refunds import FOREIGN, turn

AT_A_TIME = 100
LAST_TRY = 8
TRIED_AGAIN_AFTER = timedelta(seconds=5)
"""After the first refusal; twice as long after each further one."""


def deliver(_payload: dict[str, Any], now: datetime) -> None:
    """Let everything happen that is due, and send every message that is. Safe to repeat; commits.

    What the shop does not know yet is sent again later, as providers do. A worker that dies in between sends twice.
    """
    db.session.rollback()
    while _some(now):
        pass


def settle_everything(session: Session, now: datetime) -> None:
    """Let everything happen to charges and refunds whose moment has come."""
    due = select(DemoMove.charge_ref).where(DemoMove.happens_at <= now)
    found = select(DemoCharge).where(DemoCharge.ref.in_(due)).order_by(DemoCharge.id)
    for charge in session.scalars(found.with_for_update()).all():
        settle_due(session, charge, now)
    turning = select(DemoRefund).where(DemoRefund.turns_at <= now).order_by(DemoRefund.id)
    for refund in session.scalars(turning.with_for_update()).all():
        turn(session, refund, now)


def as_event(row: DemoEvent) -> Event:
    """A message as the shop hears it."""
    foreign = row.key.startswith(FOREIGN)
    return Event(
        row.ref,
        EventKind(row.kind),
        row.type,
        "" if foreign else row.key,
        row.subject_ref,
        row.happened_at,
        row.charge_ref,
    )


def _some(now: datetime) -> bool:
    """Send the oldest due messages; whether there may be more."""
    with provider() as session:
        settle_everything(session, now)
        due = (
            select(DemoEvent)
            .where(DemoEvent.deliver_at <= now)
            .order_by(DemoEvent.deliver_at, DemoEvent.id)
            .limit(AT_A_TIME)
        )
        rows = session.scalars(due).all()
        sendings = [(row.id, as_event(row), row.copies) for row in rows]
    taken = {number: _send(event, copies, now) for number, event, copies in sendings}
    db.session.commit()
    if not taken:
        return False
    with provider() as session:
        found = select(DemoEvent).where(DemoEvent.id.in_(taken)).order_by(DemoEvent.id)
        sent = session.scalars(found.with_for_update()).all()
        for row in sent:
            _note(session, row, taken[row.id], now)
        _release_overtaken(session, [row.charge_ref for row in sent if taken[row.id]], now)
    return True


def _send(event: Event, copies: int, now: datetime) -> int:
    """How many copies of a message the shop took."""
    # on call: the shop's inbox knows the payments, which know this package
    from storefront.payments.webhook import UnknownSubject, receive

    try:
        for _copy in range(copies):
            receive("demo", event, now)
    except UnknownSubject:
        return 0
    return copies


def _note(session: Session, row: DemoEvent, taken: int, now: datetime) -> None:
    row.delivered += taken
    row.deliver_at, row.held = None, False
    if taken:
        return
    row.refused += 1
    if row.refused < LAST_TRY:
        row.deliver_at = now + TRIED_AGAIN_AFTER * 2 ** (row.refused - 1)
        wake(session, row.deliver_at)


def _release_overtaken(session: Session, charge_refs: Sequence[str], now: datetime) -> None:
    """Messages that waited to be overtaken follow right after the one that did."""
    held = select(DemoEvent).where(DemoEvent.held, DemoEvent.charge_ref.in_(charge_refs))
    for row in session.scalars(held).all():
        row.held, row.deliver_at = False, now
