"""Putting a product on sale and taking it off: what everything on sale has, and what a draft still lacks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select, update

from storefront import revision
from storefront.catalog.picture import Picture
from storefront.catalog.problem import ChangedMeanwhile
from storefront.catalog.product import Product, ProductPicture
from storefront.catalog.variant import Variant
from storefront.catalog.written import TAX_CLASSES
from storefront.database import claim
from storefront.extensions import db
from storefront.locales import LOCALES, Text


class Lack(StrEnum):
    """Something that nothing on sale may lack."""

    NAME = "name"
    LEAD = "lead"
    DESCRIPTION = "description"
    SKU = "sku"
    """Not one SKU that is on offer; each has a price from the beginning."""
    LABEL = "label"
    TAX_CLASS = "tax_class"
    SIZE = "size"
    """Weight or sides: without them no shipping can be told."""
    PICTURE = "picture"
    ALT = "alt"
    """A picture says nothing to those who cannot see it."""


@dataclass(frozen=True)
class Missing:
    """Something lacking; `locale` in which language, `about` the SKU or the slug of the picture."""

    lack: Lack
    about: str = ""
    locale: str = ""


class NotReady(Exception):
    """It lacks something and stays a draft; carries what."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__(", ".join(f"{one.lack} {one.about} {one.locale}" for one in missing))
        self.missing = list(missing)


def missing(product: Product) -> list[Missing]:
    """All that a product lacks to be on sale; nothing when it may be. Reads what is in memory, SKUs and gallery with it."""
    offered = [variant for variant in product.variants if variant.published]
    return [
        *_words(product.name, Lack.NAME),
        *_words(product.lead, Lack.LEAD),
        *_words(product.description, Lack.DESCRIPTION),
        *([] if offered else [Missing(Lack.SKU)]),
        *(one for variant in offered for one in _of_sku(variant)),
        *([] if product.gallery else [Missing(Lack.PICTURE)]),
        *(
            one
            for picture in _shown(product, offered)
            for one in _words(picture.alt, Lack.ALT, picture.slug)
        ),
    ]


def publish(product: Product, seen: int, now: datetime) -> None:
    """Put it on sale, if it is what was seen and lacks nothing. The caller commits.

    Raises ChangedMeanwhile or NotReady. Its SKUs count as on offer from now on, which is what struck-out prices go by.
    """
    _move(product, seen, published=True)
    if lacking := missing(product):
        raise NotReady(lacking)
    on_offer(product, now)
    _show(product)


def unpublish(product: Product, seen: int) -> None:
    """Take it off sale; orders, carts and offers keep what they hold. The caller commits. Raises ChangedMeanwhile."""
    _move(product, seen, published=False)
    _show(product)


def on_offer(product: Product, now: datetime) -> None:
    """Let those SKUs of a published product that were not on offer before count as on offer from now on."""
    db.session.execute(
        update(Variant)
        .where(Variant.product_id == product.id, Variant.published)
        .values(offered_since=now)
        .execution_options(synchronize_session=False)
    )


def tell_what_is_offered(variant: Variant, was: bool, now: datetime) -> None:
    """A SKU of a published product that comes on offer counts as being so from now on."""
    if variant.published and not was and variant.product.published:
        variant.offered_since = now


def still_complete(product: Product) -> list[Missing]:
    """What a product on sale would lack as it stands in memory; nothing of a draft."""
    return missing(product) if product.published else []


def _move(product: Product, seen: int, *, published: bool) -> None:
    if product.published is published:
        raise ChangedMeanwhile
    if not claim(product, Product.version, seen, seen + 1, published=published):
        raise ChangedMeanwhile


def _show(product: Product) -> None:
    product.refresh_summary()
    db.session.flush()
    revision.bump()


def _of_sku(variant: Variant) -> list[Missing]:
    found = _words(variant.label, Lack.LABEL, variant.sku)
    if variant.tax_class not in TAX_CLASSES:
        found.append(Missing(Lack.TAX_CLASS, variant.sku))
    if not (variant.weight_grams and all(variant.sides)):
        found.append(Missing(Lack.SIZE, variant.sku))
    return found


def _words(text: Text, lack: Lack, about: str = "") -> list[Missing]:
    return [Missing(lack, about, code) for code in LOCALES if not text.get(code, "").strip()]


def _shown(product: Product, offered: Sequence[Variant]) -> list[Picture]:
    pictures = [place.picture for place in product.gallery]
    pictures += [variant.picture for variant in offered if variant.picture]
    return list({picture.id: picture for picture in pictures}.values())


def products_with(picture_id: int) -> list[Product]:
    """The published products that show a picture in their gallery or with a SKU on offer."""
    shown = select(ProductPicture.product_id).where(ProductPicture.picture_id == picture_id)
    chosen = select(Variant.product_id).where(Variant.picture_id == picture_id)
    asked = select(Product).where(Product.published, Product.id.in_(shown) | Product.id.in_(chosen))
    return list(db.session.scalars(asked))
