"""What waits to be done in the shop at this moment, as numbers; one statement, nothing kept."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from storefront.catalog.product import Product
from storefront.catalog.variant import FEW, Variant
from storefront.clock import day_begins, shop_day
from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.mail.outbox import MessageState, OutboxMessage
from storefront.money import Yen
from storefront.orders.order import Order, OrderState
from storefront.payments.payment import Payment, PaymentState


@dataclass(frozen=True)
class Today:
    """Counts of what waits, of orders that somebody placed, and what came in since the shop's day began. Yen with tax."""

    unpaid: int
    """Orders that wait for their payment."""
    to_pack: int
    """Orders that are paid, or to be paid at the door, and have not been sent."""
    unknown: int
    """Attempts to pay of which the gateway has not told the end; reconciling asks again by itself."""
    dead_jobs: int
    """Jobs given up after their last try."""
    failed_mails: int
    """Mails that a server refused for good."""
    few_left: int
    """Variants on sale of which at most FEW are left, none included."""
    orders: int
    """Orders confirmed today."""
    taken: Yen
    """What orders that were paid today cost, before refunds."""


def today(now: datetime) -> Today:
    """The numbers at `now`; the day is the shop's."""
    begins = day_begins(shop_day(now))
    real = Order.simulated.is_(False)
    on_sale = (Variant.published, Product.published, Variant.product_id == Product.id)
    counts = (
        select(func.count()).where(Order.state == OrderState.PENDING, real),
        select(func.count()).where(Order.state == OrderState.PLACED, real),
        select(func.count())
        .select_from(Payment)
        .join(Order)
        .where(Payment.state == PaymentState.UNKNOWN, real),
        select(func.count()).where(Job.dead_at.is_not(None), Job.done_at.is_(None)),
        select(func.count()).where(OutboxMessage.state == MessageState.FAILED),
        select(func.count()).where(Variant.stock <= FEW, *on_sale),
        select(func.count()).where(Order.confirmed_at >= begins, real),
        select(func.coalesce(func.sum(Order.total), 0)).where(Order.paid_on == shop_day(now), real),
    )
    row = db.session.execute(select(*(count.scalar_subquery() for count in counts))).one()
    return Today(*map(int, row))
