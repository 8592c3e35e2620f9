"""An offer as somebody wrote it, in codes and words: what is checked before it is stored, and storing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Select, select

from storefront import revision
from storefront.catalog.category import Category
from storefront.catalog.product import Product
from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.locales import Text
from storefront.money import Yen
from storefront.offers.kinds import Audience, Kind, OfferState, Placement, Source
from storefront.offers.offer import Offer, OfferedGood, OfferTrigger
from storefront.revision import Part

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True)
class WrittenGood:
    """A SKU, how many of it, and for a step of a ladder the whole per cent."""

    sku: str
    quantity: int = 1
    percent_off: int = 0


@dataclass(frozen=True)
class Written:
    """The fields of an offer; what each means stands at `Offer`.

    `products` and `categories` are slugs, `variants` SKUs: what has to be at hand. `next_code` is the offer made after a
    no, "" for silence.
    """

    code: str
    kind: Kind
    placements: frozenset[Placement]
    title: Text
    reason: Text
    source: Source = Source.NAMED
    goods: tuple[WrittenGood, ...] = ()
    percent_off: int = 0
    products: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    audience: Audience = Audience.EVERYONE
    goods_from: Yen = 0
    goods_to: Yen | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    next_code: str = ""
    rollout_percent: int = 100
    most_ignored: int = 3
    quiet_days: int = 14
    position: int = 0

    @property
    def triggered(self) -> bool:
        """Whether something in particular has to be at hand."""
        return bool(self.products or self.variants or self.categories)

    def percent_of(self, good: WrittenGood) -> int:
        """What comes off a good: a step's own per cent, else the offer's."""
        return good.percent_off or self.percent_off


SAME = (
    "code", "title", "reason", "percent_off", "goods_from", "goods_to", "starts_at", "ends_at",
    "rollout_percent", "most_ignored", "quiet_days", "position",
)  # fmt: skip
"""What is called and kept alike in `Written` and `Offer`."""


@dataclass(frozen=True)
class Ids:
    """Numbers by codes: SKUs, slugs of products, slugs of categories."""

    variants: Mapping[str, int] = field(default_factory=dict)
    products: Mapping[str, int] = field(default_factory=dict)
    categories: Mapping[str, int] = field(default_factory=dict)


def written_of(row: Offer) -> Written:
    """An offer as it stands, in codes."""
    return written_all([row])[0]


def written_all(rows: Sequence[Offer]) -> list[Written]:
    """Offers as they stand, in codes. Four statements, however many, besides those for their goods."""
    skus, slugs, shelves = _codes([one for row in rows for one in row.triggers])
    following = [row.next_id for row in rows if row.next_id]
    codes = _pairs(select(Offer.id, Offer.code).where(Offer.id.in_(following)))
    return [
        Written(
            kind=Kind(row.kind),
            placements=frozenset(map(Placement, row.placements)),
            source=Source(row.source),
            audience=Audience(row.audience),
            goods=tuple(WrittenGood(g.variant.sku, g.quantity, g.percent_off) for g in row.goods),
            products=tuple(slugs[t.product_id] for t in row.triggers if t.product_id),
            variants=tuple(skus[t.variant_id] for t in row.triggers if t.variant_id),
            categories=tuple(shelves[t.category_id] for t in row.triggers if t.category_id),
            next_code=codes[row.next_id] if row.next_id else "",
            **{name: getattr(row, name) for name in SAME},
        )
        for row in rows
    ]


def store(written: Written, now: datetime, state: OfferState = OfferState.DRAFT) -> Offer:
    """Write an offer down, a new one or over the one of that code, whose state then stays. The caller has checked it
    (`checks`), and commits. Raises KeyError for a code of goods that nothing has.
    """
    row = db.session.scalar(select(Offer).where(Offer.code == written.code))
    following, ids = _next_id(written.next_code), ids_of(written)
    if row is None:
        row = Offer(code=written.code, state=state, created_at=now)
        db.session.add(row)
    for name in SAME:
        setattr(row, name, getattr(written, name))
    row.kind, row.source, row.audience = written.kind, written.source, written.audience
    row.placements = [place.value for place in Placement if place in written.placements]
    row.next_id, row.updated_at = following, now
    row.goods, row.triggers = [], []
    db.session.flush()
    row.goods = [
        OfferedGood(
            position=place,
            variant_id=ids.variants[good.sku],
            quantity=good.quantity,
            percent_off=good.percent_off,
        )
        for place, good in enumerate(written.goods)
    ]
    row.triggers = [
        *(OfferTrigger(product_id=ids.products[slug]) for slug in written.products),
        *(OfferTrigger(variant_id=ids.variants[sku]) for sku in written.variants),
        *(OfferTrigger(category_id=ids.categories[slug]) for slug in written.categories),
    ]
    db.session.flush()
    revision.bump(Part.SETTINGS)
    return row


def _next_id(code: str) -> int | None:
    return db.session.scalar(select(Offer.id).where(Offer.code == code)) if code else None


def ids_of(written: Written) -> Ids:
    """The numbers of the goods and triggers that are known; three statements."""
    skus = {*written.variants, *(good.sku for good in written.goods)}
    return Ids(
        _pairs(select(Variant.sku, Variant.id).where(Variant.sku.in_(skus))),
        _pairs(select(Product.slug, Product.id).where(Product.slug.in_(written.products))),
        _pairs(select(Category.slug, Category.id).where(Category.slug.in_(written.categories))),
    )


def _codes(
    triggers: Sequence[OfferTrigger],
) -> tuple[Mapping[int, str], Mapping[int, str], Mapping[int, str]]:
    """The codes of what triggers offers: SKUs, slugs of products, slugs of categories."""
    variants = [one.variant_id for one in triggers if one.variant_id]
    products = [one.product_id for one in triggers if one.product_id]
    categories = [one.category_id for one in triggers if one.category_id]
    return (
        _pairs(select(Variant.id, Variant.sku).where(Variant.id.in_(variants))),
        _pairs(select(Product.id, Product.slug).where(Product.id.in_(products))),
        _pairs(select(Category.id, Category.slug).where(Category.id.in_(categories))),
    )


def _pairs(asked: Select[tuple[K, V]]) -> dict[K, V]:
    return dict(db.session.execute(asked).tuples().all())
