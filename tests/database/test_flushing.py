"""Whose commits wait for the disk: the shop's always, the demo provider's with the shop's next one."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from storefront.database import writing
from storefront.extensions import db
from storefront.payments.gateways.demo.provider import provider
from tests.support.shops import open_shop

ASKED = text("PRAGMA synchronous")
EACH_TIME, WITH_THE_NEXT = 2, 1
"""What SQLite calls FULL and NORMAL."""


@pytest.fixture
def on_sqlite(tmp_path: Path, now: datetime) -> Iterator[Flask]:
    with open_shop("sqlite", tmp_path) as shop, shop.app_context():
        yield shop


def test_the_provider_waits_for_no_disk_and_the_shop_always_does(on_sqlite: Flask) -> None:
    with provider() as session:
        assert session.execute(ASKED).scalar_one() == WITH_THE_NEXT
    token = writing.set(True)
    try:
        assert db.session.execute(ASKED).scalar_one() == EACH_TIME
        db.session.rollback()
    finally:
        writing.reset(token)
