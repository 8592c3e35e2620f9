"""Light and dark: the visitor's choice, kept by a cookie, without leaving the page."""

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient


def token(client: FlaskClient, address: str = "/ja/cart") -> str:
    """The CSRF token of a page's first form."""
    page = BeautifulSoup(client.get(address).data, "html.parser")
    return str(page.select_one("input[name=csrf_token]")["value"])  # type: ignore[index]


def choose(client: FlaskClient, theme: str, back: str) -> str:
    """Post the switch; returns where it leads."""
    answer = client.post(
        "/ja/theme", data={"theme": theme, "next": back, "csrf_token": token(client)}
    )
    assert answer.status_code == 303
    return answer.headers["Location"]


def test_a_chosen_theme_is_in_the_first_bytes_of_every_later_page(client: FlaskClient) -> None:
    assert 'data-theme="' not in client.get("/ja/").text[:200]
    assert choose(client, "dark", "/ja/products?sort=price") == "/ja/products?sort=price"
    assert '<html lang="ja" data-theme="dark">' in client.get("/ja/").text[:200]
    assert '<html lang="en" data-theme="dark">' in client.get("/en/cart").text[:200]


def test_an_unknown_theme_changes_nothing(client: FlaskClient) -> None:
    choose(client, "purple", "/ja/")
    assert 'data-theme="' not in client.get("/ja/").text[:200]


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.com/",
        "//example.com",
        "/\\example.com",
        "javascript:alert(1)",
        "",
        "ja/cart",
    ],
)
def test_the_switch_leads_nowhere_but_into_the_shop(client: FlaskClient, elsewhere: str) -> None:
    assert choose(client, "light", elsewhere) == "/ja/"


def test_a_refused_form_names_a_page_that_can_be_opened(client: FlaskClient) -> None:
    refused = client.post(
        "/ja/cart/lines",
        data={"sku": "SLEEP-30", "quantity": "0", "csrf_token": token(client)},
    )
    assert refused.status_code == 422
    page = BeautifulSoup(refused.data, "html.parser")
    back = page.select_one("form[action='/ja/theme'] input[name=next]")
    assert back is not None
    assert client.get(str(back["value"])).status_code == 200
