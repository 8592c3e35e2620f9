"""A turn of the worker: it looks first, and takes a job in a transaction that was begun to write."""

from datetime import datetime

import pytest
from flask import Flask

from storefront import worker
from storefront.database import writing
from storefront.extensions import db
from storefront.jobs.queue import enqueue


def test_a_look_never_turns_into_a_write(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite gives up at once where another writer was faster between the look and the write."""
    found: list[bool] = []
    monkeypatch.setattr(worker, "run_due", lambda: found.append(db.session().in_transaction()))
    with app.app_context():
        token = writing.set(True)
        enqueue("shop.tidy", {}, now)
        db.session.commit()
        writing.reset(token)
        worker._turn()
    assert found == [False]
