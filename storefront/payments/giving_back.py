"""Giving money back: written down within what came in, sent by the worker, settled by whatever the gateway says of it."""

import logging
import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import literal, select, update
from sqlalchemy.engine import CursorResult

from storefront.database import claim
from storefront.extensions import db
from storefront.jobs.queue import enqueue
from storefront.money import Yen
from storefront.orders import lifecycle
from storefront.orders.refund import Refund
from storefront.payments.gateways import (
    NEVER_ARRIVED,
    Gateway,
    GatewayTimeout,
    KeyReused,
    RefundOutcome,
    RefundRequest,
    RefundStatus,
    RefundTooLarge,
)
from storefront.payments.gateways.installed import gateway_for
from storefront.payments.payment import Payment
from storefront.payments.reimbursement import (
    BACK_TO_SOURCE,
    BY_HAND,
    UNDER_WAY,
    Cause,
    Reimbursement,
    ReimbursementState,
)

log = logging.getLogger("storefront.payments")

ASK_AGAIN_AFTER = timedelta(minutes=5)
ASK_AGAIN_AT_MOST = timedelta(hours=6)
TOLD_AT_ONCE = timedelta(days=1)
LOOK_AT_DISPUTE_AFTER = timedelta(hours=24)
SAME_KEY_FOR = timedelta(hours=20)
"""So long a gateway surely knows the key of a first try; after that it is asked before it is told again."""
NO_GATEWAY = "no_gateway"
"""The failure of a sum whose gateway this shop has no keys of any more."""


class MoreThanReceived(Exception):
    """More would go back than came in for that purpose; nothing was written."""


def give_back(
    payment: Payment, amount: Yen, cause: Cause, now: datetime, refund: Refund | None = None
) -> Reimbursement:
    """Write down that `amount` yen of a payment go back, and the job that sends them or asks for an account.

    The caller holds the order and commits. Each call is a sum of its own. Raises MoreThanReceived when all that paid the order
    (cause refund) or all the surplus (any other cause) is on its way already.
    """
    offered, direct = payment.method in BACK_TO_SOURCE, goes_to_source(payment)
    state = ReimbursementState.REQUESTED if direct else ReimbursementState.NEEDS_ACCOUNT
    row = _written(payment, amount, cause, now, refund, state)
    row.failure = NO_GATEWAY if offered and not direct else ""
    if direct:
        enqueue("payments.reimburse", {"reimbursement": row.id}, now)
    else:
        ask_for_account(row, now)
    return row


def goes_to_source(payment: Payment) -> bool:
    """Whether its money can go back to where it came from; else it goes by bank transfer."""
    return payment.method in BACK_TO_SOURCE and gateway_for(payment.gateway) is not None


def gone_back(
    payment: Payment, amount: Yen, cause: Cause, now: datetime, refund: Refund | None = None
) -> Reimbursement:
    """Write down that staff have sent `amount` yen of a payment back by themselves; no job, no mail. Else as `give_back`."""
    row = _written(payment, amount, cause, now, refund, ReimbursementState.SUCCEEDED)
    row.failure, row.succeeded_at = BY_HAND, now
    return row


def _written(
    payment: Payment,
    amount: Yen,
    cause: Cause,
    now: datetime,
    refund: Refund | None,
    state: ReimbursementState,
) -> Reimbursement:
    if not _take(payment, amount, cause):
        raise MoreThanReceived(f"payment {payment.id}: ¥{amount:,} more than is left of it")
    row = Reimbursement(
        payment=payment, refund=refund, cause=cause, amount=amount, state=state, failure="",
        idempotency_key=uuid.uuid4().hex, created_at=now, updated_at=now,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def return_surplus(payment: Payment, cause: Cause, now: datetime) -> None:
    """Send back whatever came in by an attempt that has ended and pays for nothing. Safe to repeat; holds nothing back twice."""
    if payment.surplus > 0:
        give_back(payment, payment.surplus, cause, now)


def reimburse(payload: dict[str, Any], now: datetime) -> None:
    """Ask the gateway to send one sum back, with no transaction open, and record what it says. Safe to repeat; commits.

    While nobody knows, or while it is under way, the job comes again. Nothing is begun while the buyer's bank disputes the payment:
    the money would go back twice.
    """
    row = db.session.get(Reimbursement, payload["reimbursement"])
    if row is None or row.state not in UNDER_WAY:
        return
    if row.submitted_at is None and any(one.bank_has_it for one in row.payment.disputes):
        enqueue("payments.reimburse", payload, now + LOOK_AT_DISPUTE_AFTER)
        db.session.commit()
        return
    row_id, request, first = row.id, row.request(), row.submitted_at
    gateway = gateway_for(row.payment.gateway)
    if gateway is None:
        raise LookupError(f"no keys for gateway {row.payment.gateway}: money waits to go back")
    claim(row, Reimbursement.state, row.state, row.state, submitted_at=first or now)
    db.session.commit()
    try:
        outcome = _tell_or_ask(gateway, request, first, now)
    except GatewayTimeout:
        outcome = RefundOutcome(RefundStatus.UNKNOWN)
    except (KeyReused, RefundTooLarge):
        raise  # mistakes of ours: the job dies of them, and staff see it
    except Exception:  # nobody knows whether the money went; asked again, with the same key
        log.exception("the gateway failed", extra={"reimbursement": row_id})
        db.session.rollback()
        outcome = RefundOutcome(RefundStatus.UNKNOWN)
    row = db.session.get(Reimbursement, row_id)
    assert row is not None
    settle_reimbursement(row, outcome, now)
    if row.state in UNDER_WAY:
        enqueue("payments.reimburse", payload, now + _patience(first or now, now))
    db.session.commit()


def settle_reimbursement(row: Reimbursement, outcome: RefundOutcome, now: datetime) -> None:
    """Record what a gateway said of money on its way back; the caller commits. Safe to repeat, only ever forward.

    What it cannot send goes by bank transfer: the buyer is asked for an account, and the gateway has no more say.
    """
    match outcome.status:
        case RefundStatus.SUCCEEDED:
            if _heard(row, UNDER_WAY, ReimbursementState.SUCCEEDED, outcome, now, succeeded_at=now):
                tell_sent(row, now)
        case RefundStatus.SUBMITTED:
            _heard(row, UNDER_WAY, ReimbursementState.SUBMITTED, outcome, now)
        case RefundStatus.FAILED if outcome.failure != NEVER_ARRIVED:
            known = {*UNDER_WAY, ReimbursementState.SUCCEEDED}
            to, failure = ReimbursementState.NEEDS_ACCOUNT, outcome.failure or "failed"
            if _heard(row, known, to, outcome, now, failure=failure[:64], succeeded_at=None):
                ask_for_account(row, now)


def open_reimbursement(ref: str, key: str) -> Reimbursement | None:
    """The one a gateway's message is about, by our key or its reference."""
    found = select(Reimbursement)
    by = Reimbursement.idempotency_key == key if key else Reimbursement.provider_ref == ref
    return db.session.scalar(found.where(by))


def ask_for_account(row: Reimbursement, now: datetime) -> None:
    """Write to the buyer that an account is needed. Called once for each time a sum comes to need one."""
    order, moment = row.payment.order, int(now.timestamp())
    lifecycle.record(order, "account_wanted", now, str(row.id))
    told = {"order": order.number, "reimbursement": row.id, "at": moment}
    enqueue("mail.account_wanted", told, now, key=f"reimbursement:{row.id}:account:{moment}")


def tell_sent(row: Reimbursement, now: datetime) -> None:
    """Write to the buyer that the money was sent. Called once for each time it was.

    A refund that went to where it came from on the day of its own mail needs no second one.
    """
    order, moment = row.payment.order, int(now.timestamp())
    lifecycle.record(order, "money_sent", now, str(row.id))
    told_already = row.cause == Cause.REFUND and not row.to_account
    if told_already and now - row.created_at < TOLD_AT_ONCE:
        return
    told = {"order": order.number, "reimbursement": row.id, "at": moment}
    enqueue("mail.money_sent", told, now, key=f"reimbursement:{row.id}:sent:{moment}")


def _tell_or_ask(
    gateway: Gateway, request: RefundRequest, first: datetime | None, now: datetime
) -> RefundOutcome:
    """Tell the gateway to send the money, or ask how a refund stands that it may know already.

    As long as it surely keeps the key, telling again is the safest question. Raises GatewayTimeout.
    """
    if not request.ref and (first is None or now - first < SAME_KEY_FOR):
        return gateway.refund(request)
    outcome = gateway.fetch_refund(request)
    if outcome.failure == NEVER_ARRIVED and not request.ref:
        return gateway.refund(request)
    return outcome


def _patience(first: datetime, now: datetime) -> timedelta:
    """Ask a gateway again after as long as it has been asked already, at least five minutes, at most six hours."""
    return min(max(now - first, ASK_AGAIN_AFTER), ASK_AGAIN_AT_MOST)


def _take(payment: Payment, amount: Yen, cause: Cause) -> bool:
    """Count the sum as gone, in one conditional UPDATE."""
    refund = cause is Cause.REFUND
    column = Payment.refunded if refund else Payment.returned
    most = Payment.applied if refund else Payment.received - Payment.applied
    result = db.session.execute(
        update(Payment)
        .where(Payment.id == payment.id, column + amount <= most, literal(amount) > 0)
        .values({column: column + amount})
        .execution_options(synchronize_session=False)
    )
    if not isinstance(result, CursorResult) or result.rowcount != 1:
        return False
    db.session.refresh(payment)
    return True


def _heard(
    row: Reimbursement,
    from_: Collection[ReimbursementState],
    to: ReimbursementState,
    outcome: RefundOutcome,
    now: datetime,
    **also: object,
) -> bool:
    """Move a sum by what its gateway said, if it is still the gateway that sends it. True when this call moved it."""
    more: dict[str, object] = {"state": to, "updated_at": now, **also}
    if outcome.ref:
        more["provider_ref"] = outcome.ref
    result = db.session.execute(
        update(Reimbursement)
        .where(
            Reimbursement.id == row.id,
            Reimbursement.state.in_([*from_]),
            Reimbursement.state != to,
            Reimbursement.failure == "",
        )
        .values(more)
        .execution_options(synchronize_session=False)
    )
    if not isinstance(result, CursorResult) or result.rowcount != 1:
        return False
    db.session.refresh(row)
    return True
