"""Many prices at once: the same rows and the same rules as `price`, written set by set."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from storefront.catalog import price
from storefront.catalog.price import Price, PriceTaken
from storefront.catalog.variant import Variant
from storefront.database import table_of
from storefront.extensions import db
from storefront.money import Yen


def begin_all(prices: Mapping[int, Yen], now: datetime, note: str) -> None:
    """The history of new variants, which begins with the price they came with. `prices` are yen by variant id."""
    _write(prices, now, note)


def set_prices(prices: Mapping[int, Yen], now: datetime, note: str) -> None:
    """Charge these prices from now on: yen of one or more by variant id, none of which is charged already.

    The caller holds the variants, sums up their products (`summary.refresh`), bumps the revision, and commits. Raises
    PriceTaken for a second price at the same moment.
    """
    due = select(Price.variant_id).where(
        Price.variant_id.in_(prices), Price.applied_at.is_(None), Price.starts_at <= now
    )
    price.catch_up(db.session.scalars(due.distinct()).all(), now)
    taken = select(Price.variant_id).where(Price.variant_id.in_(prices), Price.starts_at == now)
    if (first := db.session.scalar(taken.limit(1))) is not None:
        raise PriceTaken(f"variant {first} has a price from {now.isoformat()}")
    _write(prices, now, note)
    variants = table_of(Variant)
    charge = (
        update(variants)
        .where(variants.c.id == bindparam("priced"))
        .values(price=bindparam("yen", type_=variants.c.price.type))
    )
    db.session.execute(charge, [{"priced": one, "yen": yen} for one, yen in prices.items()])


def _write(prices: Mapping[int, Yen], now: datetime, note: str) -> None:
    rows = [
        {"variant_id": one, "price": yen, "starts_at": now, "applied_at": now, "set_at": now, "note": note}
        for one, yen in prices.items()
    ]  # fmt: skip
    db.session.execute(insert(table_of(Price)).inline(), rows)
