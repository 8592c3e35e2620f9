"""Reconciling: asking the gateway about every attempt that was left open, and giving up orders nobody paid.

Each step reads, calls the gateway with no transaction open, then records and commits; dying anywhere in between
loses nothing, because the next turn asks again. Called by the worker and by commands only.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import or_, select

from storefront.extensions import db
from storefront.jobs.queue import enqueue
from storefront.orders import lifecycle
from storefront.orders.amendment import Amendment, AmendmentState, drop
from storefront.orders.finding import order_by_number
from storefront.orders.order import Order, OrderState
from storefront.payments.gateways import (
    NEVER_ARRIVED,
    GatewayTimeout,
    Outcome,
    OutcomeStatus,
)
from storefront.payments.gateways.installed import OFFLINE, gateway_for
from storefront.payments.of_order import live_for
from storefront.payments.payment import IS_LIVE, Payment, PaymentState
from storefront.payments.settling import ask_later, hold, live_payment, settle

log = logging.getLogger("storefront.payments")
T = TypeVar("T")

LOOK_AGAIN_AFTER = timedelta(minutes=5)
LEFT_OPEN_AFTER = timedelta(minutes=2)
BROUGHT_LATER = timedelta(hours=1)
"""How often the gateway is asked about money that the buyer brings: its messages come sooner, and are only rarely lost."""


def ask(payload: dict[str, Any], now: datetime) -> None:
    """Ask how one attempt stands and settle it; while nobody knows, ask again later. Safe to repeat; commits."""
    payment = db.session.get(Payment, payload["payment"])
    if payment is None or not payment.live or gateway_for(payment.gateway) is None:
        return
    _ask_and_settle(payment, now, give_up=False)
    if payment.state == PaymentState.UNKNOWN:
        ask_later(payment, now)
    db.session.commit()


def ask_now(payment: Payment, now: datetime) -> None:
    """Ask how one attempt stands because its buyer is back from the gateway's page. Safe to repeat; commits."""
    if payment.live and gateway_for(payment.gateway) is not None:
        _ask_and_settle(payment, now, give_up=False)
    db.session.commit()


def look_again(payment: Payment, now: datetime) -> None:
    """Ask how one attempt stands, also one that has ended here, and settle what that brings. The caller commits."""
    if gateway_for(payment.gateway) is not None:
        _ask_and_settle(payment, now, give_up=False)


def expire_order(payload: dict[str, Any], now: datetime) -> None:
    """Give up one order if it is still unpaid after its time: first the attempt, then the order. Commits.

    An attempt that is begun meanwhile, or whose end nobody knows, keeps the order; the next turn looks again.
    """
    order = order_by_number(str(payload["order"]))
    if order is None or order.state != OrderState.PENDING or order.reserved_until > now:
        return
    payment = live_payment(order)
    if payment is not None:
        give_up(payment, now)
    hold(order.id)
    if live_payment(order) is None and order.reserved_until <= now:
        lifecycle.expire(order, now)
    db.session.commit()


def expire_amendment(payload: dict[str, Any], now: datetime) -> None:
    """Give up one addition if it is still unpaid after its time; the order stays as it was. Safe to repeat; commits."""
    amendment = db.session.get(Amendment, payload["amendment"])
    if amendment is not None and not give_up_addition(amendment, now):
        enqueue("amendments.expire", payload, now + LOOK_AGAIN_AFTER)
        db.session.commit()


def give_up_addition(amendment: Amendment, now: datetime) -> bool:
    """Give up an addition that waits for its payment: first the attempt, then the addition. Safe to repeat; commits.

    False when nobody knows how the attempt ended: it waits on. True also when it was paid meanwhile.
    """
    if amendment.state != AmendmentState.PENDING:
        return True
    amendment_id, order_id = amendment.id, amendment.order_id
    if payment := live_for(amendment):
        give_up(payment, now)
    hold(order_id)
    found = db.session.get(Amendment, amendment_id, populate_existing=True)
    assert found is not None
    open_still = live_for(found) is not None
    if not open_still:
        drop(found, now)
    db.session.commit()
    return not open_still


def give_up(payment: Payment, now: datetime) -> None:
    """Call an attempt off where it was begun, with no transaction open, and settle what that brings. The caller commits.

    Afterwards it has ended, paid for the order after all, or nobody knows; cash that is due at the door stays due.
    """
    if gateway_for(payment.gateway) is not None:
        _ask_and_settle(payment, now, give_up=True)
    elif payment.gateway == OFFLINE and payment.state != PaymentState.DUE:
        settle(payment, Outcome(OutcomeStatus.CANCELLED), now)


def call_off(payload: dict[str, Any], now: datetime) -> None:
    """Call an attempt off that nobody needs any more, also one that has ended here alone. Safe to repeat; commits.

    Nothing is done for an order that still waits for its money. While its gateway gives no answer, the job comes again.
    """
    payment = db.session.get(Payment, payload["payment"])
    if payment is None or (payment.live and _still_wanted(payment)):
        return
    if payment.state == PaymentState.DUE:
        settle(payment, Outcome(OutcomeStatus.CANCELLED), now)
    else:
        give_up(payment, now)
    if payment.live and gateway_for(payment.gateway) is not None:
        enqueue("payments.call_off", payload, now + LOOK_AGAIN_AFTER)
    db.session.commit()


def _still_wanted(payment: Payment) -> bool:
    order, amendment = payment.order, payment.amendment
    if order.state in {OrderState.CANCELLED, OrderState.EXPIRED}:
        return False
    return amendment.state == AmendmentState.PENDING if amendment else order.paid_at is None


def sync(now: datetime) -> int:
    """Ask about every attempt left open for a while, then expire what is due. Returns how many were looked at.

    A while is two minutes; for money that the buyer brings, an hour.
    """
    open_ids = db.session.scalars(
        select(Payment.id)
        .where(
            IS_LIVE,
            Payment.state != PaymentState.DUE,
            Payment.gateway != OFFLINE,
            Payment.updated_at < now - LEFT_OPEN_AFTER,
            or_(Payment.ask_at.is_(None), Payment.ask_at <= now),
        )
        .order_by(Payment.order_id)
    ).all()
    due = db.session.scalars(
        select(Order.number)
        .where(Order.state == OrderState.PENDING, Order.reserved_until <= now)
        .order_by(Order.id)
    ).all()
    db.session.rollback()
    for payment_id in open_ids:
        _apart(_look_at, payment_id, now)
    for number in due:
        _apart(expire_order, {"order": number}, now)
    return len(open_ids) + len(due)


def _apart(look: Callable[[T, datetime], None], at: T, now: datetime) -> None:
    """Look at one of many: what goes wrong with it must not keep the others waiting for ever."""
    try:
        look(at, now)
    except Exception:
        log.exception("left for the next turn")
        db.session.rollback()


def _look_at(payment_id: int, now: datetime) -> None:
    payment = db.session.get(Payment, payment_id)
    if payment is not None and payment.live and gateway_for(payment.gateway) is not None:
        _ask_and_settle(payment, now, give_up=False)
        if payment.state == PaymentState.PROCESSING:
            payment.ask_at = now + BROUGHT_LATER
        db.session.commit()


def _ask_and_settle(payment: Payment, now: datetime, give_up: bool) -> None:
    """Ask, with no transaction open, then record. The caller commits.

    What never reached the gateway is called off there for good, lest a process that was only slow brings it
    after we gave it up.
    """
    payment_id, attempt, gateway = payment.id, payment.attempt(), gateway_for(payment.gateway)
    assert gateway is not None
    db.session.rollback()
    try:
        outcome = gateway.cancel(attempt) if give_up else gateway.fetch(attempt)
        if outcome.failure == NEVER_ARRIVED and not give_up:
            outcome = gateway.cancel(attempt)
    except GatewayTimeout:
        outcome = Outcome(OutcomeStatus.UNKNOWN)
    except Exception:  # whatever it was, nobody knows now how the attempt stands
        log.exception("the gateway failed", extra={"payment": payment_id})
        db.session.rollback()
        outcome = Outcome(OutcomeStatus.UNKNOWN)
    asked = db.session.get(Payment, payment_id)
    assert asked is not None
    settle(asked, outcome, now)
