"""Price histories to judge, told in days before the day of judgement."""

from collections.abc import Sequence
from datetime import date, timedelta

from storefront.claims.past_price import Charged
from storefront.clock import day_begins

TODAY = date(2026, 11, 24)


def ago(days: int) -> date:
    """So many days before TODAY."""
    return TODAY - timedelta(days=days)


def history(*prices: tuple[int, int]) -> list[Charged]:
    """(yen, days ago) pairs, oldest first; each price begins at midnight of its day."""
    return [Charged(price, day_begins(ago(days))) for price, days in prices]


def price_at_the_end(charged: Sequence[Charged], day: date) -> int | None:
    """The price in force at 24:00 of a day, found by looking at every row."""
    before = [one for one in charged if one.since < day_begins(day + timedelta(days=1))]
    return before[-1].price if before else None
