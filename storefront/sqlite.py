"""SQLite as the shop wants it: durable, and its writers queue instead of colliding."""

import sqlite3
from random import uniform
from threading import Lock
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, Engine, event

from storefront.database import writing

WAITS_SECONDS = 20
"""How long a writer waits for the others on SQLite."""
NAP_SECONDS = (0.0005, 0.002)
BUSY_MILLISECONDS = 5000
FLUSHED_LATER = "flushed_later"
"""An execution option: the commit may stay in the system's memory until the next one is flushed.

The log is one file, written in order: whoever loses power loses this transaction and all that came after it, never only
this one. For what nobody outside is told before the next commit; a process that dies loses nothing of it.
"""


def prepare_sqlite(engine: Engine) -> None:
    """Make SQLite durable and its writers queue instead of collide.

    The driver's own transaction handling is switched off (it leaks savepoints and begins too late); BEGIN is
    sent here, IMMEDIATE when `writing` is set. Does nothing for other databases.
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _open(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            f"busy_timeout={BUSY_MILLISECONDS}",
            "foreign_keys=ON",
            "cache_size=-32000",
            "mmap_size=268435456",
        ):
            connection.execute("PRAGMA " + pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if not writing.get():
            connection.exec_driver_sql("BEGIN")
            return
        raw: Any = connection.connection.driver_connection
        later = connection.get_execution_options().get(FLUSHED_LATER, False)
        raw.execute(f"PRAGMA synchronous={'NORMAL' if later else 'FULL'}")
        if not _turn_to_write(raw):
            connection.exec_driver_sql("BEGIN IMMEDIATE")


_asking = Lock()


def _turn_to_write(raw: Any) -> bool:
    """Begin to write as soon as the others are done; False when that cannot be, and SQLite is to say why.

    Asks every few milliseconds: SQLite's own naps grow to a tenth of a second, and whoever is unlucky sleeps past
    its turn again and again (8 writers at once: 99 % wait for less than 0.2 s, instead of a second). Of each process
    one thread asks, the others wait for it: those who ask in vain take their time from the one who works.
    """
    ends = monotonic() + WAITS_SECONDS
    if not _asking.acquire(timeout=WAITS_SECONDS):
        return False
    try:
        raw.execute("PRAGMA busy_timeout=0")
        while monotonic() < ends:
            try:
                raw.execute("BEGIN IMMEDIATE")
                return True
            except sqlite3.OperationalError as trouble:
                if trouble.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    return False
            sleep(uniform(*NAP_SECONDS))
        return False
    finally:
        _asking.release()
        raw.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
