"""Dates a buyer can rely on: when a parcel leaves, when it arrives, and until when that holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays

from storefront.clock import SHOP_ZONE, shop_time

ONE_DAY = timedelta(days=1)
LOOKED_AHEAD = 60
"""Days within which a shop must open again. Longer rests are refused where they enter (`quoting.checks`)."""


@lru_cache(maxsize=8)
def national_holidays(year: int) -> frozenset[date]:
    """Japan's holidays of a year, substitutes included (package `holidays`)."""
    return frozenset(holidays.Japan(years=year))  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Calendar:
    """The days the shop packs, and the days each carrier does not deliver.

    `weekdays` are those of an ordinary week (Monday is 0). Public holidays are days off. `opened` and `shut` win
    over both, `shut` over `opened`. `idle` maps the code of a way to send to days without delivery.
    """

    weekdays: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    opened: frozenset[date] = frozenset()
    shut: frozenset[date] = frozenset()
    idle: Mapping[str, frozenset[date]] = field(default_factory=dict)

    def packs(self, day: date) -> bool:
        """Whether parcels leave the shop that day."""
        if day in self.shut:
            return False
        if day in self.opened:
            return True
        return day.weekday() in self.weekdays and day not in national_holidays(day.year)

    def delivers(self, day: date, way: str) -> bool:
        """Whether the carrier of a way to send rings that day; any day that is not set apart."""
        return day not in self.idle.get(way, ())

    def next_packing(self, day: date) -> date:
        """That day or the first one after it on which parcels leave. Raises LookupError where none is near."""
        for _day in range(LOOKED_AHEAD):
            if self.packs(day):
                return day
            day += ONE_DAY
        raise LookupError(f"the shop does not pack within {LOOKED_AHEAD} days before {day}")

    def last_packing(self, day: date, not_before: date) -> date:
        """That day or the last one before it on which parcels leave, but never before `not_before`."""
        while day > not_before and not self.packs(day):
            day -= ONE_DAY
        return max(day, not_before)


def leaves_on(now: datetime, cutoff: time, handling_days: int, calendar: Calendar) -> date:
    """The day a parcel ordered now leaves.

    The order counts for today when the shop packs today and the cut-off (shop time) is still ahead; at the
    cut-off itself it has passed. `handling_days` further packing days go by before it leaves.
    """
    local = shop_time(now)
    today = local.date()
    late = local.time() >= cutoff
    day = calendar.next_packing(today + ONE_DAY if late else today)
    for _day in range(handling_days):
        day = calendar.next_packing(day + ONE_DAY)
    return day


def ready_by(leaves: date, cutoff: time, handling_days: int, calendar: Calendar) -> datetime:
    """Until when an order has to be confirmed to leave on that packing day: a cut-off, on the shop's clock."""
    day = leaves
    for _day in range(handling_days):
        day = calendar.last_packing(day - ONE_DAY, not_before=day - timedelta(days=LOOKED_AHEAD))
    return datetime.combine(day, cutoff, tzinfo=SHOP_ZONE)


def arrives_on(leaves: date, transit_days: int, calendar: Calendar, way: str) -> date:
    """The day a parcel reaches the buyer: `transit_days` after it left, or the carrier's next day of delivery."""
    day = leaves + timedelta(days=transit_days)
    while not calendar.delivers(day, way):
        day += ONE_DAY
    return day


def closes_at(now: datetime, cutoff: time, calendar: Calendar) -> datetime | None:
    """Today's cut-off on the shop's clock while it is still ahead; None when no order counts for today any more."""
    local = shop_time(now)
    if not calendar.packs(local.date()) or local.time() >= cutoff:
        return None
    return datetime.combine(local.date(), cutoff, tzinfo=local.tzinfo)


def days_from(earliest: date, count: int, calendar: Calendar, way: str) -> tuple[date, ...]:
    """The days of delivery among the `count` days that begin with the earliest."""
    days = (earliest + timedelta(days=offset) for offset in range(count))
    return tuple(day for day in days if calendar.delivers(day, way))
