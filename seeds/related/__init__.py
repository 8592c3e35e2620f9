"""What goes well with what, picked by hand: one list for each product."""

import tomllib
from pathlib import Path

from sqlalchemy import select

from storefront.catalog.product import Product
from storefront.extensions import db
from storefront.offers.related import RelatedProduct, relate

PICKS = "picks.toml"


def load(folder: Path) -> None:
    """Write the lists into a shop that has none; once there is one, all of them are the staff's. The caller commits.

    Raises RelatedRefused for a code that no list may have, NoResultFound for a list of no product.
    """
    if db.session.scalar(select(RelatedProduct.product_id).limit(1)) is not None:
        return
    for slug, codes in tomllib.loads((folder / PICKS).read_text()).items():
        relate(db.session.scalars(select(Product).where(Product.slug == slug)).one(), codes)
