"""Letting many products be found by their new words."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from storefront.catalog import search
from storefront.catalog.product import Product
from storefront.extensions import db

AT_ONCE = 200


def index_again(product_ids: Iterable[int]) -> None:
    """Write the words of these products into the search index anew, a block at a time. The caller commits."""
    ordered = sorted(set(product_ids))
    for start in range(0, len(ordered), AT_ONCE):
        asked = (
            select(Product)
            .where(Product.id.in_(ordered[start : start + AT_ONCE]))
            .options(joinedload(Product.category), selectinload(Product.variants))
            .execution_options(populate_existing=True)
        )
        search.index_all(db.session.scalars(asked).all())
