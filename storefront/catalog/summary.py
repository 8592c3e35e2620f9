"""What a product repeats of its variants, for many products at once: the same as `Product.refresh_summary`, set by set."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, func, select, update

from storefront.catalog.product import Product
from storefront.catalog.variant import Variant
from storefront.extensions import db

AT_ONCE = 500
"""Products of one statement: below what the databases take as parameters."""


def refresh(product_ids: Collection[int]) -> None:
    """Bring price range, stock word and number of variants up to what the variants say. Safe to repeat.

    Products are held in id order, so that two who do it at once never wait for each other in a circle. The caller bumps
    the revision, and commits.
    """
    ordered = sorted(set(product_ids))
    for start in range(0, len(ordered), AT_ONCE):
        some = Product.id.in_(ordered[start : start + AT_ONCE])
        db.session.execute(select(Product.id).where(some).order_by(Product.id).with_for_update())
        _sum_up(some)


def refresh_all(chosen: Select[tuple[int]]) -> None:
    """The same for the products that a statement finds, however many; the caller holds them."""
    _sum_up(Product.id.in_(chosen))


def _sum_up(some: ColumnElement[bool]) -> None:
    offered = (Variant.product_id == Product.id, Variant.published)
    least = select(func.coalesce(func.min(Variant.price), 0)).where(*offered)
    most = select(func.coalesce(func.max(Variant.price), 0)).where(*offered)
    db.session.execute(
        update(Product)
        .where(some)
        .values(
            price_from=least.scalar_subquery(),
            price_to=most.scalar_subquery(),
            in_stock=select(Variant.id).where(*offered, Variant.stock > 0).exists(),
            variant_count=select(func.count()).where(*offered).scalar_subquery(),
        )
        .execution_options(synchronize_session=False)
    )
