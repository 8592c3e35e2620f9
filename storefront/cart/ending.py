"""How a cart ends: it becomes an order, or nobody comes back to it."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, update

from storefront.cart.cart import Cart
from storefront.database import table_of
from storefront.extensions import db

KEPT_FOR = timedelta(days=30)
_CART = table_of(Cart)
_CLOSE = (
    update(_CART)
    .where(_CART.c.id == bindparam("closed"))
    .where(_CART.c.state == "open", _CART.c.version == bindparam("at_version"))
    .values(state="ordered")
)


def close_cart(cart: Cart, version: int) -> bool:
    """Turn an open cart into an ordered one, if it still is at `version`. True for exactly one caller."""
    result = db.session.execute(_CLOSE, {"closed": cart.id, "at_version": version})
    return result.rowcount == 1  # type: ignore[attr-defined, no-any-return]


def forget_old_carts(now: datetime) -> int:
    """Delete open carts that nobody touched for thirty days; returns how many. Safe to repeat."""
    result = db.session.execute(
        delete(Cart)
        .where(Cart.state == "open", Cart.updated_at < now - KEPT_FOR)
        .execution_options(synchronize_session=False)
    )
    return result.rowcount  # type: ignore[attr-defined, no-any-return]
