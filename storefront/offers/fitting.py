"""Which goods fit what lies in the cart or in an order: rules with names, all of them before the cut to one to three."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from storefront.catalog.variant import MOST_PER_LINE
from storefront.money import Yen
from storefront.offers.goods import Candidate, Idea, Pack
from storefront.offers.incentives import Deal, adjustments
from storefront.offers.sending import loses_sending, sending_change
from storefront.quoting.item import QuoteItem
from storefront.quoting.quote import Quote, quote
from storefront.quoting.tariff import Tariff
from storefront.shipping.prefectures import Prefecture

Answer = TypeVar("Answer")

DEAREST_PERCENT = 50
"""What nobody picked by hand costs at most so much of what is at hand: a small yes (the sources say 25 to 50)."""
LEAST_MARGIN_PERCENT = 10


class Misfit(StrEnum):
    """Why goods are not proposed."""

    SOLD_OUT = "sold_out"
    IN_CART = "in_cart"
    SUBSTITUTE = "substitute"
    """Another variant of what is there, or its neighbour on the shelf that nobody buys with it."""
    TOO_DEAR = "too_dear"
    NO_MARGIN = "no_margin"
    UNSENDABLE = "unsendable"
    MORE_SHIPPING = "more_shipping"
    """It asks for a parcel of its own, or fills no gap without one that costs more."""
    LEAVES_GAP = "leaves_gap"
    LOSES_SENDING = "loses_sending"
    """With what it takes off, the goods would fall below the value from which the shop pays for sending them."""
    LOSES_SAVING = "loses_saving"
    """Another saving of the cart would go: more would be paid than the price on the card."""


@dataclass(frozen=True)
class AtHand:
    """What goods have to fit: the cart (or the page's product) with all that a price hangs on.

    `_kept` are answers about it; whoever keeps them longer than one of these lives gives them back for equals only.
    """

    items: tuple[QuoteItem, ...]
    products: frozenset[int]
    categories: frozenset[int]
    tariff: Tariff
    now: datetime
    destination: Prefecture | None = None
    way: str = ""
    paying: str = ""
    deals: tuple[Deal, ...] = ()
    packs: Mapping[str, Pack] = field(default_factory=dict, compare=False)
    """By SKU, what one piece holds, where that is known."""
    _kept: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def skus(self) -> frozenset[str]:
        """What is there already."""
        return frozenset(item.sku for item in self.items)

    def quoted(self, *more: QuoteItem, without: str = "") -> Quote:
        """All of it with more goods, or without a SKU, as the cart would be quoted; each quoted once."""
        return self.once((more, without), lambda: self._quote(more, without))

    def _quote(self, more: Sequence[QuoteItem], without: str) -> Quote:
        items = _joined([item for item in self.items if item.sku != without], more)
        return quote(
            items,
            self.tariff,
            self.now,
            self.destination,
            self.way,
            self.paying,
            adjustments(items, self.deals),
        )

    def as_it_is(self) -> Quote:
        """What is there, quoted once."""
        return self.quoted()

    def once(self, question: Hashable, answer: Callable[[], Answer]) -> Answer:
        """The answer to a question about just these goods, worked out the first time."""
        if question not in self._kept:
            self._kept[question] = answer()
        found: Answer = self._kept[question]
        return found


def misfit(
    one: Candidate, quantity: int, at: AtHand, percent_off: int = 0, dear: bool = False
) -> Misfit | None:
    """The first rule an extra breaks, None when it fits. `dear` lets it cost what it likes."""
    pieces = sum(item.quantity for item in at.items if item.sku == one.sku)
    price = one.price - one.price * percent_off // 100
    value = sum(item.amount for item in at.items)
    picked = one.because.idea is Idea.STAFF
    rules = (
        (one.left < quantity + pieces or quantity + pieces > MOST_PER_LINE, Misfit.SOLD_OUT),
        (one.sku in at.skus, Misfit.IN_CART),
        (one.product_id in at.products, Misfit.SUBSTITUTE),
        (_neighbour(one, at), Misfit.SUBSTITUTE),
        (
            not (picked or dear) and price * quantity * 100 > value * DEAREST_PERCENT,
            Misfit.TOO_DEAR,
        ),
        (_thin(price, one.cost), Misfit.NO_MARGIN),
        (not picked and _parcel_of_its_own(one, at), Misfit.MORE_SHIPPING),
    )
    broken = next((why for bad, why in rules if bad), None)
    return broken or _beside(one, quantity, at)


def gap_misfit(one: Candidate, at: AtHand) -> Misfit | None:
    """The first rule that goods to reach the shop's paying for shipping break: it is within reach, they close the gap,
    and cost no sending."""
    before = at.as_it_is()
    if not before.gap or not before.in_reach or one.price < before.gap:
        return Misfit.LEAVES_GAP
    broken = misfit(one, 1, at, dear=True)
    if broken:
        return broken
    after = at.quoted(one.item())
    if after.gap:
        return Misfit.LEAVES_GAP
    return None if sending_change(before, after).most <= 0 else Misfit.MORE_SHIPPING


def _neighbour(one: Candidate, at: AtHand) -> bool:
    """From the same shelf, and neither picked by hand nor known to be bought with it."""
    known = one.because.idea in {Idea.STAFF, Idea.TOGETHER}
    return one.category_id in at.categories and not known


def _parcel_of_its_own(one: Candidate, at: AtHand) -> bool:
    """Whether it travels otherwise than all that is there, chilled or not."""
    return bool(at.items) and all(item.temperature != one.temperature for item in at.items)


def _thin(price: Yen, cost: Yen) -> bool:
    return bool(cost) and (price - cost) * 100 < price * LEAST_MARGIN_PERCENT


def _beside(one: Candidate, quantity: int, at: AtHand) -> Misfit | None:
    """Whether all of it still goes where what is there goes, and costs no more than its own price."""
    before, after = at.as_it_is(), at.quoted(one.item(quantity))
    if before.sendable and not after.sendable:
        return Misfit.UNSENDABLE
    if loses_sending(before, after):
        return Misfit.LOSES_SENDING
    return Misfit.LOSES_SAVING if after.discount < before.discount else None


def _joined(items: Sequence[QuoteItem], more: Sequence[QuoteItem]) -> list[QuoteItem]:
    """One item for each SKU."""
    joined = {item.sku: item for item in items}
    for item in more:
        known = joined.get(item.sku)
        quantity = item.quantity + (known.quantity if known else 0)
        joined[item.sku] = QuoteItem(
            item.sku,
            quantity,
            item.unit_price,
            item.tax_class,
            item.grams,
            item.sides,
            item.temperature,
        )
    return list(joined.values())
