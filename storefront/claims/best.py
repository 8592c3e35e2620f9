"""人気No.1: which product of each shelf sold most in the last thirty full days, counted from the orders and kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, ForeignKey, and_, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storefront import revision
from storefront.catalog.product import Product
from storefront.catalog.variant import Variant
from storefront.claims.claim import Best
from storefront.claims.rule import Rule
from storefront.clock import day_begins, shop_day
from storefront.database import Model, UTCDateTime, insert_once
from storefront.extensions import db
from storefront.orders.order import Order, OrderLine, OrderState

DAYS = 30
LEAST_PIECES = 20
COUNTS = (OrderState.PLACED, OrderState.FULFILLED)
"""Paid, or to be paid at the door; neither called off nor expired."""


class TopSeller(Model):
    """The product that sold most on a shelf (a leaf of the category tree), all its variants together.

    `pieces` from `first_on` to `last_on`, both included; `second` is what the next product sold, 0 without one.
    """

    __tablename__ = "top_seller"

    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    pieces: Mapped[int]
    second: Mapped[int]
    first_on: Mapped[date]
    last_on: Mapped[date]
    counted_at: Mapped[datetime] = mapped_column(UTCDateTime)


@dataclass(frozen=True)
class Counted:
    """What a shelf's row says, detached from the database."""

    product_id: int
    pieces: int
    second: int
    first_on: date
    last_on: date


def prove_best(product_id: int, top: Counted | None, today: date) -> Best | Rule:
    """That a product sold most on its shelf: 20 pieces at least, and more than every other, up to yesterday."""
    if top is None:
        return Rule.TOO_FEW_SOLD
    if top.last_on != today - timedelta(days=1):
        return Rule.NOT_COUNTED
    if top.product_id != product_id or top.pieces <= top.second:
        return Rule.NOT_FIRST
    if top.pieces < LEAST_PIECES:
        return Rule.TOO_FEW_SOLD
    return Best(top.first_on, top.last_on, top.pieces)


def sells_best(yesterday: ColumnElement[date]) -> ColumnElement[bool]:
    """The rule of `prove_best` as a condition on a shelf's row: its product may be called the best seller."""
    return and_(
        TopSeller.last_on == yesterday,
        TopSeller.pieces >= LEAST_PIECES,
        TopSeller.pieces > TopSeller.second,
    )


def count_sales(now: datetime) -> bool:
    """Count the thirty days up to yesterday for every shelf; True when anything changed. Safe to repeat.

    An order counts on the day it was confirmed (paid, or taken on as cash on delivery).
    """
    last_on = shop_day(now) - timedelta(days=1)
    first_on = last_on - timedelta(days=DAYS - 1)
    new = _leaders(_sold(first_on, last_on), first_on, last_on)
    old = {row.category_id: _counted(row) for row in db.session.scalars(select(TopSeller))}
    if new == old:
        return False
    db.session.execute(delete(TopSeller).where(TopSeller.category_id.in_(set(old) - set(new))))
    for category_id, top in sorted(new.items()):
        values = {**vars(top), "counted_at": now}
        if not insert_once(TopSeller, category_id=category_id, **values):
            db.session.execute(
                update(TopSeller)
                .where(TopSeller.category_id == category_id)
                .values(values)
                .execution_options(synchronize_session=False)
            )
    db.session.expire_all()
    revision.bump()
    return True


def _sold(first_on: date, last_on: date) -> list[tuple[int, int, int]]:
    """(shelf, product, pieces) of everything sold in those days, most pieces first."""
    pieces = func.sum(OrderLine.quantity)
    rows = db.session.execute(
        select(Product.category_id, Product.id, pieces)
        .join(Variant, Variant.product_id == Product.id)
        .join(OrderLine, OrderLine.variant_id == Variant.id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(
            Order.confirmed_at >= day_begins(first_on),
            Order.confirmed_at < day_begins(last_on + timedelta(days=1)),
            Order.state.in_(COUNTS),
            Order.simulated.is_(False),
        )
        .group_by(Product.category_id, Product.id)
        .order_by(pieces.desc(), Product.id)
    )
    return [(shelf, product, int(count)) for shelf, product, count in rows]


def _leaders(
    sold: Iterable[tuple[int, int, int]], first_on: date, last_on: date
) -> dict[int, Counted]:
    shelves: dict[int, list[tuple[int, int]]] = {}
    for shelf, product, pieces in sold:
        shelves.setdefault(shelf, []).append((product, pieces))
    return {
        shelf: Counted(
            *ranked[0], ranked[1][1] if len(ranked) > 1 else 0, first_on=first_on, last_on=last_on
        )
        for shelf, ranked in shelves.items()
    }


def _counted(row: TopSeller) -> Counted:
    return Counted(row.product_id, row.pieces, row.second, row.first_on, row.last_on)
