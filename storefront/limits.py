"""Rate limits as rows: the same for any number of processes, and for both databases."""

from datetime import datetime, timedelta

from sqlalchemy import String, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model, UTCDateTime
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
    dialect = db.session.get_bind().dialect.name
    build = postgresql.insert if dialect == "postgresql" else sqlite.insert
    count = db.session.scalar(
        build(LimitWindow)
        .values(key=key, starts_at=start, count=1)
        .on_conflict_do_update(
            index_elements=["key", "starts_at"], set_={"count": LimitWindow.count + 1}
        )
        .returning(LimitWindow.count)
        .execution_options(populate_existing=True)
    )
    return (count or 0) <= most


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
