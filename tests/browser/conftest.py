"""A shop and a visitor in a real browser."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from tests.support.live import serve

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


@pytest.fixture
def site(tmp_path: Path, now: datetime) -> Iterator[tuple[str, Flask]]:
    """The address of a freshly seeded shop, and its app."""
    with serve(tmp_path) as opened:
        yield opened


@pytest.fixture
def visitor(browser: Browser, site: tuple[str, Flask]) -> Iterator[Callable[..., Page]]:
    """Opens a page as a new visitor; the test fails on any script error, refused script or failed request."""
    contexts: list[BrowserContext] = []
    trouble: list[str] = []

    def come(width: str = "phone", scripts: bool = True, **more: object) -> Page:
        context = browser.new_context(
            base_url=site[0],
            viewport=PHONE if width == "phone" else DESK,  # type: ignore[arg-type]
            java_script_enabled=scripts,
            reduced_motion="reduce",
            **more,  # type: ignore[arg-type]
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: trouble.append(f"script: {error}"))
        page.on(
            "console",
            lambda said: (
                trouble.append(said.text)
                if said.type == "error" and "422" not in said.text
                else None
            ),
        )
        return page

    yield come
    for context in contexts:
        context.close()
    assert trouble == []
