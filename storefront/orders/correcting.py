"""Putting an order's e-mail address right: what was mistyped, often on the telephone, and let somebody else read of it."""

import secrets
from datetime import datetime

from storefront.database import claim
from storefront.orders.lifecycle import record
from storefront.orders.order import Order
from storefront.orders.search_term import index_again


def correct_email(order: Order, email: str, version: int, now: datetime) -> bool:
    """Send all further mail of an order there. Every link that went to the old address opens nothing from now on.

    Only while the order is at `version`, which goes up; False otherwise. The caller holds the order, and commits.
    """
    fresh = secrets.token_hex(12)
    if not claim(order, Order.version, version, version + 1, access_key=fresh):
        return False
    order.contact.email = email
    index_again(order)
    record(order, "email_corrected", now)
    return True
