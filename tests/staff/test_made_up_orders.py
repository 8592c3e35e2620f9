"""Orders that nobody placed: marked wherever staff see them, and no work to do."""

from datetime import datetime

import pytest
from flask import Flask

from storefront.extensions import db
from storefront.orders.order import Order
from tests.support.desk import Desk
from tests.support.orders import behind_the_counter, paid, place, placed
from tests.support.till import at_the_desk, order_of, owed_by_transfer

MARK = "見本"


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    return at_the_desk(app, now)


def make_up(app: Flask, *numbers: str) -> None:
    """Let these orders have been placed by nobody."""
    with behind_the_counter(app):
        for number in numbers:
            order_of(number).simulated = True


def counts(desk: Desk) -> dict[str, str]:
    desk.get("/staff/")
    return {
        str(cell.select_one(".work__label").get_text()): cell.select_one(".work__count").get_text()  # type: ignore[union-attr]
        for cell in desk.page.select(".work__cell")
    }


def test_its_page_says_so(app: Flask, desk: Desk, now: datetime) -> None:
    real, made_up = placed(app, paid, now).number, placed(app, paid, now).number
    make_up(app, made_up)
    assert "だれも注文しておらず" in desk.see(f"/staff/orders/{made_up}")
    assert desk.page.select_one(".made-up svg"), "a shape beside the word"
    assert MARK not in desk.see(f"/staff/orders/{real}")


def test_the_radar_marks_it_and_the_first_page_does_not_count_it(
    app: Flask, desk: Desk, now: datetime
) -> None:
    with behind_the_counter(app):
        payment = place(now)
        payment.state, payment.received = "captured", payment.amount
        payment.order.state = "cancelled"
        number = str(payment.order.number)
    assert counts(desk)["食い違い"] == "要確認：1"
    assert MARK not in desk.see("/staff/radar")
    make_up(app, number)
    assert counts(desk)["食い違い"] == "0"
    seen = desk.see("/staff/radar")
    assert f"注文 {number} {MARK}" in seen
    assert "0件" in seen


def test_money_to_send_back_for_it_is_marked_and_not_counted(
    app: Flask, desk: Desk, now: datetime
) -> None:
    owed_by_transfer(app, now)
    assert counts(desk)["振り込む返金"] == "1"
    assert "1件、合計¥1,280" in desk.see("/staff/money-back")
    with app.app_context():
        (number,) = db.session.scalars(db.select(Order.number))
    make_up(app, str(number))
    assert counts(desk)["振り込む返金"] == "0"
    seen = desk.see("/staff/money-back")
    assert f"注文 {number} {MARK}" in seen
    assert "合計" not in seen
