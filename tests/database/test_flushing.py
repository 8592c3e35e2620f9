"""Whose commits wait for the disk: the shop's always, the demo provider's with the shop's next one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from storefront import sqlite
from storefront.catalog.variant import Variant
from storefront.database import reading, writing
from storefront.extensions import db
from storefront.payments.gateways.demo.provider import provider
from storefront.sqlite import turn_to_write
from tests.support.shops import open_shop


@pytest.fixture
def on_sqlite(tmp_path: Path, now: datetime) -> Iterator[Flask]:
    with open_shop("sqlite", tmp_path) as shop, shop.app_context():
        yield shop


@pytest.fixture
def flushed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The name of the file, each time that the disk was waited for."""
    files: list[str] = []

    def wait(file: int) -> None:
        files.append(Path(f"/proc/self/fd/{file}").readlink().name)

    monkeypatch.setattr(os, "fdatasync", wait)
    return files


@pytest.fixture
def to_write() -> Iterator[None]:
    token = writing.set(True)
    yield
    writing.reset(token)


def shorten(by: int) -> None:
    db.session.execute(update(Variant).values(stock=Variant.stock - by))


def test_a_commit_of_the_shop_waits_for_the_log_after_others_may_write(
    on_sqlite: Flask, to_write: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []

    def wait(_file: int) -> None:
        with db.engine.connect() as other:  # begins IMMEDIATE, and waits for nobody
            found.append(other.scalar(text("SELECT min(stock) < 0 FROM variant")))

    monkeypatch.setattr(os, "fdatasync", wait)
    monkeypatch.setattr(sqlite, "WAITS_SECONDS", 0)
    monkeypatch.setattr(sqlite, "BUSY_MILLISECONDS", 1)
    shorten(by=0)
    db.session.commit()
    assert found == [0]


def test_the_disk_is_waited_for_once_a_commit_and_only_for_something(
    on_sqlite: Flask, to_write: None, flushed: list[str]
) -> None:
    shorten(by=0)
    shorten(by=0)
    db.session.commit()
    assert len(flushed) == 1
    assert flushed[0].endswith("-wal")
    db.session.execute(text("SELECT 1"))
    db.session.commit()
    shorten(by=0)
    db.session.rollback()
    with provider() as session:
        session.execute(text("DELETE FROM demo_wish"))
        session.execute(update(Variant).values(stock=Variant.stock))
    assert len(flushed) == 1, "nothing written, nothing kept, and the provider waits with the shop"
    shorten(by=0)
    db.session.commit()
    assert len(flushed) == 2


def test_a_disk_that_fails_is_an_error_of_the_commit(
    on_sqlite: Flask, to_write: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_file: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fdatasync", fail)
    shorten(by=0)
    with pytest.raises(OperationalError, match="not on the disk"):
        db.session.commit()
    db.session.rollback()


def test_what_only_read_so_far_turns_to_write_and_knows_what_others_wrote(
    on_sqlite: Flask, to_write: None
) -> None:
    low = select(func.min(Variant.stock))
    with reading():
        before = db.session.scalar(low)
        with Session(db.engine) as other, writes():
            other.execute(update(Variant).values(stock=Variant.stock + 5))
            other.commit()
        assert db.session.scalar(low) == before
    turn_to_write()
    assert db.session.scalar(low) == (before or 0) + 5
    shorten(by=5)
    turn_to_write()
    assert db.session.scalar(low) == before, "a second time does nothing"
    db.session.commit()


@contextmanager
def writes() -> Iterator[None]:
    token = writing.set(True)
    yield
    writing.reset(token)
