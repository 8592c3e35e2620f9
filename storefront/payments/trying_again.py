"""Paying a waiting order again: the same order, a new attempt with its own key, perhaps another way to pay.

The figures stay those of the order; only a change of payment method changes its fee, and with it total and tax.
"""

from datetime import datetime, timedelta

from sqlalchemy import select

from storefront.database import claim
from storefront.extensions import db
from storefront.jobs.queue import enqueue
from storefront.money import Yen
from storefront.orders import lifecycle
from storefront.orders.amendment import frozen_split
from storefront.orders.order import Order, OrderState
from storefront.payments.payment import Payment, PaymentState, new_payment
from storefront.payments.settling import hold, last_payment, live_payment
from storefront.quoting.paying import PaymentChoice, payment_choice
from storefront.quoting.tariff import Tariff
from storefront.shipping.prefectures import by_code

DECLINES_IN_A_ROW = 3
CARD_RESTS_FOR = timedelta(minutes=10)
MOST_HELD = timedelta(days=14)
"""However often the way to pay is changed: by then unpaid goods are back on the shelf."""


class CannotPay(Exception):
    """No new attempt was begun; nothing was written."""


class NotWaiting(CannotPay):
    """The order waits for no payment: paid, cancelled, expired, or its time is over."""


class UnderWay(CannotPay):
    """Another attempt is open or has just been made: its outcome comes first."""


class FeeChanged(CannotPay):
    """With that method the order costs something else than the buyer saw."""


class MethodClosed(CannotPay):
    """No new payment is taken by that method at this moment, from nobody."""


class CardRests(CannotPay):
    """The card was declined too often; `until` says when it may be tried again."""

    def __init__(self, until: datetime) -> None:
        super().__init__("the card is closed for a while")
        self.until = until


def ways_to_pay(order: Order, tariff: Tariff, now: datetime) -> tuple[PaymentChoice, ...]:
    """Every method with its fee and the order's total with it. The method it has keeps its frozen fee."""
    base = order.total - order.fee
    there = by_code(order.contact.prefecture)
    region = there.region.value if there else ""
    ways = []
    for paying in tariff.payings:
        way = payment_choice(paying, base, order.cash_on_delivery_possible, region, now)
        if paying.code == order.payment_code and not way.refusal:
            way = PaymentChoice(paying, order.fee, order.total)
        ways.append(way)
    return tuple(ways)


def card_rests_until(order: Order, now: datetime) -> datetime | None:
    """Until when no card is taken for this order: ten minutes from every third decline; None when it is."""
    declined = db.session.scalars(
        select(Payment.updated_at)
        .where(
            Payment.order_id == order.id,
            Payment.method == "card",
            Payment.state == PaymentState.FAILED,
        )
        .order_by(Payment.updated_at.desc())
    ).all()
    if not declined or len(declined) % DECLINES_IN_A_ROW:
        return None
    until = declined[0] + CARD_RESTS_FOR
    return until if until > now else None


def try_again(
    order: Order,
    way: PaymentChoice,
    seen_total: Yen,
    seen_attempt: int,
    now: datetime,
    source: str = "",
    label: str = "",
    keep: bool = False,
) -> Payment:
    """Write down a new attempt to pay a waiting order, changing its method when `way` is another one.

    `seen_attempt` is the id of the last attempt the buyer knew of: a second click finds a newer one. Raises
    NotWaiting, UnderWay, FeeChanged, MethodClosed or CardRests; nothing is written then. The caller commits, then charges.
    """
    hold(order.id)
    last = last_payment(order)
    if order.state != OrderState.PENDING or order.reserved_until <= now:
        raise NotWaiting
    if live_payment(order) is not None or (last.id if last else 0) != seen_attempt:
        raise UnderWay
    if way.total != seen_total:
        raise FeeChanged
    if way.paying.closed(now):
        raise MethodClosed
    if way.paying.code == "card" and (until := card_rests_until(order, now)):
        raise CardRests(until)
    if way.paying.code != order.payment_code:
        _change_method(order, way, now)
    _hold_longer(order, way, now)
    payment = new_payment(order, way.paying, now, source, label, keep)
    if payment.due_at is not None:  # no number may outlive the goods
        payment.due_at = min(payment.due_at, order.reserved_until)
    db.session.flush()
    return payment


def _hold_longer(order: Order, way: PaymentChoice, now: datetime) -> None:
    """Keep the goods while the new method has time; never more than MOST_HELD after the order was placed."""
    until = min(way.paying.held_until(now), order.placed_at + MOST_HELD)
    if until > order.reserved_until:
        claim(order, Order.state, OrderState.PENDING, OrderState.PENDING, reserved_until=until)
        enqueue("orders.expire", {"order": order.number}, until)


def _change_method(order: Order, way: PaymentChoice, now: datetime) -> None:
    changed = claim(
        order,
        Order.state,
        OrderState.PENDING,
        OrderState.PENDING,
        payment_code=way.paying.code,
        payment_name=way.paying.name,
        fee=way.fee,
        total=way.total,
        taxes=frozen_split(order, way.fee),
    )
    if not changed:
        raise NotWaiting
    lifecycle.record(order, "method_changed", now, way.paying.code)
