"""A page kept for everybody: each visitor gets it with their own token and count, and with nothing of another's."""

import gzip

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from tests.support.statements import statements

PRODUCT = "/ja/products/sleep-blend"
PAGES = ("/ja/", "/ja/products", PRODUCT, "/en/search?q=tea")


def token(html: str) -> str:
    field = BeautifulSoup(html, "html.parser").select_one("input[name=csrf_token]")
    assert field is not None
    return str(field["value"])


@pytest.mark.parametrize("path", PAGES)
def test_compressed_and_plain_are_the_same_page(client: FlaskClient, path: str) -> None:
    plain = client.get(path)
    zipped = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.data) == plain.data


def test_visitors_share_the_page_but_not_its_token(app: Flask) -> None:
    first, second = (app.test_client().get(PRODUCT).text for _ in range(2))
    assert token(first) != token(second)
    assert first.replace(token(first), "") == second.replace(token(second), "")


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("/ja/", ""),
        ("/ja/products", "tag=gift&page=1"),
        (PRODUCT, "sku=SLEEP-90"),
        ("/en/search", "q=tea"),
        ("/en/delivery-area", "next=/en/cart"),
        ("/en/legal/returns", ""),
    ],
)
def test_what_a_page_does_not_know_makes_no_page_of_its_own(
    app: Flask, client: FlaskClient, path: str, known: str
) -> None:
    page = client.get(f"{path}?{known}")
    with statements(app) as asked:
        for strange in ("utm_source=stranger", "knows=nothing&gclid=" + "x" * 300):
            again = client.get(f"{path}?{strange}&{known}")
            assert again.status_code == 200
            assert again.data == page.data
    assert len(asked) == 2, "one look each, and nothing made anew"
    assert client.get(f"{path}?{known}&sku=&q=&next=").status_code == 200


def test_the_token_of_a_kept_page_is_taken_back(app: Flask) -> None:
    visitor, other = app.test_client(), app.test_client()
    own = token(visitor.get(PRODUCT).text)
    other.get(PRODUCT)
    body = {"sku": "SLEEP-15", "quantity": "1", "csrf_token": own}
    assert other.post("/ja/cart/lines", data=body).status_code == 400
    assert visitor.post("/ja/cart/lines", data=body).status_code == 303


def test_the_cookie_is_sent_once_and_not_with_every_page(client: FlaskClient) -> None:
    assert "Set-Cookie" in client.get(PRODUCT).headers
    assert "Set-Cookie" not in client.get(PRODUCT).headers
    assert "Set-Cookie" not in client.get("/ja/cart").headers


def test_a_browser_that_has_the_page_gets_304_until_its_cart_changes(client: FlaskClient) -> None:
    page = client.get(PRODUCT)
    known = {"If-None-Match": page.headers["ETag"]}
    again = client.get(PRODUCT, headers=known)
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == page.headers["ETag"]
    body = {"sku": "SLEEP-15", "quantity": "1", "csrf_token": token(page.text)}
    client.post("/ja/cart/lines", data=body)
    assert client.get(PRODUCT, headers=known).status_code == 200


def test_a_forged_or_broken_cookie_is_an_empty_session(app: Flask) -> None:
    cookie = app.test_client().get(PRODUCT).headers["Set-Cookie"].split(";")[0]
    for value in (cookie + "x", cookie[:-3] + "AAA", "session=", "session=ごみ"):
        answer = app.test_client().get(PRODUCT, headers={"Cookie": value})
        assert answer.status_code == 200
        assert "Set-Cookie" in answer.headers


@pytest.mark.parametrize("path", ["/ja/", "/ja/cart", "/ja/nothing-here", "/healthz", "static"])
def test_every_answer_carries_the_headers_that_protect(
    client: FlaskClient, app: Flask, path: str
) -> None:
    if path == "static":
        path = app.extensions["assets"].url("favicon.svg")
    with client.get(path) as answer:
        headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    (policy,) = headers.getlist("Content-Security-Policy")
    assert policy.startswith("default-src 'none'")
