"""Writing many rows fast, the same way for both databases."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import text

from storefront.database import Model
from storefront.extensions import db

AT_ONCE = 20_000
"""Rows of one block; a block of orders and all that hangs on it is one transaction."""
CACHE_KIB = 512 * 1024

Row = tuple[Any, ...]


def write(model: type[Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert rows whose values are as the database keeps them (see `as_json`, `as_time`). The caller commits."""
    names = ", ".join(f'"{name}"' for name in columns)
    connection = db.session.connection()
    if postgresql():
        cursor = connection.connection.cursor()
        with cursor.copy(f'COPY "{model.__tablename__}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" for _ in columns)
    # names of our own tables and columns
    statement = f'INSERT INTO "{model.__tablename__}" ({names}) VALUES ({marks})'  # nosec B608
    for block in blocks(rows):
        connection.exec_driver_sql(statement, block)


def blocks(rows: Iterable[Row], most: int = AT_ONCE) -> Iterator[list[Row]]:
    """The rows in lists of at most `most`."""
    running = iter(rows)
    while block := list(islice(running, most)):
        yield block


def next_id(model: type[Model]) -> int:
    """One more than the largest id."""
    # the name of a table of ours
    largest = text(f'SELECT MAX(id) FROM "{model.__tablename__}"')  # nosec B608
    return int(db.session.scalar(largest) or 0) + 1


def get_ready() -> None:
    """Ready the connection: SQLite keeps growing indexes in memory, PostgreSQL reads times as UTC and waits while rows are made."""
    patient = "SET TIME ZONE 'UTC'; SET idle_in_transaction_session_timeout = 0"
    ready = patient if postgresql() else f"PRAGMA cache_size=-{CACHE_KIB}"
    db.session.connection().exec_driver_sql(ready)


def go_on_counting(*models: type[Model]) -> None:
    """Let PostgreSQL number its next rows after those written here, and learn the sizes of its tables."""
    if not postgresql():
        return
    for name in (model.__tablename__ for model in models):
        counter = f"pg_get_serial_sequence('\"{name}\"', 'id')"
        # the name of a table of ours
        set_on = text(f'SELECT setval({counter}, MAX(id)) FROM "{name}"')  # nosec B608
        db.session.execute(set_on)
    db.session.execute(text("ANALYZE"))


def as_json(value: object) -> str:
    """A value for a JSON column."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def as_time(moment: datetime) -> str:
    """An aware UTC moment for a time column, to the second."""
    return (
        f"{_day(moment.date())} {_clock(moment.hour * 3600 + moment.minute * 60 + moment.second)}"
    )


@lru_cache(maxsize=2000)
def _day(day: date) -> str:
    return day.isoformat()


@lru_cache(maxsize=86_400)
def _clock(second: int) -> str:
    return f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}.000000"


def postgresql() -> bool:
    """Whether the database is PostgreSQL."""
    return db.session.get_bind().dialect.name == "postgresql"
