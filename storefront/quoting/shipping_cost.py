"""What it costs to send loads of goods somewhere, and what a further piece would change about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storefront.money import Yen
from storefront.quoting.sending import (
    Fitting,
    NotSent,
    SendingChoice,
    cheapest_price,
    choices,
    fitting,
    lowest_threshold,
)
from storefront.quoting.tariff import Tariff
from storefront.shipping.load import Load
from storefront.shipping.prefectures import Prefecture, Region

EVERYWHERE = tuple(region.value for region in Region)


@dataclass(frozen=True)
class ShippingCost:
    """The cost of sending, yen with tax.

    `price` is None while no destination is known, and where nothing goes there; `least` and `most` bound it. `prices`
    is what it costs to each region asked for, in their order, None for those where nothing goes.
    `counted` is the value of ordinary goods, which alone count towards `free_from`, the value from which the shop
    pays for them; `gap` is what is missing, None where the shop never pays, 0 when reached. `sendable` says
    whether the goods can be sent in one order, and to the destination if it is known.
    """

    price: Yen | None
    least: Yen
    most: Yen
    prices: tuple[Yen | None, ...]
    free_from: Yen | None
    counted: Yen
    chosen: SendingChoice | None
    offered: tuple[SendingChoice, ...]
    not_sent: tuple[NotSent, ...]
    sendable: bool

    @property
    def gap(self) -> Yen | None:
        """What is missing until the shop pays; 0 when reached, None where it never does."""
        return None if self.free_from is None else max(0, self.free_from - self.counted)

    @property
    def in_reach(self) -> bool:
        """Whether it helps to say how far it is to the value from which the shop pays: from half of it on."""
        return self.free_from is not None and 2 * self.counted >= self.free_from


def shipping_cost(
    ambient: Load,
    cool: Load,
    tariff: Tariff,
    now: datetime,
    destination: Prefecture | None = None,
    sending: str | None = None,
) -> ShippingCost:
    """Price the sending. Unknown, absent or impossible `sending` takes the cheapest way, equals in the tariff's order."""
    fits = fitting(ambient, cool, tariff)
    region = destination.region.value if destination else ""
    offered, refused = choices(fits, region, tariff, now) if region else ((), fits.not_sent)
    named = next((choice for choice in offered if choice.sending.code == sending), None)
    chosen = named or min(offered, key=lambda choice: choice.price, default=None)
    regions = (region,) if region else EVERYWHERE
    prices = _prices(fits, chosen, sending, regions)
    sure = [price for price in prices if price is not None]
    return ShippingCost(
        price=chosen.price if chosen else None,
        least=min(sure, default=0),
        most=max(sure, default=0),
        prices=prices,
        free_from=_free_from(fits, chosen, regions),
        counted=ambient.value,
        chosen=chosen,
        offered=offered,
        not_sent=refused,
        sendable=bool(sure),
    )


@dataclass(frozen=True)
class ShippingChange:
    """Adding something sends the order another way or for another price: how it was and how it would be."""

    before: SendingChoice
    after: SendingChoice

    @property
    def difference(self) -> Yen:
        """Yen more (or, below zero, less) for shipping."""
        return self.after.price - self.before.price


def shipping_change(before: ShippingCost, after: ShippingCost) -> ShippingChange | None:
    """What became of the sending between two states of a cart; None while nothing about it changed.

    Only where the region is known and something was in the cart before.
    """
    was, now = before.chosen, after.chosen
    if was is None or now is None or not any(parcel.load for parcel in was.parcels):
        return None
    if was.price == now.price and was.parcel_class == now.parcel_class:
        return None
    return ShippingChange(was, now)


def _free_from(fits: Fitting, chosen: SendingChoice | None, regions: Sequence[str]) -> Yen | None:
    """From where the shop pays; where that is reached and the chosen way is paid for all the same, its own value."""
    lowest = lowest_threshold(fits, regions)
    if chosen and lowest is not None and lowest <= fits.ambient.value and chosen.parcels[0].price:
        return chosen.free_from
    return lowest


def _prices(
    fits: Fitting, chosen: SendingChoice | None, code: str | None, regions: Sequence[str]
) -> tuple[Yen | None, ...]:
    """What the shipping costs to each region; None where the goods do not go."""
    if chosen:
        return (chosen.price,)
    return tuple([cheapest_price(fits, region, code) for region in regions])
