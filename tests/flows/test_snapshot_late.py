"""A page that began to read before a rate was changed is not kept as the page after it, and two that write do not wait for each other."""

import threading
from datetime import datetime, timedelta
from time import monotonic

import pytest
from flask import Flask
from sqlalchemy import select, update

from storefront import limits, revision
from storefront.extensions import db
from storefront.shop.profile import ShopProfile
from storefront.views import snapshot as snapshots
from storefront.views.snapshot import snapshot
from tests.support.orders import behind_the_counter
from tests.support.threads import at_once

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


def test_old_rows_are_never_kept_under_the_new_number(app: Flask, now: datetime) -> None:
    with app.test_request_context("/ja/"):
        db.session.execute(select(ShopProfile.phone))  # the transaction has begun
        assert at_once([lambda: change(app)]) == [None]
        snapshot()
    with app.test_request_context("/ja/"):
        assert snapshot().profile.phone == "050-1111-2222"


def change(app: Flask) -> None:
    """Somebody else changes a row and says so, all in the meantime."""
    with app.app_context():
        db.session.execute(update(ShopProfile).values(phone="050-1111-2222"))
        revision.bump(revision.Part.SETTINGS)
        db.session.commit()


def test_who_writes_never_waits_for_who_waits_to_write(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a change of settings two write at once: neither may hold what the other needs, or both stand still for 25 seconds."""
    monkeypatch.setattr(snapshots, "_kept", {})
    asked = threading.Event()
    real = revision.current
    monkeypatch.setattr(revision, "current", lambda part: asked.set() or real(part))

    def second() -> None:
        with behind_the_counter(app), app.test_request_context("/ja/"):
            snapshot()

    late = threading.Thread(target=second)
    with behind_the_counter(app), app.test_request_context("/ja/"):
        limits.hit("somebody", 1, timedelta(minutes=1), now)  # the right to write is taken
        late.start()
        assert asked.wait(10)
        began = monotonic()
        snapshot()
        took = monotonic() - began
        db.session.rollback()
    late.join(30)
    assert took < 5
