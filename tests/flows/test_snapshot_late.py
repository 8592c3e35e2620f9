"""A page that began to read before a rate was changed is not kept as the page after it."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select, update

from storefront import revision
from storefront.extensions import db
from storefront.shop.profile import ShopProfile
from storefront.views.snapshot import snapshot
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
