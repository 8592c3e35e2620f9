"""Moving an order on: each move with its effects, all in the caller's transaction, once."""

from datetime import datetime

from sqlalchemy import bindparam, func, select

from storefront.catalog import stock
from storefront.clock import shop_day
from storefront.database import claim, insert_row
from storefront.extensions import db
from storefront.jobs.queue import enqueue
from storefront.orders.order import MOVES, Order, OrderEvent, OrderState
from storefront.orders.redating import redate
from storefront.orders.refund import Refund
from storefront.quoting.tariff_reading import load_tariff
from storefront.states import sources

_HELD = (
    select(Order)
    .where(Order.id == bindparam("order"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


def hold(order_id: int) -> Order:
    """The order as it is stored now, and nobody else begins an attempt for it or changes its money until the commit.

    On SQLite a writing transaction holds everything anyway.
    """
    return db.session.scalars(_HELD, {"order": order_id}).one()


def claim_same(order: Order, states: list[OrderState], **also: object) -> bool:
    """Change columns of an order that is in one of `states`, without moving it. True when it was."""
    return any(claim(order, Order.state, state, state, **also) for state in states)


def record(order: Order, kind: str, now: datetime, detail: str = "") -> None:
    """Write one line on the order's timeline."""
    insert_row(OrderEvent, order_id=order.id, kind=kind, detail=detail, happened_at=now)


def mark_paid(order: Order, now: datetime) -> bool:
    """The money is here: confirm the order and have its confirmation mailed.

    True when the order is (now or already) confirmed. Money for an expired order takes its stock again;
    when that is gone, nothing changes and the answer is False: the order cannot be honoured. Safe to repeat.
    """
    if order.state == OrderState.EXPIRED and not _take_again(order, now):
        return False
    return _confirm(order, "paid", now, paid_at=now, paid_on=shop_day(now))


def mark_collected(order: Order, now: datetime) -> None:
    """The money of an order that was to be paid at the door is here. Safe to repeat; sends no mail."""
    confirmed = [OrderState.PLACED, OrderState.FULFILLED]
    if order.paid_at is None and claim_same(order, confirmed, paid_at=now, paid_on=shop_day(now)):
        record(order, "paid", now)


def confirm_cash_on_delivery(order: Order, now: datetime) -> bool:
    """No money needed before the door: confirm the order and have its confirmation mailed. Safe to repeat."""
    return _confirm(order, "cod_confirmed", now)


def cancel(order: Order, now: datetime, why: str, *, onto_shelf: bool = True) -> bool:
    """Call off an order: one that waits for its money, or one whose money all went back. True for exactly one caller.

    False, with nothing changed, for one that is over, and for one that was paid and of which something is left: its money would
    be kept for nothing.

    Puts nothing back on the shelf when it was paid (its refunds say what comes back); else everything, if `onto_shelf`. `why`
    goes on the timeline. Every attempt to pay it must have come to an end before.
    """
    unpaid = order.state == OrderState.PENDING or (
        order.confirmed_at is not None and order.paid_at is None
    )
    if order.paid_at is not None and _not_all_refunded(order):
        return False
    if not claim(order, Order.state, sources(MOVES, OrderState.CANCELLED), OrderState.CANCELLED):
        return False
    if unpaid and onto_shelf:
        give_back_all(order, now)
    record(order, "cancelled", now, why)
    return True


def _not_all_refunded(order: Order) -> bool:
    gone = select(func.coalesce(func.sum(Refund.amount), 0)).where(Refund.order_id == order.id)
    return (db.session.scalar(gone) or 0) < order.total


def give_back_all(order: Order, now: datetime) -> None:
    """Put the goods of an order back, also those taken again for late money. Safe to repeat."""
    for reference in (order.stock_reference, late_reference(order)):
        stock.give_back(reference, now)


def late_reference(order: Order) -> str:
    """The ledger reference of goods that were taken a second time, when money came late."""
    return f"{order.stock_reference}:late"


def expire(order: Order, now: datetime) -> bool:
    """Give up waiting for the payment, put the goods back and have it mailed. True for exactly one caller.

    Every attempt to pay it must have come to an end before; see `payments.expiry`.
    """
    if not claim(order, Order.state, sources(MOVES, OrderState.EXPIRED), OrderState.EXPIRED):
        return False
    give_back_all(order, now)
    record(order, "expired", now)
    key = f"order:{order.number}:expired"
    enqueue("mail.order_expired", {"order": order.number}, now, key=key)
    return True


def _confirm(order: Order, kind: str, now: datetime, **also: object) -> bool:
    allowed = sources(MOVES, OrderState.PLACED)
    if not claim(order, Order.state, allowed, OrderState.PLACED, confirmed_at=now, **also):
        return order.state in {OrderState.PLACED, OrderState.FULFILLED}
    record(order, kind, now)
    if now >= order.promise_until:
        _redate(order, now)
    key = f"order:{order.number}:confirmation"
    enqueue("mail.order_confirmation", {"order": order.number}, now, key=key)
    return True


def _redate(order: Order, now: datetime) -> None:
    moved = redate(order, load_tariff(now), now)
    if moved is not None:
        record(order, "redated", now, "/".join(day.isoformat() for day in moved))
    db.session.flush()


def _take_again(order: Order, now: datetime) -> bool:
    wanted = {line.variant_id: line.quantity for line in order.lines}
    try:
        with db.session.begin_nested():
            stock.take(wanted, late_reference(order), now)
    except stock.NotEnoughStock:
        return False
    return True
