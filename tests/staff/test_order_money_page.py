"""Money that staff saw themselves: what it means is said first, and then it is written down exactly once."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.extensions import db
from storefront.payments.by_hand import MoneySeen
from tests.support.desk import Desk
from tests.support.orders import cash_on_delivery, paid, placed
from tests.support.statements import rows
from tests.support.till import at_the_desk, money_lines, order_of


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    return at_the_desk(app, now)


def test_cash_is_written_down_once_by_its_reference(app: Flask, desk: Desk, now: datetime) -> None:
    number = placed(app, cash_on_delivery, now).number
    page = f"/staff/orders/{number}/money"
    desk.get(page)
    total = str(desk.page.select_one("#amount")["value"])  # type: ignore[index]
    before = rows(app)
    assert "入金済みになります。" in desk.post(page, amount=total, reference="slip 9").text
    assert rows(app) == before
    assert "slip" not in "".join(str(a["href"]) for a in desk.page.select("a"))
    question = desk.page
    desk.post(page, press="change")
    assert desk.page.select_one("#reference")["value"] == "slip 9"  # type: ignore[index]
    desk.page = question
    assert desk.post(page, press="do").location == f"/staff/orders/{number}?told=money_seen"
    desk.page = question
    assert desk.post(page, press="do").location == f"/staff/orders/{number}?told=no_money"
    with app.app_context():
        assert order_of(number).paid_at == now
        assert [seen.reference for seen in db.session.scalars(select(MoneySeen))] == ["slip 9"]
    after = {"received": int(total), "reference": "slip 9"}
    assert money_lines(app) == [("order.money_seen", f"order:{number}", after)]


@pytest.mark.parametrize(
    ("amount", "reference", "wrong"),
    [
        ("1", "x", {"amount"}),
        ("", "", {"amount", "reference"}),
        ("-5", "x", {"amount"}),
        ("99999999999", "x", {"amount"}),
        ("", "x" * 65, {"amount", "reference"}),
    ],
)
def test_what_cannot_have_come_in_is_said_at_its_field(
    app: Flask, desk: Desk, now: datetime, amount: str, reference: str, wrong: set[str]
) -> None:
    number = placed(app, cash_on_delivery, now).number
    before = rows(app)
    desk.get("/staff/")
    for press in ("check", "do"):
        answer = desk.post(
            f"/staff/orders/{number}/money", amount=amount, reference=reference, press=press
        )
        assert answer.status_code == 422
        assert set(desk.errors()) == wrong
        assert desk.page.select_one("#reference")["value"] == reference  # type: ignore[index]
    assert rows(app) == before


def test_a_card_s_money_is_written_down_by_nobody(app: Flask, desk: Desk, now: datetime) -> None:
    number = placed(app, paid, now).number
    page = f"/staff/orders/{number}/money"
    assert desk.get(page).location.endswith("?told=no_money")
    desk.get("/staff/")
    answer = desk.post(page, amount="100", reference="x", press="do")
    assert answer.location.endswith("?told=no_money")
    assert money_lines(app) == []
