"""Carts, offers, goods and visitors drawn by lot, and what is decided about them; the same each time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property, lru_cache
from random import Random

from storefront.offers.choosing import Proposal, choose
from storefront.offers.fitting import AtHand
from storefront.offers.gate import Asked, Who
from storefront.offers.goods import Because, Candidate, Idea
from storefront.offers.impression import Shown
from storefront.offers.kinds import PLACES, Audience, Kind, OfferState, Placement, Source
from storefront.offers.silence import History
from storefront.offers.terms import Good, Terms
from storefront.quoting.item import QuoteItem
from storefront.quoting.quote import Quote
from storefront.shipping.limits import Limits
from tests.offers.pure import NOW, PLAIN, at_hand, candidate, shelf
from tests.quoting.tariffs import DOOR, HOME, TARIFF

LOTS = 3600
DAY = timedelta(days=1)
SMALL = replace(TARIFF, sendings=(replace(HOME, limits=Limits(400, 300, 200, 3000)), DOOR))
"""One box, so that some carts go nowhere."""
PERCENTED = frozenset({Kind.SET_OF_N, Kind.BUNDLE, Kind.THANK_YOU})
MOMENTS = [None, None, None, NOW - 40 * DAY, NOW - DAY, NOW, NOW + DAY]

# Eight things of six products on four shelves: other sizes of the same, neighbours, a chilled one, a bulky one.
THINGS = tuple(
    candidate(
        f"SKU-{number}",
        number,
        price,
        product_id=product,
        category_id=category,
        grams=grams,
        temperature=temperature,
        sides=(side, 100, 50),
    )
    for number, price, product, category, grams, temperature, side in (
        (1, 1280, 1, 1, 75, "ambient", 220),
        (2, 2760, 1, 1, 205, "ambient", 265),
        (3, 1400, 2, 2, 370, "ambient", 105),
        (4, 540, 3, 2, 130, "ambient", 150),
        (5, 1380, 4, 2, 150, "cool", 105),
        (6, 1540, 5, 3, 310, "ambient", 135),
        (7, 1980, 5, 3, 370, "ambient", 135),
        (8, 333, 6, 4, 2900, "ambient", 399),
    )
)


@dataclass(frozen=True)
class Lot:
    """One cart with all that an offer's being made hangs on."""

    cart: Mapping[Candidate, int]
    offers: tuple[Terms, ...]
    found: tuple[Candidate, ...]
    who: Who
    placement: Placement
    boxed: bool

    @cached_property
    def at(self) -> AtHand:
        """What goods have to fit."""
        return at_hand(self.cart, self.offers, tariff=SMALL if self.boxed else TARIFF)

    @cached_property
    def asked(self) -> Asked:
        """The question."""
        return Asked(
            self.placement,
            "cart:1",
            self.at.products,
            frozenset(one.variant_id for one in self.cart),
            self.at.categories,
            sum(item.amount for item in self.at.items),
        )

    @cached_property
    def shown(self) -> Proposal | None:
        """What the placement shows, about the first line where it is about one."""
        about_line = self.placement in {Placement.PRODUCT, Placement.CART_LINE, Placement.DIALOG}
        line = self.at.items[0].sku if about_line else ""
        goods = shelf(*self.found)
        return choose(self.offers, self.asked, self.who, self.at, goods, replaces=line).shown

    def quoted(self, items: Sequence[QuoteItem]) -> Quote:
        """Another cart, at the same prices."""
        return replace(self.at, items=tuple(items), _kept={}).as_it_is()

    def accepted(self) -> list[QuoteItem]:
        """The cart after one tap: the first thing added, of a bundle what is missing, or put in the place of a line."""
        assert self.shown
        bundle = self.shown.terms.kind is Kind.BUNDLE
        held = {item.sku: item for item in self.at.items if item.sku != self.shown.replaces}
        for one in self.shown.goods if bundle else self.shown.goods[:1]:
            sku = one.candidate.sku
            have = held[sku].quantity if sku in held else 0
            count = max(have, one.quantity) if bundle else have + one.quantity
            held[sku] = one.candidate.item(count)
        return list(held.values())


@lru_cache(maxsize=1)
def lots() -> tuple[Lot, ...]:
    """All of them."""
    return tuple(_lot(Random(number)) for number in range(LOTS))


@lru_cache(maxsize=1)
def with_an_offer() -> tuple[Lot, ...]:
    """Those in which something is shown."""
    return tuple(lot for lot in lots() if lot.shown)


def _lot(chance: Random) -> Lot:
    cart = {one: chance.randint(1, 4) for one in chance.sample(THINGS, chance.randint(1, 4))}
    placement = chance.choice(list(Placement))
    kinds = [kind for kind in Kind if placement in PLACES[kind]]
    offers = [_offer(chance, n, kinds, list(cart)) for n in range(1, chance.randint(2, 5))]
    deals = [_deal(chance, n, list(cart)) for n in range(10, chance.randint(10, 13))]
    found = tuple(_today(chance, one) for one in chance.sample(THINGS, len(THINGS)))
    return Lot(cart, (*offers, *deals), found, _who(chance), placement, chance.random() < 0.4)


def _today(chance: Random, one: Candidate) -> Candidate:
    """A thing as it stands: sold out or hardly in stock, at cost, anybody's idea."""
    because = chance.choice([Because(), *(Because(idea, 12, 40) for idea in Idea)])
    return replace(
        one,
        left=chance.choice([0, 1, 2, 5, 50, 500]),
        cost=chance.choice([0, one.price // 2, one.price // 2, one.price]),
        because=because,
    )


def _offer(chance: Random, number: int, kinds: Sequence[Kind], cart: Sequence[Candidate]) -> Terms:
    """An offer of any kind that may stand there, and sometimes one that may not; its goods as `terms_of` makes them."""
    kind = chance.choice(kinds) if chance.random() < 0.9 else chance.choice(list(Kind))
    percent = chance.randint(1, 12) if kind in PERCENTED else 0
    named = kind not in {Kind.CROSS_SELL, Kind.GAP_FILLER} or chance.random() < 0.3
    triggered = chance.random() < 0.3
    return replace(
        PLAIN,
        id=number,
        code=f"offer-{number}",
        kind=kind,
        state=chance.choice([OfferState.PUBLISHED] * 4 + [OfferState.STOPPED]),
        audience=chance.choice([Audience.EVERYONE] * 3 + [Audience.NEW, Audience.RETURNING]),
        goods_from=chance.choice([0, 0, 0, 3000]),
        goods_to=chance.choice([None, None, None, 6000]),
        source=Source.NAMED if named else Source.RELATED,
        starts_at=chance.choice(MOMENTS[:-1]),
        ends_at=chance.choice([None, None, None, NOW, NOW + DAY]),
        placements=frozenset(PLACES[kind]),
        percent_off=percent,
        goods=_goods(chance, kind, percent, cart) if named else (),
        products=frozenset({chance.randint(1, 6)}) if triggered else frozenset(),
        rollout_percent=chance.choice([0, 50, 100, 100, 100]),
        tallies={one: (chance.randint(5, 50), chance.randint(0, 5)) for one in Placement},
    )


def _deal(chance: Random, number: int, cart: Sequence[Candidate]) -> Terms:
    """What takes something off things that are in the cart or come into it: rules that compete for the same pieces."""
    kind = chance.choice([Kind.BUNDLE, Kind.SET_OF_N])
    percent = chance.randint(5, 25)
    some = dict.fromkeys([chance.choice(cart), *chance.sample(THINGS, 2)])
    bundle = tuple(_good(one, 1, percent) for one in some)
    pair = tuple(_good(one, 2, percent) for one in cart)
    return replace(
        PLAIN,
        id=number,
        code=f"deal-{number}",
        kind=kind,
        source=Source.NAMED,
        placements=frozenset(PLACES[kind]),
        percent_off=percent,
        goods=bundle if kind is Kind.BUNDLE else pair,
    )


def _goods(chance: Random, kind: Kind, percent: int, cart: Sequence[Candidate]) -> tuple[Good, ...]:
    """Of a set and a ladder more of something in the cart, of the other kinds anything."""
    if kind in {Kind.SET_OF_N, Kind.QUANTITY_LADDER}:
        one, count = cart[0], chance.randint(2, 4)
        steps = [(count, percent or 4), (count + chance.randint(1, 3), 9)]
        steps = steps[:1] if kind is Kind.SET_OF_N else steps
        return tuple(_good(one, quantity, off) for quantity, off in steps)
    some = chance.sample(THINGS, chance.randint(1, 4))
    return tuple(_good(one, chance.choice([1, 1, 1, 2]), percent) for one in some)


def _good(one: Candidate, quantity: int, percent: int) -> Good:
    return Good(one.variant_id, one.product_id, one.sku, quantity, percent)


def _who(chance: Random) -> Who:
    rows = tuple(_shown(chance) for _ in range(chance.choice([0, 0, 1, 3])))
    history = History(rows, "now", chance.random() < 0.05, chance.random() < 0.5)
    return Who(str(chance.randrange(1000)), history, chance.random() < 0.05)


def _shown(chance: Random) -> Shown:
    answers = [None, None, None, NOW - 29 * DAY, NOW - 31 * DAY, NOW]
    row = Shown(
        chance.randint(1, 4),
        chance.choice(list(Placement)).value,
        f"product:{chance.randint(1, 9)}",
        chance.choice(["now", "before", "before"]),
        chance.choice([NOW - 60 * DAY, NOW - 3 * DAY, NOW]),
        *(chance.choice(answers) for _ in range(3)),
    )
    thing = THINGS[(row.offer_id * 3 + int(row.context[-1])) % len(THINGS)]
    return replace(row, goods=f"{thing.product_id}:{thing.sku}")
