"""Whether an offer's prices are what they seem: not below cost, not dearer than another way, and not paid back as shipping."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain, islice
from math import gcd

from storefront.money import Yen
from storefront.offers.incentives import reduced
from storefront.offers.kinds import REDUCING, Kind
from storefront.offers.problem import Found, Problem, Sold
from storefront.offers.written import Written, WrittenGood
from storefront.pricing.adjustment import Adjustment
from storefront.quoting.item import QuoteItem
from storefront.quoting.quote import quote
from storefront.quoting.tariff import Tariff

MOST_PERCENT = {
    Kind.BUNDLE: 10,
    Kind.SET_OF_N: 20,
    Kind.QUANTITY_LADDER: 25,
    Kind.THANK_YOU: 20,
}
"""The sources advise 3 to 5 for a bundle and 10 for a set; more than this is a sale, and belongs into the price."""

FURTHER = 12
"""So many pieces beyond the last step are looked at."""

Shelf = Mapping[str, Sold]


def percent_problems(written: Written) -> Iterator[Found]:
    """What is wrong with the per cent, whatever the goods."""
    steps = [good.percent_off for good in written.goods]
    laddered = written.kind is Kind.QUANTITY_LADDER
    if (most := max(written.percent_off, *steps, 0)) >= 100:
        yield Found(Problem.ABOVE_PRICE, str(most))
        return
    if (written.percent_off and (written.kind not in REDUCING or laddered)) or (
        any(steps) and not laddered
    ):
        yield Found(Problem.PERCENT_NOT_HERE)
        return
    highest = max(steps, default=0) if laddered else written.percent_off
    if not highest and written.kind in REDUCING - {Kind.THANK_YOU}:
        yield Found(Problem.PERCENT_MISSING)
    if highest > MOST_PERCENT.get(written.kind, 0):
        yield Found(Problem.PERCENT_TOO_HIGH, str(highest))
    if min(written.percent_off, *steps, 0) < 0:
        yield Found(Problem.NUMBER)


def price_problems(written: Written, sold: Shelf, tariff: Tariff, now: datetime) -> Iterator[Found]:
    """What is wrong with the prices of goods that are all known."""
    yield from _below_cost(written, sold, tariff)
    if written.kind is Kind.UP_SELL:
        yield from _not_dearer(written, sold)
    for goods in _deals(written):
        yield from _cheaper_apart(goods, written, sold)
        costs = (
            _costs_shipping(some, written, sold, tariff, now) for some in _more_of(goods, written)
        )
        yield from islice(chain.from_iterable(costs), 1)


def cheapest(sku: str, quantity: int, sold: Shelf) -> Yen:
    """The least that so much of a product costs in packs of any size, without any offer; at least as much of it."""
    mine = sold[sku]
    packs = [
        one
        for one in sold.values()
        if one.product == mine.product and one.unit and one.unit == mine.unit and one.published
    ]
    plain = mine.price * quantity
    if not mine.unit or not packs:
        return plain
    step = gcd(*(one.unit_count for one in packs))
    wanted = mine.unit_count * quantity // step
    least = [0] * (wanted + 1)
    for units in range(1, wanted + 1):
        least[units] = min(
            one.price + least[max(0, units - one.unit_count // step)] for one in packs
        )
    return least[wanted]


def _below_cost(written: Written, sold: Shelf, tariff: Tariff) -> Iterator[Found]:
    """Prices hold tax, costs do not."""
    for good in written.goods:
        one = sold[good.sku]
        price = one.price - reduced(one.price, written.percent_of(good))
        net = price * 100 // (100 + tariff.percent(one.item.tax_class))
        if net < one.cost:
            yield Found(Problem.BELOW_COST, good.sku)


def _not_dearer(written: Written, sold: Shelf) -> Iterator[Found]:
    better = sum(sold[good.sku].price * good.quantity for good in written.goods)
    for sku in written.variants:
        if sku in sold and sold[sku].price >= better:
            yield Found(Problem.NOT_DEARER, sku)


def _deals(written: Written) -> list[Sequence[WrittenGood]]:
    """The goods that one saving is for: a bundle's together, a set's and a ladder's each for itself."""
    if written.kind is Kind.BUNDLE:
        return [written.goods]
    return [[one] for one in written.goods] if written.kind in REDUCING else []


def _more_of(goods: Sequence[WrittenGood], written: Written) -> Iterator[Sequence[WrittenGood]]:
    """What somebody might take: a bundle, or so many of the same as bring this per cent."""
    if written.kind is Kind.BUNDLE:
        yield goods
        return
    (one,) = goods
    steps = [good.quantity for good in written.goods if good.sku == one.sku]
    ends = min((step for step in steps if step > one.quantity), default=one.quantity + FURTHER)
    for quantity in range(one.quantity, ends):
        yield [replace(one, quantity=quantity)]


def _cheaper_apart(goods: Sequence[WrittenGood], written: Written, sold: Shelf) -> Iterator[Found]:
    if written.kind is Kind.THANK_YOU:
        return
    full, saved = _sums(goods, written, sold)
    if saved and full - saved >= sum(cheapest(one.sku, one.quantity, sold) for one in goods):
        yield Found(Problem.CHEAPER_APART, goods[0].sku)


def _costs_shipping(
    goods: Sequence[WrittenGood], written: Written, sold: Shelf, tariff: Tariff, now: datetime
) -> Iterator[Found]:
    """Only for what is a cart's price: what joins an order pays no shipping."""
    if written.kind is Kind.THANK_YOU:
        return
    items = [_item(one, sold) for one in goods]
    _full, saved = _sums(goods, written, sold)
    on = {item.sku: item.amount for item in items}
    off = Adjustment(written.code, -saved, written.title, on)
    plain, less = quote(items, tariff, now), quote(items, tariff, now, adjustments=[off])
    if less.total_most > plain.total_most or less.total_least > plain.total_least:
        yield Found(Problem.COSTS_SHIPPING, goods[0].sku)


def _sums(goods: Sequence[WrittenGood], written: Written, sold: Shelf) -> tuple[Yen, Yen]:
    """What goods cost one by one, and what comes off."""
    full = sum(sold[one.sku].price * one.quantity for one in goods)
    return full, reduced(full, written.percent_of(goods[0]))


def _item(good: WrittenGood, sold: Shelf) -> QuoteItem:
    return replace(sold[good.sku].item, quantity=good.quantity)
