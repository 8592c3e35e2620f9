"""How the rules ask: the first rows of each kind, or those of some subjects."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, func

from storefront.extensions import db
from storefront.orders.order import Order, OrderState

MOST = 100
"""So many rows of each kind at most: a list that nobody reads to its end helps nobody."""
LARGEST_ID = 2**31 - 1
WATCHED_FOR = timedelta(days=60)
"""So long after its confirmation an order's money is compared."""
CONFIRMED = (OrderState.PLACED, OrderState.FULFILLED)
OVER = (OrderState.CANCELLED, OrderState.EXPIRED)


def is_confirmed() -> ColumnElement[bool]:
    """Beside a span of days: in words no index answers, or a database would go through all orders of these states for them."""
    return func.coalesce(Order.state, Order.state).in_(CONFIRMED)


def some(asked: Select[Any], named: Any, only: Collection[str] | None) -> list[Any]:
    """The first MOST rows; with `only` of those whose column `named` is one of them, none for what can't be one."""
    if only is not None:
        values: Collection[object] = only
        if isinstance(named.type, Integer):
            values = [int(one) for one in only if _is_id(one)]
        if not values:
            return []
        asked = asked.where(named.in_(values))
    return list(db.session.execute(asked.limit(MOST)).all())


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) <= LARGEST_ID
