"""The cart an offer is tried with: as it is typed, or one for which the offer is made."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from storefront.cart.cart import quote_item
from storefront.catalog.product import Product
from storefront.catalog.variant import MOST_PER_LINE, Variant
from storefront.extensions import db
from storefront.offers.kinds import Kind
from storefront.offers.written import Written
from storefront.quoting.quote import quote
from storefront.views import current
from storefront.views.snapshot import snapshot
from storefront.views.staff.offer_form import OfferForm, goods_typed

CART_LINES = 8
ONE_MORE = 1000
"""Yen that something small costs."""


def cart_of(form: OfferForm) -> tuple[list[tuple[Variant, int]], list[str]]:
    """The cart that was typed, and its lines that are no goods on sale; else what the offer is made for."""
    if not form.value("cart").strip():
        usual = _variants(_usual(form.written))
        gap = form.written.kind is Kind.GAP_FILLER
        return [(one, _short_of_line(one, form.written) if gap else 1) for one in usual], []
    typed, wrong = goods_typed(form.value("cart"))
    counts: dict[str, int] = {}
    for good in typed[:CART_LINES]:
        counts[good.sku] = min(99, counts.get(good.sku, 0) + good.quantity)
    variants = _variants(list(counts))
    known = {one.sku for one in variants}
    unknown = [
        str(_("%(sku)sは、いま販売していません", sku=sku)) for sku in counts if sku not in known
    ]
    return [(one, counts[one.sku]) for one in variants], [*wrong, *unknown]


def _usual(written: Written) -> list[str]:
    """One SKU that lets the offer be made: the first that triggers it, or that it makes more of."""
    if written.variants:
        return [written.variants[0]]
    if written.kind in {Kind.SET_OF_N, Kind.QUANTITY_LADDER} and written.goods:
        return [written.goods[0].sku]
    asked = select(Variant.sku).join(Variant.product).where(Product.published, Variant.published)
    if written.products:
        asked = asked.where(Product.slug == written.products[0])
        named = [good.sku for good in written.goods]
        asked = asked.order_by(Variant.sku.not_in(named), Variant.position)
    elif written.categories:
        asked = asked.where(Product.category.has(slug=written.categories[0]))
        asked = asked.order_by(Product.id, Variant.position)
    else:
        named = [good.sku for good in written.goods]
        asked = asked.where(Variant.sku.not_in(named)).order_by(Product.id, Variant.position)
    return list(db.session.scalars(asked.where(Variant.stock > 0).limit(1)))


def _short_of_line(variant: Variant, written: Written) -> int:
    """How many of it come just so near to the sum from which the shop pays that one thing more reaches it."""
    gap = quote([quote_item(variant)], snapshot().tariff, current.now()).gap or 0
    named = _variants([good.sku for good in written.goods])
    dearest = max((one.price for one in named), default=ONE_MORE)
    return min(MOST_PER_LINE, 1 + max(0, -(-(gap - dearest) // variant.price)))


def _variants(skus: Sequence[str]) -> list[Variant]:
    """The variants on sale of these SKUs, in their order."""
    asked = (
        select(Variant)
        .join(Variant.product)
        .where(Variant.sku.in_(skus), Variant.published, Product.published)
        .options(joinedload(Variant.product), joinedload(Variant.picture))
    )
    known = {one.sku: one for one in db.session.scalars(asked)}
    return [known[sku] for sku in skus if sku in known]
