"""Where orders and the money of their payments do not agree, as far as our own books can tell."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, exists, func, select, text

from storefront.orders.amendment import Amendment, AmendmentState
from storefront.orders.order import Order
from storefront.payments.dispute import Dispute
from storefront.payments.gateways import DisputeStatus
from storefront.payments.payment import HAS_SURPLUS, IS_LIVE, Payment, PaymentState
from storefront.payments.radar.asking import OVER, WATCHED_FOR, is_confirmed, some
from storefront.payments.radar.finding import Finding
from storefront.payments.radar.mismatch import Kind, Mismatch

KNOWN_WITHIN = timedelta(hours=1)
OVER_WITHIN = timedelta(minutes=10)
"""So long an attempt may outlive its order: it is being called off just then."""
COLLECTED_WITHIN = timedelta(days=30)
"""So long after the order cash may take from the door to the shop's account."""
IS_STILL_LIVE = text(f"payment.{IS_LIVE.text}")
"""As the index spells it, for questions that ask of orders as well."""


def order_without_payment(now: datetime, only: Collection[str] | None = None) -> Iterator[Mismatch]:
    """Confirmed orders for which no money was applied and none is due at the door."""
    paying = exists().where(
        Payment.order_id == Order.id,
        (Payment.applied > 0) | (Payment.state == PaymentState.DUE),
    )
    asked = (
        select(Order.number, Order.confirmed_at, Order.total)
        .where(Order.confirmed_at > now - WATCHED_FOR, is_confirmed(), ~paying)
        .order_by(Order.confirmed_at)
    )
    for number, since, total in some(asked, Order.number, only):
        yield Mismatch(Kind.ORDER_WITHOUT_PAYMENT, number, since, number, total)


def amount_differs(now: datetime, only: Collection[str] | None = None) -> Iterator[Mismatch]:
    """Paid orders whose applied money is not their total."""
    applied = func.sum(Payment.applied)
    asked = (
        select(Order.number, Order.confirmed_at, Order.total, applied)
        .join(Payment, Payment.order_id == Order.id)
        .where(Order.confirmed_at > now - WATCHED_FOR, Order.paid_at.is_not(None))
        .group_by(Order.id, Order.number, Order.confirmed_at, Order.total)
        .having(applied > 0, applied != Order.total)
        .order_by(Order.confirmed_at)
    )
    for number, since, total, paid in some(asked, Order.number, only):
        differs = f"{paid} / {total}"
        yield Mismatch(Kind.AMOUNT_DIFFERS, number, since, number, abs(paid - total), differs)


def surplus(_now: datetime, only: Collection[str] | None = None) -> Iterator[Mismatch]:
    """Money of ended attempts that pays nothing and was not sent back; apart where the order is over."""
    rest = Payment.received - Payment.applied - Payment.returned
    asked = (
        select(Payment.id, Payment.updated_at, rest, Order.number, Order.state)
        .join(Order, Order.id == Payment.order_id)
        .where(
            HAS_SURPLUS,
            Payment.state.in_([PaymentState.CAPTURED, PaymentState.FAILED, PaymentState.CANCELLED]),
        )
        .order_by(Payment.id)
    )
    for payment_id, since, left, number, state in some(asked, Payment.id, only):
        kind = Kind.PAID_BUT_OVER if state in OVER else Kind.MONEY_IDLE
        yield Mismatch(kind, str(payment_id), since, number, left)


def live_after_end(now: datetime, only: Collection[str] | None = None) -> Iterator[Mismatch]:
    """Attempts that can still bring money for what is over or paid: an order, or an addition to one."""
    waiting = exists().where(
        Amendment.id == Payment.amendment_id, Amendment.state == AmendmentState.PENDING
    )
    ended = Order.state.in_(OVER) | (Order.paid_at.is_not(None) & ~waiting)
    asked = _live(ended, Payment.updated_at < now - OVER_WITHIN)
    for payment_id, since, amount, number, state in some(asked, Payment.id, only):
        yield Mismatch(Kind.LIVE_AFTER_END, str(payment_id), since, number, amount, state)


def attempt_unknown(now: datetime, only: Collection[str] | None = None) -> Iterator[Mismatch]:
    """Attempts of which nobody has known for an hour how they ended."""
    silent = Payment.state.in_([PaymentState.UNKNOWN, PaymentState.CREATED])
    asked = _live(silent, Payment.updated_at < now - KNOWN_WITHIN)
    for payment_id, since, amount, number, state in some(asked, Payment.id, only):
        yield Mismatch(Kind.ATTEMPT_UNKNOWN, str(payment_id), since, number, amount, state)


def cash_awaited(now: datetime, only: Collection[str] | None = None) -> Iterator[Mismatch]:
    """Cash to be paid at the door that nobody has written down: lost by the carrier, or a parcel that came back."""
    asked = _live(Payment.state == PaymentState.DUE, Payment.updated_at < now - COLLECTED_WITHIN)
    for payment_id, since, amount, number, _state in some(asked, Payment.id, only):
        yield Mismatch(Kind.CASH_AWAITED, str(payment_id), since, number, amount)


def dispute(_now: datetime, only: Collection[str] | None = None) -> Iterator[Mismatch]:
    """Disputes that nobody has decided or looked at, and money lost in one of which staff have not taken note."""
    seen = exists().where(
        Finding.kind == Kind.DISPUTE.value,
        Finding.subject == Dispute.ref,
        Finding.seen_at.is_not(None),
    )
    lost = Dispute.state == DisputeStatus.LOST
    asked = (
        select(Dispute, Order.number)
        .join(Payment, Payment.id == Dispute.payment_id)
        .join(Order, Order.id == Payment.order_id)
        .where(Dispute.settled_at.is_(None), lost | ((Dispute.state == DisputeStatus.OPEN) & ~seen))
        .order_by(Dispute.moved_at, Dispute.id)
    )
    for one, number in some(asked, Dispute.ref, only):
        kind = Kind.DISPUTE_LOST if one.state == DisputeStatus.LOST else Kind.DISPUTE
        until = one.answer_by.isoformat(timespec="minutes") if one.answer_by else ""
        yield Mismatch(kind, one.ref, one.moved_at, number, one.amount, until)


def _live(*which: Any) -> Select[Any]:
    """Live attempts, asked for in the words of their index and in its order, which is nearly that of their making."""
    return (
        select(Payment.id, Payment.updated_at, Payment.amount, Order.number, Payment.state)
        .join(Order, Order.id == Payment.order_id)
        .where(IS_STILL_LIVE, *which)
        .order_by(Payment.order_id)
    )
