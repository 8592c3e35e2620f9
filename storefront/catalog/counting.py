"""Stock by hand: what was counted on the shelf, and what came or went without an order.

On the shelf lie the pieces that can still be promised and those promised to orders that have not left. People count both
together; the counter of a variant holds only the former. The callers know how many are promised (`orders.promised`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, insert, literal, select, update

from storefront import revision
from storefront.catalog import summary
from storefront.catalog.stock import StockMovement, StockReason
from storefront.catalog.variant import Variant
from storefront.database import table_of
from storefront.extensions import db

MOST_ON_HAND = 999_999
"""Pieces of one variant: whoever types more has slipped."""
AT_ONCE = 500
SIGNS = {
    StockReason.RECEIVED: 1,
    StockReason.FOUND: 1,
    StockReason.DAMAGED: -1,
    StockReason.LOST: -1,
    StockReason.SAMPLE: -1,
    StockReason.COUNTED: 0,
    StockReason.CORRECTED: 0,
}
"""Which way each reason of somebody's hand goes; 0 for both."""


@dataclass(frozen=True)
class Booking:
    """One line for the ledger: pieces that came (above zero) or went, and why."""

    variant_id: int
    delta: int
    reason: StockReason
    note: str = ""


@dataclass(frozen=True)
class Held:
    """A variant whose row nobody else changes until the commit, with its counter as it is now."""

    variant_id: int
    product_id: int
    sku: str
    stock: int


class BookedBefore(Exception):
    """Lines under this reference are in the ledger already: a form that was sent twice."""


def fits(reason: StockReason, delta: int) -> bool:
    """Whether a reason goes with the direction of a difference; a count that found none fits any."""
    return SIGNS.get(reason, 2) * delta >= 0 and reason in SIGNS


def hold(skus: Collection[str]) -> dict[str, Held]:
    """The variants of these SKUs, held in id order until the commit; unknown SKUs are left out."""
    found = db.session.execute(
        select(Variant.id, Variant.product_id, Variant.sku, Variant.stock)
        .where(Variant.sku.in_(skus))
        .order_by(Variant.id)
        .with_for_update()
    )
    return {row.sku: Held(*row) for row in found}


def booked_before(reference: str, variant_ids: Collection[int]) -> bool:
    """Whether the ledger has lines of these variants under a reference."""
    asked = select(StockMovement.id).where(
        StockMovement.reference == reference, StockMovement.variant_id.in_(variant_ids)
    )
    return db.session.scalar(asked.limit(1)) is not None


def book(lines: Sequence[Booking], reference: str, by: str, now: datetime) -> None:
    """Write lines into the ledger and change the counters by them; `by` is the name of whoever did it.

    The caller holds the variants, has seen that none falls below zero, and commits. Not for repeating under the same reference:
    that raises IntegrityError, see `booked_before`.
    """
    table, variants = table_of(StockMovement), table_of(Variant)
    change = (
        update(variants)
        .where(variants.c.id == bindparam("held"))
        .values(stock=variants.c.stock + bindparam("more"))
    )
    for start in range(0, len(lines), AT_ONCE):
        some = lines[start : start + AT_ONCE]
        rows = [
            {
                "variant_id": one.variant_id,
                "delta": one.delta,
                "reason": one.reason.value,
                "reference": reference,
                "made_at": now,
                "made_by": by,
                "note": one.note,
            }
            for one in some
        ]
        db.session.execute(insert(table).inline(), rows)
        moved = [{"held": one.variant_id, "more": one.delta} for one in some if one.delta]
        if moved:
            db.session.execute(change, moved)


def book_all(chosen: Select[Any], reference: str, by: str, now: datetime) -> None:
    """The same for what a statement finds: variant id, delta, reason and note of each. Two statements."""
    table, variants = table_of(StockMovement), table_of(Variant)
    variant_id, delta, reason, note = chosen.subquery().c
    same = {
        table.c.reference: reference, table.c.made_at: now, table.c.made_by: by,
    }  # fmt: skip
    lines = select(variant_id, delta, reason, note, *(literal(one, column.type) for column, one in same.items()))  # fmt: skip
    columns = [table.c.variant_id, table.c.delta, table.c.reason, table.c.note, *same]
    db.session.execute(insert(table).from_select(columns, lines).inline())
    moved = (variants.c.id == variant_id, delta != 0)
    db.session.execute(update(variants).where(*moved).values(stock=variants.c.stock + delta))


def show(product_ids: Collection[int]) -> None:
    """Let lists and pages see the new stock words, once all is booked."""
    summary.refresh(product_ids)
    revision.bump()
