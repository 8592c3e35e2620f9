"""An offer on trial: as if it were published, before it is; and the visitors it is tried on."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import count
from typing import Any

from sqlalchemy import select

from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.offers.gate import Who, in_control, percentile
from storefront.offers.impression import Shown
from storefront.offers.kinds import OfferState, Placement
from storefront.offers.offer import Offer
from storefront.offers.silence import LOOKED_AT, History
from storefront.offers.terms import Good, Terms
from storefront.offers.written import Written, ids_of

UNSAVED = 0
"""The number of an offer that has none yet."""
ANOTHER = -1
"""The number of an offer that is not among those at hand."""
NOW, BEFORE = "now", "before"
"""The visit of the trial, and an earlier one."""


class Visitor(StrEnum):
    """Who might come."""

    NEW = "new"
    RETURNING = "returning"
    """Has ordered from this browser."""
    REFUSED = "refused"
    """Said no to this offer a moment ago."""
    REFUSED_BEFORE = "refused_before"
    """Said no to it ten days ago."""
    REFUSED_ANOTHER = "refused_another"
    """Said no to another offer at this place a moment ago."""
    IGNORED = "ignored"
    """Left this place unanswered as often as the offer bears."""
    ACCEPTED = "accepted"
    """Took this offer ten days ago."""
    OFF = "off"
    """Wants no suggestions."""
    SPARED = "spared"
    """Belongs to the tenth that is never shown any."""


def trial_terms(written: Written) -> Terms:
    """The terms of an offer as if it were published; what it names and nothing has is left out."""
    row = db.session.scalar(select(Offer).where(Offer.code == written.code))
    following = (
        db.session.scalar(select(Offer.id).where(Offer.code == written.next_code))
        if written.next_code
        else None
    )
    ids = ids_of(written)
    return Terms(
        id=row.id if row else UNSAVED,
        code=written.code,
        kind=written.kind,
        state=OfferState.PUBLISHED,
        audience=written.audience,
        goods_from=written.goods_from,
        goods_to=written.goods_to,
        source=written.source,
        starts_at=written.starts_at,
        ends_at=written.ends_at,
        placements=written.placements,
        title=written.title,
        reason=written.reason,
        percent_off=written.percent_off,
        goods=tuple(_goods(written)),
        products=frozenset(ids.products[one] for one in written.products if one in ids.products),
        variants=frozenset(ids.variants[one] for one in written.variants if one in ids.variants),
        categories=frozenset(
            ids.categories[one] for one in written.categories if one in ids.categories
        ),
        next_id=following,
        rollout_percent=written.rollout_percent,
        most_ignored=written.most_ignored,
        quiet_days=written.quiet_days,
        position=written.position,
        tallies={},
    )


def somebody(kind: Visitor, terms: Terms, placement: Placement, now: datetime) -> Who:
    """A visitor of that kind as they stand before a placement: outside the control group, if they are not of that kind, and
    among those the offer is rolled out to, if there are any.
    """
    history = History(
        tuple(_shown(kind, terms, placement, now)),
        NOW,
        kind is Visitor.OFF,
        kind is Visitor.RETURNING,
    )
    return Who(_key(terms, kind is Visitor.SPARED), history)


def _goods(written: Written) -> Iterator[Good]:
    skus = [good.sku for good in written.goods]
    asked = select(Variant.sku, Variant.id, Variant.product_id).where(Variant.sku.in_(skus))
    known = {sku: (variant, product) for sku, variant, product in db.session.execute(asked)}
    for good in written.goods:
        if good.sku in known:
            yield Good(*known[good.sku], good.sku, good.quantity, written.percent_of(good))


def _shown(kind: Visitor, terms: Terms, placement: Placement, now: datetime) -> Iterator[Shown]:
    """What such a visitor was shown at a placement, and did with it."""
    moment, then = now - timedelta(minutes=1), now - timedelta(days=10)

    def one(offer: int, visit: str, at: datetime, **answer: datetime) -> Shown:
        blank: dict[str, Any] = {"clicked_at": None, "accepted_at": None, "refused_at": None}
        return Shown(offer, placement.value, "trial", visit, at, **{**blank, **answer})

    match kind:
        case Visitor.REFUSED:
            yield one(terms.id, NOW, moment, refused_at=moment)
        case Visitor.REFUSED_BEFORE:
            yield one(terms.id, BEFORE, then, refused_at=then)
        case Visitor.REFUSED_ANOTHER:
            yield one(ANOTHER, NOW, moment, refused_at=moment)
        case Visitor.ACCEPTED:
            yield one(terms.id, BEFORE, then, accepted_at=then)
        case Visitor.IGNORED:
            for times in range(terms.most_ignored):
                yield one(terms.id, BEFORE, now - LOOKED_AT * (terms.most_ignored - times + 1))


def _key(terms: Terms, spared: bool) -> str:
    """The key of a visitor in, or out of, the control group; of the roll-out where that is any."""
    wanted = terms.rollout_percent or 100
    keys = (f"trial-{number}" for number in count())
    return next(
        key
        for key in keys
        if in_control(key) is spared and percentile(f"offer:{terms.code}", key) < wanted
    )
