"""How many durable commits a second the disk under the shop's database can take: the floor of everything that is kept."""

import sqlite3
import time
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

SECONDS = 0.7
PAGES_OF_AN_ORDER = (41, 24)
"""Pages that an order's two durable commits bring into the log, counted there; the second with those of the demo's provider."""
_ROWS, _PAGE = 2000, 3000


def durable_commits(folder: Path) -> float:
    """Commits of one row a second, one writer, in a log of its own that is flushed each time: the disk's own pace."""
    with TemporaryDirectory(dir=folder) as inside:
        connection = _opened(Path(inside))
        connection.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, at REAL)")
        made, began = 0, time.perf_counter()
        while (gone := time.perf_counter() - began) < SECONDS:
            connection.execute("INSERT INTO row (at) VALUES (?)", (gone,))
            made += 1
        connection.close()
        return made / gone


def commits_of_orders(folder: Path, pages: Sequence[int] = PAGES_OF_AN_ORDER) -> float:
    """How often a second one writer can commit twice, so many pages each time: an order without any work but the disk's."""
    with TemporaryDirectory(dir=folder) as inside:
        connection = _opened(Path(inside))
        connection.execute("CREATE TABLE page (id INTEGER PRIMARY KEY, at INTEGER, rest BLOB)")
        connection.execute("BEGIN")
        full = [(bytes(_PAGE),)] * _ROWS
        connection.executemany("INSERT INTO page (at, rest) VALUES (0, ?)", full)
        connection.execute("COMMIT")
        rows, made, began = cycle(range(1, _ROWS + 1)), 0, time.perf_counter()
        while (gone := time.perf_counter() - began) < SECONDS:
            for count in pages:
                connection.execute("BEGIN IMMEDIATE")
                changed = [(next(rows),) for _ in range(count)]
                connection.executemany("UPDATE page SET at = at + 1 WHERE id = ?", changed)
                connection.execute("COMMIT")
            made += 1
        connection.close()
        return made / gone


def _opened(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / "raw.sqlite", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return connection
