"""Giving money back: written down within what came in, sent by the worker, settled by whatever the gateway says of it."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import CursorResult

from storefront.database import claim
from storefront.extensions import db
from storefront.jobs.queue import enqueue
from storefront.money import Yen
from storefront.orders import lifecycle
from storefront.orders.refund import Refund
from storefront.payments.gateways import (
    NEVER_ARRIVED,
    GatewayTimeout,
    RefundOutcome,
    RefundStatus,
)
from storefront.payments.gateways.installed import gateway_for
from storefront.payments.payment import Payment
from storefront.payments.reimbursement import (
    BACK_TO_SOURCE,
    MOVES,
    Cause,
    Reimbursement,
    ReimbursementState,
)
from storefront.states import sources

ASK_AGAIN_AFTER = timedelta(minutes=5)
SAME_KEY_FOR = timedelta(hours=20)
"""So long a gateway surely knows the key of a first try; after that it is asked before it is told again."""


class MoreThanReceived(Exception):
    """More would go back than came in for that purpose; nothing was written."""


def give_back(
    payment: Payment, amount: Yen, cause: Cause, now: datetime, refund: Refund | None = None
) -> Reimbursement:
    """Write down that `amount` yen of a payment go back, and the job that sends them or asks for an account.

    The caller holds the order and commits. Each call is a sum of its own. Raises MoreThanReceived when all that paid the order
    (cause refund) or all the surplus (any other cause) is on its way already.
    """
    if not _take(payment, amount, cause):
        raise MoreThanReceived(f"payment {payment.id}: ¥{amount:,} more than is left of it")
    direct = payment.method in BACK_TO_SOURCE and gateway_for(payment.gateway) is not None
    row = Reimbursement(
        payment=payment,
        refund=refund,
        cause=cause,
        amount=amount,
        state=ReimbursementState.REQUESTED if direct else ReimbursementState.NEEDS_ACCOUNT,
        idempotency_key=uuid.uuid4().hex,
        created_at=now,
        updated_at=now,
    )
    db.session.add(row)
    db.session.flush()
    if direct:
        enqueue("payments.reimburse", {"reimbursement": row.id}, now)
    else:
        _ask_for_account(row, now)
    return row


def return_surplus(payment: Payment, cause: Cause, now: datetime) -> None:
    """Send back whatever came in by an attempt that has ended and pays for nothing. Safe to repeat; holds nothing back twice."""
    if payment.surplus > 0:
        give_back(payment, payment.surplus, cause, now)


def reimburse(payload: dict[str, Any], now: datetime) -> None:
    """Ask the gateway to send one sum back, with no transaction open, and record what it says. Safe to repeat; commits."""
    row = db.session.get(Reimbursement, payload["reimbursement"])
    open_states = {ReimbursementState.REQUESTED, ReimbursementState.SUBMITTED}
    if row is None or row.state not in open_states:
        return
    row_id, request, first = row.id, row.request(), row.submitted_at
    gateway = gateway_for(row.payment.gateway)
    if gateway is None:
        raise LookupError(f"no keys for gateway {row.payment.gateway}: money waits to go back")
    claim(row, Reimbursement.state, row.state, row.state, submitted_at=first or now)
    db.session.commit()
    try:
        if first is None:
            outcome = gateway.refund(request)
        else:
            outcome = gateway.fetch_refund(request)
            if outcome.failure == NEVER_ARRIVED and now - first < SAME_KEY_FOR:
                outcome = gateway.refund(request)
    except GatewayTimeout:
        outcome = RefundOutcome(RefundStatus.UNKNOWN)
    row = db.session.get(Reimbursement, row_id)
    assert row is not None
    settle_reimbursement(row, outcome, now)
    db.session.commit()


def settle_reimbursement(row: Reimbursement, outcome: RefundOutcome, now: datetime) -> None:
    """Record what a gateway said of money on its way back; the caller commits. Safe to repeat, only ever forward.

    What it cannot send goes by bank transfer: the buyer is asked for an account.
    """
    match outcome.status:
        case RefundStatus.SUCCEEDED:
            _move(row, ReimbursementState.SUCCEEDED, now, outcome, succeeded_at=now)
        case RefundStatus.SUBMITTED:
            _move(row, ReimbursementState.SUBMITTED, now, outcome)
            _ask_again(row, now)
        case RefundStatus.UNKNOWN:
            _ask_again(row, now)
        case RefundStatus.FAILED:
            failure = outcome.failure or "failed"
            if _move(
                row,
                ReimbursementState.NEEDS_ACCOUNT,
                now,
                outcome,
                failure=failure,
                succeeded_at=None,
            ):
                _ask_for_account(row, now)


def open_reimbursement(ref: str, key: str) -> Reimbursement | None:
    """The one a gateway's message is about, by our key or its reference."""
    found = select(Reimbursement)
    by = Reimbursement.idempotency_key == key if key else Reimbursement.provider_ref == ref
    return db.session.scalar(found.where(by))


def mark_sent(row: Reimbursement, now: datetime) -> bool:
    """Staff sent it from the shop's account. True when this call marked it; the buyer is told. The caller commits."""
    if not claim(
        row,
        Reimbursement.state,
        ReimbursementState.READY,
        ReimbursementState.SUCCEEDED,
        updated_at=now,
        succeeded_at=now,
    ):
        return False
    _tell(row, now)
    return True


def _take(payment: Payment, amount: Yen, cause: Cause) -> bool:
    """Count the sum as gone, in one conditional UPDATE."""
    refund = cause is Cause.REFUND
    column = Payment.refunded if refund else Payment.returned
    most = Payment.applied if refund else Payment.received - Payment.applied
    result = db.session.execute(
        update(Payment)
        .where(Payment.id == payment.id, column + amount <= most)
        .values({column: column + amount})
        .execution_options(synchronize_session=False)
    )
    if amount <= 0 or not isinstance(result, CursorResult) or result.rowcount != 1:
        return False
    db.session.refresh(payment)
    return True


def _move(
    row: Reimbursement,
    to: ReimbursementState,
    now: datetime,
    outcome: RefundOutcome,
    **also: object,
) -> bool:
    more: dict[str, object] = {"updated_at": now, **also}
    if outcome.ref:
        more["provider_ref"] = outcome.ref
    moved = claim(row, Reimbursement.state, sources(MOVES, to), to, **more)
    if moved and to is ReimbursementState.SUCCEEDED:
        _tell(row, now)
    return moved


def _ask_again(row: Reimbursement, now: datetime) -> None:
    enqueue("payments.reimburse", {"reimbursement": row.id}, now + ASK_AGAIN_AFTER)


def _ask_for_account(row: Reimbursement, now: datetime) -> None:
    order = row.payment.order
    lifecycle.record(order, "account_wanted", now, str(row.id))
    told = {"order": order.number, "reimbursement": row.id}
    enqueue("mail.account_wanted", told, now, key=f"reimbursement:{row.id}:account")


def _tell(row: Reimbursement, now: datetime) -> None:
    """Write to the buyer that the money is on its way, once."""
    order = row.payment.order
    lifecycle.record(order, "money_sent", now, str(row.id))
    told = {"order": order.number, "reimbursement": row.id}
    enqueue("mail.money_sent", told, now, key=f"reimbursement:{row.id}:sent")
