"""A browser whose visitor is shown offers, and what it is shown."""

from flask import Flask
from playwright.sync_api import Locator, Page

from tests.support.offers import comes_as
from tests.support.walking import Shopper


def shown_offers(
    site: tuple[str, Flask], page: Page, language: str = "ja", *, scripts: bool = True
) -> Shopper:
    """Let the browser of a page be that of a visitor outside the share that gets none."""
    session = comes_as(site[1].test_client()).get_cookie("session")
    assert session is not None
    page.context.add_cookies([{"name": "session", "value": session.value, "url": site[0]}])
    return Shopper(page, language, scripts)


def offered(page: Page, name: str) -> Locator:
    """The suggestion of that title."""
    return page.get_by_role("region", name=name)
