"""Amounts that come on top of goods or off them, and how a discount falls on lines and tax rates."""

from collections.abc import Sequence
from dataclasses import dataclass

from storefront.locales import Text
from storefront.money import Yen, allocate


@dataclass(frozen=True)
class Adjustment:
    """A discount on the goods of an order: `amount` in yen with tax, below zero; `label` is its reason in words."""

    code: str
    amount: Yen
    label: Text


def discount_of(goods: Yen, adjustments: Sequence[Adjustment]) -> Yen:
    """What comes off the goods, zero or more: never more than they cost.

    Raises ValueError for an adjustment above zero: a surcharge is a fee and has its own place.
    """
    if any(one.amount > 0 for one in adjustments):
        raise ValueError("an adjustment lowers the price of goods")
    return min(goods, -sum(one.amount for one in adjustments))


def spread(discount: Yen, amounts: Sequence[Yen]) -> list[Yen]:
    """Each line's share of a discount, by largest remainder in proportion to what the lines cost.

    The shares sum to the discount, and none exceeds its line.
    """
    if not discount or not amounts:
        return [0] * len(amounts)
    return allocate(discount, amounts)
