"""Reconciling: asking the gateway about every attempt that was left open, and giving up orders nobody paid.

Each step reads, calls the gateway with no transaction open, then records and commits; dying anywhere in between
loses nothing, because the next turn asks again. Called by the worker and by commands only.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from storefront.extensions import db
from storefront.orders import lifecycle
from storefront.orders.finding import order_by_number
from storefront.orders.order import Order, OrderState
from storefront.payments.payment import LIVE, Payment, PaymentState
from storefront.payments.settling import GATEWAYS, live_payment, settle

LEFT_OPEN_AFTER = timedelta(minutes=2)


def ask(payload: dict[str, Any], now: datetime) -> None:
    """Ask how one attempt stands and settle it. Safe to repeat; commits."""
    payment = db.session.get(Payment, payload["payment"])
    if payment is None or not payment.live or payment.gateway not in GATEWAYS:
        return
    _ask_and_settle(payment, now, give_up=False)


def expire_order(payload: dict[str, Any], now: datetime) -> None:
    """Give up one order if it is still unpaid after its time: first the attempt, then the order. Commits."""
    order = order_by_number(str(payload["order"]))
    if order is None or order.state != OrderState.PENDING or order.reserved_until > now:
        return
    payment = live_payment(order)
    if payment is not None and payment.gateway in GATEWAYS:
        _ask_and_settle(payment, now, give_up=True)
        if payment.live or order.state != OrderState.PENDING:
            return
    lifecycle.expire(order, now)
    db.session.commit()


def sync(now: datetime) -> int:
    """Ask about every attempt left open for two minutes, then expire what is due. Returns how many were looked at."""
    open_ids = db.session.scalars(
        select(Payment.id)
        .where(
            Payment.state.in_(LIVE),
            Payment.state != PaymentState.DUE,
            Payment.updated_at < now - LEFT_OPEN_AFTER,
        )
        .order_by(Payment.id)
    ).all()
    due = db.session.scalars(
        select(Order.number)
        .where(Order.state == OrderState.PENDING, Order.reserved_until <= now)
        .order_by(Order.id)
    ).all()
    db.session.rollback()
    for payment_id in open_ids:
        ask({"payment": payment_id}, now)
    for number in due:
        expire_order({"order": number}, now)
    return len(open_ids) + len(due)


def _ask_and_settle(payment: Payment, now: datetime, give_up: bool) -> None:
    key, gateway = payment.idempotency_key, GATEWAYS[payment.gateway]
    db.session.rollback()
    outcome = gateway.cancel(key) if give_up else gateway.fetch(key)
    settle(payment, outcome, now)
    db.session.commit()
