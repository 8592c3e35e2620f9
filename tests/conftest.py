"""What every test may ask for by name."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.support import network
from tests.support.browser import open_browser
from tests.support.postgres import cluster


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        network.block(monkeypatch)
        yield


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
