"""Refunding at the desk: what it comes to is said first, and then it is done exactly once."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.orders.order import Order
from storefront.orders.refund import Refund
from storefront.payments.reimbursement import Reimbursement
from tests.support.desk import PASSWORD, Desk
from tests.support.disputing import disputed
from tests.support.orders import behind_the_counter, cash_on_delivery, paid, placed
from tests.support.statements import rows
from tests.support.till import at_the_desk, later, money_lines, order_of, payment_of

GOOD = {"pieces-1": "1", "shelf-1": "1", "pieces-2": "1", "shipping": "650", "reason": "割れていた"}


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    return at_the_desk(app, now)


def page(number: str) -> str:
    return f"/staff/orders/{number}/refund"


def check(desk: Desk, number: str, **more: str) -> TestResponse:
    """Open the form and send it, as GOOD with other fields."""
    desk.get(page(number))
    return desk.post(page(number), **{**GOOD, **{k.replace("_", "-"): v for k, v in more.items()}})


def done(desk: Desk, number: str, **more: str) -> str:
    """Press the last button of the question at hand; the code it ends with."""
    return desk.post(page(number), press="do", **more).location.partition("told=")[2]


def refunds(app: Flask) -> list[tuple[int, int, int]]:
    with app.app_context():
        found = db.session.scalars(select(Refund).order_by(Refund.id))
        return [(one.amount, one.shipping, len(one.lines)) for one in found]


def test_the_sum_and_its_way_are_said_before_anything_is_done(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number = placed(app, paid, now).number
    before = rows(app)
    assert check(desk, number).status_code == 200
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


def test_what_is_not_sent_any_more_is_said_and_what_becomes_of_the_order(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number = placed(app, paid, now).number
    stays = "まだ発送していない{}点は、もう送りません。"

    def said(**more: str) -> str:
        check(desk, number, **more)
        return desk.page.get_text(" ", strip=True)

    assert stays.format(2) in said()
    words = said(pieces_2="2", shipping="0")
    assert stays.format(3) in words and "注文を完了にしてください" in words, "the shipping is kept"
    desk.get(f"/staff/orders/{number}/sent")
    desk.post(f"/staff/orders/{number}/sent", **{"pieces-1": "1", "pieces-2": "1"})
    words = said(pieces_2="0")
    assert "もう送りません" not in words and "完了に" not in words, "the tea has left already"
    words = said(pieces_2="2")
    assert stays.format(1) in words and "この注文は完了になります。" in words
    assert "取り消しになり" not in words
    assert done(desk, number) == "refunded"
    with app.app_context():
        assert order_of(number).state == "fulfilled"


def test_it_is_refunded_once_and_a_second_press_is_told_of_the_first(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number = placed(app, paid, now).number
    check(desk, number)
    other = Desk(app)
    other.sign_in()
    check(other, number)
    form = desk.page
    assert done(desk, number) == "refunded"
    desk.page = form
    for late, typed in ((desk, {}), (other, {"pieces-1": "0", "shelf-1": "0", "shipping": ""})):
        answer = late.post(page(number), press="do", **typed)
        assert answer.status_code == 409
        assert set(late.errors()) == (set() if typed else {"pieces-1", "shipping"})
        told = late.page.select_one(".staff-told").get_text()  # type: ignore[union-attr]
        assert "返金は¥0でした。いまは¥3,470です。下の返金はまだしていません。" in told
        assert late.page.title.get_text().startswith("エラー：")  # type: ignore[union-attr]
    assert refunds(app) == [(3470, 650, 2)]
    with app.app_context():
        assert [row.amount for row in db.session.scalars(select(Reimbursement))] == [3470]
        assert payment_of(number).refunded == 3470
    after = {
        "refund": 1, "amount": 3470, "pieces": {"1": 1, "2": 1}, "shipping": 650, "fee": 0, "by_hand": False,
    }  # fmt: skip
    assert money_lines(app) == [("order.refunded", f"order:{number}", after)]
    text = desk.get(f"/staff/orders/{number}").text
    assert "返金済み1点" in text


def test_everything_left_is_filled_in_at_one_click_and_ends_the_order(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number = placed(app, paid, now).number
    desk.get(page(number))
    link = next(a for a in desk.page.select("main a") if "残りすべて" in a.get_text())
    assert link["href"] == f"{page(number)}?everything=1"
    desk.get(str(link["href"]))
    typed = {str(i["name"]): str(i.get("value", "")) for i in desk.page.select("main input.input")}
    assert typed == {
        "pieces-1": "1", "shelf-1": "", "pieces-2": "2", "shelf-2": "", "shipping": "650", "reason": "",
    }  # fmt: skip
    answer = desk.post(page(number), **{**typed, "reason": "ご依頼により"})
    assert "この注文は取り消しになり、発送しません。" in answer.text
    assert done(desk, number) == "refunded"
    with app.app_context():
        assert order_of(number).state == "cancelled"
    assert desk.get(page(number)).location.endswith("?told=nothing_left")
    assert refunds(app) == [(5010, 650, 2)]


def test_nothing_typed_stands_in_an_address_and_it_can_be_mended(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number = placed(app, paid, now).number
    check(desk, number, way="hand")
    for form in desk.page.select("main form"):
        assert (form["method"], form["action"]) == ("post", page(number))
    assert [a for a in desk.page.select("a[href*='?']") if "reason" in str(a["href"])] == []
    desk.post(page(number), press="change")
    assert desk.page.select_one("#reason")["value"] == "割れていた"  # type: ignore[index]
    assert desk.page.select_one("#pieces-1")["value"] == "1"  # type: ignore[index]
    assert desk.page.select_one("#way-hand[checked]") is not None
    assert refunds(app) == []


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
    assert check(desk, number, **typed).status_code == 422
    assert set(desk.errors()) == wrong
    for name, value in typed.items():
        field = desk.page.select_one(f"#{name.replace('_', '-')}")
        assert field is None or field.get("value") == value
    assert check(desk, number, press="do", refunded="0", **typed).status_code == 422
    assert set(desk.errors()) == wrong
    assert refunds(app) == []
    assert money_lines(app) == []


def test_numbers_are_read_in_any_width(app: Flask, desk: Desk, now: datetime) -> None:
    number = placed(app, paid, now).number
    assert check(desk, number, pieces_1="１", shipping="￥６５０").status_code == 200
    assert "¥3,470を返金する" in desk.page.get_text()


def test_an_old_password_is_asked_for_and_nothing_typed_is_lost(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number = placed(app, paid, now).number
    check(desk, number, reason="割れていたため、二つともお返しします" * 6)
    later(app, now)
    answer = desk.post(page(number), press="do")
    assert (answer.status_code, answer.location) == (200, None)
    assert refunds(app) == []
    assert desk.post(page(number), password="wrong").status_code == 422
    assert "パスワードがちがいます" in desk.errors().values()
    assert refunds(app) == []
    assert desk.post(page(number), password=PASSWORD).location.endswith("?told=refunded")
    assert refunds(app) == [(3470, 650, 2)]
    with app.app_context():
        assert db.session.scalars(select(Refund.reason)).one().startswith("割れていたため")


def test_what_was_paid_back_by_hand_is_only_written_down(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number = placed(app, paid, now).number
    check(desk, number, way="hand")
    text = desk.page.get_text(" ", strip=True)
    assert "もう返したものとして記録します。この画面からお金は動きません。" in text
    assert "クレジットカードへ返します" not in text
    assert "¥3,470の返金を記録する" in text
    assert done(desk, number) == "by_hand"
    with app.app_context():
        row = db.session.scalars(select(Reimbursement)).one()
        assert (row.state, row.failure, row.amount) == ("succeeded", "by_hand", 3470)
        kinds = db.session.scalars(select(Job.kind)).all()
        assert kinds.count("mail.refund") == 1
        assert not {"payments.reimburse", "mail.money_sent"} & set(kinds)
        assert [one.kind for one in order_of(number).events][-1] == "refunded"
    assert money_lines(app)[0][2]["by_hand"] is True  # type: ignore[index]
    assert "手で返した分の記録" in desk.get(f"/staff/orders/{number}").text


def test_a_disputed_sum_can_only_be_written_down(app: Flask, desk: Desk, now: datetime) -> None:
    number = placed(app, paid, now).number
    with behind_the_counter(app):
        disputed(payment_of(number), now)
    assert check(desk, number).status_code == 422
    assert set(desk.errors()) == {"way-shop"}
    desk.post(page(number), way="hand", **GOOD)
    assert done(desk, number) == "by_hand"
    assert refunds(app) == [(3470, 650, 2)]


@pytest.mark.parametrize(
    ("make", "state", "told"), [(cash_on_delivery, "", "not_paid"), (paid, "pending", "not_confirmed")]
)  # fmt: skip
def test_what_cannot_be_refunded_is_refused_in_words(
    app: Flask, desk: Desk, now: datetime, make: Callable[..., Order], state: str, told: str
) -> None:
    number = placed(app, make, now).number
    with behind_the_counter(app):
        order_of(number).state = state or order_of(number).state
    desk.get("/staff/")
    answer = desk.post(page(number), press="do", refunded="0", **GOOD)
    assert answer.location == f"/staff/orders/{number}?told={told}"
    assert refunds(app) == []
    assert money_lines(app) == []


def test_a_forged_line_of_another_order_counts_for_nothing(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number = placed(app, paid, now).number
    placed(app, paid, now)
    desk.get(page(number))
    assert desk.post(page(number), reason="割れ", **{"pieces-3": "1"}).status_code == 422
    assert desk.get("/staff/orders/99999/refund").status_code == 404
    assert refunds(app) == []
