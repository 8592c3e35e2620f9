"""The second step: each way with its fee and total; a card's number goes nowhere."""

import logging
from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import inspect, text

from storefront.extensions import db
from tests.cart.visitor import HTMX, read, words
from tests.checkout.buyer import PAYS, Buyer, values_of
from tests.support.shops import open_shop

REAL = "4111 1111 1111 1111"
"""Luhn-valid, and no demo card."""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One shop for all guests of this file: each has a cart of their own."""
    with open_shop("sqlite", tmp_path_factory.mktemp("shop")) as opened:
        yield opened


@pytest.fixture
def buyer(shop: Flask, now: datetime) -> Buyer:
    return Buyer(shop).take("SLEEP-30").to_payment()


def test_each_way_says_its_fee_and_the_total_with_it(buyer: Buyer) -> None:
    labels = [words(label) for label in buyer.page.select("#pay-methods .choice")]
    assert [words(one) for one in buyer.page.select("#pay-methods .choice__title")] == [
        "クレジットカード",
        "コンビニ払い",
        "スマホ決済",
        "銀行振込",
        "銀行振込（当店の口座へ）",
        "代金引換",
    ]
    assert all("¥1,930" in label and "手数料¥0" in label for label in labels[:-1])
    assert "¥2,260" in labels[-1] and "手数料¥330" in labels[-1]


def test_money_that_is_brought_says_by_which_day_and_hour(buyer: Buyer) -> None:
    due = {
        str(choice.input["value"]): words(choice.select_one(".choice__extra"))
        for choice in buyer.page.select("#pay-methods .choice")
        if choice.select_one(".choice__extra")
    }
    assert due == {
        "konbini": "11月27日(金) 23:59までにお支払い",
        "bank_transfer": "12月1日(火) 23:59までにお支払い",
        "transfer": "12月1日(火) 23:59までにお支払い",
    }


def test_the_sums_follow_the_choice_with_scripts(buyer: Buyer) -> None:
    part = read(buyer.client.get("/ja/checkout/payment?payment_method=cod", headers=HTMX))
    assert "手数料（代金引換） ¥330" in words(part) and "¥2,260" in words(part)


def test_what_does_not_apply_stays_visible_with_the_reason_and_the_way_out(buyer: Buyer) -> None:
    buyer.to_payment(shipping_rate="doorstep")
    cod = buyer.page.find("input", value="cod")
    assert cod["aria-disabled"] == "true"
    label = cod.find_parent("label")
    assert "いまのお届けの方法では選べません" in words(label)
    assert words(label.a) == "宅配便にすると選べます（送料は同じです）"
    assert label.a["href"] == "/ja/checkout/delivery?way=home#delivery-choices"
    assert "¥" not in words(label), "no total for what cannot be had"
    assert buyer.post(payment_method="cod").status_code == 422
    assert "いまのお届けの方法では選べません" in buyer.errors()["payment_method-0"]


@pytest.mark.parametrize("method", [None, "", "gold"])
def test_no_or_an_unknown_way_is_refused(buyer: Buyer, method: str | None) -> None:
    assert buyer.post(payment_method=method).status_code == 422
    assert buyer.errors() == {"payment_method-0": "お支払い方法を選んでください"}


@pytest.mark.parametrize(
    ("fields", "where", "said"),
    [
        ({"card_number": ""}, "card_number", "カード番号を入力してください"),
        ({"card_number": "4242 4242"}, "card_number", "カード番号をお確かめください"),
        (
            {"card_number": REAL},
            "card_number",
            "デモのカード番号だけお使いいただけます。本物のカード番号は入力しないでください",
        ),
        ({"card_expiry": "13/29"}, "card_expiry", "有効期限は月と年を"),
        ({"card_expiry": "10/26"}, "card_expiry", "有効期限が過ぎています"),
        ({"card_cvc": "12"}, "card_cvc", "セキュリティコードは3桁か4桁"),
    ],
)
def test_a_wrong_card_is_refused_at_its_field(
    buyer: Buyer, fields: dict[str, str], where: str, said: str
) -> None:
    good = {"card_number": PAYS, "card_expiry": "11/26", "card_cvc": "１２３"}
    assert buyer.post(payment_method="card", **{**good, **fields}).status_code == 422
    assert list(buyer.errors()) == [where]
    assert said in buyer.errors()[where]
    again = values_of(buyer.form())
    assert again["card_cvc"] == ""
    assert again["card_expiry"] == {**good, **fields}["card_expiry"]


@pytest.mark.parametrize(
    "typed", ["４２４２－４２４２－４２４２－４２４２", "4242424242424242", PAYS]
)
def test_a_number_may_be_typed_in_any_way(buyer: Buyer, typed: str) -> None:
    assert buyer.pay_with(typed).status_code == 303
    kept = buyer.answers()
    assert kept.card_label == "•••• 4242" and kept.card_token.startswith("card_")


def test_a_card_once_given_need_not_be_typed_again(buyer: Buyer) -> None:
    buyer.pay_with(PAYS)
    buyer.get("/checkout/payment")
    assert "•••• 4242 を使います" in buyer.said()
    assert buyer.post().location.endswith("/ja/checkout/confirm")
    buyer.get("/checkout/payment")
    assert buyer.pay_with("4000 0000 0000 0002").status_code == 303
    assert buyer.answers().card_label == "•••• 0002"


def test_a_card_number_is_found_nowhere_afterwards(
    app: Flask, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    buyer = Buyer(app).take().to_payment()
    for typed in (REAL, REAL.replace(" ", ""), PAYS):
        buyer.pay_with(typed)
        if buyer.answer.status_code == 422:
            assert "4111" not in buyer.answer.text
    buyer.follow()
    buyer.post()
    hay = [caplog.text, "".join(capsys.readouterr()), *cookies(buyer), *everything_stored(app)]
    for number in ("4111111111111111", REAL, "4242424242424242", PAYS):
        assert [place[:80] for place in hay if number in place] == []


def cookies(buyer: Buyer) -> list[str]:
    cookie = buyer.client.get_cookie("session")
    assert cookie is not None
    with buyer.client.session_transaction() as session:
        return [cookie.value, repr(dict(session))]


def everything_stored(app: Flask) -> list[str]:
    """Every row of every table as text."""
    with app.app_context(), db.engine.connect() as connection:
        tables = [name for name in inspect(db.engine).get_table_names() if name != "postcode"]
        return [
            repr(row)
            for table in tables
            for row in connection.execute(text(f'SELECT * FROM "{table}"'))
        ]
