"""What waits to be done in the shop at this moment, as numbers; one statement, nothing kept.

Orders are counted no further than a list of them is (`listing.MOST_COUNTED` and one more).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, func, select

from storefront.catalog.product import Product
from storefront.catalog.variant import FEW, Variant
from storefront.clock import day_begins, shop_day
from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.mail.outbox import MessageState, OutboxMessage
from storefront.money import Yen
from storefront.orders.listing import MOST_COUNTED
from storefront.orders.order import Order, OrderState
from storefront.orders.wanted import SOON
from storefront.payments.payment import Payment
from storefront.payments.reimbursement import Reimbursement, ReimbursementState


@dataclass(frozen=True)
class Today:
    """Counts of what waits, and what came in since the shop's day began. Yen with tax; what nobody placed is not counted."""

    to_ship: int
    """Orders to be packed whose first parcel has to leave today."""
    late: int
    """The same whose day is over."""
    to_pack: int
    """Orders that are paid, or to be paid at the door, and of which not everything has been sent."""
    unpaid: int
    """Orders that wait for their payment."""
    soon: int
    """The same whose time is over within a day."""
    to_send: int
    """Sums that staff send back by transfer, whose account is known."""
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
    day = shop_day(now)
    placed, pending = Order.state == OrderState.PLACED, Order.state == OrderState.PENDING
    on_sale = (Variant.published, Product.published, Variant.product_id == Product.id)
    real = Order.simulated.is_(False)
    counts = (
        _orders(placed, Order.leave_on == day),
        _orders(placed, Order.leave_on < day),
        _orders(placed),
        _orders(pending),
        _orders(pending, Order.reserved_until < now + SOON),
        _to_send(),
        select(func.count()).where(Job.dead_at.is_not(None), Job.done_at.is_(None)).scalar_subquery(),
        select(func.count()).where(OutboxMessage.state == MessageState.FAILED).scalar_subquery(),
        select(func.count()).where(Variant.stock <= FEW, *on_sale).scalar_subquery(),
        select(func.count()).where(Order.confirmed_at >= day_begins(day), real).scalar_subquery(),
        select(func.coalesce(func.sum(Order.total), 0)).where(Order.paid_on == day, real).scalar_subquery(),
    )  # fmt: skip
    return Today(*map(int, db.session.execute(select(*counts)).one()))


def _orders(*which: ColumnElement[bool]) -> ScalarSelect[int]:
    some = select(Order.id).where(*which, Order.simulated.is_(False)).limit(MOST_COUNTED + 1)
    return select(func.count()).select_from(some.subquery()).scalar_subquery()


def _to_send() -> ScalarSelect[int]:
    some = (
        select(Reimbursement.id)
        .join(Payment, Payment.id == Reimbursement.payment_id)
        .join(Order, Order.id == Payment.order_id)
        .where(Reimbursement.state == ReimbursementState.READY, Order.simulated.is_(False))
        .limit(MOST_COUNTED + 1)
    )
    return select(func.count()).select_from(some.subquery()).scalar_subquery()
