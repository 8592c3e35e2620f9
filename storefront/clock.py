"""The only place that asks the machine for the time; everything else is handed `now`."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

SHOP_ZONE = ZoneInfo("Asia/Tokyo")


def now() -> datetime:
    """The present moment, UTC and aware."""
    return datetime.now(UTC)


def shop_time(moment: datetime) -> datetime:
    """The same moment on the shop's wall clock (Asia/Tokyo)."""
    return moment.astimezone(SHOP_ZONE)


def shop_day(moment: datetime) -> date:
    """The shop-local calendar day of a moment."""
    return shop_time(moment).date()


def day_begins(day: date) -> datetime:
    """The moment the shop's calendar turns to `day`."""
    return datetime.combine(day, time(), SHOP_ZONE)
