"""Two who write at once: one waits, and nobody waits for ever."""

import threading

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from storefront import sqlite
from storefront.catalog.variant import Variant
from storefront.database import one_row, writing
from storefront.extensions import db
from tests.support.shops import open_shop
from tests.support.statements import statements


def test_a_writer_waits_until_the_other_is_done(shop: Flask) -> None:
    first = db.session.scalars(select(Variant).order_by(Variant.id)).first()
    assert first is not None
    first.stock += 1
    db.session.flush()
    order: list[str] = []

    def second_writer() -> None:
        writing.set(True)
        with shop.app_context():
            other = db.session.get(Variant, first_id, with_for_update=True)
            assert other is not None
            order.append(f"second saw {other.stock}")
            db.session.rollback()

    first_id, changed = first.id, first.stock
    thread = threading.Thread(target=second_writer)
    thread.start()
    order.append("first is done")
    db.session.commit()
    thread.join(timeout=10)
    assert order == ["first is done", f"second saw {changed}"]


def test_a_writer_that_waits_too_long_is_told(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(sqlite, "WAITS_SECONDS", 0.02)
    monkeypatch.setattr(sqlite, "BUSY_MILLISECONDS", 20)
    with open_shop("sqlite", tmp_path) as app, app.app_context():
        token = writing.set(True)
        holder = db.engine.connect()
        holder.execute(text("SELECT 1"))
        with pytest.raises(OperationalError, match="locked"), db.engine.connect() as late:
            late.execute(text("SELECT 1"))
        holder.close()
        with db.engine.connect() as next_one:
            assert next_one.execute(text("SELECT 1")).scalar() == 1
        writing.reset(token)


def test_a_question_asked_alone_sees_what_is_committed_and_is_counted(shop: Flask) -> None:
    sql = "SELECT stock FROM variant WHERE id = ?"
    variant = db.session.scalars(select(Variant).order_by(Variant.id)).first()
    assert variant is not None
    before = variant.stock
    variant.stock += 1
    db.session.flush()
    with statements(shop) as sent:
        assert one_row(sql, (variant.id,)) == (before,)
    assert len(sent) == 1
    db.session.commit()
    assert one_row(sql, (variant.id,)) == (before + 1,)
    assert one_row(sql, (-1,)) is None


def test_a_question_that_fails_says_so_like_any_other(shop: Flask) -> None:
    with pytest.raises(OperationalError):
        one_row("SELECT nothing FROM nowhere WHERE id = ?", (1,))
    assert one_row("SELECT COUNT(*) FROM cart WHERE id = ?", (-1,)) == (0,)
