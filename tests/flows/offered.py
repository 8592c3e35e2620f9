"""A visitor who is shown offers, reads them and answers them by the forms on the page."""

from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.test import TestResponse

from tests.cart.visitor import HTMX, Visitor, read, words
from tests.support.offers import SHOWN, comes_as


def visitor_of(app: Flask, key: str = SHOWN, language: str = "ja") -> Visitor:
    """Somebody new with a key."""
    return Visitor(comes_as(app.test_client(), key), language)


def block(page: BeautifulSoup | Tag, placement: str) -> Tag | None:
    """The offer at a placement of a page."""
    return page.select_one(f'#offer-{placement}, section.offer[id^="offer-{placement}-"]')


def names(offer: Tag | None) -> list[str]:
    """What it proposes."""
    assert offer is not None
    return [words(one) for one in offer.select(".offer__words a")]


def form(offer: Tag | None, address: str) -> Tag:
    """The form of an offer that goes to an address: "accepted", "refused", "switch"."""
    assert offer is not None
    found = offer.select_one(f'form[action$="/offers/{address}"]')
    assert found is not None, address
    return found


def send(visitor: Visitor, sent: Tag, htmx: bool = True, **more: str) -> TestResponse:
    """Post a form as it stands."""
    fields = {str(one["name"]): str(one["value"]) for one in sent.select("input[name]")}
    return visitor.client.post(
        str(sent["action"]), data={**fields, **more}, headers=HTMX if htmx else {}
    )


def accept(
    visitor: Visitor, offer: Tag | None, name: str = "", htmx: bool = True, **more: str
) -> TestResponse:
    """Press the button that says yes, to the thing of that name."""
    sent = form(offer, "accepted")
    button = next(one for one in sent.select("button") if name in words(one))
    named = {str(button["name"]): str(button["value"])} if button.get("name") else {}
    return send(visitor, sent, htmx, **{**named, **more})


def refuse(visitor: Visitor, offer: Tag | None, htmx: bool = True) -> TestResponse:
    """Say no."""
    return send(visitor, form(offer, "refused"), htmx)


def dialog(visitor: Visitor, sku: str = "SLEEP-30") -> BeautifulSoup:
    """The answer to putting something in."""
    return read(visitor.add(sku, htmx=True))


def followed(visitor: Visitor, answer: TestResponse) -> BeautifulSoup:
    """The page an answer leads to without scripts."""
    assert answer.status_code == 303, answer.text[:200]
    return read(visitor.client.get(answer.headers["Location"]))


def seen(visitor: Visitor, page: BeautifulSoup) -> None:
    """Let the page tell what was seen on it."""
    for one in page.select("form.offer__seen"):
        tokens = [str(field["value"]) for field in one.select('[name="offer"]')]
        token = str(one.select_one('[name="csrf_token"]')["value"])  # type: ignore[index]
        data = {"csrf_token": token, "offer": tokens}
        answer = visitor.client.post(str(one["data-hx-post"]), data=data, headers=HTMX)
        assert answer.status_code == 204
