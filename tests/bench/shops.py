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
    url = _sqlite(skus) if kind == "sqlite" else _built(cluster().fresh(), skus)
    app = _app(url)
    logging.getLogger("storefront").setLevel(logging.WARNING)  # one line a request is for servers
    with _writing(app):
        _fill_shelves()
    try:
        yield Shop(f"{skus:,} SKUs" if skus else "the seeds", url, app)
    finally:
        with app.app_context():
            db.engine.dispose()


def _sqlite(skus: int) -> str:
    """The address of an SQLite shop; what is kept of other seeds or of an earlier run is removed."""
    BENCH.mkdir(parents=True, exist_ok=True)
    path = BENCH / (f"shop-{skus}-{_mark()}.sqlite" if skus else "shop.sqlite")
    if not skus or not path.exists():
        for old in BENCH.glob("shop-*.sqlite*" if skus else "shop.sqlite*"):
            old.unlink()
        unfinished = path.with_suffix(".part")
        for part in BENCH.glob(f"{unfinished.name}*"):
            part.unlink()
        _built(f"sqlite:///{unfinished}", skus)
        unfinished.rename(path)
    return f"sqlite:///{path}"


def _built(url: str, skus: int) -> str:
    """Fill an empty database; returns its address when nobody is connected to it any more."""
    app = _app(url)
    with _writing(app):
        upgrade(directory=migrations_folder())
        seed(INSTANCE / "pictures", render=False)
        if skus:
            fill(skus, clock.now(), print)
        db.session.remove()
        db.engine.dispose()  # the last connection to leave writes SQLite's log into its file
    return url


def _app(url: str) -> Flask:
    secret = development_secret(INSTANCE)
    return create_app(
        Settings(
            database_url=url,
            secret_key=secret,
            site_url="http://127.0.0.1",
            rate_limits=False,
        )
    )


@contextmanager
def _writing(app: Flask) -> Iterator[None]:
    with app.app_context():
        token = writing.set(True)
        yield
        writing.reset(token)
        db.session.remove()


def _mark() -> str:
    """Changes with seeds, tables and the filling itself, so that a kept database is never an outdated one."""
    total = hashlib.sha256(digest().encode())
    sources = [*Path(migrations_folder()).rglob("*.py"), *(FOLDER / "scale").glob("*.py")]
    for source in sorted(sources):
        total.update(source.read_bytes())
    return total.hexdigest()[:12]


def _fill_shelves() -> None:
    variants = db.session.scalars(
        select(Variant).join(Product).where(Product.slug.in_(GOODS)).order_by(Variant.id)
    ).all()
    for variant in variants:
        stock.count(variant, ENOUGH, f"count:bench-{os.urandom(6).hex()}", clock.now())
    db.session.commit()
