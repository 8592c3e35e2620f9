"""Hearing what was missed: gateways keep a list of their messages, and are asked for it when none came or once a night."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model, UTCDateTime, insert_once
from storefront.extensions import db
from storefront.payments.gateways import Gateway, GatewayTimeout
from storefront.payments.gateways.installed import every_gateway
from storefront.payments.webhook import UnknownSubject, WebhookEvent, receive, was_here

log = logging.getLogger("storefront.payments")

OVERLAP = timedelta(hours=1)
"""Lists are not in perfect order, and neither are clocks."""
FIRST_LOOK = timedelta(days=3)
"""So far back a gateway is asked that was never asked before: as long as it would try itself."""
LONGEST_BACK = timedelta(days=30)
"""So long gateways keep their lists."""
SILENT_AFTER = timedelta(minutes=15)


class Hearing(Model):
    """Until when a gateway's list has been read whole."""

    __tablename__ = "hearing"

    gateway: Mapped[str] = mapped_column(String(16), primary_key=True)
    heard_until: Mapped[datetime] = mapped_column(UTCDateTime)
    """The newest message of the list, by the gateway's clock."""
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)


def replay_all(now: datetime, silent_only: bool = False) -> int:
    """Take in what every gateway's list has and we do not; returns how many messages were new. Safe to repeat; commits.

    `silent_only`: ask only those of which nothing was heard for a while. A gateway that is away is asked another time.
    """
    new = 0
    for gateway in every_gateway():
        if silent_only and not _silent(gateway.code, now):
            continue
        try:
            new += replay(gateway, now)
        except GatewayTimeout:
            db.session.rollback()
            log.warning("list of messages not read", extra={"gateway": gateway.code})
    db.session.commit()
    return new


def replay(gateway: Gateway, now: datetime) -> int:
    """Take in what one gateway's list has since it was last read whole; returns how many messages were new. Commits.

    What is about nothing known is left: it will be there the next time, for an hour. Raises GatewayTimeout.
    """
    since = _since(gateway.code, now)
    db.session.rollback()
    newest, new = since, 0
    for event in gateway.events_since(since):
        newest = max(newest, event.happened_at)
        if was_here(gateway.code, event.id):
            continue
        try:
            new += receive(gateway.code, event, now)
            db.session.commit()
        except UnknownSubject:
            db.session.rollback()
            told = {"gateway": gateway.code, "event_id": event.id, "type": event.type}
            log.warning("message about nothing known", extra=told)
    _remember(gateway.code, min(newest, now), now)
    db.session.commit()
    return new


def listen(_payload: dict[str, Any], now: datetime) -> None:
    """The job: ask those of which nothing was heard for a while."""
    replay_all(now, silent_only=True)


def _since(code: str, now: datetime) -> datetime:
    known = db.session.get(Hearing, code)
    return max(known.heard_until - OVERLAP, now - LONGEST_BACK) if known else now - FIRST_LOOK


def _silent(code: str, now: datetime) -> bool:
    """Whether no message came, and none was asked for, for a while."""
    asked = db.session.scalar(select(Hearing.asked_at).where(Hearing.gateway == code))
    newest = db.session.scalar(
        select(func.max(WebhookEvent.happened_at)).where(WebhookEvent.gateway == code)
    )
    return all(one is None or one < now - SILENT_AFTER for one in (asked, newest))


def _remember(code: str, until: datetime, now: datetime) -> None:
    if insert_once(Hearing, gateway=code, heard_until=until, asked_at=now):
        return
    row = db.session.get(Hearing, code)
    assert row is not None
    row.heard_until, row.asked_at = max(row.heard_until, until), now
