"""Orders of the past to count, short: who bought what together, and when they paid."""

from datetime import date, datetime

from sqlalchemy import select, update

from storefront.catalog.product import Product
from storefront.extensions import db
from storefront.orders.order import Order
from tests.support import orders

TEA, TEA_OF_ANOTHER_SIZE, HONEY, MUG = "SLEEP-30", "SLEEP-15", "HONEY-180", "GLASS-MUG"


def buy(now: datetime, *skus: str, times: int = 1) -> list[Order]:
    """Paid orders of one of each."""
    return [orders.paid(now, bought=tuple((sku, 1) for sku in skus)) for _ in range(times)]


def pay_on(day: date, *some: Order) -> None:
    """Let orders have been paid on another day."""
    ids = [order.id for order in some]
    db.session.execute(update(Order).where(Order.id.in_(ids)).values(paid_on=day))
    db.session.commit()


def product(slug: str) -> int:
    """The id of a product."""
    return db.session.scalars(select(Product.id).where(Product.slug == slug)).one()
