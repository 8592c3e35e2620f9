"""The bundles and other offers a product stands in, and what each part costs in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.jinja import translate
from storefront.money import Yen
from storefront.offers.incentives import reduced
from storefront.offers.kinds import Kind, OfferState
from storefront.offers.offer import Offer, OfferedGood
from storefront.pricing.adjustment import spread
from storefront.views.snapshot import snapshot
from storefront.views.staff.offer_words import KINDS, STATES
from storefront.views.staff.offers import SHAPES


@dataclass(frozen=True)
class Part:
    """One of the goods of an offer: `price` is what so many pieces cost in it, `full` what they cost alone."""

    name: str
    sku: str
    quantity: int
    full: Yen
    price: Yen
    ours: bool


@dataclass(frozen=True)
class InOffer:
    """An offer with its parts; `total` is what they cost together, 0 where they are not sold together."""

    code: str
    title: str
    kind: str
    state: OfferState
    word: str
    shape: str
    parts: Sequence[Part]
    total: Yen


def offers_with(variants: Sequence[Variant]) -> list[InOffer]:
    """Those that name one of these SKUs among their goods, what is on first. Three statements."""
    ids = [variant.id for variant in variants]
    mine = select(OfferedGood.offer_id).where(OfferedGood.variant_id.in_(ids))
    rows = db.session.scalars(
        select(Offer)
        .where(Offer.id.in_(mine))
        .options(
            selectinload(Offer.goods).joinedload(OfferedGood.variant).joinedload(Variant.product)
        )
        .order_by(Offer.position, Offer.id)
    )
    told = [_told(row, frozenset(ids)) for row in rows]
    return sorted(told, key=lambda one: one.state is not OfferState.PUBLISHED)


def _told(row: Offer, ours: frozenset[int]) -> InOffer:
    together = row.kind == Kind.BUNDLE
    state, parts = OfferState(row.state), _parts(row, together, ours)
    return InOffer(
        row.code,
        translate(row.title) or row.code,
        str(KINDS[Kind(row.kind)]),
        state,
        str(STATES[state]),
        SHAPES[state],
        parts,
        sum(part.price for part in parts) if together else 0,
    )


def _parts(row: Offer, together: bool, ours: frozenset[int]) -> list[Part]:
    """A bundle's saving is one sum, shared as the cart shares it; other offers take theirs off each good."""
    full = [good.variant.price * good.quantity for good in row.goods]
    if together:
        tariff = snapshot().tariff
        kinds = [(tariff.percent(g.variant.tax_class), g.variant.temperature) for g in row.goods]
        saved = spread(reduced(sum(full), row.percent_off), full, kinds)
    else:
        percents = [good.percent_off or row.percent_off for good in row.goods]
        saved = [reduced(one, percent) for one, percent in zip(full, percents, strict=True)]
    return [
        Part(
            f"{translate(good.variant.product.name)} {translate(good.variant.label)}".strip(),
            good.variant.sku,
            good.quantity,
            one,
            one - less,
            good.variant_id in ours,
        )
        for good, one, less in zip(row.goods, full, saved, strict=True)
    ]
