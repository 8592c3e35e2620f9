"""Whom an invoice is made out to: typed on the order's page, tidied, bounded, taken back by emptying it."""

from datetime import datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from storefront.orders.finding import order_by_number
from tests.support.orders import Placed, behind_the_counter, declined, paid, placed
from tests.support.papers import pages_of


@pytest.fixture
def order(app: Flask, now: datetime) -> Placed:
    return placed(app, paid, now)


def type_name(client: FlaskClient, order: Placed, name: str, **more: str) -> TestResponse:
    form = BeautifulSoup(client.get(order.show).text, "html.parser").select_one("#papers form")
    assert form is not None
    token = form.select_one('[name="csrf_token"]')
    assert token is not None
    data = {"csrf_token": token["value"], "name": name, **more}
    return client.post(str(form["action"]), data=data)


def kept(app: Flask, order: Placed) -> tuple[str, bool]:
    with behind_the_counter(app):
        row = order_by_number(order.number)
        assert row is not None
        return row.contact.invoice_to, row.contact.invoice_to_company


def invoice(client: FlaskClient, order: Placed) -> str:
    page = client.get(order.show.replace("?", "/invoice?"))
    assert page.status_code == 200
    return page.text


def test_a_name_makes_the_full_invoice_and_emptying_it_the_simplified_one(
    app: Flask, client: FlaskClient, order: Placed
) -> None:
    answer = type_name(client, order, "若葉商店", kind="company")
    assert answer.status_code == 303
    assert answer.location.split("?")[0] == f"/ja/orders/{order.number}/invoice"
    assert "若葉商店 御中" in client.get(answer.location).text
    assert kept(app, order) == ("若葉商店", True)
    assert "若葉商店 御中" in client.get(order.show).text
    type_name(client, order, "  ")
    assert kept(app, order) == ("", False)
    assert "適格簡易請求書" in invoice(client, order)


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("若葉　みのり 様", "若葉 みのり"),
        ("株式会社若葉御中", "株式会社若葉"),
        (" 総務部\r\n備品課\t", "総務部 備品課"),
        ("左\u202e右\u200b", "左右"),
        ("様", ""),
        ("<b>若葉</b> & \"商店\"", "<b>若葉</b> & \"商店\""),
        ("﨑 髙 ㈱", "﨑 髙 ㈱"),
    ],
)  # fmt: skip
def test_what_is_typed_is_tidied_and_stays_text(
    app: Flask, client: FlaskClient, order: Placed, typed: str, tidy: str
) -> None:
    assert type_name(client, order, typed).status_code == 303
    assert kept(app, order) == (tidy, False)
    page = BeautifulSoup(invoice(client, order), "html.parser")
    named = page.select_one(".paper__addressee")
    assert (named.get_text() if named else "") == (f"{tidy} 様" if tidy else "")
    pdf = client.get(order.show.replace("?", "/invoice.pdf?"))
    assert "".join(tidy.split()) in pages_of(pdf.data)[0]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("長" * 61, "宛名は60文字までで入力してください"),
        ("🍵" * 300, "宛名は60文字までで入力してください"),
        ("茶🍵の店", "「🍵」は印刷できません"),
        ("𠮷野家", "「𠮷」は印刷できません"),
    ],
)
def test_what_cannot_be_printed_comes_back_with_the_reason(
    app: Flask, client: FlaskClient, order: Placed, typed: str, says: str
) -> None:
    answer = type_name(client, order, typed)
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "html.parser")
    field = page.select_one("#papers .field--error")
    assert field is not None
    assert says in field.get_text()
    assert field.select_one("input")["value"] == typed  # type: ignore[index]
    assert page.select_one("#papers details[open]") is not None
    assert page.title is not None
    assert str(page.title.string).startswith("エラー：")
    assert kept(app, order) == ("", False)


def test_sixty_letters_are_taken(app: Flask, client: FlaskClient, order: Placed) -> None:
    assert type_name(client, order, "長" * 60 + "様").status_code == 303
    assert kept(app, order) == ("長" * 60, False)


def test_an_old_link_a_stranger_and_an_unpaid_order_change_nothing(
    app: Flask, client: FlaskClient, order: Placed, now: datetime
) -> None:
    form = BeautifulSoup(client.get(order.show).text, "html.parser").select_one("#papers form")
    assert form is not None
    token = form.select_one('[name="csrf_token"]')["value"]  # type: ignore[index]
    data = {"csrf_token": str(token), "name": "若葉商店"}
    address = str(form["action"])
    with time_machine.travel(datetime.now().astimezone() + timedelta(days=2)):
        assert client.post(address, data=data).status_code == 403
    assert client.post(address.split("?", maxsplit=1)[0], data=data).status_code == 403
    assert client.post(address, data={"name": "若葉商店"}).status_code in {400, 403, 422}
    waiting = placed(app, declined, now)
    assert client.post(waiting.show.replace("?", "/invoice?"), data=data).status_code == 404
    assert kept(app, order) == ("", False)
    assert kept(app, waiting) == ("", False)
