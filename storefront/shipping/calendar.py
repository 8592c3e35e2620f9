"""Dates a buyer can rely on: when a parcel leaves, and when it arrives."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache

import holidays

from storefront.clock import shop_time

SATURDAY = 5
DAYS_TO_CHOOSE = 8


@lru_cache(maxsize=8)
def national_holidays(year: int) -> frozenset[date]:
    """Japan's holidays of a year, substitutes included (package `holidays`)."""
    return frozenset(holidays.Japan(years=year))  # type: ignore[attr-defined]


def works(day: date, closed: Iterable[date] = ()) -> bool:
    """Whether the shop packs on a day: Monday to Friday, no holiday, not closed by the shop itself."""
    return day.weekday() < SATURDAY and day not in national_holidays(day.year) and day not in closed


def dispatch_on(now: datetime, cutoff_hour: int, closed: Iterable[date] = ()) -> date:
    """The day a parcel ordered now leaves: today on a working day before the cut-off (shop time), else the next."""
    local = shop_time(now)
    day = local.date()
    if local.hour >= cutoff_hour or not works(day, closed):
        day += timedelta(days=1)
        while not works(day, closed):
            day += timedelta(days=1)
    return day


def arrives_on(leaves_on: date, transit_days: int) -> date:
    """The day a parcel reaches the buyer; carriers deliver every day."""
    return leaves_on + timedelta(days=transit_days)


def days_to_choose(earliest: date) -> list[date]:
    """The days a buyer may ask for, the earliest first."""
    return [earliest + timedelta(days=offset) for offset in range(DAYS_TO_CHOOSE)]
