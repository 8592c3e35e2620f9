"""Messages that carry no key of ours, heard before their attempt's reference was known: kept until somebody is found or nobody is.

Most are about nothing of this shop's. A dispute, or a refund made by hand, that overtook the answer to its own charge is not.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from storefront.extensions import db
from storefront.jobs.queue import enqueue
from storefront.payments.payment import Payment
from storefront.payments.webhook import LOOKED_UP_AFTER, WebhookEvent, follow_up


def look_up(payload: dict[str, Any], now: datetime) -> None:
    """The job: hold one message against the references known by now, else look again later. Safe to repeat; commits."""
    this = (WebhookEvent.gateway == payload["gateway"], WebhookEvent.event_id == payload["event"])
    waits = db.session.scalar(
        select(WebhookEvent.id).where(*this, WebhookEvent.payment_id.is_(None))
    )
    if waits is not None and not _found(now, *this):
        later = payload["looked"] + 1
        if later < len(LOOKED_UP_AFTER):
            enqueue("payments.look_up", {**payload, "looked": later}, now + LOOKED_UP_AFTER[later])
    db.session.commit()


def look_up_all(now: datetime) -> int:
    """The same for every message that still waits; returns how many were found. Safe to repeat; the caller commits."""
    return _found(now)


def _found(now: datetime, *which: Any) -> int:
    asked = (
        select(WebhookEvent, Payment.id)
        .join(Payment, Payment.provider_ref == WebhookEvent.attempt_ref)
        .where(WebhookEvent.payment_id.is_(None), WebhookEvent.attempt_ref != "", *which)
        .order_by(WebhookEvent.id)
    )
    rows = db.session.execute(asked).all()
    for event, payment_id in rows:
        event.payment_id = payment_id
        follow_up(event.gateway, event.event_id, event.kind, payment_id, now)
    return len(rows)
