"""`python -m tests.bench.pairing`: how long the shop counts what is bought together, and how much memory it takes.

A shop of 4,000 products, and a year with 20,000 paid orders, first of one to four things, as the histories of
`seed --scale` make them, then of 24, as wholesale customers order. The command `offers pair` is a process of its own;
it is timed cold, then with nothing to change. Beside it: one look at what goes with a cart of three.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask_migrate import upgrade
from sqlalchemy import func, select

from seeds.run import seed
from seeds.scale import bulk, catalogue, orders
from storefront import clock, create_app
from storefront.catalog.product import Product
from storefront.catalog.variant import Variant
from storefront.claims.best import count_sales
from storefront.cli import migrations_folder
from storefront.database import writing
from storefront.extensions import db
from storefront.offers.also_bought import AlsoBought
from storefront.offers.related import RelatedProduct
from storefront.offers.suggested import suggested_after
from storefront.orders.order import Order, OrderLine
from storefront.settings import INSTANCE, Settings, development_secret
from tests.support.postgres import cluster

TIERS_EACH = 18 / 7
"""SKUs of a product, on average, as the large catalogue makes them."""
WITHIN_A_YEAR = 0.545
"""The part of two years' orders that was paid in the last one."""
CARTS = 200
SELF_MEASURED = """
import atexit
from flask.cli import main
def say():
    with open("/proc/self/status") as status:
        print(*(line.split()[1] for line in status if line.startswith("VmHWM")))
atexit.register(say)
main()
"""
"""The shop's commands, which say at the end how many KiB they held at most: Linux counts that of the parent otherwise."""


@dataclass(frozen=True)
class Cost:
    """What one run of the command took."""

    said: str
    seconds: float
    processor: float
    mebibytes: float

    def __str__(self) -> str:
        return (
            f"{self.seconds:6.1f} s ({self.processor:.1f} s of CPU), {self.mebibytes:4.0f} MiB at most"
            f"  | {self.said}"
        )


def main() -> None:
    """Measure both databases, and print."""
    options = _options()
    for kind in options.database:
        with _database(kind) as url:
            _measure(kind, url, options)


def _measure(kind: str, url: str, options: argparse.Namespace) -> None:
    app = create_app(_settings(url))
    with app.app_context():
        writing.set(True)
        _fill(options.products, options.orders, clock.now())
        db.session.remove()
        print(f"{kind}: a process of the shop that does nothing  {_run(url, 'offers', '--help')}")
        for things in (None, options.things):
            if things:
                _thicken(things)
            title = f"{things} things each" if things else "1 to 4 things each"
            print(f"{kind}: {title}, first time    {_run(url, 'offers', 'pair')}")
            print(f"{kind}: {title}, nothing new   {_run(url, 'offers', 'pair')}")
            print(f"{kind}: {title}, what goes with a cart of three: {_look():.2f} ms", flush=True)
        db.session.remove()
        db.engine.dispose()


def _fill(products: int, paid: int, now: datetime) -> None:
    upgrade(directory=migrations_folder())
    seed(INSTANCE / "pictures", render=False)
    bulk.get_ready()
    catalogue.fill(round(products * TIERS_EACH), now)
    orders.fill(round(paid / WITHIN_A_YEAR), now)
    _pick()
    count_sales(now)
    bulk.go_on_counting(Product, Variant, Order)
    db.session.commit()


def _pick() -> None:
    """Three others for every product that has none, of any shelf."""
    chance = random.Random(3)
    every = list(db.session.scalars(select(Product.id).order_by(Product.id)))
    known = set(db.session.scalars(select(RelatedProduct.product_id)))
    rows = (
        (one, place, other)
        for one in every
        if one not in known
        for place, other in enumerate(chance.sample([e for e in every[:200] if e != one], 3), 1)
    )
    bulk.write(RelatedProduct, ("product_id", "position", "other_id"), rows)


def _thicken(things: int) -> None:
    """Add lines until every order has so many; only the lines, for only they are counted."""
    chance = random.Random(things)
    last = db.session.scalar(select(func.max(Variant.id))) or 1
    sizes = db.session.execute(
        select(OrderLine.order_id, func.count()).group_by(OrderLine.order_id)
    ).all()
    rows = (
        (order, max(1, int(last * chance.random() ** 2)), "", "{}", "{}", 1, 1, 0, 8)
        for order, size in sizes
        for _ in range(things - size)
    )
    for block in bulk.blocks(rows):
        bulk.write(OrderLine, orders.LINE, block)
        db.session.commit()
    db.session.remove()


def _run(url: str, *command: str) -> Cost:
    """Run a command of the shop as a process of its own."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", SELF_MEASURED, "--app", "wsgi", *command],
        env={**os.environ, "DATABASE_URL": url},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    said = process.stdout.read().strip().splitlines()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    processor = used.ru_utime + used.ru_stime
    return Cost(said[0], time.perf_counter() - began, processor, int(said[-1]) / 1024)


def _look() -> float:
    """Milliseconds for what goes with three products that have company, the median of many carts."""
    chance = random.Random(1)
    known = list(db.session.scalars(select(AlsoBought.product_id).distinct()))
    every = list(db.session.scalars(select(Product.id)))
    took = []
    for _ in range(CARTS):
        cart = chance.sample(known if len(known) > 3 else every, 3)
        began = time.perf_counter()
        suggested_after(cart, 12, clock.now())
        took.append(time.perf_counter() - began)
    db.session.rollback()
    return statistics.median(took) * 1000


@contextmanager
def _database(kind: str) -> Iterator[str]:
    if kind == "postgresql":
        url = cluster().fresh()
        yield url
        cluster().drop(url)
        return
    with tempfile.TemporaryDirectory(prefix="happa-pairing-") as folder:
        yield f"sqlite:///{Path(folder) / 'shop.sqlite'}"


def _settings(url: str) -> Settings:
    return Settings(
        database_url=url,
        secret_key=development_secret(INSTANCE),
        site_url="http://127.0.0.1",
        rate_limits=False,
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pairing", description=__doc__)
    parser.add_argument("--products", type=int, default=4_000)
    parser.add_argument("--orders", type=int, default=20_000, help="paid within a year")
    parser.add_argument("--things", type=int, default=24, help="in each order, the second time")
    parser.add_argument("--database", nargs="*", default=["sqlite", "postgresql"])
    return parser.parse_args()


if __name__ == "__main__":
    main()
