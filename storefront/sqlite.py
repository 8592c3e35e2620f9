"""SQLite as the shop wants it: durable, and its writers queue instead of colliding."""

import os
import sqlite3
from random import uniform
from threading import Lock
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, Engine, event

from storefront.database import writing
from storefront.extensions import db

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

    @event.listens_for(engine, "do_connect")
    def _ours(_dialect: object, _record: object, _args: object, more: dict[str, Any]) -> None:
        more["factory"] = Durable

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
        if writing.get():
            _begin_to_write(connection)
        else:
            connection.exec_driver_sql("BEGIN")


def turn_to_write() -> None:
    """Let the session's transaction, which may have begun by reading only (`database.reading`), write from here on.

    What it has read stays in memory. On SQLite others may have written since then, as they may at any moment on
    PostgreSQL: what hangs on it is compared once more, or changed by conditional statements. Safe to repeat.
    """
    connection = db.session.connection()
    raw: Any = connection.connection.driver_connection
    if isinstance(raw, Durable) and not raw.writes:
        raw.rollback()
        _begin_to_write(connection)


class Durable(sqlite3.Connection):
    """A connection whose commits are on the disk when they return, and do not hold up the next writer until they are.

    SQLite itself would wait for the disk (synchronous=FULL) before it lets the next one write. Here the commit goes into
    the log and lets go of it, and only then waits: one flush of the disk so takes in what several have committed. The log is
    written in order: whatever somebody else reads of this commit and writes down is on the disk only after it.
    """

    writes = False
    """Whether the transaction that is open has the right to write."""
    _waits = False
    _changes = 0
    _log: int | None = None

    def let_write(self, *, flushed_later: bool) -> None:
        """A transaction that may write has begun."""
        self.writes, self._waits, self._changes = True, not flushed_later, self.total_changes

    def commit(self) -> None:
        """Commit, and wait for the disk where something was written. Raises OperationalError when the disk fails."""
        super().commit()
        wrote, self.writes = self.writes and self.total_changes != self._changes, False
        if wrote and self._waits:
            self._flush()

    def rollback(self) -> None:
        """Undo everything since the beginning."""
        super().rollback()
        self.writes = False

    def close(self) -> None:
        """Close the database and its log."""
        super().close()
        if self._log is not None:
            os.close(self._log)
            self._log = None

    def _flush(self) -> None:
        """Wait until the log is on the disk, as SQLite would: or the database itself, where it went there meanwhile."""
        try:
            if self._log is None:
                path = self.execute("PRAGMA database_list").fetchone()[2]
                self._log = os.open(f"{path}-wal", os.O_RDWR)  # there as long as we are
            getattr(os, "fdatasync", os.fsync)(self._log)
        except OSError as trouble:
            raise sqlite3.OperationalError(f"the log is not on the disk: {trouble}") from trouble


def _begin_to_write(connection: Connection) -> None:
    raw: Any = connection.connection.driver_connection
    raw.execute("PRAGMA synchronous=NORMAL")  # `Durable` waits for the disk itself, later
    if not _take_turn(raw):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    raw.let_write(flushed_later=connection.get_execution_options().get(FLUSHED_LATER, False))


_asking = Lock()


def _take_turn(raw: Any) -> bool:
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
