"""Stock: a counter on the variant and a ledger that proves it, always changed together.

The ledger's key (reference, variant, reason) makes every movement happen once, however often it is asked for.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    bindparam,
    func,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from storefront import revision
from storefront.catalog.product import Product
from storefront.catalog.variant import FEW, Variant
from storefront.database import Model, UTCDateTime, insert_once, table_of
from storefront.extensions import db


class StockReason(StrEnum):
    """Why a count changed. The first three come with orders, the others by hand, see `counting`."""

    ORDERED = "ordered"
    RELEASED = "released"
    RETURNED = "returned"
    COUNTED = "counted"
    RECEIVED = "received"
    FOUND = "found"
    DAMAGED = "damaged"
    LOST = "lost"
    SAMPLE = "sample"
    CORRECTED = "corrected"


OF_ORDERS = (StockReason.ORDERED, StockReason.RELEASED, StockReason.RETURNED)
LONGEST_NOTE = 160


class StockMovement(Model):
    """One line of the ledger; the sum of a variant's deltas is its stock."""

    __tablename__ = "stock_movement"

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"))
    delta: Mapped[int]
    reason: Mapped[str] = mapped_column(String(16))
    reference: Mapped[str] = mapped_column(String(64))
    """What caused it: "order:10234", "count:<uuid>", "file:12"."""
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    made_by: Mapped[str] = mapped_column(String(40), default="", server_default="")
    """The name of whoever booked it by hand; empty where the shop did."""
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="", server_default="")

    __table_args__ = (
        UniqueConstraint("reference", "variant_id", "reason"),
        Index("ix_stock_movement_of_variant", "variant_id", "id"),
    )


_VARIANT = table_of(Variant)
_TAKE = (
    update(_VARIANT)
    .where(_VARIANT.c.id == bindparam("taken"), _VARIANT.c.stock >= bindparam("pieces"))
    .values(stock=_VARIANT.c.stock - bindparam("pieces"))
    .returning(_VARIANT.c.stock)
)


class TakenBefore(Exception):
    """Goods were taken under this reference already; the caller rolls back."""


class NotEnoughStock(Exception):
    """Fewer pieces are left than asked for: `missing` maps variant id to what is left."""

    def __init__(self, missing: Mapping[int, int]) -> None:
        super().__init__(f"not enough stock for variants {sorted(missing)}")
        self.missing = dict(missing)


def take(wanted: Mapping[int, int], reference: str, now: datetime) -> None:
    """Take pieces off the shelf for an order, all or none.

    `wanted` maps variant id to a positive count. One conditional UPDATE per variant in id order, so that
    two orders never wait for each other in a circle. Raises NotEnoughStock before writing anything more;
    the caller then rolls back. Not for repeating: a second call with the same reference raises TakenBefore.
    """
    missing: dict[int, int] = {}
    scarce: list[int] = []
    for variant_id, count in sorted(wanted.items()):
        left = db.session.scalar(_TAKE, {"taken": variant_id, "pieces": count})
        if left is None:
            missing[variant_id] = (
                db.session.scalar(select(Variant.stock).where(Variant.id == variant_id)) or 0
            )
            continue
        if left <= FEW:
            scarce.append(variant_id)
        if not _record(variant_id, -count, StockReason.ORDERED, reference, now):
            raise TakenBefore(reference)
    if missing:
        raise NotEnoughStock(missing)
    if scarce:
        _show(scarce)


def give_back(reference: str, now: datetime) -> int:
    """Put what was taken under `reference` back on the shelf. Returns the pieces given back.

    Safe to repeat: the second call finds each movement recorded and gives back nothing.
    """
    taken = db.session.execute(
        select(StockMovement.variant_id, -StockMovement.delta)
        .where(
            StockMovement.reference == reference,
            StockMovement.reason == StockReason.ORDERED,
        )
        .order_by(StockMovement.variant_id)
    ).all()
    booked = [
        (variant_id, count)
        for variant_id, count in taken
        if _record(variant_id, count, StockReason.RELEASED, reference, now)
    ]
    return _onto_shelf(booked)


def put_back(counts: Mapping[int, int], reference: str, now: datetime) -> int:
    """Put goods that came back on the shelf: variant id to a positive count. Returns the pieces put back.

    Safe to repeat under the same reference: each movement is booked once. How many may come back is for the caller to know.
    """
    booked = [
        (variant_id, count)
        for variant_id, count in sorted(counts.items())
        if _record(variant_id, count, StockReason.RETURNED, reference, now)
    ]
    return _onto_shelf(booked)


def _onto_shelf(booked: list[tuple[int, int]]) -> int:
    """Raise the counters by what was just booked, variants in id order."""
    for variant_id, count in booked:
        db.session.execute(
            update(Variant)
            .where(Variant.id == variant_id)
            .values(stock=Variant.stock + count)
            .execution_options(synchronize_session=False)
        )
    if booked:
        _show([variant_id for variant_id, _count in booked])
    return sum(count for _variant_id, count in booked)


def count(variant: Variant, counted: int, reference: str, now: datetime) -> int:
    """Set a variant's stock to what was counted on the shelf; returns the difference booked.

    `reference` names the count ("count:2026-11-22-a") and may be used once per variant. Raises ValueError
    for a negative count.
    """
    if counted < 0:
        raise ValueError("a count is zero or more")
    before = db.session.scalar(
        select(Variant.stock).where(Variant.id == variant.id).with_for_update()
    )
    delta = counted - (before or 0)
    if _record(variant.id, delta, StockReason.COUNTED, reference, now):
        db.session.execute(
            update(Variant)
            .where(Variant.id == variant.id)
            .values(stock=Variant.stock + delta)
            .execution_options(synchronize_session=False)
        )
        db.session.expire(variant, ["stock"])
        _show([variant.id])
    return delta


def disagreements(skus: Collection[str] | None = None) -> list[tuple[str, int, int]]:
    """Every variant, or those of these SKUs, whose counter differs from its ledger: (sku, counter, ledger). Empty is right."""
    lines = select(StockMovement.variant_id, func.sum(StockMovement.delta).label("total"))
    asked = select(Variant.sku, Variant.stock).order_by(Variant.sku)
    if skus is not None:
        asked = asked.where(Variant.sku.in_(skus))
        lines = lines.join(Variant).where(Variant.sku.in_(skus))
    ledger = lines.group_by(StockMovement.variant_id).subquery()
    total = func.coalesce(ledger.c.total, 0)
    rows = db.session.execute(
        asked.add_columns(total)
        .outerjoin(ledger, ledger.c.variant_id == Variant.id)
        .where(Variant.stock != total)
    )
    return [(sku, counter, int(booked)) for sku, counter, booked in rows]


def trust_ledger(sku: str) -> bool:
    """Set a counter to the sum of its ledger. True when this call changed it; a ledger below zero changes nothing.

    The ledger is the books: every line has its cause and can't be written twice. Safe to repeat; the caller commits.
    """
    variant_id = db.session.scalar(
        select(Variant.id).where(Variant.sku == sku).with_for_update()
    )  # held first, so that the sum has the lines of whoever held it before
    booked = db.session.scalar(
        select(func.coalesce(func.sum(StockMovement.delta), 0)).where(
            StockMovement.variant_id == variant_id
        )
    )
    if booked is None or booked < 0:
        return False
    changed = db.session.scalar(
        update(Variant)
        .where(Variant.id == variant_id, Variant.stock != booked)
        .values(stock=booked)
        .returning(Variant.id)
        .execution_options(synchronize_session=False)
    )
    if changed is None:
        return False
    _show([changed])
    return True


def _record(
    variant_id: int, delta: int, reason: StockReason, reference: str, now: datetime
) -> bool:
    return insert_once(
        StockMovement,
        variant_id=variant_id,
        delta=delta,
        reason=reason.value,
        reference=reference,
        made_at=now,
    )


def _show(variant_ids: list[int]) -> None:
    """Let lists and pages see the new stock words; products in id order, the revision last."""
    products = select(Variant.product_id).where(Variant.id.in_(variant_ids)).distinct()
    for product_id in db.session.scalars(products.order_by(Variant.product_id)).all():
        offered = select(Variant.id).where(
            Variant.product_id == product_id, Variant.stock > 0, Variant.published
        )
        db.session.execute(
            update(Product)
            .where(Product.id == product_id)
            .values(in_stock=offered.exists())
            .execution_options(synchronize_session=False)
        )
    revision.bump()
