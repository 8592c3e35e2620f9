"""Every address says who may use it, and every answer carries its armour."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from storefront.views.access import (
    DEVELOPMENT,
    MACHINE,
    ORDER_LINK,
    PUBLIC,
    STAFF,
    STAFF_DOOR,
)
from tests.support.shops import open_shop

KNOWN = {PUBLIC, ORDER_LINK, MACHINE, STAFF, STAFF_DOOR, DEVELOPMENT}
PAGES = ["/ja/", "/en/products", "/ja/products/sleep-blend", "/ja/cart", "/ja/nowhere"]


def test_every_view_declares_its_access(app: Flask) -> None:
    undeclared = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], "access", None) not in KNOWN
    }
    assert undeclared == set()


def test_no_address_changes_anything_on_a_get(app: Flask) -> None:
    both = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.methods and rule.methods & {"PUT", "DELETE", "PATCH"}
    ]
    assert both == []


@pytest.mark.parametrize("address", PAGES)
def test_every_page_carries_the_security_headers(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["X-Request-Id"]


def test_development_pages_do_not_exist_in_production(tmp_path: Path) -> None:
    with open_shop("sqlite", tmp_path, env="production") as app:
        client = app.test_client()
        for address in ("/outbox", "/styleguide", "/claims"):
            assert client.get(address).status_code == 404
        cookie = app.test_client().get("/ja/products/sleep-blend").headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
