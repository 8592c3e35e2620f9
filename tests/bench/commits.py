"""How many durable commits a second the disk under the shop's database can take: the floor of everything that is kept."""

import sqlite3
import time
from pathlib import Path
from tempfile import TemporaryDirectory

SECONDS = 0.7


def durable_commits(folder: Path) -> float:
    """Commits of one row a second, one writer, as the shop's SQLite makes them: WAL, flushed each time."""
    with TemporaryDirectory(dir=folder) as inside:
        connection = sqlite3.connect(Path(inside) / "raw.sqlite", isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, at REAL)")
        made, began = 0, time.perf_counter()
        while (gone := time.perf_counter() - began) < SECONDS:
            connection.execute("INSERT INTO row (at) VALUES (?)", (gone,))
            made += 1
        connection.close()
        return made / gone
