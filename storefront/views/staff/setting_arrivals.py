"""On which day orders would reach somebody, under a calendar as it is and as it would become."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from storefront.clock import day_begins, shop_day
from storefront.locales import Text
from storefront.quoting.tariff import Sending, Tariff
from storefront.shipping.calendar import arrives_on
from storefront.shipping.prefectures import Prefecture, by_code

TOKYO = "13"
ORDERED_AT = timedelta(hours=10)
"""The time of day that stands for an order of a day to come: before any cut-off."""
ROWS = 8


@dataclass(frozen=True)
class Arrival:
    """An order of a moment, and the first day of delivery before and after the change; None where nothing goes there."""

    ordered: datetime
    before: date | None
    after: date | None


@dataclass(frozen=True)
class Arrivals:
    """Those of one way to send."""

    way: Text
    rows: tuple[Arrival, ...]


def order_days(now: datetime, first: date | None = None, last: date | None = None) -> list[datetime]:  # fmt: skip
    """Moments worth a look: now and the days after, or from a little before some days until after them."""
    today = shop_day(now)
    begin = max(today, first - timedelta(days=2)) if first else today
    end = max(begin, last) + timedelta(days=2) if last else begin + timedelta(days=ROWS - 1)
    count = min(ROWS, (end - begin).days + 1)
    days = (begin + timedelta(days=place) for place in range(count))
    return [now if day == today else day_begins(day) + ORDERED_AT for day in days]


def arrivals(
    old: Tariff, new: Tariff, prefecture: str, moments: Sequence[datetime]
) -> list[Arrivals]:
    """For the way that stands for ordinary goods, and for the first one that keeps cool; those that go there."""
    place = by_code(prefecture)
    if place is None:
        return []
    ways = [*new.ambient[:1], *new.cool[:1]]
    found = [
        Arrivals(
            way.name,
            tuple(
                Arrival(at, _day(old, old.sending(way.code), place, at), _day(new, way, place, at))
                for at in moments
            ),
        )
        for way in ways
    ]
    return [one for one in found if any(row.before or row.after for row in one.rows)]


def _day(tariff: Tariff, way: Sending | None, place: Prefecture, at: datetime) -> date | None:
    rate = way.rates.get(place.region.value) if way else None
    if way is None or rate is None:
        return None
    leaves = tariff.leaves_on(at, way)
    return arrives_on(leaves, rate.transit_days, tariff.calendar, way.code)
