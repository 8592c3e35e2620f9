"""What an offer says, detached from the database: read once per revision of the shop's settings, then kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from storefront.extensions import db
from storefront.locales import Text
from storefront.money import Yen
from storefront.offers.kinds import Audience, Kind, OfferState, Placement, Source
from storefront.offers.offer import Offer, OfferedGood


@dataclass(frozen=True)
class Good:
    """A variant an offer proposes. `percent_off` is the incentive for this good, in whole per cent."""

    variant_id: int
    product_id: int
    sku: str
    quantity: int
    percent_off: int


@dataclass(frozen=True)
class Terms:
    """An offer as pages, prices and the gate know it. Yen with tax, moments UTC."""

    id: int
    code: str
    kind: Kind
    state: OfferState
    audience: Audience
    goods_from: Yen
    goods_to: Yen | None
    source: Source
    starts_at: datetime | None
    ends_at: datetime | None
    placements: frozenset[Placement]
    title: Text
    reason: Text
    percent_off: int
    goods: tuple[Good, ...]
    products: frozenset[int]
    """Ids of products that trigger it; `variants` and `categories` likewise."""
    variants: frozenset[int]
    categories: frozenset[int]
    next_id: int | None
    rollout_percent: int
    most_ignored: int
    quiet_days: int
    position: int
    tallies: Mapping[Placement, tuple[int, int]]
    """How often seen, and how often accepted of these, by placement."""

    def on(self, now: datetime) -> bool:
        """Whether it is published and within its dates."""
        begun = self.starts_at is None or self.starts_at <= now
        over = self.ends_at is not None and self.ends_at <= now
        return self.state is OfferState.PUBLISHED and begun and not over

    @property
    def anything(self) -> bool:
        """Whether nothing in particular has to be at hand for it."""
        return not (self.products or self.variants or self.categories)


def load_terms() -> tuple[Terms, ...]:
    """All published offers, in the order staff gave them. Four statements."""
    rows = db.session.scalars(
        select(Offer)
        .where(Offer.state == OfferState.PUBLISHED)
        .order_by(Offer.position, Offer.id)
        .options(
            selectinload(Offer.goods).joinedload(OfferedGood.variant),
            selectinload(Offer.triggers),
            selectinload(Offer.tallies),
        )
    )
    return tuple(terms_of(row) for row in rows)


def terms_of(row: Offer) -> Terms:
    """One offer as it stands, saved or not."""
    return Terms(
        id=row.id,
        code=row.code,
        kind=Kind(row.kind),
        state=OfferState(row.state),
        audience=Audience(row.audience),
        goods_from=row.goods_from,
        goods_to=row.goods_to,
        source=Source(row.source),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        placements=frozenset(map(Placement, row.placements)),
        title=row.title,
        reason=row.reason,
        percent_off=row.percent_off,
        goods=tuple(_good(one, row) for one in row.goods),
        products=frozenset(one.product_id for one in row.triggers if one.product_id),
        variants=frozenset(one.variant_id for one in row.triggers if one.variant_id),
        categories=frozenset(one.category_id for one in row.triggers if one.category_id),
        next_id=row.next_id,
        rollout_percent=row.rollout_percent,
        most_ignored=row.most_ignored,
        quiet_days=row.quiet_days,
        position=row.position,
        tallies={Placement(one.placement): (one.seen, one.accepted) for one in row.tallies},
    )


def _good(one: OfferedGood, row: Offer) -> Good:
    off = one.percent_off or row.percent_off
    return Good(one.variant_id, one.variant.product_id, one.variant.sku, one.quantity, off)
