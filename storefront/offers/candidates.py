"""The goods that might be proposed at a placement, read in one statement: what goes with what is at hand, and what
offers name."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, Select, bindparam, or_, select
from sqlalchemy.orm import Session, contains_eager, defer, joinedload, scoped_session

from storefront.catalog.product import Product
from storefront.catalog.variant import Variant
from storefront.clock import shop_day
from storefront.offers.goods import Because, Candidate, candidate_of
from storefront.offers.kinds import Source
from storefront.offers.suggested import IDEAS, RANKED
from storefront.offers.terms import Good

MOST = 16
"""Suggested products that are looked at, at most."""


@dataclass(frozen=True)
class Found:
    """What was read: candidates best idea first, and their variants with product and picture for the cards.

    `beside` names the product at hand that a suggestion goes with.
    """

    suggested: tuple[Candidate, ...] = ()
    named: Mapping[int, Candidate] = field(default_factory=dict)
    variants: Mapping[int, Variant] = field(default_factory=dict)
    beside: Mapping[int, int | None] = field(default_factory=dict)

    def candidates(self, source: Source, goods: Sequence[Good]) -> Sequence[Candidate]:
        """The goods an offer may propose: those it names, in its order, else what goes with what is at hand."""
        if source is not Source.NAMED:
            return self.suggested
        named = dict.fromkeys(good.variant_id for good in goods)
        return [self.named[one] for one in named if one in self.named]


def read_candidates(
    session: Session | scoped_session[Session],
    product_ids: Collection[int],
    named_ids: Collection[int],
    now: datetime,
) -> Found:
    """Look up what goes with these products, and these variants. One statement; nothing of either asks nothing."""
    if not product_ids and not named_ids:
        return Found()
    known = {
        "at_hand": sorted(set(product_ids)),
        "yesterday": shop_day(now) - timedelta(days=1),
        "most": MOST,
        "named": sorted(named_ids),
    }
    rows = session.execute(_STATEMENT, known).all()
    return _found(rows, set(named_ids))


def _statement() -> Select[Any]:
    idea = RANKED.cte("suggestion")
    told = (idea.c.place, idea.c.joint, idea.c.of, idea.c.beside, idea.c.product_id)
    asked = or_(idea.c.product_id.is_not(None), Variant.id.in_(_NAMED))
    return (
        select(Variant, *told)
        .join(Variant.product)
        .outerjoin(idea, idea.c.product_id == Variant.product_id)
        .where(asked, Product.published, Variant.published)
        .options(
            contains_eager(Variant.product).load_only(*_OF_PRODUCT),
            joinedload(Variant.picture),
            defer(Variant.benefit),
            defer(Variant.adds),
        )
        .order_by(idea.c.turn, Variant.position)
    )


_OF_PRODUCT = (Product.slug, Product.name, Product.category_id, Product.published)
_NAMED = bindparam("named", type_=Integer(), expanding=True)
_STATEMENT = _statement()


def _found(rows: Sequence[Any], named_ids: set[int]) -> Found:
    suggested: list[Candidate] = []
    named: dict[int, Candidate] = {}
    variants: dict[int, Variant] = {}
    beside: dict[int, int | None] = {}
    for variant, place, joint, of, next_to, product_id in rows:
        variants[variant.id] = variant
        if variant.id in named_ids:
            named[variant.id] = candidate_of(variant)
        if product_id is not None and variant.sellable:
            suggested.append(candidate_of(variant, Because(IDEAS[place], joint, of)))
            beside[variant.id] = next_to
    return Found(tuple(suggested), named, variants, beside)
