"""The eight-week rule for struck-out prices: which past price may stand beside the present one.

After the Consumer Affairs Agency's guideline 「不当な価格表示についての景品表示法上の考え方」 (消費者庁), part 4, section 2
(1): a past price counts as charged "recently and for a considerable time" when

1. it was charged for more than half of the last 8 weeks (of the time on sale, if that is shorter),
2. for 2 weeks in all at least, and
3. 2 weeks have not passed since the last day it was charged.

The guideline looks at the start of a sale; we look anew every day, which never allows more and ends by itself. Days are
the shop's calendar days; a day belongs to the price in force at its end (24:00), and today has not ended. The last day
itself is not counted (Civil Code, article 140), so the fourteenth day after it is the last on which the price may be
shown. A day counts whether or not the thing was in stock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from storefront.claims.rule import Rule
from storefront.clock import shop_day
from storefront.money import Yen

WEEKS_LOOKED_AT = timedelta(weeks=8)
LEAST_DAYS = 14
MOST_DAYS_SINCE = 14
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Charged:
    """A price in yen with tax, and the moment since when it was charged."""

    price: Yen
    since: datetime


@dataclass(frozen=True)
class PastPrice:
    """A past price that may be compared: charged on `days` of the `of_days` days looked at.

    `first_on` and `last_on` bound its last unbroken time (`unbroken`), else the days looked at on which it was charged.
    """

    price: Yen
    first_on: date
    last_on: date
    unbroken: bool
    days: int
    of_days: int


@dataclass(frozen=True)
class _Run:
    """Days in a row, both included, that ended with the same price."""

    price: Yen
    first: date
    last: date


def past_price(history: Sequence[Charged], present: Yen, today: date) -> PastPrice | Rule:
    """The past price that may be shown struck out beside `present` today, or the rule that forbids it.

    `history` is what was really charged, oldest first. Of several higher prices the one charged on most days is
    looked at: no other could pass the first rule.
    """
    runs = _runs(history, today - DAY)
    others = {run.price for run in runs} - {present}
    higher = {price for price in others if price > present}
    if not higher:
        return Rule.NOT_HIGHER if others else Rule.NO_EARLIER_PRICE
    begin = max(runs[0].first, today - WEEKS_LOOKED_AT)
    of_days = (today - begin).days
    days = {price: _days(runs, price, begin) for price in higher}
    price = max(higher, key=lambda one: (days[one], one))
    last = max(run.last for run in runs if run.price == price)
    if 2 * days[price] <= of_days:
        return Rule.NOT_OVER_HALF
    if days[price] < LEAST_DAYS:
        return Rule.UNDER_TWO_WEEKS
    if (today - last).days > MOST_DAYS_SINCE:
        return Rule.TOO_LONG_AGO
    return _proved([run for run in runs if run.price == price], begin, days[price], of_days)


def _proved(runs: list[_Run], begin: date, days: int, of_days: int) -> PastPrice:
    newest = runs[-1]
    unbroken = (newest.last - max(newest.first, begin)).days + 1 == days
    seen = (max(run.first, begin) for run in runs if run.last >= begin)
    first = newest.first if unbroken else min(seen)
    return PastPrice(newest.price, first, newest.last, unbroken, days, of_days)


def _days(runs: list[_Run], price: Yen, begin: date) -> int:
    """The days from `begin` on that ended with `price`."""
    lengths = ((run.last - max(run.first, begin)).days + 1 for run in runs if run.price == price)
    return sum(length for length in lengths if length > 0)


def _runs(history: Sequence[Charged], yesterday: date) -> list[_Run]:
    """The days up to yesterday by price; a price that did not see the end of a day leaves no trace."""
    runs: list[_Run] = []
    ends = [shop_day(after.since) - DAY for _before, after in pairwise(history)]
    for charged, end in zip(history, [*ends, yesterday], strict=False):
        first, last = shop_day(charged.since), min(end, yesterday)
        if first > last:
            continue
        if runs and runs[-1].price == charged.price:
            first = runs.pop().first
        runs.append(_Run(charged.price, first, last))
    return runs
