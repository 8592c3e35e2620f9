"""What offers take off prices: the same for everybody while an offer is on, whoever is shown it.

So what is in the cart tells what it costs, nothing has to be remembered of how it came there, and taking the goods
out again gives the old price back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from storefront.locales import Text
from storefront.money import Yen
from storefront.offers.kinds import Kind
from storefront.offers.terms import Terms
from storefront.pricing.adjustment import Adjustment
from storefront.quoting.item import QuoteItem

BY_NUMBER = frozenset({Kind.SET_OF_N, Kind.QUANTITY_LADDER})


@dataclass(frozen=True)
class Step:
    """From `quantity` pieces of a SKU on, each costs `percent` less."""

    quantity: int
    percent: int


@dataclass(frozen=True)
class Ladder:
    """Less for each piece of one SKU from a number on; steps by quantity, the smallest first."""

    code: str
    label: Text = field(hash=False)
    sku: str
    steps: tuple[Step, ...]

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from other rules."""
        return self.code, self.sku

    def percent(self, quantity: int) -> int:
        """The whole per cent off each of so many pieces."""
        return max((one.percent for one in self.steps if one.quantity <= quantity), default=0)


@dataclass(frozen=True)
class Together:
    """Less for things that are bought together, as often as all of them are there."""

    code: str
    label: Text = field(hash=False)
    parts: tuple[tuple[str, int], ...]
    percent: int

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from other rules."""
        return self.code, ""


Deal = Ladder | Together


def deals_of(offers: Iterable[Terms], now: datetime) -> tuple[Deal, ...]:
    """The price rules of the offers that are on; a thank-you offer has its own, for the order it joins."""
    found: list[Deal] = []
    for one in offers:
        if not one.on(now):
            continue
        if one.kind in BY_NUMBER:
            found += _ladders(one)
        elif one.kind is Kind.BUNDLE and one.percent_off:
            parts = tuple((good.sku, good.quantity) for good in one.goods)
            found.append(Together(one.code, one.title, parts, one.percent_off))
    return tuple(found)


def adjustments(items: Sequence[QuoteItem], deals: Sequence[Deal]) -> list[Adjustment]:
    """What comes off a cart: for each piece at most one rule, the one that saves most first.

    Rules that save the same go by their code. A part of a yen is taken off as a whole one, so that "10 % off" is
    never less than that. SKUs stand in one item each.
    """
    left = {item.sku: item.quantity for item in items}
    prices = {item.sku: item.unit_price for item in items}
    made: list[Adjustment] = []
    waiting = [one for one in deals if _taken(one, left)]
    while waiting:
        best = min(waiting, key=lambda one: (-_saved(one, left, prices), one.key))
        pieces = _taken(best, left)
        if not pieces:
            break
        made.append(_adjustment(best, pieces, prices, _saved(best, left, prices)))
        for sku, count in pieces.items():
            left[sku] -= count
        waiting.remove(best)
    return made


def reduced(amount: Yen, percent: int) -> Yen:
    """Yen taken off an amount by a whole per cent, a part of a yen as a whole one."""
    return -(-amount * percent // 100)


def _taken(deal: Deal, left: dict[str, int]) -> dict[str, int]:
    """The pieces a rule would be for; none where it does not hold."""
    match deal:
        case Ladder():
            pieces = left.get(deal.sku, 0)
            return {deal.sku: pieces} if deal.percent(pieces) else {}
        case Together():
            times = min((left.get(sku, 0) // count for sku, count in deal.parts), default=0)
            return {sku: count * times for sku, count in deal.parts} if times else {}


def _saved(deal: Deal, left: dict[str, int], prices: dict[str, Yen]) -> Yen:
    pieces = _taken(deal, left)
    amount = sum(prices[sku] * count for sku, count in pieces.items())
    percent = deal.percent(sum(pieces.values())) if isinstance(deal, Ladder) else deal.percent
    return reduced(amount, percent)


def _adjustment(
    deal: Deal, pieces: dict[str, int], prices: dict[str, Yen], saved: Yen
) -> Adjustment:
    on = {sku: prices[sku] * count for sku, count in pieces.items()}
    return Adjustment(deal.code, -saved, deal.label, on)


def _ladders(one: Terms) -> list[Ladder]:
    skus = dict.fromkeys(good.sku for good in one.goods)
    return [
        Ladder(
            one.code,
            one.title,
            sku,
            tuple(
                sorted(
                    (Step(g.quantity, g.percent_off) for g in one.goods if g.sku == sku),
                    key=lambda step: step.quantity,
                )
            ),
        )
        for sku in skus
    ]
