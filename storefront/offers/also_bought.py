"""What was bought together with each product, counted every night from the orders of the last 365 days and kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import (
    Connection,
    ForeignKey,
    Select,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from storefront import revision
from storefront.catalog.variant import Variant
from storefront.claims.best import COUNTS
from storefront.clock import shop_day
from storefront.database import Model, UTCDateTime, writing
from storefront.extensions import db
from storefront.offers.pairs import Baskets, Companions
from storefront.orders.order import Order, OrderLine
from storefront.orders.refund import RefundLine

DAYS = 365
WEEK = 7
AT_ONCE = 200
"""Products whose rows are compared and written together."""
LINES_AT_ONCE = 5_000

Row = tuple[int, int, int, int, int, int]
"""product_id, rank, other_id, score, pair_orders, product_orders."""


class AlsoBought(Model):
    """One product that goes with another: the `rank`-th best, 1 and up, at most `pairs.KEPT` of them.

    Both are in `pair_orders` of the `product_orders` orders that have the first. `score` is in millionths and means
    nothing by itself: added up over the products of a cart it says what goes best with all of them (`pairs.Pair`).
    """

    __tablename__ = "also_bought"

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True)
    rank: Mapped[int] = mapped_column(primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    score: Mapped[int]
    pair_orders: Mapped[int]
    product_orders: Mapped[int]
    computed_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (UniqueConstraint("product_id", "other_id"),)


@dataclass(frozen=True)
class Rebuilt:
    """What a counting came to: orders read, products that something goes with, pairs kept, products written anew."""

    orders: int
    products: int
    pairs: int
    changed: int


def rebuild(now: datetime, simulated: bool = False) -> Rebuilt:
    """Count what is bought together, and replace what was known of it. Safe to repeat; the caller commits.

    `simulated`: made-up orders count as well, for a demo, in which no order is real; never in a shop that sells.

    Call it with nothing begun: it reads on a connection of its own, and nobody waits for it while it reads and counts.
    Only then the table is written, in the caller's transaction: others see the old one or the new one, never half of one.
    Products about which nothing has changed are not touched, and if none has, nothing is.
    """
    baskets = _read(now, simulated)
    found = list(baskets.companions())
    changed = keep(found, now)
    if changed:
        revision.bump()
    return Rebuilt(baskets.count, len(found), sum(len(one.pairs) for one in found), changed)


def _read(now: datetime, simulated: bool) -> Baskets[int]:
    token = writing.set(False)
    try:
        with db.engine.connect() as connection:
            return Baskets(_baskets(connection, now, simulated))
    finally:
        writing.reset(token)


def _baskets(connection: Connection, now: datetime, simulated: bool) -> Iterator[list[int]]:
    """The products of one order after the other, asked for week by week and read as they are needed."""
    statement = _bought() if simulated else _bought().where(Order.simulated.is_(False))
    last_on = shop_day(now)
    first_on = last_on - timedelta(days=DAYS - 1)
    for begins in range(0, DAYS, WEEK):
        since = first_on + timedelta(days=begins)
        week = {"first_on": since, "last_on": min(since + timedelta(days=WEEK - 1), last_on)}
        rows = connection.execute(statement, week, execution_options={"yield_per": LINES_AT_ONCE})
        for _order, lines in groupby(rows, key=lambda row: row.order_id):
            yield [line.product_id for line in lines]


def _bought() -> Select[tuple[int, int]]:
    """(order, product) of what was paid in some days and not given back, goods that joined an order later included."""
    given_back = (
        select(func.coalesce(func.sum(RefundLine.quantity), 0))
        .where(RefundLine.order_line_id == OrderLine.id)
        .scalar_subquery()
    )
    return (
        select(OrderLine.order_id, Variant.product_id)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Variant, Variant.id == OrderLine.variant_id)
        .where(
            Order.paid_on.between(bindparam("first_on"), bindparam("last_on")),
            Order.state.in_(COUNTS),
            OrderLine.quantity > given_back,
        )
        .order_by(OrderLine.order_id)
    )


def keep(found: Sequence[Companions[int]], now: datetime) -> int:
    """Bring the table to what was found, some products at a time; returns how many of them were different."""
    changed = 0
    begins = 0
    for first in range(0, max(1, len(found)), AT_ONCE):
        block = found[first : first + AT_ONCE]
        last = first + AT_ONCE >= len(found)
        ends = None if last else block[-1].item
        changed += _replace_between(begins, ends, block, now)
        begins = 0 if ends is None else ends + 1
    return changed


def _replace_between(
    begins: int, ends: int | None, found: Sequence[Companions[int]], now: datetime
) -> int:
    """The products whose ids are from `begins` to `ends`, both included; None is without end."""
    here = AlsoBought.product_id >= begins
    old = _known(
        select(*_COLUMNS).where(
            here if ends is None else AlsoBought.product_id.between(begins, ends)
        )
    )
    new = {one.item: _rows(one) for one in found}
    different = sorted(one for one in old.keys() | new.keys() if old.get(one) != new.get(one))
    gone = [one for one in different if one in old]
    if gone:
        db.session.execute(
            delete(AlsoBought)
            .where(AlsoBought.product_id.in_(gone))
            .execution_options(synchronize_session=False)
        )
    fresh = [row for one in different for row in new.get(one, ())]
    if fresh:
        names = [column.key for column in _COLUMNS]
        db.session.execute(
            insert(AlsoBought.__table__),  # type: ignore[arg-type]
            [{**dict(zip(names, row, strict=True)), "computed_at": now} for row in fresh],
        )
    return len(different)


_COLUMNS = (
    AlsoBought.product_id, AlsoBought.rank, AlsoBought.other_id,
    AlsoBought.score, AlsoBought.pair_orders, AlsoBought.product_orders,
)  # fmt: skip


def _known(statement: Select[Row]) -> dict[int, list[Row]]:
    """What the table says, by product."""
    rows = db.session.execute(statement.order_by(AlsoBought.product_id, AlsoBought.rank))
    return {product: [*map(tuple, some)] for product, some in groupby(rows, key=lambda row: row[0])}


def _rows(one: Companions[int]) -> list[Row]:
    return [
        (one.item, rank, pair.other, pair.score, pair.together, one.orders)
        for rank, pair in enumerate(one.pairs, start=1)
    ]
