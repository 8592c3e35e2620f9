"""From the list of orders to the shelves: those that were picked, as one go of packing; and from a go of packing to "sent"."""

from flask import Response
from sqlalchemy import select

from storefront.extensions import db
from storefront.orders.order import Order, OrderState
from storefront.orders.packing import MOST_AT_ONCE
from storefront.views.responses import see_other
from storefront.views.staff.list_picked import Picked


def packed_together(chosen: Picked) -> Response:
    """The page of packing with as many of them as go at once; those that are ready, where there are more."""
    numbers: list[str] = []
    for ids in chosen.ids():
        asked = select(Order.number).where(
            Order.id.in_(ids), Order.state == OrderState.PLACED, Order.simulated.is_(False)
        )
        numbers += map(str, db.session.scalars(asked.order_by(Order.leave_on, Order.id)))
    run = ",".join(numbers[:MOST_AT_ONCE])
    return see_other("staff.packing", orders=run, of=chosen.count)
