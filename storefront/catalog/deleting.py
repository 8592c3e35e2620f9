"""Deleting goods that nobody ever had: a draft that was never sold, put in a cart or offered. All else is taken off sale."""

from collections.abc import Sequence

from sqlalchemy import delete, text
from sqlalchemy.exc import IntegrityError

from storefront import revision
from storefront.catalog.holding import OWN, held, rows_of
from storefront.catalog.problem import ChangedMeanwhile
from storefront.catalog.product import Product
from storefront.catalog.variant import Variant
from storefront.database import Model, claim
from storefront.extensions import db


class NotDeletable(Exception):
    """It is on sale, has stock, or something holds on to it."""


def deletable(product: Product) -> bool:
    """Whether a product may be deleted with its SKUs and their histories: a draft, no stock, nothing holds on to it."""
    ids = [variant.id for variant in product.variants]
    stocked = any(variant.stock for variant in product.variants)
    return not (product.published or stocked or held([product.id], ids))


def sku_deletable(variant: Variant) -> bool:
    """The same for one SKU; of what is on sale one is only taken off, so that its prices stay provable."""
    return not (variant.product.published or variant.stock or held(variants=[variant.id]))


def delete_product(product: Product, seen: int) -> None:
    """Delete it with all its own, if it is what was seen. Its pictures' files stay. The caller commits.

    Raises ChangedMeanwhile or NotDeletable.
    """
    if not claim(product, Product.version, seen, seen + 1):
        raise ChangedMeanwhile
    if not deletable(product):
        raise NotDeletable
    db.session.execute(
        text("DELETE FROM product_search WHERE " + _search_key()),  # names of ours  # nosec B608
        {"id": product.id},
    )
    _delete(product, [product.id], [variant.id for variant in product.variants])


def delete_sku(variant: Variant, seen: int) -> None:
    """The same for one SKU. Raises ChangedMeanwhile or NotDeletable."""
    if not claim(variant, Variant.version, seen, seen + 1):
        raise ChangedMeanwhile
    if not sku_deletable(variant):
        raise NotDeletable
    product = variant.product
    _delete(variant, [], [variant.id])
    db.session.expire(product, ["variants"])
    product.refresh_summary()
    db.session.flush()


def _delete(row: Model, products: Sequence[int], variants: Sequence[int]) -> None:
    """What belongs to it first, itself last; a reference that came in between makes the database refuse."""
    tables = [one for one in reversed(Model.metadata.sorted_tables) if one.name in OWN]
    try:
        for table in tables:
            mine = table.c.id.in_(variants) if table.name == "variant" else rows_of(table.name, products, variants)  # fmt: skip
            db.session.execute(delete(table).where(mine))
        for number in products:
            table = Model.metadata.tables["product"]
            db.session.execute(delete(table).where(table.c.id == number))
    except IntegrityError as kept:
        db.session.rollback()
        raise NotDeletable from kept
    db.session.expunge(row)
    revision.bump()


def _search_key() -> str:
    postgresql = db.session.get_bind().dialect.name == "postgresql"
    return "id = :id" if postgresql else "rowid = :id"
