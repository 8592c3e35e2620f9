"""Sending many orders off at once, each with all that is left of it: what `fulfilling.mark_sent` does with one, in a dozen
statements for some hundred of them. The caller commits.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import contains_eager

from storefront.database import table_of
from storefront.extensions import db
from storefront.orders.amendment import Amendment, AmendmentState
from storefront.orders.many import enqueue_many, record_many
from storefront.orders.order import Order, OrderState
from storefront.orders.packing import ToPack, parcels_to_pack
from storefront.orders.shipment import LONGEST_TRACKING, Leaving, Shipment, ShipmentLine
from storefront.payments.additions import abandon, brought_later
from storefront.payments.dispute import Dispute
from storefront.payments.payment import Payment
from storefront.shipping.carrier import carriers_of

Left = dict[str, list[int]]
"""Ids of orders that stay, by the reason."""
Numbered = Mapping[tuple[int, int], Leaving]
"""Parcels by the id of their order and their number in it."""
ELSEWHERE: Mapping[str, str] = {
    OrderState.PENDING: "not_paid",
    OrderState.CANCELLED: "over",
    OrderState.EXPIRED: "over",
    OrderState.FULFILLED: "sent",
}


def send_many(
    ids: Sequence[int], now: datetime, by: str, numbers: Mapping[tuple[int, int], str] | None = None
) -> tuple[dict[int, list[Leaving]], Left]:
    """Write down that all that was still to be sent of these orders left, and have it mailed once for each.
    What left, by the order's id, and those that stay. `numbers`: the carrier's, by the order's id and the parcel's place.

    At most `packing.MOST_AT_ONCE` orders. Left, with nothing changed: not_paid, over, sent, made_up, in_dispute,
    amendment_waits, nothing_left. An addition whose buyer has yet to bring the money is given up, as in `fulfilling.send`.
    """
    left: Left = {}
    ready = _of_orders(parcels_to_pack(_held(ids, left)))
    disputed, waiting = disputed_of(ready), _waiting(ready)
    going = []
    for id, parcels in ready.items():
        addition = waiting.get(id)
        if id in disputed:
            left.setdefault("in_dispute", []).append(id)
        elif addition is not None and not brought_later(addition):
            left.setdefault("amendment_waits", []).append(id)
        else:
            going.append(parcels)
            if addition is not None:
                abandon(addition, now)
    named = {id for some in left.values() for id in some} | set(ready)
    if nothing := [id for id in ids if id not in named]:
        left["nothing_left"] = nothing
    return _send(going, now, by, numbers or {}), left


def disputed_of(order_ids: Iterable[int]) -> frozenset[int]:
    """Those of these orders of which a bank is taking a payment back; one statement."""
    asked = select(Dispute).join(Dispute.payment).where(Payment.order_id.in_(set(order_ids)))
    held = db.session.scalars(asked.options(contains_eager(Dispute.payment)))
    return frozenset(one.payment.order_id for one in held if one.held)


def _held(ids: Sequence[int], left: Left) -> list[str]:
    """Numbers of those that are confirmed, kept from everybody else until the commit; the others go to `left`."""
    asked = (
        select(Order.id, Order.number, Order.state, Order.simulated)
        .where(Order.id.in_(ids))
        .order_by(Order.id)
        .with_for_update(of=Order)
    )
    numbers = []
    for id, number, state, simulated in db.session.execute(asked):
        if state != OrderState.PLACED:
            left.setdefault(ELSEWHERE[state], []).append(id)
        elif simulated:
            left.setdefault("made_up", []).append(id)
        else:
            numbers.append(str(number))
    return numbers


def _of_orders(parcels: Sequence[ToPack]) -> dict[int, list[ToPack]]:
    """Parcels by the id of their order, the lowest first, each order's in its own sequence."""
    ordered = sorted(parcels, key=lambda one: (one.order.id, one.place))
    return {id: list(some) for id, some in groupby(ordered, key=lambda one: one.order.id)}


def _waiting(ready: Mapping[int, Sequence[ToPack]]) -> dict[int, Amendment]:
    additions = (one for parcels in ready.values() for one in parcels[0].order.additions)
    return {one.order_id: one for one in additions if one.state == AmendmentState.PENDING}


def _send(
    going: Sequence[Sequence[ToPack]],
    now: datetime,
    by: str,
    numbers: Mapping[tuple[int, int], str],
) -> dict[int, list[Leaving]]:
    orders = [parcels[0].order for parcels in going]
    if not orders:
        return {}
    carriers = carriers_of([one.parcel["way"] for parcels in going for one in parcels])
    leaving = {
        parcels[0].order.id: [
            _leaving(one, carriers, numbers.get((one.order.id, one.place), "")) for one in parcels
        ]
        for parcels in going
    }
    before = _sent_before(orders)
    numbered = {
        (id, before.get(id, 0) + place): one
        for id, some in leaving.items()
        for place, one in enumerate(some, 1)
    }
    _write(numbered, now, by)
    _moved(orders, now)
    said = {
        id: ", ".join(one.tracking for one in some if one.tracking)[:160]
        for id, some in leaving.items()
    }
    record_many(said, "sent", now)
    enqueue_many((_letter(order, numbered) for order in orders), now)
    return leaving


def _leaving(one: ToPack, carriers: Mapping[str, str], tracking: str) -> Leaving:
    pieces = {part.line.id: part.count for part in one.goods}
    return Leaving(one.place, pieces, carriers.get(one.parcel["way"], ""), tracking)


def _write(numbered: Numbered, now: datetime, by: str) -> None:
    """The parcels, then their lines: three statements."""
    shipment = table_of(Shipment)
    rows = [
        {"order_id": id, "number": number, "place": one.place, "carrier": one.carrier,
         "tracking": one.tracking[:LONGEST_TRACKING],
         "sent_at": now, "sent_by": by}
        for (id, number), one in numbered.items()
    ]  # fmt: skip
    db.session.execute(shipment.insert().inline(), rows)
    asked = select(shipment.c.id, shipment.c.order_id, shipment.c.number)
    ids = {
        (order, number): id
        for id, order, number in db.session.execute(
            asked.where(shipment.c.order_id.in_({order for order, _number in numbered}))
        )
    }
    lines = [
        {"shipment_id": ids[key], "order_line_id": line, "quantity": count}
        for key, one in numbered.items()
        for line, count in one.pieces.items()
    ]
    db.session.execute(table_of(ShipmentLine).insert().inline(), lines)


def _sent_before(orders: Sequence[Order]) -> dict[int, int]:
    """How many parcels left already, by the order's id."""
    partly = [order.id for order in orders if order.first_sent_at is not None]
    if not partly:
        return {}
    asked = select(Shipment.order_id, func.max(Shipment.number)).group_by(Shipment.order_id)
    return dict(db.session.execute(asked.where(Shipment.order_id.in_(partly))).tuples().all())


def _moved(orders: Sequence[Order], now: datetime) -> None:
    """They are held, and were confirmed when they were: each of them moves."""
    order = table_of(Order)
    db.session.execute(
        update(order)
        .where(order.c.id.in_([one.id for one in orders]), order.c.state == OrderState.PLACED)
        .values(
            state=OrderState.FULFILLED,
            first_sent_at=func.coalesce(order.c.first_sent_at, now),
            version=order.c.version + 1,
        )
    )


def _letter(order: Order, numbered: Numbered) -> tuple[str, dict[str, Any], str]:
    numbers = [number for id, number in numbered if id == order.id]
    told = {"order": order.number, "shipments": numbers}
    return "mail.order_sent", told, f"order:{order.number}:sent"
