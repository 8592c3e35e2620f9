"""Settling: the one path on which an answer of a gateway changes an order.

The click, the way back from 3-D Secure, a webhook, the worker's question, staff who saw money on the shop's account and
the nightly comparison all end in `settle`.
"""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, select

from storefront.clock import day_begins, shop_day
from storefront.database import claim
from storefront.extensions import db
from storefront.jobs.queue import enqueue
from storefront.money import Yen
from storefront.orders import lifecycle
from storefront.orders.amendment import AmendmentState, drop
from storefront.orders.lifecycle import hold
from storefront.orders.order import Order, OrderState
from storefront.payments.additions import let_join
from storefront.payments.declines import close_on_spike
from storefront.payments.gateways import Outcome, OutcomeStatus
from storefront.payments.giving_back import return_surplus
from storefront.payments.payment import LIVE, Payment, PaymentState
from storefront.payments.reimbursement import Cause

ASK_AGAIN_AFTER = timedelta(seconds=15)
NOTES = {
    Cause.LATE: "paid_but_gone",
    Cause.DOUBLE: "paid_twice",
    Cause.SHORT: "paid_short",
    Cause.OVER: "paid_over",
}
"""How the timeline names money that goes back at once."""
NOT_ADDED = "amendment_astray"
"""The same for all money of an addition."""


def settle(payment: Payment, outcome: Outcome, now: datetime) -> None:
    """Record what a gateway said and let the order follow. The caller commits. Safe to repeat.

    An outcome that turns out unknown leaves a job that asks again. Money that pays nothing goes back at once: late
    (the goods are gone), double (the order is paid), short (its time is over), over (more than it cost).
    """
    order = hold(payment.order_id)
    before = payment.received
    changed = payment.record(outcome, now)
    match payment.state:
        case PaymentState.CAPTURED:
            _apply(payment, order, now)
        case PaymentState.FAILED | PaymentState.CANCELLED:
            if payment.state == PaymentState.FAILED and changed:
                kind = "amendment_declined" if payment.amendment_id else "payment_declined"
                lifecycle.record(order, kind, now, payment.failure)
            if payment.amendment is not None:
                drop(payment.amendment, now)
            _return(payment, order, Cause.SHORT, now)
            if payment.state == PaymentState.FAILED and changed:
                close_on_spike(payment.method, now)
        case PaymentState.UNKNOWN if changed:
            ask_later(payment, now)
        case PaymentState.PROCESSING if changed:
            _wait(payment, order, before, now)


def settle_as_booked(payment: Payment, now: datetime) -> None:
    """Let the order follow what is booked already: for money that was left where it was. Safe to repeat; the caller commits.

    An attempt of which nothing is booked yet stays as it is.
    """
    if status := _BOOKED.get(PaymentState(payment.state)):
        settle(payment, Outcome(status, received=payment.received), now)


_BOOKED = {
    PaymentState.CAPTURED: OutcomeStatus.CAPTURED,
    PaymentState.FAILED: OutcomeStatus.DECLINED,
    PaymentState.CANCELLED: OutcomeStatus.CANCELLED,
    PaymentState.PROCESSING: OutcomeStatus.PROCESSING,
    PaymentState.NEEDS_ACTION: OutcomeStatus.NEEDS_ACTION,
}


def _apply(payment: Payment, order: Order, now: datetime) -> None:
    """Let captured money pay the order, or send it back. Safe to repeat."""
    if payment.applied:
        _return(payment, order, Cause.OVER, now)
        return
    cause = _joined(payment, order, now) if payment.amendment_id else _honoured(payment, order, now)
    if cause is not None:
        _return(payment, order, cause, now)
        return
    claim(payment, Payment.applied, 0, payment.amount, updated_at=now)
    _return(payment, order, Cause.OVER, now)


def _honoured(payment: Payment, order: Order, now: datetime) -> Cause | None:
    """Let the order be paid, and call off whatever else was begun for it; why it cannot be, where it cannot."""
    if _paid_otherwise(payment, order):
        return Cause.DOUBLE
    if order.state == OrderState.CANCELLED:
        return Cause.LATE
    if not _enough(payment, order.total):
        return Cause.SHORT
    if not lifecycle.mark_paid(order, now):
        return Cause.LATE
    lifecycle.mark_collected(order, now)
    if other := live_payment(order):
        enqueue("payments.call_off", {"payment": other.id, "order": order.number}, now)
    return None


def _joined(payment: Payment, order: Order, now: datetime) -> Cause | None:
    """Let the addition join the order; why it cannot, where it cannot."""
    amendment = payment.amendment
    assert amendment is not None
    if amendment.state == AmendmentState.JOINED:
        return Cause.DOUBLE
    if not _enough(payment, amendment.total):
        return Cause.SHORT
    return None if let_join(amendment, order, now) else Cause.LATE


def _enough(payment: Payment, total: Yen) -> bool:
    """Whether the attempt was for just this sum, and all of it is here."""
    return payment.received - payment.returned >= payment.amount == total


def _return(payment: Payment, order: Order, cause: Cause, now: datetime) -> None:
    if payment.surplus > 0:
        kind = NOT_ADDED if payment.amendment_id else NOTES[cause]
        lifecycle.record(order, kind, now, f"{payment.surplus}")
        return_surplus(payment, cause, now)


def _wait(payment: Payment, order: Order, before: int, now: datetime) -> None:
    """Tell the buyer how to pay, once per attempt, of each part that came in, and again shortly before the deadline."""
    told = {"order": order.number, "payment": payment.id}
    key = f"payment:{payment.id}"
    if payment.received > before:
        part = "amendment_part" if payment.amendment_id else "part_received"
        lifecycle.record(order, part, now, f"{payment.received}")
        enqueue("mail.part_received", told, now, key=f"{key}:part:{payment.received}")
    if enqueue("mail.how_to_pay", told, now, key=f"{key}:how"):
        waits = "amendment_awaited" if payment.amendment_id else "awaiting_money"
        lifecycle.record(order, waits, now, payment.method)
        if payment.due_at and (at := remind_at(payment.due_at)) > now:
            enqueue("mail.pay_reminder", told, at, key=f"{key}:reminder")


def remind_at(due_at: datetime) -> datetime:
    """When a buyer is reminded of a deadline: at ten in the morning of the day before."""
    return day_begins(shop_day(due_at) - timedelta(days=1)) + timedelta(hours=10)


def collect_at_the_door(payment: Payment, now: datetime) -> None:
    """Cash on delivery needs no gateway: the attempt becomes due and the order is confirmed. Safe to repeat."""
    if claim(payment, Payment.state, PaymentState.CREATED, PaymentState.DUE, updated_at=now):
        lifecycle.confirm_cash_on_delivery(payment.order, now)


def begin_offline(payment: Payment, now: datetime) -> None:
    """Begin an attempt that no gateway takes: cash at the door becomes due, a transfer to the shop's account waits."""
    if payment.due_at is None:
        collect_at_the_door(payment, now)
    else:
        settle(payment, Outcome(OutcomeStatus.PROCESSING), now)


def ask_later(payment: Payment, now: datetime) -> None:
    """Write a job that asks the gateway how this attempt stands."""
    enqueue("payments.ask", {"payment": payment.id}, now + ASK_AGAIN_AFTER)


def live_payment(order: Order) -> Payment | None:
    """The one attempt of an order from which money may still come; additions to it have their own."""
    return db.session.scalar(_LIVE, {"order": order.id})


def last_payment(order: Order) -> Payment | None:
    """The newest attempt to pay an order itself."""
    return db.session.scalar(_LAST, {"order": order.id})


_OF_ORDER = select(Payment).where(
    Payment.order_id == bindparam("order"), Payment.amendment_id.is_(None)
)
_LIVE = _OF_ORDER.where(Payment.state.in_(LIVE))
_LAST = _OF_ORDER.order_by(Payment.id.desc()).limit(1)


def _paid_otherwise(payment: Payment, order: Order) -> bool:
    """Whether another attempt of the same order has paid it, or will at the door."""
    if order.confirmed_at is None:
        return False
    found = db.session.scalar(
        select(Payment.id)
        .where(
            Payment.order_id == payment.order_id,
            Payment.id != payment.id,
            Payment.amendment_id.is_(None),
            (Payment.applied > 0) | (Payment.state == PaymentState.DUE),
        )
        .limit(1)
    )
    return found is not None


__all__ = [
    "ask_later",
    "begin_offline",
    "collect_at_the_door",
    "hold",
    "last_payment",
    "live_payment",
    "settle",
    "settle_as_booked",
]
