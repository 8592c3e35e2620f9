"""`python -m tests.bench`: how fast the shop is, as a part of what a bare Flask app does on the same machine."""

import argparse
import json
import os
import sys
from contextlib import ExitStack
from pathlib import Path

from tests.bench import offering, quoting, report, server, wrk
from tests.bench.measure import PLACING, Effort, measure
from tests.bench.placing import one_order
from tests.bench.rows import ALSO_COUNTED, ROWS, Row
from tests.bench.shops import BENCH, Shop, open_shop
from tests.bench.statements import Counted, count
from tests.bench.visitor import Lost

WORKERS = 2
LARGE = 100_000


def main() -> int:
    """Measure, print, judge. 0 unless requests failed or a page took too many statements."""
    options = _options()
    kind = os.environ.get("BENCH_DATABASE", "sqlite")
    try:
        wrk.make_sure_it_is_here()
        return _run(options, kind)
    except (wrk.CannotMeasure, server.NotStarted) as trouble:
        print(f"Nothing was measured: {trouble}", file=sys.stderr)
        return 2


def _run(options: argparse.Namespace, kind: str) -> int:
    sizes = [0, options.scale] if options.scale else [0]
    effort = Effort(options.rounds, options.seconds, options.concurrency)
    with ExitStack() as stack:
        shops = [stack.enter_context(open_shop(kind, size)) for size in sizes]
        counted = [_count(shop, options.only) for shop in shops]
        wanted = _asked(quoting.TITLE, options)
        quoted = [quoting.price(shop.app) if wanted else None for shop in shops]
        ordered = [
            one_order(shop.app) if _asked(PLACING.title, options) else None for shop in shops
        ]
        asked = not options.only or any(word in offering.TITLE for word in options.only)
        chosen = [offering.choose_often(shop.app) if asked else {} for shop in shops]
        hello = stack.enter_context(server.hello(WORKERS, BENCH / "hello.log"))
        running = [
            stack.enter_context(server.shop(WORKERS, shop.url, BENCH / f"server-{place}.log"))
            for place, shop in enumerate(shops)
        ]
        reference, tables = measure(hello, running, options.only, effort)
    results = [
        report.Result(shop.name, *of_shop)
        for shop, *of_shop in zip(shops, tables, counted, quoted, ordered, chosen, strict=True)
    ]
    print(
        f"\n{kind}, {WORKERS} workers of granian, {effort.concurrency} connections, "
        f"{effort.rounds} rounds of {effort.seconds} s; medians. CPU is that of the web server.\n"
    )
    for result in results:
        print(f"Shop with {result.name}\n{report.table(result, reference)}\n")
    others = {row.title for row in ALSO_COUNTED}
    if beside := {title: one for title, one in counted[-1].items() if title in others}:
        print(f"Statements of other pages\n{report.statements_beside(beside)}")
    lines, sound = report.goals(results, reference, effort.concurrency)
    print("\nGoals\n" + "\n".join(lines))
    if options.json:
        options.json.write_text(json.dumps(report.as_json(results, reference), indent=1))
    return 0 if sound else 1


def _count(shop: Shop, only: list[str]) -> dict[str, Counted]:
    """Statements of every page; a page that cannot be opened is named and left out."""
    found: dict[str, Counted] = {}
    for row in (*ROWS, *ALSO_COUNTED):
        if only and not any(word in row.title for word in only):
            continue
        try:
            found[row.title] = count(shop.app, row)
        except (Lost, KeyError) as trouble:
            print(f"not counted: {row.title} ({trouble})", file=sys.stderr)
    return {title: one for title, one in found.items() if _is_page(title)}


def _asked(title: str, options: argparse.Namespace) -> bool:
    return not options.only or any(word in title for word in options.only)


def _is_page(title: str) -> bool:
    rows: tuple[Row, ...] = (*ROWS, *ALSO_COUNTED)
    return any(row.title == title and row.page for row in rows)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=2, help="of each row and round")
    parser.add_argument("--concurrency", type=int, default=8, help="connections, and writers")
    parser.add_argument("--only", nargs="*", default=[], help="rows whose name holds a word")
    parser.add_argument(
        "--scale", type=int, nargs="?", const=LARGE, help="SKUs of a large shop measured beside"
    )
    parser.add_argument("--json", type=Path, help="write every sample to this file")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
