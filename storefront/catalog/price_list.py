"""Many prices at once: the same rows and the same rules as `price`, written set by set."""

from datetime import datetime

from sqlalchemy import Select, insert, literal, select, update

from storefront.catalog import price
from storefront.catalog.price import Price, PriceTaken
from storefront.catalog.variant import Variant
from storefront.database import UTCDateTime, table_of
from storefront.extensions import db
from storefront.money import Yen


def charge_all(chosen: Select[tuple[int, Yen]], now: datetime, note: str) -> None:
    """Charge prices from now on, each with its row of history: `chosen` finds variant ids and yen of one or more.

    None of them is charged already, but for new variants, whose history begins so. The caller holds the variants, sums up
    their products (`summary.refresh_all`), bumps the revision, and commits. Raises PriceTaken for a second price at the same
    moment. Five statements, and one for each price that was due.
    """
    variant_id, yen = chosen.subquery().c
    due = select(Price.variant_id).join(variant_id.table, variant_id == Price.variant_id)
    waiting = (Price.applied_at.is_(None), Price.starts_at <= now)
    price.catch_up(db.session.scalars(due.where(*waiting).distinct()).all(), now)
    if (first := db.session.scalar(due.where(Price.starts_at == now).limit(1))) is not None:
        raise PriceTaken(f"variant {first} has a price from {now.isoformat()}")
    at = literal(now, UTCDateTime)
    rows = table_of(Price)
    columns = (rows.c.variant_id, rows.c.price, rows.c.starts_at, rows.c.applied_at, rows.c.set_at, rows.c.note)  # fmt: skip
    begun = select(variant_id, yen, at, at, at, literal(note))
    db.session.execute(insert(rows).from_select(list(columns), begun).inline())
    variants = table_of(Variant)
    charged = update(variants).where(variants.c.id == variant_id).values(price=yen)
    db.session.execute(charged)
