"""Interleaved rounds: every row once a round, the bare Flask app right before it, all shops side by side."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from tests.bench.commits import durable_commits
from tests.bench.placing import place_orders
from tests.bench.rows import ROWS, Row
from tests.bench.sample import Sample
from tests.bench.server import Server
from tests.bench.shops import BENCH
from tests.bench.visitor import Answer, Lost, Sent, Visitor, over_http
from tests.bench.wrk import load

PLACING = Row("place an order", "", lambda visitor: visitor.request("/"), page=False)
ORDERS_A_ROUND = 160
HELLO = Sent("GET", "/", {})


@dataclass(frozen=True)
class Effort:
    """How long and how hard."""

    rounds: int
    seconds: int
    concurrency: int


@dataclass
class Line:
    """What was found for one row in one shop."""

    row: Row
    gzip: list[Sample] = field(default_factory=list)
    plain: list[Sample] = field(default_factory=list)
    anew: list[Sample] = field(default_factory=list)
    bytes_gzip: int | None = None
    bytes_plain: int | None = None
    trouble: str = ""

    @property
    def failed(self) -> int:
        """Requests that were not answered with 2xx or 3xx."""
        return sum(sample.failed for sample in (*self.gzip, *self.plain, *self.anew))


@dataclass
class Reference:
    """The bare Flask app, measured before every row."""

    server: Server
    samples: list[Sample] = field(default_factory=list)


def measure(
    hello: Server, shops: Sequence[Server], only: Sequence[str], effort: Effort
) -> tuple[list[Sample], list[list[Line]]]:
    """The reference's samples, and for each shop its lines in the order of the rows."""
    rows = [row for row in (*ROWS, PLACING) if _wanted(row, only)]
    tables = [[Line(row) for row in rows] for _ in shops]
    _say("preparing")
    sent = {
        (place, row.title): _prepared(server, line, effort.concurrency)
        for place, server in enumerate(shops)
        for row, line in zip(rows, tables[place], strict=True)
    }
    reference: list[Sample] = []
    for turn in range(effort.rounds):
        if not rows:
            _hello(hello, effort.concurrency, reference)
        for number, row in enumerate(rows):
            _say(f"round {turn + 1} of {effort.rounds}: {row.title}")
            rate = _hello(hello, effort.concurrency, reference)
            for place, server in enumerate(shops):
                line, request = tables[place][number], sent[place, row.title]
                if not line.trouble:
                    _one_turn(server, line, request, effort, rate)
    _say("")
    return reference, tables


def _wanted(row: Row, only: Sequence[str]) -> bool:
    return not only or any(word in row.title for word in only)


def _prepared(server: Server, line: Line, concurrency: int) -> Sent:
    """A visitor's request that every worker has answered before; its size and any trouble go on the line."""
    if line.row is PLACING:
        return HELLO
    try:
        visitor = Visitor(over_http(server.address))
        sent = line.row.prepare(visitor)
        if line.row.kept or line.row.page:
            line.bytes_gzip = visitor.send(sent).size
            line.bytes_plain = visitor.send(plain(sent)).size
        load(server.address, sent, 1, concurrency)
    except (Lost, OSError) as trouble:
        line.trouble = str(trouble)
        return HELLO
    return sent


def _one_turn(server: Server, line: Line, sent: Sent, effort: Effort, rate: float) -> None:
    concurrency = effort.concurrency
    if line.row is PLACING:
        try:
            before = durable_commits(BENCH)
            sample = place_orders(server, concurrency, ORDERS_A_ROUND // concurrency)
            commits = (before + durable_commits(BENCH)) / 2
            line.gzip.append(replace(sample, reference_rate=rate, commit_rate=commits))
        except (Lost, OSError) as trouble:
            line.trouble = str(trouble)
        return
    loads: list[tuple[list[Sample], Callable[[], Sample]]] = [
        (line.gzip, lambda: load(server.address, sent, effort.seconds, concurrency))
    ]
    if line.row.page:
        loads.append((line.plain, lambda: load(server.address, plain(sent), 1, concurrency)))
    if line.row.kept:
        mark = f"{len(line.anew)}{line.row.visitor[:1]}"
        loads.append((line.anew, lambda: load(server.address, sent, 1, concurrency, mark)))
    for samples, run in loads:
        samples.append(replace(_with_cpu(server, concurrency, run), reference_rate=rate))


def _hello(server: Server, concurrency: int, samples: list[Sample]) -> float:
    samples.append(
        _with_cpu(server, concurrency, lambda: load(server.address, HELLO, 1, concurrency))
    )
    return samples[-1].rate


def _with_cpu(server: Server, concurrency: int, run: Callable[[], Sample]) -> Sample:
    """A sample with the server's CPU time; the requests that wrk leaves behind when it stops count too."""
    before = server.cpu_seconds()
    sample = run()
    _wait_behind(server)
    after = server.cpu_seconds()
    if before is None or after is None:
        return sample
    requests = sample.good + sample.failed + concurrency
    return replace(sample, cpu_ms=(after - before) * 1000 / requests)


def _wait_behind(server: Server) -> Answer:
    """One request of our own, answered after those that are still under way."""
    return over_http(server.address)(Sent("GET", "/healthz", {}))


def plain(sent: Sent) -> Sent:
    """The same request from a client that takes no compression."""
    return replace(sent, headers={**sent.headers, "Accept-Encoding": "identity"})


def _say(words: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{words}", end="", file=sys.stderr, flush=True)
