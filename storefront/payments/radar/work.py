"""What was to be done and was not: money that does not go back, jobs given up, mails never written, methods left closed."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from sqlalchemy import exists, func, or_, select

from storefront.catalog.stock import StockMovement
from storefront.jobs.queue import Job
from storefront.mail.outbox import OutboxMessage
from storefront.orders.order import Order, OrderContact
from storefront.payments.payment import Payment
from storefront.payments.radar.asking import is_confirmed, some
from storefront.payments.radar.mismatch import Kind, Mismatch
from storefront.payments.reimbursement import Reimbursement, ReimbursementState
from storefront.quoting.payment_method import PaymentMethod

ASKED_WITHIN = timedelta(hours=1)
SENT_WITHIN = timedelta(days=3)
"""So long a refund may be on its way at the payment company."""
NAMED_WITHIN = timedelta(days=3)
"""So long a buyer may take to name an account before anybody looks."""
WRITTEN_WITHIN = timedelta(minutes=10)
MAILED_SINCE = timedelta(days=14)
"""So long after its confirmation an order's mail is looked for."""


def refunds(now: datetime, only: Collection[str] | None = None) -> Iterator[Mismatch]:
    """Money on its way back that waits for somebody, or for too long for the payment company."""
    state = Reimbursement.state
    waiting = or_(
        state == ReimbursementState.READY,
        (state == ReimbursementState.NEEDS_ACCOUNT)
        & (Reimbursement.updated_at < now - NAMED_WITHIN),
        (state == ReimbursementState.REQUESTED) & (Reimbursement.updated_at < now - ASKED_WITHIN),
        (state == ReimbursementState.SUBMITTED) & (Reimbursement.updated_at < now - SENT_WITHIN),
    )
    asked = (
        select(
            Reimbursement.id,
            state,
            Reimbursement.created_at,
            Reimbursement.amount,
            Reimbursement.failure,
            Order.number,
        )
        .join(Payment, Payment.id == Reimbursement.payment_id)
        .join(Order, Order.id == Payment.order_id)
        .where(state != ReimbursementState.SUCCEEDED, waiting)
        .order_by(Reimbursement.id)
    )
    for row_id, stands, since, amount, failure, number in some(asked, Reimbursement.id, only):
        kind = _REFUND_KINDS.get(stands, Kind.REFUND_STUCK)
        yield Mismatch(kind, str(row_id), since, number, amount, failure)


_REFUND_KINDS = {
    ReimbursementState.READY: Kind.REFUND_TO_SEND,
    ReimbursementState.NEEDS_ACCOUNT: Kind.ACCOUNT_WANTED,
}


def dead_jobs(_now: datetime, only: Collection[str] | None = None) -> Iterator[Mismatch]:
    """Jobs that were given up after their last try."""
    asked = (
        select(Job.id, Job.kind, Job.payload, Job.dead_at, Job.error)
        .where(Job.done_at.is_(None), Job.dead_at.is_not(None))
        .order_by(Job.dead_at)
    )
    for job_id, work, payload, since, error in some(asked, Job.id, only):
        kind = Kind.MAIL_DEAD if work.startswith("mail.") else Kind.JOB_DEAD
        kind = Kind.WEBHOOK_FAILED if work == "payments.heard" else kind
        number = str(payload.get("order") or "")
        yield Mismatch(kind, str(job_id), since, number, detail=f"{work}: {error}"[:160])


def confirmation_missing(now: datetime, only: Collection[str] | None = None) -> Iterator[Mismatch]:
    """Orders confirmed a while ago whose mail was never written, and no job is going to.

    Orders brought over from another shop took nothing off this one's shelf, and had their mail there; those of a buyer who was
    forgotten had theirs, and it went with them.
    """
    ours = exists().where(StockMovement.reference == "order:" + Order.number)
    key = "order:" + Order.number + ":confirmation"
    written = exists().where(OutboxMessage.key == key)
    forgotten = exists().where(
        OrderContact.order_id == Order.id, OrderContact.erased_at.is_not(None)
    )
    coming = exists().where(Job.key == key, Job.done_at.is_(None))
    asked = (
        select(Order.number, Order.confirmed_at)
        .where(
            Order.confirmed_at.between(now - MAILED_SINCE, now - WRITTEN_WITHIN),
            is_confirmed(),
            ours,
            ~written,
            ~coming,
            ~forgotten,
        )
        .order_by(Order.confirmed_at)
    )
    for number, since in some(asked, Order.number, only):
        yield Mismatch(Kind.CONFIRMATION_MISSING, number, since, number)


def method_closed(now: datetime, only: Collection[str] | None = None) -> Iterator[Mismatch]:
    """Ways to pay that are closed at this moment; the detail says until when they are, "" while staff must open them."""
    asked = (
        select(PaymentMethod.code, PaymentMethod.closed_at, PaymentMethod.closed_until)
        .where(
            PaymentMethod.closed_at.is_not(None),
            func.coalesce(PaymentMethod.closed_until, now + ASKED_WITHIN) > now,
        )
        .order_by(PaymentMethod.position)
    )
    for code, since, until in some(asked, PaymentMethod.code, only):
        ends = until.isoformat(timespec="minutes") if until else ""
        yield Mismatch(Kind.METHOD_CLOSED, code, since, detail=ends)
