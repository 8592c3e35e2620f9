"""A shop far larger than ours, to measure with: `flask --app wsgi seed --scale 100000`."""

from collections.abc import Callable
from datetime import datetime

from seeds.scale import bulk, catalogue, orders
from storefront import revision
from storefront.cart.cart import Cart
from storefront.catalog.product import Product
from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.orders.order import Order

ORDERS_PER_SKU = 10


def fill(skus: int, now: datetime, tell: Callable[[str], object]) -> None:
    """Add `skus` SKUs and ten times as many orders to a seeded shop; `tell` is given a line for each part.

    The same number makes the same catalogue and the same history. Adds again when called again; commits.
    """
    bulk.get_ready()
    tell(f"Writing {skus:,} SKUs")
    catalogue.fill(skus, now)
    tell(f"Writing {skus * ORDERS_PER_SKU:,} orders")
    orders.fill(skus * ORDERS_PER_SKU, now)
    bulk.go_on_counting(Product, Variant, Cart, Order)
    revision.bump()
    db.session.commit()
