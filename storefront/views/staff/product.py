"""The page of one product as staff see it: what is on sale, what is missing, and where everything is changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import Response, abort
from sqlalchemy import select

from storefront.catalog import deleting, price, publishing, tiers
from storefront.catalog.editing import tags_of
from storefront.catalog.price import Price
from storefront.catalog.product import Product
from storefront.catalog.stocklist import whole
from storefront.catalog.tag import Tag
from storefront.catalog.variant import Variant
from storefront.catalog.written import product_as_written
from storefront.extensions import db
from storefront.jinja import translate
from storefront.locales import LOCALES
from storefront.offers.related import RelatedProduct
from storefront.staff.roles import Permission
from storefront.views.access import STAFF, access
from storefront.views.catalog_cards import unit_words
from storefront.views.catalog_filters import TAG_WORDS
from storefront.views.responses import own_page
from storefront.views.staff.area import bp
from storefront.views.staff.goods_words import FIELDS, lack_words, step_words
from storefront.views.staff.product_offers import offers_with
from storefront.views.staff.telling import said


@dataclass(frozen=True)
class SkuRow:
    """A SKU on the page; `step` is what sets it apart from the one before it, `coming` the next price that waits."""

    variant: Variant
    unit: str
    step: str
    coming: Price | None


@bp.get("/products/<slug>")
@access(STAFF, Permission.SEE_CATALOGUE)
def product(slug: str) -> Response:
    """All about it."""
    return product_page(product_or_404(slug))


def product_or_404(slug: str) -> Product:
    """A product, published or not."""
    return whole(slug) or abort(404)


def product_page(
    row: Product, status: int = 200, errors: Mapping[str, str] | None = None
) -> Response:
    """The page; with `errors`, what could not be done and why, above everything."""
    lacking = publishing.missing(row)
    written = product_as_written(row, tags_of(row.id))
    return own_page(
        "staff/product.html",
        status,
        product=row,
        name=translate(row.name) or row.slug,
        missing=lack_words(lacking),
        skus=_skus(row),
        related=_related(row.id),
        offers=offers_with(row.variants),
        texts=[
            (str(FIELDS[name]), getattr(written, name))
            for name in ("name", "trait", "lead", "choice")
        ],
        tags=[str(TAG_WORDS[Tag(one)]) for one in written.tags],
        locales=LOCALES,
        previewable=bool(row.gallery and any(one.published for one in row.variants)),
        deletable=not row.published and deleting.deletable(row),
        errors=errors or {},
        said=said(),
    )


def _skus(row: Product) -> list[SkuRow]:
    """With the steps of those on offer, which is what a buyer compares."""
    offered = [one for one in row.variants if one.published]
    steps = dict(zip([one.sku for one in offered[1:]], tiers.steps(offered), strict=True))
    waiting = [one for one in price.history([v.id for v in row.variants]) if one.applied_at is None]
    waiting.sort(key=lambda one: (one.variant_id, one.starts_at))
    coming = {key: next(rows) for key, rows in groupby(waiting, key=lambda one: one.variant_id)}
    return [
        SkuRow(
            variant,
            unit_words(variant),
            step_words(steps[variant.sku], variant) if variant.sku in steps else "",
            coming.get(variant.id),
        )
        for variant in row.variants
    ]


def _related(product_id: int) -> Sequence[Product]:
    return list(
        db.session.scalars(
            select(Product)
            .join(RelatedProduct, RelatedProduct.other_id == Product.id)
            .where(RelatedProduct.product_id == product_id)
            .order_by(RelatedProduct.position)
        )
    )
