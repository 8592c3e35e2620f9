"""Letting many products be found by their new words."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from storefront.catalog import search
from storefront.catalog.product import Product
from storefront.extensions import db
from storefront.files.sheet import Writing
from storefront.jobs.queue import enqueue

INDEX = "search.index"
"""The kind of job that writes the words of some products anew."""
AT_ONCE = 40
"""Products of one block: with forty SKUs each that is two tenths of a second."""


def find_again(product_ids: Iterable[int], writing: Writing) -> None:
    """Write the words of these products into the search index anew: at once for a few, else by jobs of a block each, because
    that takes longer than all else and nobody is to wait for it. The caller commits.
    """
    ordered = sorted(set(product_ids))
    if len(ordered) <= AT_ONCE:
        index_again(ordered)
        return
    for place in range(0, len(ordered), AT_ONCE):
        some, key = ordered[place : place + AT_ONCE], f"{INDEX}:{writing.reference}:{place}"
        enqueue(INDEX, {"products": some}, writing.now, key)


def index_some(payload: dict[str, Any], _now: datetime) -> None:
    """The job: safe to repeat. The worker commits."""
    index_again(payload["products"])


def index_again(product_ids: Sequence[int]) -> None:
    """A block of products by what they say now. The caller commits."""
    asked = (
        select(Product)
        .where(Product.id.in_(product_ids))
        .options(joinedload(Product.category), selectinload(Product.variants))
        .execution_options(populate_existing=True)
    )
    search.index_all(db.session.scalars(asked).all())
