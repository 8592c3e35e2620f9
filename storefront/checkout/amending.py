"""Adding goods to a confirmed order: same parcel, own payment or the same door, everything frozen and stock taken in one
transaction.

No money moves here. The caller commits, calls the gateway with the frozen charge, settles, commits again.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select

from storefront.cart.cart import quote_item
from storefront.catalog import stock
from storefront.catalog.variant import Variant
from storefront.checkout.addition import (
    Brought,
    goods_of,
    packed_at,
    reserved_until,
    same_parcels,
    way_to_add,
)
from storefront.database import claim
from storefront.extensions import db
from storefront.jobs.queue import enqueue
from storefront.money import Yen
from storefront.orders.amendment import (
    Amendment,
    AmendmentLine,
    AmendmentState,
    open_to_amend,
    pending_amendment,
)
from storefront.orders.lifecycle import hold, record
from storefront.orders.order import Order
from storefront.payments.additions import let_join
from storefront.payments.payment import Payment, PaymentState, new_payment
from storefront.payments.settling import live_payment
from storefront.quoting.paying import PaymentChoice, Refusal
from storefront.quoting.tariff import Paying, Tariff

MOST_PIECES = 10
"""Of one kind in one amendment: an addition, not a second order."""


class CannotAmend(Exception):
    """Nothing was added; nothing was written."""


class NotOpen(CannotAmend):
    """The order is not confirmed, being packed, sent or over."""


class MethodClosed(CannotAmend):
    """No new payment is taken by that method at this moment."""


class MovesLater(CannotAmend):
    """By that method the money comes later than packing can wait, or at a door where none is collected."""


class NotThisWay(CannotAmend):
    """That method is not for such a sum, or not for that place."""


class AlreadyAsked(CannotAmend):
    """The same click came before (`amendment`), its offer was taken, or another addition still waits for its payment."""

    def __init__(self, amendment: Amendment) -> None:
        super().__init__(f"amendment {amendment.number}")
        self.amendment = amendment


class OtherParcel(CannotAmend):
    """It would not go in the parcel as it is."""


class OtherTotal(CannotAmend):
    """It costs something else than the buyer saw."""


def amend(
    order: Order,
    wanted: Mapping[Variant, int],
    paying: Paying,
    tariff: Tariff,
    seen_total: Yen,
    place_key: str,
    now: datetime,
    source: str = "",
    label: str = "",
    *,
    by: Brought | None = None,
) -> Payment:
    """Write down an addition to an order and the attempt to pay it, with prices of this moment.

    In this order: the order held and open, no other addition waiting, the same parcels, the total as seen, stock taken
    (variants in id order), payment written, expiry job written. At the door it joins at once, and what is due there
    grows. Raises CannotAmend or stock.NotEnoughStock; the caller then rolls back. `place_key` is unique, so adding
    twice is impossible.
    """
    hold(order.id)
    by = by or Brought()
    _refuse_second(order, place_key, by)
    way = _agree(order, wanted, paying, tariff, seen_total, now, by)
    amendment = _freeze(order, wanted, way, tariff, place_key, now, by)
    db.session.add(amendment)
    db.session.flush()
    stock.take({one.id: count for one, count in wanted.items()}, amendment.stock_reference, now)
    record(order, "amendment_asked", now, str(amendment.number))
    if paying.at_the_door:
        return _at_the_door(order, amendment, now)
    payment = new_payment(order, paying, now, source, label, amendment=amendment)
    _until, payment.due_at = reserved_until(order, paying, tariff, now)
    enqueue("amendments.expire", {"amendment": amendment.id}, amendment.reserved_until)
    db.session.flush()
    return payment


def _at_the_door(order: Order, amendment: Amendment, now: datetime) -> Payment:
    """Let it join, and what is to be collected grow by it; that attempt."""
    due = live_payment(order)
    joined = due is not None and let_join(amendment, order, now)
    grown = {"amount": order.total}
    if due is None or not joined:
        raise NotOpen
    if not claim(due, Payment.state, PaymentState.DUE, PaymentState.DUE, **grown):
        raise NotOpen
    return due


def _refuse_second(order: Order, place_key: str, by: Brought) -> None:
    known = db.session.scalar(select(Amendment).where(Amendment.place_key == place_key))
    found = known or pending_amendment(order) or taken(order, by.code)
    if found is not None:
        raise AlreadyAsked(found)


def taken(order: Order, code: str) -> Amendment | None:
    """The addition by which the order has the offer of that code already; None also for none."""
    if not code:
        return None
    return db.session.scalar(
        select(Amendment).where(
            Amendment.order_id == order.id,
            Amendment.code == code,
            Amendment.state == AmendmentState.JOINED,
        )
    )


def _agree(
    order: Order,
    wanted: Mapping[Variant, int],
    paying: Paying,
    tariff: Tariff,
    seen_total: Yen,
    now: datetime,
    by: Brought,
) -> PaymentChoice:
    """The way to pay it with the yen it comes to. Raises CannotAmend."""
    if not open_to_amend(order) or now >= packed_at(order, tariff):
        raise NotOpen
    way = way_to_add(order, goods_of(wanted, by), paying, tariff, now)
    match way.refusal:
        case Refusal.NOT_TO_ADD:
            raise MovesLater
        case Refusal.CLOSED:
            raise MethodClosed
        case Refusal():
            raise NotThisWay(way.refusal)
    if not wanted or not all(0 < count <= MOST_PIECES for count in wanted.values()):
        raise CannotAmend("at least one piece, and at most ten of a kind")
    short = {one.id: one.stock for one in wanted if not one.sellable}
    if short:
        raise stock.NotEnoughStock(short)
    more = [quote_item(one, count) for one, count in wanted.items()]
    if not same_parcels(order, more, tariff, now):
        raise OtherParcel
    if way.total != seen_total:
        raise OtherTotal
    return way


def _freeze(
    order: Order,
    wanted: Mapping[Variant, int],
    way: PaymentChoice,
    tariff: Tariff,
    place_key: str,
    now: datetime,
    by: Brought,
) -> Amendment:
    until, _due = reserved_until(order, way.paying, tariff, now)
    last = select(func.max(Amendment.number)).where(Amendment.order_id == order.id)
    lines = [
        AmendmentLine(
            variant_id=one.id,
            sku=one.sku,
            name=one.product.name,
            label=one.label,
            quantity=count,
            unit_price=one.price,
            discount=by.off(one.price * count),
            impression_id=by.impression_id,
            tax_percent=tariff.tax[one.tax_class],
        )
        for one, count in wanted.items()
    ]
    return Amendment(
        order=order,
        number=(db.session.scalar(last) or 0) + 1,
        state=AmendmentState.PENDING,
        place_key=place_key,
        total=sum(line.paid for line in lines) + way.fee,
        fee=way.fee,
        code=by.code,
        reason=dict(by.reason) if by.percent_off else {},
        placed_at=now,
        reserved_until=until,
        join_until=packed_at(order, tariff),
        lines=lines,
    )
