"""The shops that are measured: databases of their own, seeded, with shelves that do not run empty."""

import hashlib
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select

from seeds.run import FOLDER, digest, seed
from seeds.scale import fill
from storefront import clock, create_app
from storefront.catalog import stock
from storefront.catalog.product import Product
from storefront.catalog.variant import Variant
from storefront.cli import migrations_folder
from storefront.database import writing
from storefront.extensions import db
from storefront.settings import INSTANCE, Settings, development_secret
from tests.bench.rows import GOODS
from tests.support.postgres import cluster

BENCH = INSTANCE / "bench"
ENOUGH = 10_000_000


@dataclass(frozen=True)
class Shop:
    """A shop to measure: its database, and the app on it inside this process."""

    name: str
    url: str
    app: Flask


@contextmanager
def open_shop(kind: str, skus: int = 0) -> Iterator[Shop]:
    """A seeded shop, with that many SKUs and ten times as many orders on top.

    A small one is made anew; a large SQLite one is kept in instance/bench until seeds or tables change.
    """
    BENCH.mkdir(parents=True, exist_ok=True)
    name = f"{skus:,} SKUs" if skus else "seeds"
    path = BENCH / (f"shop-{skus}-{_mark()}.sqlite" if skus else "shop.sqlite")
    if kind == "sqlite":
        _remove_outdated(path, skus)
    url = f"sqlite:///{path}" if kind == "sqlite" else cluster().fresh()
    fresh = kind != "sqlite" or not path.exists()
    settings = Settings(
        database_url=url,
        secret_key=development_secret(INSTANCE),
        site_url="http://127.0.0.1",
        rate_limits=False,
    )
    app = create_app(settings)
    logging.getLogger("storefront").setLevel(logging.WARNING)  # one line a request is for servers
    with app.app_context():
        token = writing.set(True)
        if fresh:
            upgrade(directory=migrations_folder())
            seed(INSTANCE / "pictures", render=False)
            if skus:
                fill(skus, clock.now(), print)
        _fill_shelves()
        writing.reset(token)
        db.session.remove()
    try:
        yield Shop(name, url, app)
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def _remove_outdated(path: Path, skus: int) -> None:
    """A small shop from the last run, or large ones of other seeds."""
    stale = set(BENCH.glob("shop-*.sqlite*")) if skus else set(BENCH.glob("shop.sqlite*"))
    for old in stale:
        if not skus or not old.name.startswith(path.name):
            old.unlink()


def _mark() -> str:
    """Changes with seeds, tables and the filling itself, so that a kept database is never an outdated one."""
    total = hashlib.sha256(digest().encode())
    for source in sorted([*Path(migrations_folder()).rglob("*.py"), FOLDER / "scale.py"]):
        total.update(source.read_bytes())
    return total.hexdigest()[:12]


def _fill_shelves() -> None:
    variants = db.session.scalars(
        select(Variant).join(Product).where(Product.slug.in_(GOODS)).order_by(Variant.id)
    ).all()
    for variant in variants:
        stock.count(variant, ENOUGH, f"count:bench-{os.urandom(6).hex()}", clock.now())
    db.session.commit()
