"""Calendars that may be stored: days that belong to something, and never so long a rest that no date can be promised."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from storefront.faults import Fault, fault, repeated
from storefront.shipping.calendar import LOOKED_AHEAD, ONE_DAY, Calendar
from storefront.shipping.calendar_day import CalendarDay

YEARS_AHEAD = timedelta(days=3 * 366)
"""Days beyond this are not looked at."""


def calendar_faults(
    weekdays: Sequence[int], days: Sequence[CalendarDay], ways: Sequence[str], today: date
) -> Iterator[Fault]:
    """What is wrong with the week and the days set apart; `ways` are the codes of all ways to send."""
    if not set(weekdays) <= set(range(7)):
        yield fault(
            "weekday_unknown",
            "calendar",
            f"曜日{list(weekdays)}は0（月）から6（日）ではありません",
            f"the weekdays {list(weekdays)} are not 0 (Monday) to 6 (Sunday)",
        )
    for (way, day), count in repeated((row.way, row.day) for row in days).items():
        yield fault(
            "day_twice",
            f"calendar {way or 'shop'} {day}",
            f"{day}が{count}回あります",
            f"{day} is there {count} times",
        )
    for row in days:
        yield from _day_faults(row, ways)
    yield from _rest_faults(weekdays, days, today)


def _day_faults(row: CalendarDay, ways: Sequence[str]) -> Iterator[Fault]:
    thing = f"calendar {row.way or 'shop'} {row.day}"
    if row.way and row.way not in ways:
        yield fault(
            "way_unknown",
            thing,
            f"お届け方法「{row.way}」はありません",
            f"there is no way to send {row.way}",
        )
    if row.way and row.open:
        yield fault(
            "carrier_day_open",
            thing,
            "運送会社の日は、配達のない日だけを書きます",
            "a carrier's days are days without delivery only",
        )


def _rest_faults(
    weekdays: Sequence[int], days: Sequence[CalendarDay], today: date
) -> Iterator[Fault]:
    own = [row for row in days if not row.way]
    calendar = Calendar(
        weekdays=frozenset(weekdays),
        opened=frozenset(row.day for row in own if row.open),
        shut=frozenset(row.day for row in own if not row.open),
    )
    last = min(max([today, *(row.day for row in own)]), today + YEARS_AHEAD)
    rest, day = 0, today
    while day <= last + timedelta(days=LOOKED_AHEAD):
        rest = 0 if calendar.packs(day) else rest + 1
        if rest >= LOOKED_AHEAD:
            begins = day - timedelta(days=rest - 1)
            yield fault(
                "shop_never_packs",
                "calendar",
                f"{begins}から{LOOKED_AHEAD}日のあいだ、発送する日がありません",
                f"no parcel leaves within {LOOKED_AHEAD} days from {begins} on",
            )
            return
        day += ONE_DAY
