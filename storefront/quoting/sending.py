"""Ways to send an order: which of them take it, as which parcels, for how much and by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from storefront.money import Yen
from storefront.quoting.tariff import Rate, Sending, Slot, Tariff
from storefront.shipping.calendar import Calendar, arrives_on, days_from
from storefront.shipping.limits import Excess, Limit
from storefront.shipping.load import Load


@dataclass(frozen=True)
class Parcel:
    """What goes by one way, in one box or several alike: price (0 where the shop pays), list price, dates."""

    sending: Sending
    load: Load
    boxes: int
    price: Yen
    list_price: Yen
    leaves_on: date
    earliest_on: date
    free_from: Yen | None


@dataclass(frozen=True)
class SendingChoice:
    """One way to send an order whole: its parcels, ordinary goods first, goods to keep cool beside them."""

    sending: Sending
    parcels: tuple[Parcel, ...]
    calendar: Calendar

    @cached_property
    def price(self) -> Yen:
        """Yen with tax for all parcels."""
        return sum(parcel.price for parcel in self.parcels)

    @property
    def list_price(self) -> Yen:
        """What it would be if the shop paid nothing."""
        return sum(parcel.list_price for parcel in self.parcels)

    @property
    def leaves_on(self) -> date:
        """The day the last parcel leaves."""
        return max(parcel.leaves_on for parcel in self.parcels)

    @property
    def earliest_on(self) -> date:
        """The first day on which all of it can be there."""
        return max(parcel.earliest_on for parcel in self.parcels)

    @property
    def free_from(self) -> Yen | None:
        """The value of ordinary goods from which the shop pays for their parcel, None where it never does."""
        return self.parcels[0].free_from

    @property
    def split(self) -> bool:
        """Whether ordinary and cool goods travel apart."""
        return len(self.parcels) > 1

    @property
    def cash_on_delivery(self) -> bool:
        """Whether every carrier takes the money at the door."""
        return all(parcel.sending.cash_on_delivery for parcel in self.parcels)

    @property
    def parcel_class(self) -> tuple[tuple[str, int], ...]:
        """What the price depends on besides the region: each parcel's way and its boxes."""
        return tuple((parcel.sending.code, parcel.boxes) for parcel in self.parcels)

    @property
    def days(self) -> tuple[date, ...]:
        """The days the buyer may name, the earliest first; none unless every parcel can wait for a day."""
        earliest = self.earliest_on
        counts = [parcel.sending.days_to_choose for parcel in self.parcels]
        offered = [
            days_from(earliest, min(counts), self.calendar, parcel.sending.code)
            for parcel in self.parcels
        ]
        return tuple(day for day in offered[0] if all(day in others for others in offered))

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The times of day that every parcel's carrier offers."""
        others = [{slot.code for slot in parcel.sending.slots} for parcel in self.parcels[1:]]
        return tuple(
            slot
            for slot in self.parcels[0].sending.slots
            if all(slot.code in codes for codes in others)
        )


@dataclass(frozen=True)
class NotSent:
    """A way that cannot be had for this order, and the limit in the way."""

    sending: Sending
    excess: Excess


def holding_up(not_sent: Sequence[NotSent], tariff: Tariff) -> tuple[NotSent, ...]:
    """Those of the refused ways that hold an order up, ordinary ones first: for their temperature no way is left."""
    refused = {one.sending.code for one in not_sent}
    stuck = [
        ways
        for ways in (tariff.ambient, tariff.cool)
        if refused.issuperset(way.code for way in ways)
    ]
    return tuple(one for ways in stuck for one in not_sent if one.sending in ways)


@dataclass(frozen=True)
class Fitting:
    """What takes an order by size alone, whatever the region: each way and how many boxes, and what does not fit."""

    ambient: Load
    cool: Load
    ways: tuple[tuple[Sending, int], ...]
    cool_ways: tuple[tuple[Sending, int], ...]
    not_sent: tuple[NotSent, ...]

    @property
    def ordinary(self) -> bool:
        """Whether a parcel of ordinary goods leaves: always, unless there are goods to keep cool and nothing else."""
        return bool(self.ambient) or not self.cool


def fitting(ambient: Load, cool: Load, tariff: Tariff) -> Fitting:
    """Try every way on the loads of an order; an empty order is taken as one small parcel.

    Without a way for either load the order cannot be sent in one go.
    """
    refused: list[NotSent] = []
    return Fitting(
        ambient,
        cool,
        _fit(ambient, tariff.ambient, refused) if ambient or not cool else (),
        _fit(cool, tariff.cool, refused) if cool else (),
        tuple(refused),
    )


def choices(
    fits: Fitting, region: str, tariff: Tariff, now: datetime
) -> tuple[tuple[SendingChoice, ...], tuple[NotSent, ...]]:
    """Every way to send to a region, in the tariff's order, and the ways that cannot be had."""
    cool = [
        parcel
        for sending, boxes in fits.cool_ways
        if (parcel := _parcel(sending, boxes, fits.cool, 0, region, tariff, now))
    ]
    coolest = min(cool, key=lambda parcel: parcel.price) if cool else None
    missing = [
        NotSent(sending, Excess(Limit.REGION))
        for sending, _boxes in (*fits.ways, *fits.cool_ways)
        if region not in sending.rates
    ]
    if fits.cool and coolest is None:
        return (), (*fits.not_sent, *missing)
    if not fits.ordinary:
        made = tuple(SendingChoice(one.sending, (one,), tariff.calendar) for one in cool)
        return made, (*fits.not_sent, *missing)
    found = []
    for sending, boxes in fits.ways:
        parcel = _parcel(sending, boxes, fits.ambient, fits.ambient.value, region, tariff, now)
        if parcel:
            parcels = (parcel, coolest) if coolest else (parcel,)
            found.append(SendingChoice(sending, parcels, tariff.calendar))
    return tuple(found), (*fits.not_sent, *missing)


def cheapest_price(fits: Fitting, region: str, code: str | None) -> Yen | None:
    """The price of the way of that code to a region, of the cheapest where it cannot be had; None where none can."""
    chilled = fits.cool_ways if fits.ordinary else _named(fits.cool_ways, region, code)
    cool = _least([_price(rate, boxes, 0) for rate, boxes in _rates(chilled, region)])
    if fits.cool and cool is None:
        return None
    if not fits.ordinary:
        return cool
    value = fits.ambient.value
    rates = _rates(_named(fits.ways, region, code), region)
    ordinary = _least([_price(rate, boxes, value) for rate, boxes in rates])
    return None if ordinary is None else ordinary + (cool or 0)


def lowest_threshold(fits: Fitting, regions: Sequence[str]) -> Yen | None:
    """The lowest value of ordinary goods from which the shop pays for them in any of the regions; None where never.

    Only ways that take the goods: what does not fit now fits no better with more.
    """
    if not fits.ordinary:
        return None
    found = [
        sending.rates[region].free_from
        for sending, _boxes in fits.ways
        for region in regions
        if region in sending.rates
    ]
    return min((one for one in found if one), default=None)


def _fit(
    load: Load, sendings: tuple[Sending, ...], refused: list[NotSent]
) -> tuple[tuple[Sending, int], ...]:
    ways = []
    for sending in sendings:
        excess = sending.limits.excess(load)
        if excess:
            refused.append(NotSent(sending, excess))
        else:
            ways.append((sending, sending.limits.boxes_for(load)))
    return tuple(ways)


def _parcel(
    sending: Sending,
    boxes: int,
    load: Load,
    counted: Yen,
    region: str,
    tariff: Tariff,
    now: datetime,
) -> Parcel | None:
    rate = sending.rates.get(region)
    if rate is None:
        return None
    leaves = tariff.leaves_on(now, sending)
    return Parcel(
        sending=sending,
        load=load,
        boxes=boxes,
        price=_price(rate, boxes, counted),
        list_price=rate.price * boxes,
        leaves_on=leaves,
        earliest_on=arrives_on(leaves, rate.transit_days, tariff.calendar, sending.code),
        free_from=rate.free_from,
    )


def _price(rate: Rate, boxes: int, counted: Yen) -> Yen:
    return 0 if rate.free_from and counted >= rate.free_from else rate.price * boxes


def _named(
    ways: Sequence[tuple[Sending, int]], region: str, code: str | None
) -> Sequence[tuple[Sending, int]]:
    """The way of that code if it can be had in a region, else all of them."""
    named = [way for way in ways if way[0].code == code and region in way[0].rates]
    return named or ways


def _rates(ways: Sequence[tuple[Sending, int]], region: str) -> list[tuple[Rate, int]]:
    return [(sending.rates[region], boxes) for sending, boxes in ways if region in sending.rates]


def _least(prices: list[Yen]) -> Yen | None:
    return min(prices, default=None)
