"""Refunding at the desk: what it comes to is said first, and then it is done exactly once."""

from datetime import datetime
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.extensions import db
from storefront.orders.refund import Refund
from storefront.payments.reimbursement import Reimbursement
from tests.support.desk import PASSWORD, Desk
from tests.support.orders import behind_the_counter, cash_on_delivery, paid, placed
from tests.support.statements import rows
from tests.support.till import at_the_desk, later, money_lines, order_of, payment_of

GOOD = {"pieces-1": "1", "shelf-1": "1", "pieces-2": "1", "shipping": "650", "reason": "割れていた"}


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    return at_the_desk(app, now)


def check(number: str, **more: str) -> str:
    query = urlencode({**GOOD, **{k.replace("_", "-"): v for k, v in more.items()}})
    return f"/staff/orders/{number}/refund/check?{query}"


def refunds(app: Flask) -> list[tuple[int, int, int]]:
    with app.app_context():
        found = db.session.scalars(select(Refund).order_by(Refund.id))
        return [(one.amount, one.shipping, len(one.lines)) for one in found]


def test_the_sum_and_its_way_are_said_before_anything_is_done(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number = placed(app, paid, now).number
    before = rows(app)
    assert desk.get(check(number)).status_code == 200
    text = desk.page.get_text(" ", strip=True)
    for words in (
        "おやすみブレンド・30包 1点 ¥1,280",
        "¥1,540",
        "返金の合計 ¥3,470",
        "割れていた",
        "¥3,470を、クレジットカードへ返します。",
        "1点を棚に戻します。",
        "¥3,470を返金する",
    ):
        assert words in text
    assert "取り消しになり" not in text
    assert rows(app) == before


def test_it_is_refunded_once_and_a_second_press_changes_nothing(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number = placed(app, paid, now).number
    page = check(number)
    desk.get(page)
    other = Desk(app)
    other.sign_in()
    other.get(page)
    form = desk.page
    assert desk.post(page, refunds="0").location == f"/staff/orders/{number}?told=refunded"
    desk.page = form
    for late in (desk, other):
        late.get("/staff/")
        assert late.post(page, refunds="0").location.endswith("?told=order_changed")
    assert refunds(app) == [(3470, 650, 2)]
    with app.app_context():
        assert [row.amount for row in db.session.scalars(select(Reimbursement))] == [3470]
        assert payment_of(number).refunded == 3470
    after = {"refund": 1, "amount": 3470, "pieces": {"1": 1, "2": 1}, "shipping": 650, "fee": 0}
    assert money_lines(app) == [("order.refunded", f"order:{number}", after)]
    text = desk.get(f"/staff/orders/{number}").text
    assert "返金済み1点" in text


def test_everything_left_is_filled_in_at_one_click_and_ends_the_order(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number = placed(app, paid, now).number
    desk.get(f"/staff/orders/{number}/refund")
    link = next(a for a in desk.page.select("main a") if "残りすべて" in a.get_text())
    desk.get(str(link["href"]))
    typed = {str(i["name"]): str(i.get("value", "")) for i in desk.page.select("main input.input")}
    assert typed == {
        "pieces-1": "1", "shelf-1": "", "pieces-2": "2", "shelf-2": "", "shipping": "650", "reason": "",
    }  # fmt: skip
    page = check(number, **{**typed, "reason": "ご依頼により"})
    assert "この注文は取り消しになり、発送しません。" in desk.get(page).text
    assert desk.post(page).location.endswith("?told=refunded")
    with app.app_context():
        assert order_of(number).state == "cancelled"
    assert desk.get(page).location.endswith("?told=nothing_left")
    assert refunds(app) == [(5010, 650, 2)]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"pieces_1": "2"}, {"pieces-1"}),
        ({"pieces_1": "-1"}, {"pieces-1"}),
        ({"pieces_1": "x", "reason": ""}, {"pieces-1", "reason"}),
        ({"shelf_1": "2"}, {"shelf-1"}),
        ({"shipping": "651"}, {"shipping"}),
        ({"fee": "1"}, {"fee"}),
        ({"shipping": "9" * 30}, {"shipping"}),
        ({"reason": "あ" * 161}, {"reason"}),
        ({"reason": "割れ🫖"}, {"reason"}),
        ({"pieces_1": "", "shelf_1": "", "pieces_2": "0", "shipping": ""}, {"pieces-1"}),
    ],
)
def test_each_fault_is_said_at_its_field_and_what_was_typed_stays(
    app: Flask, desk: Desk, now: datetime, typed: dict[str, str], wrong: set[str]
) -> None:
    number = placed(app, paid, now).number
    page = check(number, **typed)
    assert desk.get(page).status_code == 422
    assert set(desk.errors()) == wrong
    for name, value in typed.items():
        field = desk.page.select_one(f"#{name.replace('_', '-')}")
        assert field is None or field.get("value") == value
    desk.get("/staff/")
    assert desk.post(page, refunds="0").location.endswith("?told=order_changed")
    assert refunds(app) == []
    assert money_lines(app) == []


def test_numbers_are_read_in_any_width(app: Flask, desk: Desk, now: datetime) -> None:
    number = placed(app, paid, now).number
    assert desk.get(check(number, pieces_1="１", shipping="￥６５０")).status_code == 200
    assert "¥3,470を返金する" in desk.page.get_text()


def test_an_old_password_is_asked_for_and_nothing_typed_is_lost(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number = placed(app, paid, now).number
    page = check(number, reason="割れていたため、二つともお返しします" * 6)
    desk.get(page)
    later(app, now)
    answer = desk.post(page, refunds="0")
    assert answer.location.startswith("/staff/confirm?next=")
    assert refunds(app) == []
    desk.get(answer.location)
    back = desk.post("/staff/confirm", password=PASSWORD).location
    desk.get(back)
    assert desk.page.select_one("main .facts") is not None
    assert "割れていたため" in desk.page.get_text()
    assert desk.post(back).location.endswith("?told=refunded")
    assert refunds(app) == [(3470, 650, 2)]


@pytest.mark.parametrize(
    ("make", "change", "told"),
    [
        (cash_on_delivery, {}, "not_paid"),
        (paid, {"disputed": True}, "in_dispute"),
        (paid, {"state": "pending"}, "not_confirmed"),
    ],
)
def test_what_cannot_be_refunded_is_refused_in_words(
    app: Flask, desk: Desk, now: datetime, make: object, change: dict[str, object], told: str
) -> None:
    number = placed(app, make, now).number  # type: ignore[arg-type]
    page = check(number)
    with behind_the_counter(app):
        if change.get("disputed"):
            payment_of(number).disputed_at = now
        order_of(number).state = str(change.get("state", order_of(number).state))
    desk.get("/staff/")
    assert desk.post(page, refunds="0").location == f"/staff/orders/{number}?told={told}"
    assert refunds(app) == []
    assert money_lines(app) == []


def test_a_forged_line_of_another_order_counts_for_nothing(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number = placed(app, paid, now).number
    placed(app, paid, now)
    page = f"/staff/orders/{number}/refund/check?pieces-3=1&reason={quote('割れ')}"
    assert desk.get(page).status_code == 422
    assert desk.get("/staff/orders/99999/refund").status_code == 404
    assert refunds(app) == []
