"""Rate limits as rows: the same for any number of processes, and for both databases."""

from datetime import datetime, timedelta

from sqlalchemy import String, bindparam, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model, UTCDateTime, insert_once, table_of
from storefront.extensions import db


class LimitWindow(Model):
    """How often something happened in one window of time."""

    __tablename__ = "limit_window"

    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime, primary_key=True)
    count: Mapped[int]


def hit(key: str, most: int, window: timedelta, now: datetime) -> bool:
    """Count one try under `key`; True while at most `most` fell into the present window.

    Fixed windows, aligned to the epoch, so up to twice `most` may fall into a window's length. The caller
    commits, also when the answer is False.
    """
    start = begins(window, now)
    count = _once_more(key, start)
    if count is None and insert_once(LimitWindow, key=key, starts_at=start, count=1):
        count = 1
    return (count or _once_more(key, start) or 0) <= most


def _once_more(key: str, start: datetime) -> int | None:
    """Count one on; None for a window that is not there yet."""
    count: int | None = db.session.scalar(_COUNT, {"window": key, "began": start})
    return count


_WINDOW = table_of(LimitWindow)
_COUNT = (
    update(_WINDOW)
    .where(_WINDOW.c.key == bindparam("window"), _WINDOW.c.starts_at == bindparam("began"))
    .values(count=_WINDOW.c["count"] + 1)
    .returning(_WINDOW.c["count"])
)


def tries(key: str, window: timedelta, now: datetime) -> int:
    """How often it was tried under `key` in the present window; counts nothing."""
    asked = select(LimitWindow.count).where(
        LimitWindow.key == key, LimitWindow.starts_at == begins(window, now)
    )
    return db.session.scalar(asked) or 0


def begins(window: timedelta, now: datetime) -> datetime:
    """When the present window of that length began."""
    seconds = window.total_seconds()
    return datetime.fromtimestamp(now.timestamp() // seconds * seconds, now.tzinfo)


def forget_old_windows(now: datetime) -> None:
    """Delete windows older than a day."""
    db.session.execute(delete(LimitWindow).where(LimitWindow.starts_at < now - timedelta(days=1)))
