"""Settling: the one path on which an answer of a gateway changes an order.

The click, the way back from 3-D Secure, the worker's question and the nightly comparison all end in `settle`.
"""

from datetime import datetime, timedelta

from sqlalchemy import select

from storefront.database import claim
from storefront.extensions import db
from storefront.jobs.queue import enqueue
from storefront.orders import lifecycle
from storefront.orders.lifecycle import hold
from storefront.orders.order import Order
from storefront.payments.gateways import Gateway, Outcome
from storefront.payments.gateways.demo import DemoGateway
from storefront.payments.payment import LIVE, Payment, PaymentState

ASK_AGAIN_AFTER = timedelta(seconds=15)
GATEWAYS: dict[str, Gateway] = {"demo": DemoGateway()}


def settle(payment: Payment, outcome: Outcome, now: datetime) -> None:
    """Record what a gateway said and let the order follow. The caller commits. Safe to repeat.

    An outcome that turns out unknown leaves a job that asks again. Money for an order that cannot be honoured
    any more, or that is paid already, is noted on the timeline for staff to return.
    """
    order = hold(payment.order_id)
    changed = payment.record(outcome, now)
    if payment.state == PaymentState.CAPTURED:
        honoured = lifecycle.mark_paid(order, now)
        if changed and not honoured:
            lifecycle.record(order, "paid_but_gone", now, payment.provider_ref or "")
        elif changed and _paid_otherwise(payment):
            lifecycle.record(order, "paid_twice", now, payment.provider_ref or "")
    elif payment.state == PaymentState.FAILED and changed:
        lifecycle.record(order, "payment_declined", now, payment.failure)
    elif payment.state == PaymentState.UNKNOWN and changed:
        ask_later(payment, now)


def collect_at_the_door(payment: Payment, now: datetime) -> None:
    """Cash on delivery needs no gateway: the attempt becomes due and the order is confirmed. Safe to repeat."""
    if claim(payment, Payment.state, PaymentState.CREATED, PaymentState.DUE, updated_at=now):
        lifecycle.confirm_cash_on_delivery(payment.order, now)


def ask_later(payment: Payment, now: datetime) -> None:
    """Write a job that asks the gateway how this attempt stands."""
    enqueue("payments.ask", {"payment": payment.id}, now + ASK_AGAIN_AFTER)


def live_payment(order: Order) -> Payment | None:
    """The one attempt of an order from which money may still come."""
    return db.session.scalar(
        select(Payment).where(Payment.order_id == order.id, Payment.state.in_(LIVE))
    )


def last_payment(order: Order) -> Payment | None:
    """The newest attempt of an order."""
    return db.session.scalar(
        select(Payment).where(Payment.order_id == order.id).order_by(Payment.id.desc()).limit(1)
    )


def _paid_otherwise(payment: Payment) -> bool:
    """Whether another attempt of the same order has brought money, or will at the door."""
    found = db.session.scalar(
        select(Payment.id)
        .where(
            Payment.order_id == payment.order_id,
            Payment.id != payment.id,
            Payment.state.in_((PaymentState.CAPTURED, PaymentState.DUE)),
        )
        .limit(1)
    )
    return found is not None


__all__ = [
    "GATEWAYS",
    "ask_later",
    "collect_at_the_door",
    "hold",
    "last_payment",
    "live_payment",
    "settle",
]
