"""Refunds: never more than came in, the same key the same answer; at once by default, slow or refused on request."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storefront.money import Yen
from storefront.payments.gateways import (
    NEVER_ARRIVED,
    KeyReused,
    OutcomeStatus,
    RefundOutcome,
    RefundRequest,
    RefundStatus,
    RefundTooLarge,
)
from storefront.payments.gateways.demo.ledger import DemoCharge, DemoRefund
from storefront.payments.gateways.demo.messages import tell, wake
from storefront.payments.gateways.demo.wishes import REFUNDS, TELLINGS, Wish, Wishes

REFUNDABLE = frozenset({OutcomeStatus.CAPTURED, OutcomeStatus.CANCELLED, OutcomeStatus.DECLINED})
"""Before a charge has ended nothing of it goes back; what came in too late or too little can."""
FAILURE = "bank_refused"
FOREIGN = "by_hand_"
"""The key of a refund that somebody made at the provider itself."""
TURNS = {
    Wish.REFUND_WAITS: (RefundStatus.SUBMITTED, RefundStatus.SUCCEEDED),
    Wish.REFUND_FAILS: (RefundStatus.SUBMITTED, RefundStatus.FAILED),
    Wish.REFUND_RETURNS: (RefundStatus.SUCCEEDED, RefundStatus.FAILED),
}


def send_back(session: Session, request: RefundRequest, now: datetime) -> RefundOutcome:
    """Send play money back, or tell again how that key stands. Raises KeyReused or RefundTooLarge."""
    known = session.scalar(select(DemoRefund).where(DemoRefund.key == request.key))
    # the charge is locked before its refunds are summed up: two at once are one after the other
    charge = session.scalar(
        select(DemoCharge).where(DemoCharge.key == request.charge.key).with_for_update()
    )
    if known is not None:
        if (known.amount, known.charge_key) != (request.amount, request.charge.key):
            raise KeyReused(request.key)
        turn(session, known, now)
        return told(known)
    if charge is not None and request.charge.ref not in {"", charge.ref}:
        raise KeyReused(request.key)
    if charge is None or request.amount > left_of(session, charge):
        raise RefundTooLarge(request.key)
    row = _new(request.key, request.amount, charge, now)
    session.add(row)
    _as_wished(session, row, Wishes(session, charge.ref), now)
    return told(row)


def send_unasked(session: Session, charge: DemoCharge, amount: Yen, now: datetime) -> None:
    """Send play money back that no shop asked for: its key is none of the shop's, and its message carries none."""
    row = _new(FOREIGN + secrets.token_hex(12), amount, charge, now)
    session.add(row)
    tell(session, row, f"refund.{row.status}", now)


def left_of(session: Session, charge: DemoCharge) -> Yen:
    """Yen of a charge that can still go back."""
    takeable = charge.received if charge.status in REFUNDABLE else 0
    return takeable - sent_back(session, charge)


def find_refund(session: Session, key: str) -> DemoRefund | None:
    """The refund of that key."""
    return session.scalar(select(DemoRefund).where(DemoRefund.key == key))


def sent_back(session: Session, charge: DemoCharge) -> Yen:
    """Yen of a charge that went back or are on their way."""
    total = select(func.coalesce(func.sum(DemoRefund.amount), 0)).where(
        DemoRefund.charge_key == charge.key, DemoRefund.status != RefundStatus.FAILED
    )
    return session.scalar(total) or 0


def turn(session: Session, row: DemoRefund, now: datetime) -> None:
    """Let a refund whose moment has come succeed or fail."""
    if row.turns_at is None or row.turns_at > now:
        return
    at, row.turns_at, row.status = row.turns_at, None, row.turns_to
    row.failure = FAILURE if row.status == RefundStatus.FAILED else ""
    tell(session, row, f"refund.{row.status}", at)


def told(row: DemoRefund | None) -> RefundOutcome:
    """A refund as it is told to the shop; FAILED with NEVER_ARRIVED for one that is not in the books."""
    if row is None:
        return RefundOutcome(RefundStatus.FAILED, failure=NEVER_ARRIVED)
    return RefundOutcome(RefundStatus(row.status), row.ref, row.failure)


def _new(key: str, amount: Yen, charge: DemoCharge, now: datetime) -> DemoRefund:
    return DemoRefund(
        ref="demo_re_" + secrets.token_hex(12),
        key=key,
        charge_key=charge.key,
        charge_ref=charge.ref,
        amount=amount,
        status=RefundStatus.SUCCEEDED,
        failure="",
        turns_to="",
        created_at=now,
    )


def _as_wished(session: Session, row: DemoRefund, wishes: Wishes, now: datetime) -> None:
    wished = wishes.take(REFUNDS)
    if wished is not None:
        row.status, row.turns_to = TURNS[Wish(wished.what)]
        row.turns_at = now + timedelta(seconds=wished.seconds)
        wake(session, row.turns_at)
        if not wished.seconds and row.status == RefundStatus.SUBMITTED:
            turn(session, row, now)
            return
    tell(session, row, f"refund.{row.status}", now, wishes.take(TELLINGS), answered=True)
