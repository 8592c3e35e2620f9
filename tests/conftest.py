"""What every test may ask for by name."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from storefront import clock
from storefront.database import writing
from tests.support import in_memory, network
from tests.support.browser import open_browser
from tests.support.postgres import cluster
from tests.support.shops import DATABASES, open_shop

pytest.register_assert_rewrite(
    "tests.support.same_total",
    "tests.support.places",
    "tests.support.sums",
    "tests.quoting.sound",
)

# Shops of tests live in memory where there is room for them: a slow disk would hold up everything.
in_memory.prefer()

# No law is broken because the machine is busy.
settings.register_profile("shop", deadline=None)
settings.load_profile("shop")

TUESDAY_MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
"""24 November 2026, ten o'clock in Japan: a working day after a holiday, before the cut-off."""


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        network.block(monkeypatch)
        yield


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The shop's clock stands still at TUESDAY_MORNING."""
    monkeypatch.setattr(clock, "now", lambda: TUESDAY_MORNING)
    return TUESDAY_MORNING


@pytest.fixture(params=DATABASES)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Each test that needs a shop runs on SQLite and on PostgreSQL."""
    return str(request.param)


@pytest.fixture
def app(database_kind: str, tmp_path: Path, now: datetime) -> Iterator[Flask]:
    """A seeded shop of this test's own, its clock standing still, rate limits off."""
    with open_shop(database_kind, tmp_path) as shop:
        yield shop


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without scripts."""
    return app.test_client()


@pytest.fixture
def shop(app: Flask) -> Iterator[Flask]:
    """The shop with an application context pushed and leave to write: for rules without HTTP."""
    token = writing.set(True)
    with app.app_context():
        yield app
    writing.reset(token)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run; each test opens its own context in it."""
    with sync_playwright() as playwright:
        opened = open_browser(playwright)
        yield opened
        opened.close()


@pytest.fixture
def postgres_database() -> Iterator[str]:
    """The address of an empty PostgreSQL database, removed after the test."""
    url = cluster().fresh()
    yield url
    cluster().drop(url)
