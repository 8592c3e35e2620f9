"""Sending an order off, whole or in parts: only what is confirmed, and nothing whose money a bank is taking back."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from storefront.database import claim
from storefront.extensions import db
from storefront.jobs.queue import enqueue
from storefront.orders.amendment import Amendment, pending_amendment
from storefront.orders.lifecycle import claim_same, hold, record
from storefront.orders.order import MOVES, Order, OrderState
from storefront.orders.refunding import refunds_of
from storefront.orders.shipment import (
    LONGEST_TRACKING,
    Leaving,
    Shipment,
    ShipmentLine,
    by_place,
    shipments_of,
    to_send,
)
from storefront.payments.additions import abandon, brought_later
from storefront.payments.of_order import disputes_of
from storefront.shipping.carrier import carriers_of
from storefront.states import sources


class CannotSend(Exception):
    """The order stays where it is; the message says why, for staff."""


class InDispute(CannotSend):
    """The buyer's bank disputes a payment of it."""


class AdditionWaits(CannotSend):
    """An addition to it is being paid just now."""


class MoreThanLeft(CannotSend):
    """More pieces of a line than are still to be sent, fewer than one, a line of another order, or nothing at all."""


class OnlyWhole(CannotSend):
    """It is paid at the door, at once for all of it: no part of it goes ahead."""


def left_to_send(order: Order) -> dict[int, int]:
    """Pieces that have still to be sent, by line id, as it is stored now."""
    return to_send(order, refunds_of(order), shipments_of(order))


def mark_sent(order: Order, now: datetime, tracking: Sequence[str] = (), by: str = "") -> bool:
    """Write down that all that was still to be sent left, and have it mailed. False when nothing was; the caller commits.

    `tracking`: the carrier's number of each parcel in their order, "" for none. Raises CannotSend as `send` does.
    """
    hold(order.id)
    if order.state == OrderState.FULFILLED:
        return False
    numbers = dict(enumerate(tracking))
    rest = by_place(order, left_to_send(order))
    if not rest:
        _checked(order)
        return rest_settled(order, now)
    ways = carriers_of([order.parcels[place]["way"] for place in rest])
    parcels = [
        Leaving(place, pieces, ways.get(order.parcels[place]["way"], ""), numbers.get(place, ""))
        for place, pieces in rest.items()
    ]
    send(order, parcels, now, by)
    return True


def send(order: Order, parcels: Sequence[Leaving], now: datetime, by: str = "") -> list[Shipment]:
    """Write down that these parcels left, once, and have it mailed; `by` is whoever says so. The caller commits.

    With the last piece that was to be sent the order is fulfilled. From the first on nothing can be added to it. Raises CannotSend
    for an order that is not confirmed or over, whose payment is disputed, or to which an addition is being paid just now: one
    whose buyer has yet to bring the money does not hold the parcel up, it is given up. So too for more than is left, and for a
    part of an order that is paid at the door.
    """
    hold(order.id)
    waiting = _checked(order)
    before = shipments_of(order)
    rest = to_send(order, refunds_of(order), before)
    _take(rest, parcels)
    if any(rest.values()) and order.paid_at is None:
        raise OnlyWhole(f"order {order.number} is paid at the door: all of it goes at once")
    made = [
        _shipment(order, len(before) + 1 + place, one, now, by) for place, one in enumerate(parcels)
    ]
    db.session.add_all(made)
    if not _moved(order, not any(rest.values()), now):
        raise CannotSend(f"order {order.number} is {order.state}")
    if waiting is not None:
        abandon(waiting, now)
    _tell(order, made, now)
    return made


def rest_settled(order: Order, now: datetime) -> bool:
    """Fulfil an order of which nothing more is to be sent by now: what had not left was refunded. The caller holds it."""
    if left_to_send(order):
        return False
    raised = {"version": order.version + 1}
    if not claim(order, Order.state, OrderState.PLACED, OrderState.FULFILLED, **raised):
        return False
    record(order, "rest_settled", now)
    return True


def _checked(order: Order) -> Amendment | None:
    """The addition that is given up with it, None without one. Raises CannotSend for what must stay."""
    if order.state not in sources(MOVES, OrderState.FULFILLED):
        raise CannotSend(f"order {order.number} is {order.state}")
    if any(one.held for one in disputes_of(order)):
        raise InDispute(f"the buyer's bank disputes a payment of order {order.number}")
    waiting = pending_amendment(order)
    if waiting is not None and not brought_later(waiting):
        raise AdditionWaits(f"an addition to order {order.number} is being paid")
    return waiting


def _take(rest: dict[int, int], parcels: Sequence[Leaving]) -> None:
    """Take the pieces of these parcels off what is to be sent. Raises MoreThanLeft."""
    if not any(one.pieces for one in parcels):
        raise MoreThanLeft("nothing is to be sent")
    for line, count in (pair for one in parcels for pair in one.pieces.items()):
        left = rest.get(line, 0)
        if not 0 < count <= left:
            raise MoreThanLeft(f"line {line}: {count} asked for, {left} left")
        rest[line] = left - count


def _shipment(order: Order, number: int, parcel: Leaving, now: datetime, by: str) -> Shipment:
    return Shipment(
        order_id=order.id,
        number=number,
        place=parcel.place,
        carrier=parcel.carrier,
        tracking=parcel.tracking[:LONGEST_TRACKING],
        sent_at=now,
        sent_by=by,
        lines=[ShipmentLine(order_line_id=line, quantity=n) for line, n in parcel.pieces.items()],
    )


def _moved(order: Order, whole: bool, now: datetime) -> bool:
    sent: Mapping[str, object] = {
        "first_sent_at": order.first_sent_at or now,
        "version": order.version + 1,
    }
    if whole:
        return claim(order, Order.state, OrderState.PLACED, OrderState.FULFILLED, **sent)
    return claim_same(order, [OrderState.PLACED], **sent)


def _tell(order: Order, made: Sequence[Shipment], now: datetime) -> None:
    whole = order.state == OrderState.FULFILLED
    numbers = ", ".join(one.tracking for one in made if one.tracking)
    record(order, "sent" if whole else "part_sent", now, numbers[:160])
    key = f"order:{order.number}:sent" if whole else f"order:{order.number}:sent:{made[0].number}"
    told = {"order": order.number, "shipments": [one.number for one in made]}
    enqueue("mail.order_sent", told, now, key=key)
