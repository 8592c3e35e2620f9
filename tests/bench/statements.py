"""SQL statements of a request, counted inside the app."""

import time
from dataclasses import dataclass
from statistics import median

from flask import Flask

from tests.bench.rows import Row
from tests.bench.visitor import Sent, Visitor, inside
from tests.support.statements import statements

RENDERINGS = 5


@dataclass(frozen=True)
class Counted:
    """Statements of one request: `warm` when its page is kept, `anew` when it has to be made, `ms` for that."""

    warm: int
    anew: int | None = None
    ms: float | None = None

    @property
    def most(self) -> int:
        """The larger of the two."""
        return max(self.warm, self.anew or 0)


def count(app: Flask, row: Row) -> Counted:
    """Count a row's statements as a fresh visitor, prices and navigation being in memory."""
    visitor = Visitor(inside(app))
    sent = row.prepare(visitor)
    if not row.kept:
        if row.page:
            visitor.send(sent)
        return Counted(_statements(app, visitor, sent)[0])
    visitor.send(sent)
    warm, _ = _statements(app, visitor, sent)
    made = [_statements(app, visitor, _anew(sent, number)) for number in range(RENDERINGS)]
    return Counted(warm, max(number for number, _ in made), median(ms for _, ms in made))


def _statements(app: Flask, visitor: Visitor, sent: Sent) -> tuple[int, float]:
    with statements(app) as heard:
        started = time.perf_counter()
        visitor.send(sent)
        took = (time.perf_counter() - started) * 1000
    return len(heard), took


def _anew(sent: Sent, number: int) -> Sent:
    sign = "&" if "?" in sent.path else "?"
    path = f"{sent.path}{sign}n={time.time_ns()}-{number}"
    return Sent(sent.method, path, sent.headers, sent.body)
