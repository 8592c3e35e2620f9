"""Calling an order off for its buyer or for the shop: whatever was begun for it ends, whatever was paid goes back."""

from datetime import datetime

from storefront.extensions import db
from storefront.jobs.queue import enqueue
from storefront.money import Yen
from storefront.orders import lifecycle
from storefront.orders.amendment import give_back_additions
from storefront.orders.lifecycle import hold
from storefront.orders.order import Order, OrderState
from storefront.orders.refund import Refund, left_of
from storefront.orders.refunding import checked_reason, refunds_of
from storefront.payments.gateways import Outcome, OutcomeStatus
from storefront.payments.of_order import payments_of
from storefront.payments.payment import PaymentState
from storefront.payments.reconciling import give_up
from storefront.payments.refunding import refund_order
from storefront.payments.settling import live_payment, settle


class CannotCallOff(Exception):
    """The order stays as it is; the message says why, for staff."""


class StillOpen(CannotCallOff):
    """An attempt to pay it is open, or nobody knows yet whether its money moved: in a minute one will."""


class AlreadyPaid(CannotCallOff):
    """It was paid, or confirmed to be paid at the door, before it could be called off."""


class AlreadySent(CannotCallOff):
    """The goods are on their way: what comes back is refunded."""


class AlreadyOver(CannotCallOff):
    """It was cancelled or has expired before."""


class SumChanged(CannotCallOff):
    """Calling it off gives back another sum than was promised; `gives` is what it would give back now, in yen."""

    def __init__(self, promised: Yen, gives: Yen) -> None:
        super().__init__(f"¥{gives:,} would go back now, not ¥{promised:,}")
        self.gives = gives


def goes_back(order: Order) -> Yen:
    """Yen that calling it off now gives back: what is left of a paid order, else what has come and pays for nothing yet."""
    if order.paid_at is not None:
        return left_of(order, refunds_of(order)).amount
    return sum(payment.surplus for payment in payments_of(order))


def call_off(
    order: Order,
    reason: str,
    now: datetime,
    *,
    onto_shelf: bool = True,
    promised: Yen | None = None,
) -> Refund | None:
    """Cancel an order that was not sent: its open attempt is called off, what was paid goes back, the goods return to the shelf.

    So too a parcel that came back since nobody paid for it at the door; its goods return to the shelf if `onto_shelf`.

    Returns the refund where it was paid. The gateway is asked with no transaction open, and what it says is committed; the rest
    the caller commits. `reason` is told to the buyer. `promised`: the sum that whoever asks for it was told goes back; none other
    does. Raises CannotCallOff, or RefundRefused, with the order unchanged.
    """
    words, refund = checked_reason(reason), None
    _check_sum(order, promised)
    order = _attempt_called_off(order, now)
    if order.state == OrderState.PLACED:
        _check_sum(order, promised)
    match order.state:
        case OrderState.PENDING:
            _unpaid(order, words, now, {"reason": words})
        case OrderState.PLACED if order.first_sent_at is not None:
            raise AlreadySent(f"part of order {order.number} was sent: refund the rest")
        case OrderState.PLACED if order.paid_at is None:
            _at_the_door(order, words, now)
        case OrderState.PLACED:
            left = left_of(order, refunds_of(order))
            pieces = {line: left.pieces[line.id] for line in order.lines}
            refund = refund_order(order, pieces, left.shipping, left.fee, words, now, pieces)
        case OrderState.FULFILLED if came_back_unpaid(order):
            _at_the_door(order, words, now, onto_shelf)
        case OrderState.FULFILLED:
            raise AlreadySent(f"order {order.number} was sent: refund what comes back")
        case _:
            raise AlreadyOver(f"order {order.number} is {order.state} already")
    return refund


def came_back_unpaid(order: Order) -> bool:
    """Whether it was sent to be paid at the door and no money came: its parcel may come back."""
    return order.state == OrderState.FULFILLED and order.paid_at is None


def call_off_unpaid(order: Order, now: datetime) -> None:
    """Cancel an order that its buyer has not paid: first its open attempt, then the order, whose goods return to the shelf.

    The gateway is asked with no transaction open, and what it says is committed; the rest the caller commits. Raises
    CannotCallOff when it is paid, confirmed or over by now, or nobody knows; nothing but the gateway's word is written then.
    """
    order = _attempt_called_off(order, now)
    match order.state:
        case OrderState.PENDING:
            _unpaid(order, "buyer", now, {})
        case OrderState.PLACED | OrderState.FULFILLED:
            raise AlreadyPaid(f"order {order.number} is confirmed")
        case _:
            raise AlreadyOver(f"order {order.number} is {order.state} already")


def _attempt_called_off(order: Order, now: datetime) -> Order:
    """The order, held, after its open attempt was called off if it waits for one. Commits what the gateway said."""
    order_id, payment = order.id, live_payment(order)
    if order.state == OrderState.PENDING and payment is not None:
        give_up(payment, now)
        db.session.commit()
    return hold(order_id)


def _check_sum(order: Order, promised: Yen | None) -> None:
    open_still = order.state in (OrderState.PENDING, OrderState.PLACED)
    if promised is not None and open_still and (gives := goes_back(order)) != promised:
        raise SumChanged(promised, gives)


def _unpaid(order: Order, why: str, now: datetime, told: dict[str, str]) -> None:
    if live_payment(order) is not None:
        raise StillOpen(
            f"nobody knows yet whether the money of order {order.number} moved: try again in a minute"
        )
    _cancel(order, why, now, told)


def _at_the_door(order: Order, reason: str, now: datetime, onto_shelf: bool = True) -> None:
    due = live_payment(order)
    if due is not None and due.state == PaymentState.DUE:
        settle(due, Outcome(OutcomeStatus.CANCELLED), now)
    _cancel(order, reason, now, {"reason": reason}, onto_shelf)


def _cancel(
    order: Order, why: str, now: datetime, told: dict[str, str], onto_shelf: bool = True
) -> None:
    """`why` is for the timeline, `told` for the buyer's mail."""
    if lifecycle.cancel(order, now, why, onto_shelf=onto_shelf):
        if onto_shelf:
            give_back_additions(order, now)
        about = {"order": order.number, **told}
        enqueue("mail.order_cancelled", about, now, key=f"order:{order.number}:cancelled")
