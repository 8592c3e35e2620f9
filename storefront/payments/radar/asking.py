"""How the rules ask: the first rows of each kind, or those of one subject."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Integer, Select

from storefront.extensions import db
from storefront.orders.order import OrderState

MOST = 100
"""So many rows of each kind at most: a list that nobody reads to its end helps nobody."""
LARGEST_ID = 2**31 - 1
WATCHED_FOR = timedelta(days=60)
"""So long after its confirmation an order's money is compared."""
CONFIRMED = (OrderState.PLACED, OrderState.FULFILLED)
OVER = (OrderState.CANCELLED, OrderState.EXPIRED)


def some(asked: Select[Any], named: Any, subject: str | None) -> list[Any]:
    """The first MOST rows, or those whose column `named` is the subject; none for what can't be one."""
    if subject is not None:
        value: object = subject
        if isinstance(named.type, Integer):
            if not (subject.isascii() and subject.isdigit() and int(subject) <= LARGEST_ID):
                return []
            value = int(subject)
        asked = asked.where(named == value)
    return list(db.session.execute(asked.limit(MOST)).all())
