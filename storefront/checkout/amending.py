"""Adding goods to a paid order: same parcel, own payment, everything frozen and stock taken in one transaction.

No money moves here. The caller commits, calls the gateway with the frozen charge, settles, commits again.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select

from storefront.cart.cart import quote_item
from storefront.catalog import stock
from storefront.catalog.variant import Variant
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
from storefront.payments.payment import Payment, new_payment
from storefront.quoting.quote import quote
from storefront.quoting.tariff import HELD_FOR, Paying, Tariff
from storefront.shipping.prefectures import by_code

MOST_PIECES = 10
"""Of one kind in one amendment: an addition, not a second order."""


class CannotAmend(Exception):
    """Nothing was added; nothing was written."""


class NotOpen(CannotAmend):
    """The order is not paid, packed already or over."""


class MethodClosed(CannotAmend):
    """No new payment is taken by that method at this moment."""


class MovesLater(CannotAmend):
    """By that method the money moves later than an addition can wait, or at the door."""


class AlreadyAsked(CannotAmend):
    """The same click came before (`amendment`), or another addition still waits for its payment."""

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
) -> Payment:
    """Write down an addition to an order and the attempt to pay it, with prices of this moment.

    In this order: the order held and open, no other addition waiting, the same parcels, the total as seen, stock taken
    (variants in id order), payment written, expiry job written. Raises CannotAmend or stock.NotEnoughStock; the caller
    then rolls back. `place_key` is unique, so adding twice is impossible.
    """
    hold(order.id)
    _agree(order, wanted, paying, tariff, seen_total, place_key, now)
    amendment = _freeze(order, wanted, tariff, place_key, now)
    db.session.add(amendment)
    db.session.flush()
    stock.take({one.id: count for one, count in wanted.items()}, amendment.stock_reference, now)
    record(order, "amendment_asked", now, str(amendment.number))
    payment = new_payment(order, paying, now, source, label, amendment=amendment)
    told = {"amendment": amendment.id}
    enqueue("amendments.expire", told, amendment.reserved_until)
    db.session.flush()
    return payment


def same_parcels(
    order: Order, wanted: Mapping[Variant, int], tariff: Tariff, now: datetime
) -> bool:
    """Whether the goods go in the order's parcels as they are: the same ways, the same number of boxes."""
    items = [quote_item(line.variant, line.quantity) for line in order.lines]
    more = [quote_item(variant, count) for variant, count in wanted.items()]
    there = by_code(order.contact.prefecture)
    asked = quote([*items, *more], tariff, now, there, order.sending_code)
    if asked.sending is None or asked.sending.sending.code != order.sending_code:
        return False
    now_so = sorted((one.sending.code, one.boxes) for one in asked.sending.parcels)
    return now_so == sorted((one["way"], one["boxes"]) for one in order.parcels)


def _agree(
    order: Order,
    wanted: Mapping[Variant, int],
    paying: Paying,
    tariff: Tariff,
    seen_total: Yen,
    place_key: str,
    now: datetime,
) -> None:
    known = db.session.scalar(select(Amendment).where(Amendment.place_key == place_key))
    waiting = known or pending_amendment(order)
    if waiting is not None:
        raise AlreadyAsked(waiting)
    if not open_to_amend(order):
        raise NotOpen
    if paying.paid_later or paying.at_the_door:
        raise MovesLater
    if paying.closed(now):
        raise MethodClosed
    if not wanted or not all(0 < count <= MOST_PIECES for count in wanted.values()):
        raise CannotAmend("at least one piece, and at most ten of a kind")
    short = {one.id: one.stock for one in wanted if not one.sellable}
    if short:
        raise stock.NotEnoughStock(short)
    if not same_parcels(order, wanted, tariff, now):
        raise OtherParcel
    if sum(one.price * count for one, count in wanted.items()) != seen_total:
        raise OtherTotal


def _freeze(
    order: Order, wanted: Mapping[Variant, int], tariff: Tariff, place_key: str, now: datetime
) -> Amendment:
    last = select(func.max(Amendment.number)).where(Amendment.order_id == order.id)
    lines = [
        AmendmentLine(
            variant_id=one.id,
            sku=one.sku,
            name=one.product.name,
            label=one.label,
            quantity=count,
            unit_price=one.price,
            discount=0,
            tax_percent=tariff.tax[one.tax_class],
        )
        for one, count in wanted.items()
    ]
    return Amendment(
        order=order,
        number=(db.session.scalar(last) or 0) + 1,
        state=AmendmentState.PENDING,
        place_key=place_key,
        total=sum(line.paid for line in lines),
        placed_at=now,
        reserved_until=now + HELD_FOR,
        lines=lines,
    )
