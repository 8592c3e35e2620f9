"""Placing orders: from several connections at once, where every request can be sent only once; and what one takes."""

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import event

from storefront.extensions import db
from tests.bench.rows import GOODS, order_to_place
from tests.bench.sample import Sample
from tests.bench.server import Server
from tests.bench.visitor import Lost, Sent, Transport, Visitor, inside, over_http
from tests.support.statements import statements


def place_orders(server: Server, writers: int, each: int) -> Sample:
    """Prepare carts and checkouts, then place all orders as fast as the writers can; only that is timed.

    Failed is every answer that does not lead to the thank-you page.
    """
    with ThreadPoolExecutor(writers) as pool:
        prepared = list(pool.map(lambda number: _prepare(server, number, each), range(writers)))
        ready = threading.Barrier(writers + 1)
        running = [pool.submit(_place, transport, orders, ready) for transport, orders in prepared]
        before = server.cpu_seconds()
        ready.wait()
        started, own = time.perf_counter(), time.process_time()
        results = [result for future in running for result in future.result()]
        took, own = time.perf_counter() - started, time.process_time() - own
    after = server.cpu_seconds()
    times = sorted(ms for ms, _ in results)
    good = sum(placed for _, placed in results)
    cpu = (after - before) * 1000 / len(times) if after is not None and before is not None else None
    return Sample(
        seconds=took,
        good=good,
        failed=len(results) - good,
        p50=times[len(times) // 2],
        p99=times[min(len(times) - 1, int(len(times) * 0.99))],
        cpu_ms=cpu,
        load_ms=own * 1000 / len(times),
    )


@dataclass(frozen=True)
class Taken:
    """What one order takes of the database: statements, and transactions that end in a commit."""

    statements: int
    commits: int


def one_order(app: Flask) -> Taken:
    """Place an order inside the app and count; the demo provider's part, which lives in the same database, counts too."""
    visitor = Visitor(inside(app))
    visitor.send(order_to_place(visitor))
    order = order_to_place(visitor)
    commits: list[object] = []
    note = commits.append  # one object, to be taken off again
    with app.app_context():
        engine = db.engine
    event.listen(engine, "commit", note)
    try:
        with statements(app) as sent:
            visitor.send(order)
    finally:
        event.remove(engine, "commit", note)
    return Taken(len(sent), len(commits))


def _prepare(server: Server, number: int, each: int) -> tuple[Transport, list[Sent]]:
    transport = over_http(server.address)
    slug = GOODS[number % len(GOODS)]
    return transport, [order_to_place(Visitor(transport), slug) for _ in range(each)]


def _place(
    transport: Transport, orders: Sequence[Sent], ready: threading.Barrier
) -> list[tuple[float, bool]]:
    results = []
    ready.wait()
    for order in orders:
        started = time.perf_counter()
        try:
            answer = transport(order)
            placed = answer.status == 303 and "/thank-you" in answer.headers.get("location", "")
        except (OSError, Lost):
            placed = False
        results.append(((time.perf_counter() - started) * 1000, placed))
    return results
