"""What a surface of the shop suggests to this visitor: one decision for each placement, the goods read once for all.

Costs a page at most two statements: the visitor's history and the candidates.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from storefront.cart.cart import Cart
from storefront.catalog.variant import FEW, Variant
from storefront.clock import shop_day
from storefront.database import writing
from storefront.extensions import db
from storefront.lab.patterns import Pattern
from storefront.offers.candidates import Found, read_candidates
from storefront.offers.choosing import Decision, Proposal, choose
from storefront.offers.fitting import AtHand
from storefront.offers.gate import Asked, Why
from storefront.offers.goods import packs_of
from storefront.offers.kinds import MOST_ON_PAGE, Kind, Placement
from storefront.offers.terms import Terms
from storefront.quoting.item import QuoteItem
from storefront.views import current
from storefront.views.snapshot import Snapshot, snapshot, stage
from storefront.views.switches import switched_off
from storefront.views.visitor import who


@dataclass(frozen=True)
class Table:
    """What suggestions at a surface are made from: what is at hand, what was read to go with it, and the offers that
    are on and may stand at its placements."""

    at: AtHand
    found: Found
    variants: tuple[Variant, ...]
    offers: tuple[Terms, ...] = ()

    def asked(
        self, placement: Placement, context: str, about: Iterable[Variant] | None = None
    ) -> Asked:
        """The question at a placement: about all that is at hand, or about some of it."""
        meant = self.variants if about is None else tuple(about)
        return Asked(
            placement,
            context,
            frozenset(one.product_id for one in meant),
            frozenset(one.id for one in meant),
            frozenset(one.product.category_id for one in meant),
            sum(item.amount for item in self.at.items),
        )

    def decide(
        self,
        placement: Placement,
        context: str,
        about: Iterable[Variant] | None = None,
        replaces: str = "",
        offers: Sequence[Terms] | None = None,
        room: int = MOST_ON_PAGE,
    ) -> Decision:
        """What is suggested at a placement, `room` goods at most; from all offers that are on, or from those given."""
        decision = choose(
            self.offers if offers is None else offers,
            replace(self.asked(placement, context, about), room=room),
            who(),
            self.at,
            self.found.candidates,
            replaces=replaces,
        )
        if decision.shown is None or _there(decision.shown):
            return decision
        return Decision(None, (*decision.withheld, (decision.shown.terms, Why.NOTHING_FITS)))

    @property
    def in_cart(self) -> bool:
        """Whether what is looked at lies in the cart."""
        seen = self.variants[0].sku if self.variants else ""
        return any(one.sku == seen for one in current.glance().items)

    def variant_of(self, variant_id: int) -> Variant | None:
        """A variant of a proposal, with product and picture."""
        return self.found.variants.get(variant_id)


def _there(made: Proposal) -> bool:
    """Whether so many are there: what was kept of the stock is sure for no more than the shop names by number."""
    wanted = {one.candidate.variant_id: one.quantity for one in made.goods if one.quantity > FEW}
    if not wanted:
        return True
    rows = db.session.execute(select(Variant.id, Variant.stock).where(Variant.id.in_(wanted)))
    return all(stock >= wanted[variant] for variant, stock in rows)


SWITCHED = {
    Kind.GAP_FILLER: Pattern.GAP_FILLER,
    Kind.UP_SELL: Pattern.SWAP_TO_SET,
    Kind.SET_OF_N: Pattern.SWAP_TO_SET,
    Kind.QUANTITY_LADDER: Pattern.SWAP_TO_SET,
    Kind.BUNDLE: Pattern.BUNDLE,
    Kind.THANK_YOU: Pattern.THANK_YOU_OFFER,
    Kind.DOWNSELL: Pattern.DOWNSELL,
}
"""The pattern a kind of offer belongs to. What goes with the goods at hand has none: it is silenced as every offer is."""

PLACED = {Placement.DIALOG: Pattern.DIALOG, Placement.THANK_YOU: Pattern.THANK_YOU_OFFER}
"""The placements that go with a pattern, whatever would stand there."""


def offers_here() -> tuple[Terms, ...]:
    """The published offers, less the kinds and the placements that this visitor has switched off.

    What they take off prices holds for everybody all the same (`Snapshot.deals`).
    """
    off, offers = switched_off(), snapshot().offers
    if not off:
        return offers
    gone = frozenset(place for place, pattern in PLACED.items() if pattern in off)
    left = (one for one in offers if SWITCHED.get(one.kind) not in off)
    return tuple(replace(one, placements=one.placements - gone) for one in left)


@dataclass(frozen=True)
class Sight:
    """A variant somebody looks at, by the numbers that a kept page can carry."""

    product_id: int
    variant_id: int
    category_id: int


def table_for(
    variants: Sequence[Variant],
    items: Sequence[QuoteItem],
    placements: Iterable[Placement],
    about: Variant | None = None,
) -> Table:
    """What goes with these goods, or with the one meant, at these placements, and fits beside all of them.

    Asks nothing where no published offer may stand there.
    """
    products = frozenset([one.product_id for one in variants])
    kept = snapshot()
    on = kept.on(current.now())
    shelves = frozenset([one.product.category_id for one in variants])
    goods = _goods(kept, on, items, products, shelves, variants)
    meant = standing(placements, products, frozenset([one.id for one in variants]), shelves)
    if not meant or not _wanted():
        return Table(goods, Found(), tuple(variants), meant)
    products = frozenset({about.product_id}) if about else products
    return _laid((*_under(), on), goods, tuple(variants), products, _named(meant), meant)


def standing(
    placements: Iterable[Placement],
    products: frozenset[int],
    variants: frozenset[int],
    categories: frozenset[int],
) -> tuple[Terms, ...]:
    """The offers that are on, may stand at one of these placements, and are for some of what is at hand."""
    now, places = current.now(), frozenset(placements)
    return tuple(
        [
            one
            for one in offers_here()
            if not places.isdisjoint(one.placements)
            and (
                one.anything
                or not products.isdisjoint(one.products)
                or not variants.isdisjoint(one.variants)
                or not categories.isdisjoint(one.categories)
            )
            and one.on(now)
        ]
    )


def _wanted() -> bool:
    """Whether anybody is there who has not switched offers off."""
    known = who()
    return not known.nobody and not known.history.offers_off


def _named(meant: Iterable[Terms]) -> frozenset[int]:
    return frozenset([good.variant_id for one in meant for good in one.goods])


def _goods(
    kept: Snapshot,
    on: tuple[int, ...],
    items: Sequence[QuoteItem],
    products: frozenset[int],
    categories: frozenset[int],
    variants: Iterable[Variant],
) -> AtHand:
    """What is at hand, with all that its price hangs on for this visitor."""
    now, told = current.now(), current.glance()
    where = (current.area(), told.way, told.paying, kept.deals_of(on, now), packs_of(variants))
    return AtHand(tuple(items), products, categories, kept.tariff, now, *where)


def _laid(
    under: tuple[Hashable, ...],
    goods: AtHand,
    variants: tuple[Variant, ...],
    about: frozenset[int],
    named: frozenset[int],
    meant: tuple[Terms, ...],
) -> Table:
    """The table: what was read for these products, and the answers that were given before about just these goods."""
    hangs_on = (
        under,
        about,
        named,
        goods.items,
        goods.products,
        goods.categories,
        goods.destination,
        goods.way,
        goods.paying,
    )
    at = replace(goods, _kept=_answers_about(hangs_on))
    return Table(at, _found(under, about, named), variants, meant)


def _under() -> tuple[Hashable, ...]:
    """What all answers hang on."""
    told, now = current.glance(), current.now()
    return (
        current_app.config["SQLALCHEMY_DATABASE_URI"],
        told.catalog,
        told.settings,
        stage(),
        shop_day(now),
    )


@lru_cache(maxsize=256)
def _found(_under: tuple[Hashable, ...], products: frozenset[int], named: frozenset[int]) -> Found:
    """What goes with these products, kept as long as the shop stays as it is.

    Read apart from the request, so that nothing of it belongs to a session: it is shared, and only read. Stock above
    the last few may have moved since without a new revision (`stock.take` bumps it from there on): see `_there`.
    """
    token = writing.set(False)
    try:
        with Session(db.engine, expire_on_commit=False) as apart:
            found = read_candidates(apart, products, named, current.now())
            apart.expunge_all()
            return found
    finally:
        writing.reset(token)


@lru_cache(maxsize=512)
def _answers_about(_hangs_on: tuple[Hashable, ...]) -> dict[Hashable, object]:
    """Where answers about goods are kept, as long as nothing changes that they hang on."""
    return {}


def table_of_cart(
    cart: Cart, placements: Iterable[Placement], about: Variant | None = None
) -> Table:
    """What goes with a cart, or with one thing in it."""
    variants = [line.variant for line in cart.lines if line.left]
    return table_for(variants, cart.items(), placements, about)


def table_of_product(sight: Sight, placements: Iterable[Placement]) -> Table | None:
    """What goes with one thing that is looked at and fits beside the cart; None where nothing may be said of it.

    One statement the first time, none as long as the shop stays as it is.
    """
    about, category = frozenset({sight.product_id}), frozenset({sight.category_id})
    meant = standing(placements, about, frozenset({sight.variant_id}), category)
    if not meant or not _wanted():
        return None
    kept = snapshot()
    on = kept.on(current.now())
    named, under = _named(meant) | {sight.variant_id}, (*_under(), on)
    found = _found(under, about, named)
    looked_at = found.variants.get(sight.variant_id)
    if looked_at is None or not looked_at.sellable:
        return None
    told, item = current.glance(), found.named[sight.variant_id].item()
    there = any(one.sku == item.sku for one in told.items)
    goods = _goods(
        kept,
        on,
        told.items if there else (item, *told.items),
        told.products | about,
        category,
        (looked_at,),
    )
    return _laid(under, goods, (looked_at,), about, named, meant)
