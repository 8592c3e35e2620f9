"""Prices over time: every price is a dated row, and `Variant.price` says which row is in force.

A row holds until the next one of its variant; none that has begun is ever changed or deleted, so that a struck-out price
can be proved later. Only this module writes `Variant.price` after a variant is made.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from storefront import revision
from storefront.catalog.product import Product
from storefront.catalog.variant import Variant
from storefront.database import Model, UTCDateTime, insert_once
from storefront.extensions import db
from storefront.jobs.queue import enqueue
from storefront.money import Yen

APPLY = "prices.apply"
"""The kind of job that puts scheduled prices into force."""


class Price(Model):
    """One price of one variant, in yen with tax, from `starts_at` until the next row."""

    __tablename__ = "price"

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"))
    price: Mapped[Yen]
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    applied_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When it really came into force, a little after `starts_at`; None while it waits."""
    set_at: Mapped[datetime] = mapped_column(UTCDateTime)
    note: Mapped[str] = mapped_column(String(160), default="")
    """Who set it, and why."""

    __table_args__ = (
        UniqueConstraint("variant_id", "starts_at"),
        CheckConstraint("price > 0", name="price_row_positive"),
        Index("ix_price_waiting", "applied_at", "starts_at"),
    )


class PriceTaken(ValueError):
    """The variant has a price from that very moment already, and no row is ever overwritten."""


@dataclass(frozen=True)
class Disagreement:
    """A variant whose price is not what its history says; `written` is None without a history."""

    sku: str
    price: Yen
    written: Yen | None


def begin(variant: Variant, past: Sequence[tuple[Yen, datetime]], now: datetime, note: str) -> None:
    """Write the history a new variant comes with: (yen, from when), oldest first, the last one its present price.

    Raises ValueError for a history that is empty, out of order, in the future, or ends in another price.
    """
    moments = [moment for _price, moment in past]
    if not past or moments != sorted(set(moments)) or moments[-1] > now:
        raise ValueError(f"{variant.sku}: a price history runs forward and ends by now")
    if past[-1][0] != variant.price:
        raise ValueError(f"{variant.sku}: its history ends in {past[-1][0]}, not {variant.price}")
    for price, moment in past:
        _write(variant.id, price, moment, now, note, applied_at=moment)


def set_price(variant: Variant, price: Yen, now: datetime, note: str = "") -> bool:
    """Charge `price` from now on; False when it is charged already. The caller commits.

    Raises ValueError for a price below one yen, PriceTaken for a second price at the same moment.
    """
    _check(price)
    catch_up([variant.id], now)
    changed = db.session.scalar(select(Variant.price).where(Variant.id == variant.id)) != price
    if changed:
        _write(variant.id, price, now, now, note, applied_at=now)
        _charge({variant.id: price})
    db.session.expire(variant, ["price"])
    return changed


def schedule_price(
    variant: Variant, price: Yen, starts_at: datetime, now: datetime, note: str = ""
) -> None:
    """Have `price` charged from `starts_at` on, which lies ahead: a row, and a job for that very moment.

    Raises ValueError for a price below one yen or a moment that has come, PriceTaken for one that is taken.
    """
    _check(price)
    if starts_at <= now:
        raise ValueError("a scheduled price begins in the future")
    _write(variant.id, price, starts_at, now, note, applied_at=None)
    moment = int(starts_at.timestamp() * 1_000_000)
    enqueue(APPLY, {}, starts_at, key=f"price:{variant.id}:{moment}")
    revision.bump()


def withdraw(variant: Variant, starts_at: datetime, now: datetime) -> Yen | None:
    """Take back a price that was to begin later; its yen, None where there is none or it has begun. The caller commits.

    The job that was to put it into force finds nothing to do.
    """
    taken = db.session.scalar(
        delete(Price)
        .where(
            Price.variant_id == variant.id,
            Price.starts_at == starts_at,
            Price.applied_at.is_(None),
            Price.starts_at > now,
        )
        .returning(Price.price)
        .execution_options(synchronize_session=False)
    )
    if taken is not None:
        revision.bump()
    return taken


def history(variant_ids: Iterable[int]) -> list[Price]:
    """Every price of some variants, those to come included, the newest first. One statement."""
    asked = select(Price).where(Price.variant_id.in_(list(variant_ids)))
    return list(db.session.scalars(asked.order_by(Price.starts_at.desc(), Price.id.desc())))


def apply_due(now: datetime) -> int:
    """Put every scheduled price whose time has come into force; returns how many rows.

    Each row is taken by one conditional UPDATE, so that any number of workers apply it once. Safe to repeat.
    """
    due = select(Price.variant_id).where(Price.applied_at.is_(None), Price.starts_at <= now)
    return catch_up(db.session.scalars(due.distinct()).all(), now)


def catch_up(variant_ids: Iterable[int], now: datetime) -> int:
    """The same for some variants, in id order; of several due rows the latest is charged."""
    applied, charged = 0, {}
    for variant_id in sorted(variant_ids):
        # The variant first: whoever changes its price waits here.
        db.session.execute(select(Variant.id).where(Variant.id == variant_id).with_for_update())
        taken = db.session.execute(
            update(Price)
            .where(
                Price.variant_id == variant_id,
                Price.applied_at.is_(None),
                Price.starts_at <= now,
            )
            .values(applied_at=now)
            .returning(Price.starts_at, Price.price)
            .execution_options(synchronize_session=False)
        ).all()
        if taken:
            applied += len(taken)
            charged[variant_id] = max(taken, key=lambda row: row[0])[1]
    if charged:
        _charge(charged)
    return applied


def disagreements() -> list[Disagreement]:
    """Every variant whose price is not its newest row in force. Empty is right."""
    newest, later = aliased(Price), aliased(Price)
    superseded = (
        select(later.id)
        .where(
            later.variant_id == newest.variant_id,
            later.applied_at.is_not(None),
            later.starts_at > newest.starts_at,
        )
        .exists()
    )
    in_force = (
        select(newest.variant_id, newest.price)
        .where(newest.applied_at.is_not(None), ~superseded)
        .subquery()
    )
    rows = db.session.execute(
        select(Variant.sku, Variant.price, in_force.c.price)
        .outerjoin(in_force, in_force.c.variant_id == Variant.id)
        .where(func.coalesce(in_force.c.price, 0) != Variant.price)
        .order_by(Variant.sku)
    )
    return [Disagreement(*row) for row in rows]


def _check(price: Yen) -> None:
    if price < 1:
        raise ValueError("a price is one yen or more")


def _write(
    variant_id: int,
    price: Yen,
    starts_at: datetime,
    now: datetime,
    note: str,
    applied_at: datetime | None,
) -> None:
    if not insert_once(
        Price,
        variant_id=variant_id,
        price=price,
        starts_at=starts_at,
        applied_at=applied_at,
        set_at=now,
        note=note,
    ):
        raise PriceTaken(f"variant {variant_id} has a price from {starts_at.isoformat()}")


def _charge(prices: dict[int, Yen]) -> None:
    """Charge and show new prices: variants in id order, then their products, the revision last."""
    for variant_id, price in sorted(prices.items()):
        db.session.execute(
            update(Variant)
            .where(Variant.id == variant_id)
            .values(price=price)
            .execution_options(synchronize_session=False)
        )
    touched = select(Variant.product_id).where(Variant.id.in_(prices)).distinct()
    for product_id in db.session.scalars(touched.order_by(Variant.product_id)).all():
        offered = (Variant.product_id == product_id, Variant.published)
        least, most = func.min(Variant.price), func.max(Variant.price)
        db.session.execute(
            update(Product)
            .where(Product.id == product_id)
            .values(
                price_from=func.coalesce(select(least).where(*offered).scalar_subquery(), 0),
                price_to=func.coalesce(select(most).where(*offered).scalar_subquery(), 0),
            )
            .execution_options(synchronize_session=False)
        )
    revision.bump()
