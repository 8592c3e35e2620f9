"""Offers, goods and visitors as values, without a database: what the rules of offers are tried on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from storefront.offers.choosing import Candidates
from storefront.offers.fitting import AtHand
from storefront.offers.gate import Asked, Who, in_control
from storefront.offers.goods import Because, Candidate, Idea
from storefront.offers.impression import Shown
from storefront.offers.incentives import deals_of
from storefront.offers.kinds import Audience, Kind, OfferState, Placement, Source
from storefront.offers.silence import History
from storefront.offers.terms import Good, Terms
from storefront.quoting.item import QuoteItem
from tests.quoting.tariffs import TARIFF, TUESDAY_MORNING

NOW = TUESDAY_MORNING
KEY = next(key for key in map(str, range(999)) if not in_control(key))
"""Of a visitor who is shown offers."""
SPARED = next(key for key in map(str, range(999)) if in_control(key))
"""Of one who belongs to the tenth that is shown none."""

PLAIN = Terms(
    id=1,
    code="plain",
    kind=Kind.CROSS_SELL,
    state=OfferState.PUBLISHED,
    audience=Audience.EVERYONE,
    goods_from=0,
    goods_to=None,
    source=Source.RELATED,
    starts_at=None,
    ends_at=None,
    placements=frozenset(Placement),
    title={"ja": "合わせて", "en": "With it"},
    reason={"ja": "よく合います", "en": "They go well"},
    percent_off=0,
    goods=(),
    products=frozenset(),
    variants=frozenset(),
    categories=frozenset(),
    next_id=None,
    rollout_percent=100,
    most_ignored=3,
    quiet_days=14,
    position=0,
    tallies={},
)


def candidate(sku: str, number: int, price: int = 400, **more: object) -> Candidate:
    """A variant of a product of its own, on a shelf of its own, of which ten are left."""
    values: dict[str, object] = {
        "variant_id": number,
        "product_id": number,
        "category_id": number,
        "sku": sku,
        "price": price,
        "cost": price // 2,
        "left": 10,
        "tax_class": "food",
        "grams": 0,
        "sides": (0, 0, 0),
        "temperature": "ambient",
        "because": Because(Idea.TOGETHER, 12, 40),
    }
    return Candidate(**{**values, **more})  # type: ignore[arg-type]


def good(one: Candidate, quantity: int = 1, percent_off: int = 0) -> Good:
    """What an offer names: so many of it, with so much off."""
    return Good(one.variant_id, one.product_id, one.sku, quantity, percent_off)


def offer(kind: Kind = Kind.CROSS_SELL, *goods: Good, **more: object) -> Terms:
    """A published offer for everybody, everywhere, always, with named goods or what goes with those at hand."""
    source = Source.NAMED if goods else Source.RELATED
    return replace(PLAIN, kind=kind, goods=goods, source=source, **more)  # type: ignore[arg-type]


def items(cart: Mapping[Candidate, int]) -> tuple[QuoteItem, ...]:
    """Goods and how many, as a cart holds them."""
    return tuple(one.item(count) for one, count in cart.items())


def at_hand(cart: Mapping[Candidate, int], offers: Sequence[Terms] = (), **more: object) -> AtHand:
    """A cart, at the prices that these offers make."""
    packs = {one.sku: one.pack for one in cart if one.pack}
    return AtHand(
        items(cart),
        frozenset(one.product_id for one in cart),
        frozenset(one.category_id for one in cart),
        **{"tariff": TARIFF, "now": NOW, "deals": deals_of(offers, NOW), "packs": packs, **more},  # type: ignore[arg-type]
    )


def shelf(*candidates: Candidate) -> Candidates:
    """These go with what is at hand, and offers may name them."""

    def found(source: Source, named: Sequence[Good]) -> Sequence[Candidate]:
        if source is not Source.NAMED:
            return candidates
        by_id = {one.variant_id: replace(one, because=Because()) for one in candidates}
        return [by_id[one] for one in dict.fromkeys(g.variant_id for g in named) if one in by_id]

    return found


def asked(
    placement: Placement = Placement.PRODUCT, context: str = "product:1", **more: object
) -> Asked:
    """The question at a placement."""
    return Asked(placement, context, **more)  # type: ignore[arg-type]


def who(*shown: Shown, key: str = KEY, visit: str = "1", **more: object) -> Who:
    """A visitor who was shown these so far."""
    return Who(key, History(shown, visit, **more))  # type: ignore[arg-type]


def shown(
    seen_at: datetime,
    offer_id: int = 1,
    placement: Placement = Placement.PRODUCT,
    context: str = "product:1",
    visit: str = "0",
    **answers: datetime,
) -> Shown:
    """One show, and what was answered: clicked_at, accepted_at, refused_at."""
    moments = {"clicked_at": None, "accepted_at": None, "refused_at": None, **answers}
    return Shown(offer_id, placement.value, context, visit, seen_at, **moments)  # type: ignore[arg-type]
