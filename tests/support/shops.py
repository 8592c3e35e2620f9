"""Shops to test: seeded once per run and database, copied for every test.

To make an app costs more than most tests do: a closed shop's app is opened again by a later test on a database of
its own, as a server answers one visitor after the other. What the app keeps, it keeps by the database's address.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import event, make_url

from seeds import history
from seeds.run import FOLDER, seed
from storefront import clock, create_app
from storefront.cli import migrations_folder
from storefront.database import writing
from storefront.extensions import db
from storefront.settings import Settings
from tests.support import in_memory
from tests.support.postgres import cluster

SECRET = "only for tests"
DATABASES = ("sqlite", "postgresql")


class CompiledOnce(BytecodeCache):
    """Templates as compiled by the first app of the run: the ones after it need not do it again."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._compiled:
            bucket.bytecode_from_string(self._compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[bucket.key] = bucket.bytecode_to_string()


COMPILED = CompiledOnce()
_closed: dict[Settings, list[Flask]] = {}
"""Apps that nobody is in, by their settings without database and folder."""


@contextmanager
def open_shop(
    kind: str,
    folder: Path,
    *,
    limits: bool = False,
    fresh: bool = False,
    world: bool = False,
    **more: object,
) -> Iterator[Flask]:
    """A newly seeded shop of its own on SQLite or PostgreSQL; everything is gone afterwards.

    `world` is the demo's, with its offers and its past; other shops have neither, so that a test knows what is there.
    `fresh` makes an app for it that nobody had before and nobody gets later: for tests that change the app itself,
    or whose threads may outlive them.
    """
    url = _copy(kind, folder, world)
    settings = settings_for(url, folder, limits=limits, **more)
    closed = [] if fresh else _closed.setdefault(_alike(settings, kind), [])
    app = closed.pop() if closed else _with_a_door(create_app(settings))
    app.config.update(SETTINGS=settings, SQLALCHEMY_DATABASE_URI=url)
    as_configured, gateways = dict(app.config), app.extensions["gateways"]
    try:
        yield app
    finally:
        app.config.clear()
        app.config.update(as_configured)
        app.extensions["gateways"] = gateways
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        closed.append(app)
        if kind == "postgresql":
            cluster().drop(url)


def _alike(settings: Settings, kind: str) -> Settings:
    return replace(settings, database_url=kind, instance=Path())


def _with_a_door(app: Flask) -> Flask:
    """Let the app's engine connect to whichever database the app's settings name at that moment."""
    app.jinja_env.bytecode_cache = COMPILED
    with app.app_context():
        engine = db.engine

    @event.listens_for(engine, "do_connect")
    def _named(_dialect: object, _record: object, places: list[str], names: dict[str, str]) -> None:
        database = str(make_url(app.config["SQLALCHEMY_DATABASE_URI"]).database)
        if engine.dialect.name == "postgresql":
            names["dbname"] = database
        else:
            places[0] = database

    return app


def settings_for(url: str, folder: Path, *, limits: bool = False, **more: object) -> Settings:
    """Settings of a test shop."""
    values: dict[str, object] = {
        "database_url": url,
        "secret_key": SECRET,
        "site_url": "http://localhost",
        "rate_limits": limits,
        "instance": folder,
        "built": _built(),
        "testing": True,
        **more,
    }
    return Settings(**values)  # type: ignore[arg-type]


def _copy(kind: str, folder: Path, world: bool) -> str:
    template = _template(kind, world)
    if kind == "postgresql":
        return cluster().fresh(template)
    shutil.copyfile(template, folder / "shop.sqlite")
    return f"sqlite:///{folder / 'shop.sqlite'}"


@lru_cache(maxsize=1)
def _built() -> Path:
    return in_memory.folder("happa-built-") / "static"


@lru_cache(maxsize=4)
def _template(kind: str, world: bool) -> str:
    """A seeded database that nobody is connected to: a file's path, or a database's name."""
    folder = in_memory.folder(f"happa-{os.getpid()}-")
    path = folder / "template.sqlite"
    url = cluster().fresh() if kind == "postgresql" else f"sqlite:///{path}"
    app = create_app(settings_for(url, folder))
    with app.app_context():
        token = writing.set(True)
        upgrade(directory=migrations_folder())
        seed(folder / "pictures", render=False, suggest=world)
        if world:
            history.load(FOLDER / "history", clock.now())
        writing.reset(token)
        db.session.remove()
        db.engine.dispose()  # a result somewhere may be half read: its connection could not be emptied
        if kind == "sqlite":
            with db.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    return str(make_url(url).database) if kind == "postgresql" else str(path)
