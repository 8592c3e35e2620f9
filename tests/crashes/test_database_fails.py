"""The database itself gives way while money moves: locked, gone, full. What was paid is found once it is back."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.exc import SQLAlchemyError

from storefront import sqlite
from storefront.extensions import db
from storefront.orders.order import Order
from storefront.payments.gateways import Charge, Outcome
from storefront.payments.gateways.demo import DemoGateway
from tests.crashes.desk import Desk
from tests.support.shops import open_shop

START = DemoGateway.start


@pytest.fixture
def desk(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(app, now, monkeypatch)


def states(desk: Desk) -> list[str]:
    with desk.acting():
        return list(db.session.scalars(select(Order.state)))


def test_a_database_that_is_locked_or_gone_when_the_money_has_moved(
    desk: Desk, database_kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The buyer is told to wait, the worker finds the money."""
    monkeypatch.setattr(sqlite, "WAITS_SECONDS", 0.1)
    monkeypatch.setattr(sqlite, "BUSY_MILLISECONDS", 50)
    address = desk.app.config["SQLALCHEMY_DATABASE_URI"]
    holding: list[sqlite3.Connection] = []

    def takes_the_money_and_the_database(gateway: DemoGateway, charge: Charge) -> Outcome:
        outcome = START(gateway, charge)
        if database_kind == "sqlite":
            holding.append(
                sqlite3.connect(address.removeprefix("sqlite:///"), isolation_level=None)
            )
            holding[0].execute("BEGIN IMMEDIATE")
        else:
            with psycopg.connect(address.replace("+psycopg", ""), autocommit=True) as one:
                one.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
        return outcome

    payment_id = desk.placed()
    monkeypatch.setattr(DemoGateway, "start", takes_the_money_and_the_database)
    desk.charge(payment_id)
    for connection in holding:
        connection.rollback()
        connection.close()
    monkeypatch.setattr(DemoGateway, "start", START)
    assert states(desk) == ["pending"]
    assert desk.wrong() == []
    desk.come_to_rest()
    assert states(desk) == ["placed"]
    assert desk.wrong(quiet=True) == []


@contextmanager
def full(app: Flask) -> Iterator[None]:
    """No page more for the file than it has now."""
    with app.app_context():
        engine = db.engine
        engine.dispose()

    def no_more(connection: object, _record: object) -> None:
        connection.execute("PRAGMA max_page_count=1")  # type: ignore[attr-defined]

    event.listen(engine, "connect", no_more)
    yield
    event.remove(engine, "connect", no_more)
    with app.app_context():
        db.session.remove()
        engine.dispose()


def test_a_full_disk_refuses_orders_and_loses_none(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_shop("sqlite", tmp_path, fresh=True) as app:
        desk = Desk(app, now, monkeypatch)
        desk.ordered()
        refused = 0
        with full(app):
            for _ in range(40):
                try:
                    desk.ordered()
                except SQLAlchemyError:
                    refused += 1
        assert refused, "the disk was never full"
        assert desk.wrong() == []
        desk.ordered()
        desk.come_to_rest()
        assert desk.wrong(quiet=True) == []
