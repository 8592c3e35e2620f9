"""Pieces that are promised and have not left: they lie on the shelf, but nobody else can have them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, Subquery, case, func, select, union_all

from storefront.extensions import db
from storefront.orders.amendment import Amendment, AmendmentLine, AmendmentState
from storefront.orders.order import Order, OrderLine, OrderState
from storefront.orders.refund import RefundLine
from storefront.orders.shipment import ShipmentLine

UNSENT = (OrderState.PENDING, OrderState.PLACED)


@dataclass(frozen=True)
class Waiting:
    """An order that pieces of one variant lie ready for."""

    number: str
    pieces: int


def promised(variant_ids: Collection[int]) -> dict[int, int]:
    """Pieces on the shelf that belong to orders not sent yet, by variant; variants without any are left out.

    Ordered or in an addition that waits for its payment, less what was refunded and what has left. Made-up orders hold
    nothing. One statement, which begins with the orders that wait and so does not grow with those that left.
    """
    every = promised_to_all().subquery().c
    asked = select(every.variant_id, every.pieces).where(every.variant_id.in_(variant_ids))
    return {variant_id: int(pieces) for variant_id, pieces in db.session.execute(asked) if pieces}


def promised_to_all() -> Select[tuple[int, int]]:
    """The same of every variant, as a statement: variant id and pieces."""
    held = _held()
    pieces = func.sum(held.c.pieces).label("pieces")
    return select(held.c.variant_id, pieces).group_by(held.c.variant_id)


def waiting_for(variant_id: int, most: int) -> list[Waiting]:
    """The orders that wait with pieces of a variant, the oldest first, at most `most`."""
    held = _held()
    asked = (
        select(Order.number, func.sum(held.c.pieces))
        .join(held, held.c.order_id == Order.id)
        .where(held.c.variant_id == variant_id)
        .group_by(Order.id, Order.number)
        .having(func.sum(held.c.pieces) > 0)
        .order_by(Order.id)
        .limit(most)
    )
    return [Waiting(str(number), int(pieces)) for number, pieces in db.session.execute(asked)]


def _held() -> Subquery:
    """Rows of (order, variant, pieces) whose sum is what lies ready.

    `variant_id` is no bare column: else SQLite would go through all lines of a variant that ever were.
    """
    refunded = (
        select(func.coalesce(func.sum(RefundLine.quantity), 0))
        .where(RefundLine.order_line_id == OrderLine.id)
        .scalar_subquery()
    )
    sent = (
        select(func.coalesce(func.sum(ShipmentLine.quantity), 0))
        .where(ShipmentLine.order_line_id == OrderLine.id)
        .scalar_subquery()
    )
    left = OrderLine.quantity - refunded - sent
    ordered = _of_unsent(
        select(
            Order.id.label("order_id"),
            (OrderLine.variant_id + 0).label("variant_id"),
            case((left > 0, left), else_=0).label("pieces"),
        ).join(OrderLine, OrderLine.order_id == Order.id)
    )
    adding = _of_unsent(
        select(Order.id, AmendmentLine.variant_id + 0, AmendmentLine.quantity)
        .join(Amendment, Amendment.order_id == Order.id)
        .join(AmendmentLine, AmendmentLine.amendment_id == Amendment.id)
        .where(Amendment.state == AmendmentState.PENDING)
    )
    return union_all(ordered, adding).subquery()


def _of_unsent(rows: Select[tuple[int, int, int]]) -> Select[tuple[int, int, int]]:
    return rows.where(Order.state.in_(UNSENT), Order.simulated.is_(False))
