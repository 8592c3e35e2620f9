"""What cannot be put in a cart is refused in words, in the visitor's language, and changes nothing."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from storefront.cart.cart import Cart, CartLine
from storefront.extensions import db
from tests.cart.visitor import Visitor, read, the_cart, variant, words

NOT_A_QUANTITY = "数量は1から99までの数字で入力してください"
BAD = ["0", "-1", "−1", "1000000000", "abc", "", "1.5"]


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    return Visitor(client)


@pytest.mark.parametrize("typed", BAD)
def test_no_such_quantity_is_added(app: Flask, visitor: Visitor, typed: str) -> None:
    answer = visitor.add("SLEEP-30", typed)
    page = read(answer)
    assert answer.status_code == 422
    assert words(page.title).startswith("エラー：")
    assert words(page.select_one(".error-summary a")) == NOT_A_QUANTITY
    assert page.select_one(".error-summary a")["href"] == "#quantity"  # type: ignore[index]
    assert page.select_one('#buy-box input[value="SLEEP-30"]').has_attr("checked")  # type: ignore[union-attr]
    assert nothing_written(app)


def test_the_number_typed_is_kept(visitor: Visitor) -> None:
    page = read(visitor.add("SLEEP-30", "1000"))
    assert page.select_one("#quantity")["value"] == "1000"  # type: ignore[index]


def test_a_missing_quantity_is_refused(app: Flask, visitor: Visitor) -> None:
    answer = visitor.post("/cart/lines", sku="SLEEP-30")
    assert answer.status_code == 422
    assert NOT_A_QUANTITY in answer.text
    assert nothing_written(app)


@pytest.mark.parametrize("sku", ["NOPE", "", "sleep-30", "S" * 5000, "' OR 1=1 --"])
def test_an_unknown_sku_is_not_found(app: Flask, visitor: Visitor, sku: str) -> None:
    for answer in (visitor.add(sku), visitor.post("/cart/lines", quantity=1)):
        assert answer.status_code == 404
        assert read(answer).select_one("main h1") is not None
    assert nothing_written(app)


def test_a_posted_price_is_not_looked_at(app: Flask, visitor: Visitor) -> None:
    visitor.add("SLEEP-30", 1, price="1", seen_price="1", amount="1")
    with app.app_context():
        assert the_cart().lines[0].seen_price == 1280
    assert "¥1,280" in visitor.panel()


def test_more_than_are_left_is_refused_with_the_number(app: Flask, visitor: Visitor) -> None:
    with app.app_context():
        variant("SLEEP-30").stock = 3
        db.session.commit()
    assert "残りは3点です" in visitor.add("SLEEP-30", 4).text
    assert nothing_written(app)
    visitor.add("SLEEP-30", 2)
    again = visitor.add("SLEEP-30", 2)
    assert again.status_code == 422
    assert "残りは3点です。カートにはすでに2点入っています" in again.text
    assert visitor.lines() == {"SLEEP-30": 2}


def test_what_is_sold_out_is_refused(app: Flask, visitor: Visitor) -> None:
    with app.app_context():
        variant("SLEEP-30").stock = 0
        db.session.commit()
    answer = visitor.add("SLEEP-30")
    assert answer.status_code == 422
    assert "ただいま在庫がありません" in answer.text
    assert nothing_written(app)


def test_more_than_ninety_nine_are_too_many(app: Flask, visitor: Visitor) -> None:
    with app.app_context():
        variant("SLEEP-30").stock = 500
        db.session.commit()
    visitor.add("SLEEP-30", 60)
    assert "一度にご注文いただけるのは99点までです" in visitor.add("SLEEP-30", 60).text
    assert visitor.lines() == {"SLEEP-30": 60}


@pytest.mark.parametrize("typed", ["-1", "100", "1000000000", "abc", "", "1.5"])
def test_no_such_quantity_is_set(visitor: Visitor, typed: str) -> None:
    visitor.add("SLEEP-30", 2)
    answer = visitor.change("SLEEP-30", typed)
    page = read(answer)
    assert answer.status_code == 422
    assert words(page.title).startswith("エラー：")
    assert NOT_A_QUANTITY in words(page.select_one(".error-summary a"))
    field = page.select_one(".qty__input")
    assert field is not None
    assert page.select_one(".error-summary a")["href"] == f"#{field['id']}"  # type: ignore[index]
    assert field["value"] == (typed if typed.lstrip("-").isdigit() else "")
    assert field["aria-describedby"] == f"{field['id']}-error"
    assert visitor.lines() == {"SLEEP-30": 2}


def test_a_form_from_elsewhere_is_refused(app: Flask, client: FlaskClient) -> None:
    for token in (None, "forged"):
        fields = {"sku": "SLEEP-30", "quantity": "1"} | ({"csrf_token": token} if token else {})
        assert client.post("/ja/cart/lines", data=fields).status_code == 400
    assert nothing_written(app)


def test_refusals_speak_the_visitors_language(client: FlaskClient) -> None:
    answer = Visitor(client, "en").add("SLEEP-30", "0")
    assert read(answer).title.text.startswith("Error: ")  # type: ignore[union-attr]
    assert "Enter the quantity as a number from 1 to 99" in answer.text


def nothing_written(app: Flask) -> bool:
    with app.app_context():
        counts = [
            db.session.scalar(select(func.count()).select_from(table)) for table in (Cart, CartLine)
        ]
    return counts == [0, 0]
