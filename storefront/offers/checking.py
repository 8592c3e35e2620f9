"""What an offer is judged by, read from the database."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from storefront.catalog.category import Category
from storefront.catalog.product import Product
from storefront.catalog.variant import Variant
from storefront.claims import gate
from storefront.claims.claim import ASKABLE
from storefront.claims.claim import Kind as Claim
from storefront.claims.rule import Rule
from storefront.extensions import db
from storefront.offers.checks import Known, problems
from storefront.offers.offer import Offer, OfferedGood
from storefront.offers.problem import Found, Sold
from storefront.offers.written import Written, written_all
from storefront.quoting.item import QuoteItem
from storefront.quoting.tariff_reading import load_tariff


class BadOffer(ValueError):
    """This cannot be published; `found` says why, its text is one problem a line."""

    def __init__(self, code: str, found: Sequence[Found]) -> None:
        self.found = tuple(found)
        lines = (f"{code}: {one.problem.value} {one.about} {one.because or ''}" for one in found)
        super().__init__("\n".join(line.rstrip() for line in lines))


def check(written: Written, now: datetime) -> list[Found]:
    """Everything that is wrong with an offer in the shop as it stands."""
    return problems(written, known_for([written], now))


def known_for(written: Sequence[Written], now: datetime) -> Known:
    """What these offers are judged by; they themselves count as the offers of their codes."""
    slugs = {slug for one in written for slug in one.products}
    shelves = {slug for one in written for slug in one.categories}
    products = db.session.scalars(select(Product.slug).where(Product.slug.in_(slugs)))
    categories = db.session.scalars(select(Category.slug).where(Category.slug.in_(shelves)))
    rows = db.session.scalars(
        select(Offer).options(
            selectinload(Offer.goods).joinedload(OfferedGood.variant), selectinload(Offer.triggers)
        )
    )
    offers = {one.code: one for one in written_all(list(rows))}
    return Known(
        _sold(written),
        {**offers, **{one.code: one for one in written}},
        frozenset(products),
        frozenset(categories),
        load_tariff(now),
        now,
        lambda claim, skus: _rule_against(claim, skus, now),
    )


def _sold(written: Sequence[Written]) -> dict[str, Sold]:
    """The goods offers name, and all packs of their products."""
    named = {good.sku for one in written for good in one.goods}
    named |= {sku for one in written for sku in one.variants}
    of = select(Variant.product_id).where(Variant.sku.in_(named))
    rows = db.session.execute(
        select(Variant, Product.slug, Product.published)
        .join(Variant.product)
        .where(Variant.product_id.in_(of))
    )
    return {row.sku: _one(row, slug, published) for row, slug, published in rows}


def _one(row: Variant, slug: str, published: bool) -> Sold:
    item = QuoteItem(
        row.sku, 1, row.price, row.tax_class, row.weight_grams, row.sides, row.temperature
    )
    return Sold(slug, item, row.cost, published and row.published, row.unit, row.unit_count)


def _rule_against(claim: Claim, skus: Sequence[str], now: datetime) -> Rule | None:
    """The first rule in the way of a claim about these goods; it has to hold for each of them."""
    if claim not in ASKABLE:
        return Rule.ENOUGH_LEFT
    verdicts = {one.asked.subject.sku: one for one in gate.verdicts(now) if one.asked.kind is claim}
    rules = [verdicts[sku].rule if sku in verdicts else _UNASKED[claim] for sku in skus]
    return next((rule for rule in rules if rule), None) if skus else _UNASKED[claim]


_UNASKED = {
    Claim.BEST: Rule.NOT_FIRST,
    Claim.WAS: Rule.NO_EARLIER_PRICE,
    Claim.UNTIL: Rule.NOTHING_SCHEDULED,
}
"""What stands in the way of a claim that nobody asked for."""
