"""Messages of gateways: each is written down once and answered at once; a job then asks how things stand.

A message is never believed for what it says, only for what it is about: messages come twice, late and out of order.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model, UTCDateTime, insert_once, one_row
from storefront.extensions import db
from storefront.jobs.queue import enqueue
from storefront.payments.disputes import hear_disputes
from storefront.payments.gateways import Event, EventKind, Gateway
from storefront.payments.gateways.installed import gateway_for
from storefront.payments.giving_back import open_reimbursement, settle_reimbursement
from storefront.payments.payment import Payment
from storefront.payments.reimbursement import Reimbursement
from storefront.payments.settling import settle

KEPT_FOR = timedelta(days=60)
"""Twice as long as gateways keep their lists, so that nothing is taken in again."""
LOOKED_UP_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 10, 60, 360))
"""When a message without our key is held against the references again that are known by then; afterwards once a night."""


class WebhookEvent(Model):
    """One message, as little of it as is needed: never its body."""

    __tablename__ = "webhook_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    gateway: Mapped[str] = mapped_column(String(16))
    event_id: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(16))
    type: Mapped[str] = mapped_column(String(80))
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payment.id"), index=True)
    """The attempt it is about; None for what is no concern of ours, or waits in `payments.looking_up`."""
    reimbursement_id: Mapped[int | None] = mapped_column(ForeignKey("reimbursement.id"))
    attempt_ref: Mapped[str] = mapped_column(String(64))
    """The gateway's reference of that attempt, for a message that carries no key of ours."""
    happened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (
        UniqueConstraint("gateway", "event_id"),
        Index("ix_webhook_event_happened_at", "gateway", "happened_at"),
    )


class UnknownSubject(Exception):
    """It is about something of ours that we do not know (yet): whoever sent it is to send it again."""


def was_here(gateway: str, event_id: str) -> bool:
    """Whether a message was written down before; a look that waits for no writer."""
    asked = "SELECT 1 FROM webhook_event WHERE gateway = ? AND event_id = ?"
    return one_row(asked, (gateway, event_id)) is not None


def receive(gateway: str, event: Event, now: datetime) -> bool:
    """Write a message down, and the job that asks how things stand. False when it was here before.

    The caller commits, then answers. Raises UnknownSubject, with nothing written, for a message that carries a key of ours
    which no row has. Without our key, and with a reference that no row has (yet), it is written down and looked up again later.
    """
    payment, reimbursement_id = _subject(event)
    attempt_ref = "" if event.key else event.attempt_ref
    if event.key and payment is None and event.kind is not EventKind.OTHER:
        raise UnknownSubject(event.id)
    new = insert_once(
        WebhookEvent,
        gateway=gateway,
        event_id=event.id,
        kind=event.kind,
        type=event.type[:80],
        payment_id=payment.id if payment else None,
        reimbursement_id=reimbursement_id,
        attempt_ref=attempt_ref[:64],
        happened_at=event.happened_at,
        received_at=now,
    )
    if not new or event.kind is EventKind.OTHER:
        return new
    if payment is not None:
        follow_up(gateway, event.id, event.kind, payment.id, now, reimbursement_id)
    elif attempt_ref:
        about = {"gateway": gateway, "event": event.id, "looked": 0}
        enqueue("payments.look_up", about, now + LOOKED_UP_AFTER[0])
    return new


def follow_up(
    gateway: str,
    event_id: str,
    kind: str,
    payment_id: int,
    now: datetime,
    reimbursement_id: int | None = None,
) -> None:
    """Write the job that asks how the subject of a message stands. Safe to repeat."""
    about: dict[str, Any] = {
        "kind": kind,
        "payment": payment_id,
        "reimbursement": reimbursement_id,
    }
    enqueue("payments.heard", about, now, key=f"heard:{gateway}:{event_id}")


def forget_old_messages(now: datetime) -> None:
    """Delete messages that no gateway has in its list any more. The caller commits."""
    db.session.execute(delete(WebhookEvent).where(WebhookEvent.received_at < now - KEPT_FOR))


def heard(payload: dict[str, Any], now: datetime) -> None:
    """Ask how the subject of a message stands, with no transaction open, and settle it. Safe to repeat; commits.

    Raises GatewayTimeout, so that the job is tried again.
    """
    payment = db.session.get(Payment, payload["payment"])
    if payment is None or (gateway := gateway_for(payment.gateway)) is None:
        return
    match payload["kind"]:
        case EventKind.REFUND if payload["reimbursement"]:
            _refund_heard(int(payload["reimbursement"]), now)
        case EventKind.REFUND:
            enqueue("payments.compare_one", {"payment": payment.id}, now)
        case EventKind.DISPUTE:
            _dispute_heard(payment, gateway, now)
        case _:
            _payment_heard(payment, gateway, now)
    db.session.commit()


def _payment_heard(payment: Payment, gateway: Gateway, now: datetime) -> None:
    payment_id, attempt = payment.id, payment.attempt()
    db.session.rollback()
    outcome = gateway.fetch(attempt)
    settle(_again(payment_id), outcome, now)


def _dispute_heard(payment: Payment, gateway: Gateway, now: datetime) -> None:
    payment_id, attempt = payment.id, payment.attempt()
    db.session.rollback()
    told = list(gateway.disputes(attempt))
    hear_disputes(_again(payment_id), told, now)


def _again(payment_id: int) -> Payment:
    payment = db.session.get(Payment, payment_id)
    assert payment is not None
    return payment


def _refund_heard(reimbursement_id: int, now: datetime) -> None:
    row = db.session.get(Reimbursement, reimbursement_id)
    gateway = gateway_for(row.payment.gateway) if row else None
    if row is None or gateway is None:
        return
    request = row.request()
    db.session.rollback()
    outcome = gateway.fetch_refund(request)
    row = db.session.get(Reimbursement, reimbursement_id)
    assert row is not None
    settle_reimbursement(row, outcome, now)


def _subject(event: Event) -> tuple[Payment | None, int | None]:
    """The payment a message is about, and the reimbursement if it is about one of ours."""
    if event.kind is EventKind.REFUND:
        row = open_reimbursement(event.ref, event.key)
        if row is not None or event.key:
            return (row.payment, row.id) if row else (None, None)
    by = Payment.idempotency_key == event.key
    if not event.key:
        by = Payment.provider_ref == event.attempt_ref
    return db.session.scalar(select(Payment).where(by)), None
