"""Patterns switched by a link: kept for this visitor alone, said in a bar, and taken back there."""

from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from storefront import tokens
from storefront.lab.patterns import Pattern
from tests.cart.visitor import read, words
from tests.flows.switched import off
from tests.support.statements import rows, statements

PRODUCT = "/ja/products/sleep-blend"
BAR = "aside[aria-label]:has([name=lab])"
KEPT = (
    "/ja/",
    "/ja/products",
    PRODUCT,
    "/en/search?q=tea",
    "/ja/delivery-area",
    "/ja/legal/privacy",
)


def bar(answer: TestResponse) -> list[str]:
    """What the bar says is off."""
    return [words(one) for one in read(answer).select(f"{BAR} .chip")]


def token(answer: TestResponse) -> str:
    return str(read(answer).select_one("[name=csrf_token]")["value"])  # type: ignore[index]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        (f"{PRODUCT}?lab=dialog:off", PRODUCT),
        ("/?lab=dialog:off", "/"),
        (f"{PRODUCT}?sku=SLEEP-90&lab=dialog:off&x=1", f"{PRODUCT}?sku=SLEEP-90&x=1"),
        ("/en/search?q=%E8%8C%B6&lab=dialog:off", "/en/search?q=%E8%8C%B6"),
        ("/ja/cart?lab=tiers:on&lab=dialog:off", "/ja/cart"),
        ("/ja/products/nothing-of-that-name?lab=dialog:off", "/ja/products/nothing-of-that-name"),
    ],
)
def test_a_link_leads_to_the_same_address_without_the_wish(
    app: Flask, client: FlaskClient, asked: str, shown: str
) -> None:
    before = rows(app)
    with statements(app) as asked_of_the_database:
        answer = client.get(asked)
    assert (answer.status_code, answer.location) == (303, shown)
    assert answer.headers["Cache-Control"] == "no-store"
    cookie = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith("lab="))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert asked_of_the_database == []
    assert rows(app) == before
    assert bar(client.get("/en/cart")) == ["Back on: Pop-up after adding"]


@pytest.mark.parametrize("wish", ["nothing:off", "dialog", "dialog:up", "", "lab=dialog:off"])
def test_what_means_nothing_is_taken_out_of_the_address_and_changes_nothing(
    client: FlaskClient, wish: str
) -> None:
    answer = off(client, wish)
    assert answer.location == "/ja/"
    assert bar(client.get("/ja/")) == []


@pytest.mark.parametrize(
    "path", ["/healthz", "/staff/", "/styleguide", "/no-such-page", "//evil.example/ja/"]
)
def test_only_pages_of_the_shop_take_it(client: FlaskClient, path: str) -> None:
    answer = client.get(path, query_string={"lab": "dialog:off"})
    assert not any(one.startswith("lab=") for one in answer.headers.getlist("Set-Cookie"))
    assert "evil" not in answer.headers.get("Location", "").partition("://")[2].partition("/")[0]


def test_a_post_does_not_take_it(client: FlaskClient) -> None:
    sent = {"csrf_token": token(client.get("/ja/cart")), "theme": "dark"}
    answer = client.post("/ja/theme?lab=dialog:off", data=sent)
    assert answer.status_code == 303
    assert client.get_cookie("lab") is None


def test_the_bar_switches_one_back_on_and_then_all(client: FlaskClient) -> None:
    off(client, "dialog:off,tiers:off,bundle:off")
    page = client.get(f"{PRODUCT}?sku=SLEEP-90")
    assert bar(page) == ["元に戻す： 三段の比べ方", "元に戻す： カートに入れたあとの小窓", "元に戻す： 組み合わせのセット"]  # fmt: skip
    form = read(page).select_one(f"{BAR} form")
    sent = {str(one["name"]): str(one["value"]) for one in form.select("input")}  # type: ignore[union-attr]
    answer = client.post(str(form["action"]), data={**sent, "lab": "dialog:on"})  # type: ignore[index]
    assert (answer.status_code, answer.location) == (303, f"{PRODUCT}?sku=SLEEP-90")
    assert len(bar(client.get(PRODUCT))) == 2
    client.post(str(form["action"]), data={**sent, "lab": "all:on"})  # type: ignore[index]
    assert client.get_cookie("lab") is None
    assert bar(client.get(PRODUCT)) == []


def test_the_bar_leads_nowhere_else_and_wants_its_token(client: FlaskClient) -> None:
    off(client)
    sent = {"csrf_token": token(client.get("/ja/cart")), "lab": "all:on"}
    for away in ("//evil.example/", "https://evil.example/", "/\\evil.example"):
        assert client.post("/ja/lab/patterns", data={**sent, "next": away}).location == "/ja/"
    off(client)
    assert client.post("/ja/lab/patterns", data={"lab": "all:on"}).status_code == 400
    assert client.get_cookie("lab") is not None


@pytest.mark.parametrize(
    "path", ["/ja/", "/ja/cart", "/ja/checkout/email", "/ja/nowhere", "/ja/offers"]
)
def test_the_bar_says_how_many_are_off_at_the_foot_of_every_page(
    client: FlaskClient, path: str
) -> None:
    off(client)
    sent = {"csrf_token": token(client.get("/ja/cart")), "sku": "SLEEP-30", "quantity": "1"}
    client.post("/ja/cart/lines", data=sent)
    page = client.get(path)
    assert len(bar(page)) == len(Pattern)
    assert words(read(page).select_one(f"{BAR} summary")) == "見せ方の実演：12点を停止中"


def test_a_forged_cookie_switches_nothing(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        signed = tokens.sign("lab", "dialog,tiers")
        for_another_purpose = tokens.sign("offer", "dialog,tiers")
        no_text = tokens.sign("lab", [1, {"a": None}])
    for forged in ("dialog", "dialog,tiers", signed[:-1] + "!", for_another_purpose, no_text, ""):
        client.set_cookie("lab", quote(forged))
        assert bar(client.get("/ja/")) == []
    client.set_cookie("lab", signed)
    assert len(bar(client.get("/ja/"))) == 2


@pytest.mark.parametrize("path", KEPT)
def test_a_page_kept_for_all_is_neither_spoilt_nor_taken_by_who_has_something_off(
    app: Flask, path: str
) -> None:
    """Whoever comes first: the page of others stays the same bytes, but for their own token."""

    def seen(client: FlaskClient) -> tuple[str, str]:
        answer = client.get(path)
        return answer.text.replace(token(answer), ""), answer.headers["ETag"]

    switched, usual, another = app.test_client(), app.test_client(), app.test_client()
    off(switched)
    first = seen(switched)
    page = seen(usual)
    assert "lab/patterns" in first[0] and "lab/patterns" not in page[0]
    assert seen(switched)[0] == first[0]
    assert seen(another)[0] == page[0]
    tag = usual.get(path).headers["ETag"]
    assert usual.get(path, headers={"If-None-Match": tag}).status_code == 304
    off(usual)
    after = usual.get(path, headers={"If-None-Match": tag})
    assert (after.status_code, after.headers["ETag"] == tag) == (200, False)


def test_for_all_others_a_kept_page_costs_what_it_did(app: Flask) -> None:
    switched, usual = app.test_client(), app.test_client()
    usual.get(PRODUCT)
    off(switched)
    switched.get(PRODUCT)
    with statements(app) as asked:
        usual.get(PRODUCT)
    assert len(asked) == 1
