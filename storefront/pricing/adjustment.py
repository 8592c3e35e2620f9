"""Amounts that come on top of goods or off them, and how a discount falls on lines and tax rates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from storefront.locales import Text
from storefront.money import Yen, allocate

Kind: TypeAlias = tuple[int, str]
"""Whole per cent of tax, and temperature: goods alike in both can share a discount in any way."""


@dataclass(frozen=True)
class Adjustment:
    """A discount on the goods of an order: `amount` in yen with tax, below zero; `label` is its reason in words.

    `on` says what of which SKU it is for, in yen before the discount; empty, it is for all goods alike.
    """

    code: str
    amount: Yen
    label: Text
    on: Mapping[str, Yen] = field(default_factory=dict)


def discount_of(goods: Yen, adjustments: Sequence[Adjustment]) -> Yen:
    """What comes off the goods, zero or more: never more than they cost.

    Raises ValueError for an adjustment above zero: a surcharge is a fee and has its own place.
    """
    if any(one.amount > 0 for one in adjustments):
        raise ValueError("an adjustment lowers the price of goods")
    return min(goods, -sum(one.amount for one in adjustments))


def spread(discount: Yen, amounts: Sequence[Yen], kinds: Sequence[Kind]) -> list[Yen]:
    """Each line's share of a discount, in proportion to what the lines cost: first over the kinds, then inside each.

    `kinds` says of what tax rate and temperature each line is; equal remainders go to the lower rate, then to
    ordinary goods, then to the earlier line. So neither the order of the lines nor one line made two moves a yen
    from one rate to another. The shares sum to the discount, and none exceeds its line.
    """
    shares = [0] * len(amounts)
    if not discount or not amounts:
        return shares
    sums: dict[Kind, Yen] = dict.fromkeys(sorted(set(kinds)), 0)
    for kind, amount in zip(kinds, amounts, strict=True):
        sums[kind] += amount
    for kind, part in zip(sums, allocate(discount, list(sums.values())), strict=True):
        places = [place for place, one in enumerate(kinds) if one == kind]
        for place, share in zip(places, allocate(part, [amounts[p] for p in places]), strict=True):
            shares[place] = share
    return shares


def shares_of(
    adjustments: Sequence[Adjustment],
    skus: Sequence[str],
    amounts: Sequence[Yen],
    kinds: Sequence[Kind],
) -> list[Yen]:
    """What of all adjustments falls on each line: those for some goods on these alone, then the others on what is left.

    The shares sum to `discount_of` the goods, and none exceeds its line. A SKU stands in one line only. What an
    adjustment takes off some goods is not more than they cost, less what other adjustments took off them.
    """
    shares = [0] * len(amounts)
    for one in adjustments:
        if one.on:
            bases = [
                min(one.on.get(sku, 0), a - s)
                for sku, a, s in zip(skus, amounts, shares, strict=True)
            ]
            shares = _plus(shares, spread(min(-one.amount, sum(bases)), bases, kinds))
    left = [amount - share for amount, share in zip(amounts, shares, strict=True)]
    rest = discount_of(sum(amounts), adjustments) - sum(shares)
    return _plus(shares, spread(rest, left, kinds))


def _plus(these: Sequence[Yen], those: Sequence[Yen]) -> list[Yen]:
    return [one + other for one, other in zip(these, those, strict=True)]
