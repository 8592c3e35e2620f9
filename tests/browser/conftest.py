"""A shop and a visitor in a real browser."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.checkout.buyer import Buyer
from tests.support.live import serve
from tests.support.walking import PAYS, Shopper

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
expect.set_options(timeout=10_000)


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


@pytest.fixture
def at_review(site: tuple[str, Flask], visitor: Callable[..., Page]) -> Callable[..., Shopper]:
    """A new visitor before the button that orders, who came all the way there without a browser."""

    def come(
        card: str | None = PAYS,
        width: str = "phone",
        language: str = "ja",
        scripts: bool = True,
    ) -> Shopper:
        buyer = Buyer(site[1], language).take("SLEEP-30").to_confirmation(card)
        session = buyer.client.get_cookie("session")
        assert session is not None
        page = visitor(width, scripts)
        page.context.add_cookies([{"name": "session", "value": session.value, "url": site[0]}])
        return Shopper(page, language, scripts).go("/checkout/confirm")

    return come
