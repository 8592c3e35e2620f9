"""The finder: number and e-mail lead to the order; whatever is wrong, the answer is the same."""

from datetime import datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from storefront.extensions import db
from storefront.limits import LimitWindow
from tests.support.orders import behind_the_counter, paid, placed
from tests.support.shops import open_shop
from tests.support.statements import rows

FIND = "/ja/orders/find"
MISMATCH = "ご注文番号とメールアドレスの組み合わせが見つかりません"


def token_of(client: FlaskClient) -> str:
    field = BeautifulSoup(client.get(FIND).text, "html.parser").find(attrs={"name": "csrf_token"})
    assert field is not None
    return str(field["value"])


def find(client: FlaskClient, number: str, email: str) -> TestResponse:
    answers = {"csrf_token": token_of(client), "number": number, "email": email}
    return client.post(FIND, data=answers)


def test_number_and_address_lead_to_the_whole_order(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    order = placed(app, paid, now)
    answer = find(client, f" #{order.number}", "MINORI@example.jp")
    assert answer.status_code == 303
    assert answer.location.startswith(f"/ja/orders/{order.number}?key=")
    assert "渋谷区神南1-2-3" in client.get(answer.location).text


def test_every_mismatch_gets_the_same_answer_and_changes_nothing(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    number = placed(app, paid, now).number
    before = rows(app)
    pages = []
    for typed, email in (
        (number, "somebody@example.jp"),
        ("99999", "minori@example.jp"),
        ("abc", "not an address"),
        ("9" * 3000, "minori@example.jp"),
    ):
        answer = find(client, typed, email)
        assert answer.status_code == 422
        pages.append(answer.text.replace(typed, "N").replace(email, "E").split("csrf_token")[0])
        assert answer.text.count(MISMATCH) == 2  # in the summary and at the field
    assert len(set(pages)) == 1
    assert rows(app) == before


def test_empty_fields_are_asked_for_by_name(client: FlaskClient) -> None:
    answer = find(client, "", "")
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "html.parser")
    assert str(page.title.string).startswith("エラー：")
    links = {a["href"]: a.get_text() for a in page.select(".error-summary a")}
    assert links == {
        "#number": "ご注文番号を入力してください",
        "#email": "メールアドレスを入力してください",
    }


def test_the_number_may_come_with_the_address(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get(f"{FIND}?number=10234").text, "html.parser")
    field = page.find(id="number")
    assert field is not None
    assert field["value"] == "10234"


def test_the_sixth_try_within_ten_minutes_has_to_wait(
    tmp_path: Path, now: datetime, database_kind: str
) -> None:
    with open_shop(database_kind, tmp_path, limits=True) as shop:
        client = shop.test_client()
        number = placed(shop, paid, now).number
        codes = [find(client, "99999", "minori@example.jp").status_code for _try in range(5)]
        assert codes == [422] * 5
        answer = find(client, number, "minori@example.jp")
        assert answer.status_code == 429
        assert answer.headers["Retry-After"] == "600"
        assert "少し時間をおいてお試しください" in answer.text
        with behind_the_counter(shop):
            window = db.session.scalars(select(LimitWindow)).one()
            assert window.count == 6
            assert "127.0.0.1" not in window.key


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_form_says_what_it_wants_in_both_languages(client: FlaskClient, lang: str) -> None:
    page = BeautifulSoup(client.get(f"/{lang}/orders/find").text, "html.parser")
    assert page.html is not None
    assert page.html["lang"] == lang
    for name in ("number", "email"):
        assert page.find("label", attrs={"for": name}) is not None


def test_a_form_works_from_a_page_that_sends_no_referrer(tmp_path: Path, now: datetime) -> None:
    settings = {"env": "production", "secret_key": "a long secret for this test"}
    with open_shop("sqlite", tmp_path, **settings) as shop:
        client = shop.test_client()
        page = client.get(FIND, base_url="https://localhost")
        token = BeautifulSoup(page.text, "html.parser").find(attrs={"name": "csrf_token"})
        assert token is not None
        answers = {"csrf_token": token["value"], "number": "1", "email": "a@example.jp"}
        answer = client.post(FIND, data=answers, base_url="https://localhost")
        assert answer.status_code == 422
