"""What becomes of disputes: each moves forward by what its gateway says, and staff settle what no gateway can."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from storefront.database import claim, insert_once
from storefront.extensions import db
from storefront.jobs.queue import enqueue
from storefront.orders.lifecycle import hold, record
from storefront.orders.order import Order
from storefront.payments.dispute import MOVES, Dispute
from storefront.payments.gateways import DisputeStatus, EventKind, ProviderDispute
from storefront.payments.payment import Payment
from storefront.payments.radar.finding import forget
from storefront.payments.radar.mismatch import Kind
from storefront.payments.reimbursement import BY_BANK, Reimbursement, ReimbursementState
from storefront.states import sources


def hear_disputes(payment: Payment, told: Iterable[ProviderDispute], now: datetime) -> None:
    """Record how the disputes of a payment stand. Only ever forward, so that late, doubled or overtaken news ends the same.

    One that is won lets the order go on by itself. The caller commits. Safe to repeat.
    """
    order = hold(payment.order_id)
    for one in told:
        _hear(payment, order, one, now)
    db.session.expire(payment, ["disputes"])


def _hear(payment: Payment, order: Order, told: ProviderDispute, now: datetime) -> None:
    new = insert_once(
        Dispute,
        payment_id=payment.id,
        ref=told.ref,
        state=DisputeStatus.OPEN,
        amount=told.amount,
        answer_by=told.answer_by,
        opened_at=now,
        moved_at=now,
    )
    if new:
        record(order, "disputed", now, told.ref)
    row = db.session.scalars(select(Dispute).where(Dispute.ref == told.ref)).one()
    if told.status is DisputeStatus.OPEN:
        claim(row, Dispute.state, told.status, told.status, answer_by=told.answer_by)
        return
    from_ = sources(MOVES, told.status)
    also = {"answer_by": None, "moved_at": now, "settled_at": None}
    if claim(row, Dispute.state, from_, told.status, **also):
        forget(Kind.DISPUTE, row.ref)
        record(order, f"dispute_{told.status}", now, told.ref)


def dispute_over(order: Order, now: datetime) -> bool:
    """Staff saw that the shop keeps the money: what is disputed may be sent and refunded again. The caller commits.

    True when a dispute was open; refunds that waited go on by themselves. If its gateway tells later that the money is lost, or
    of another dispute, the order waits anew.
    """
    hold(order.id)
    ended = _held(order, DisputeStatus.OPEN)
    for one in ended:
        one.settled_at = now
        forget(Kind.DISPUTE, one.ref)
    if ended:
        record(order, "dispute_over", now)
    return bool(ended)


def note_loss(order: Order, now: datetime) -> bool:
    """Staff take note that the buyer's bank keeps the money: the order waits for nothing any more. The caller commits.

    True when a loss was not noted yet. Sums of that payment that were to go back, and were not begun, have gone by the bank.
    """
    hold(order.id)
    lost = _held(order, DisputeStatus.LOST)
    for one in lost:
        one.settled_at = now
        _gone_by_bank(one, now)
    if lost:
        record(order, "loss_noted", now)
    return bool(lost)


def ask_about_open(now: datetime) -> int:
    """Write a job for every payment with a dispute that is open here, so that no lost message keeps it so. The caller commits."""
    asked = select(Dispute.payment_id).where(
        Dispute.state == DisputeStatus.OPEN, Dispute.settled_at.is_(None)
    )
    payments = db.session.scalars(asked.distinct().order_by(Dispute.payment_id)).all()
    for payment in payments:
        about = {"kind": EventKind.DISPUTE.value, "payment": payment, "reimbursement": None}
        enqueue("payments.heard", about, now)
    return len(payments)


def _held(order: Order, state: DisputeStatus) -> list[Dispute]:
    asked = (
        select(Dispute)
        .join(Dispute.payment)
        .where(Payment.order_id == order.id, Dispute.state == state, Dispute.settled_at.is_(None))
        .order_by(Dispute.id)
    )
    return list(db.session.scalars(asked))


def _gone_by_bank(lost: Dispute, now: datetime) -> None:
    """End what was to go back of a payment, as far as the bank took it."""
    waiting = (
        select(Reimbursement)
        .where(
            Reimbursement.payment_id == lost.payment_id,
            Reimbursement.state == ReimbursementState.REQUESTED,
            Reimbursement.submitted_at.is_(None),
        )
        .order_by(Reimbursement.id)
    )
    left = lost.amount
    for row in db.session.scalars(waiting).all():
        if row.amount > left:
            continue
        left -= row.amount
        done = {"failure": BY_BANK, "succeeded_at": now, "updated_at": now}
        claim(row, Reimbursement.state, row.state, ReimbursementState.SUCCEEDED, **done)
