"""An order at the desk: found by its number, its money told truly, moved on by hand once."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.catalog.stock import StockMovement
from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.payments.by_hand import money_seen
from storefront.payments.refunding import refund_order
from storefront.payments.reimbursement import Reimbursement
from tests.support.desk import NAME, PASSWORD, Desk
from tests.support.disputing import disputed
from tests.support.letters import japanese_left
from tests.support.orders import (
    behind_the_counter,
    cash_on_delivery,
    declined,
    paid,
    place,
    placed,
    unanswered,
)
from tests.support.statements import rows, statements
from tests.support.till import at_the_desk, later, money_lines, order_of, payment_of


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    return at_the_desk(app, now)


def actions(desk: Desk, number: str) -> list[str]:
    desk.get(f"/staff/orders/{number}")
    return [a.get_text(strip=True) for a in desk.page.select(".actions a")]


def state(app: Flask, number: str) -> str:
    with app.app_context():
        return order_of(number).state


@pytest.mark.parametrize("typed", ["10001", " #10001 ", "１０００１"])
def test_a_number_leads_to_its_order_however_it_is_typed(
    app: Flask, desk: Desk, now: datetime, typed: str
) -> None:
    number = placed(app, paid, now).number
    answer = desk.get("/staff/orders", query_string={"q": typed})
    assert answer.location == f"/staff/orders/{number}"


def test_the_page_tells_lines_sums_payments_and_what_happened(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number = placed(app, declined, now).number
    with statements(app) as sent:
        assert desk.get(f"/staff/orders/{number}").status_code == 200
    assert len(sent) < 8
    text = desk.page.get_text(" ", strip=True)
    for words in ("注文 10001", "入金待ち", "SLEEP-30", "¥5,010", "不成立", "card_declined"):
        assert words in text
    assert [li.get_text(" ", strip=True) for li in desk.page.select(".told-list li")] == [
        "支払いが承認されませんでした card_declined 11月24日(火) 10:00 ・お客さま",
        "注文を受け付けました 11月24日(火) 10:00 ・お客さま",
    ]
    assert desk.get("/staff/orders/77777").status_code == 404


def test_only_what_can_be_done_is_offered(app: Flask, desk: Desk, now: datetime) -> None:
    by_card = placed(app, paid, now).number
    at_door = placed(app, cash_on_delivery, now).number
    waiting = placed(app, declined, now).number
    sent, moved, over = "発送済みにする", "お届けを変える", "注文を取り消す"
    assert actions(desk, by_card) == [sent, "返金する", moved, over]
    assert len(desk.page.select(".actions .btn--primary")) == 1
    assert actions(desk, at_door) == [sent, "入金を記録する", moved, over]
    assert actions(desk, waiting) == [moved, over]
    with behind_the_counter(app):
        order_of(by_card).state = "cancelled"
    assert actions(desk, by_card) == ["返金する"]


def test_an_english_member_reads_english(app: Flask, now: datetime) -> None:
    desk = at_the_desk(app, now, locale="en")
    number = placed(app, cash_on_delivery, now, lang="en", locale="en").number
    own = {NAME, "若葉 みのり", "Tokyo 渋谷区神南1-2-3", "葉っぱ荘 101"}
    for path in ("", "/money", "/sent", "/call-off", "/refund", "/mails"):
        desk.get(f"/staff/orders/{number}{path}")
        assert set(japanese_left(desk.page)) <= own, path


def test_an_order_is_marked_as_sent_once(app: Flask, desk: Desk, now: datetime) -> None:
    number = placed(app, paid, now).number
    page = f"/staff/orders/{number}/sent"
    desk.get(page)
    assert desk.post(page).location == f"/staff/orders/{number}?told=sent_off"
    desk.get("/staff/")
    assert desk.post(page).location == f"/staff/orders/{number}?told=same"
    assert desk.get(page).location == f"/staff/orders/{number}?told=same"
    assert state(app, number) == "fulfilled"
    after = {"state": "fulfilled", "tracking": [], "parcels": [{"1": 1, "2": 2}]}
    assert money_lines(app) == [("order.sent_off", f"order:{number}", after)]


def test_the_carrier_s_number_is_typed_as_it_is_written_and_told_to_the_buyer(
    app: Flask, desk: Desk, now: datetime
) -> None:
    order = placed(app, paid, now)
    page = f"/staff/orders/{order.number}/sent"
    desk.get(page)
    assert desk.post(page, **{"tracking-0": "4912/3456"}).status_code == 422
    assert set(desk.errors()) == {"tracking-0"}
    assert desk.page.select_one("#tracking-0")["value"] == "4912/3456"  # type: ignore[index]
    desk.post(page, **{"tracking-0": " ４９１２-3456 7890 "})
    assert "4912-3456 7890" in desk.get(f"/staff/orders/{order.number}").text
    assert "送り状番号 4912-3456 7890" in Desk(app).see(order.show)


def test_what_is_disputed_or_not_confirmed_is_not_sent(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number, waiting = placed(app, paid, now).number, placed(app, declined, now).number
    desk.get(f"/staff/orders/{number}/sent")
    with behind_the_counter(app):
        disputed(payment_of(number), now)
    assert desk.post(f"/staff/orders/{number}/sent").location.endswith("?told=in_dispute")
    desk.get("/staff/")
    assert desk.post(f"/staff/orders/{waiting}/sent").location.endswith("?told=not_confirmed")
    assert (state(app, number), state(app, waiting)) == ("placed", "pending")
    assert money_lines(app) == []


def test_a_paid_order_is_called_off_once_and_its_money_goes_back(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number = placed(app, paid, now).number
    page = f"/staff/orders/{number}/call-off"
    desk.get(page)
    assert "¥5,010を、クレジットカードへ返します。" in desk.page.get_text()
    assert desk.post(page, reason="").status_code == 422
    assert desk.errors() == {"reason": "理由を入力してください"}
    assert (
        desk.post(page, reason="品切れのため").location == f"/staff/orders/{number}?told=called_off"
    )
    desk.get("/staff/")
    again = desk.post(page, reason="品切れのため", amount="0")
    assert again.location in {f"/staff/orders/{number}?told={code}" for code in ("already_over",)}
    assert desk.get(page).location == f"/staff/orders/{number}?told=already_over"
    with app.app_context():
        assert [row.amount for row in db.session.scalars(select(Reimbursement))] == [5010]
        assert db.session.scalars(select(Job.kind).where(Job.kind == "mail.refund")).all()
    after = {"state": "cancelled", "refunded": 5010}
    assert money_lines(app) == [("order.called_off", f"order:{number}", after)]


def test_an_unpaid_order_is_called_off_and_one_of_unknown_payment_waits(
    app: Flask, desk: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, unknown = placed(app, declined, now).number, placed(app, unanswered, now).number
    desk.get(f"/staff/orders/{number}/call-off")
    desk.post(f"/staff/orders/{number}/call-off", reason="ご依頼により")
    monkeypatch.setattr("storefront.payments.calling_off.give_up", lambda *_: None)
    desk.get(f"/staff/orders/{unknown}/call-off")
    answer = desk.post(f"/staff/orders/{unknown}/call-off", reason="ご依頼により")
    assert answer.location.endswith("?told=still_open")
    assert (state(app, number), state(app, unknown)) == ("cancelled", "pending")
    after = {"state": "cancelled", "refunded": 0}
    assert money_lines(app) == [("order.called_off", f"order:{number}", after)]


def test_a_page_that_promised_another_sum_calls_nothing_off_and_asks_again(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number = placed(app, paid, now).number
    page = f"/staff/orders/{number}/call-off"
    desk.get(page)
    with behind_the_counter(app):
        order = order_of(number)
        refund_order(order, {order.lines[0]: 1}, 0, 0, "割れ", now)
    before = rows(app)
    assert desk.post(page, reason="品切れのため").status_code == 409
    assert "返すお金は¥5,010でした。いまは¥3,730です。" in desk.page.get_text()
    assert desk.page.select_one("#reason")["value"] == "品切れのため"  # type: ignore[index]
    assert rows(app) == before
    assert desk.post(page, reason="品切れのため").location.endswith("?told=called_off")
    assert money_lines(app)[-1][2] == {"state": "cancelled", "refunded": 3730}


def test_money_that_comes_while_the_page_is_open_is_not_sent_back_unseen(
    app: Flask, desk: Desk, now: datetime
) -> None:
    with behind_the_counter(app):
        number = str(place(now, payment_method="transfer", card_token="").order.number)
    page = f"/staff/orders/{number}/call-off"
    desk.get(page)
    assert "まだお金は受け取っていません。" in desk.page.get_text()
    with behind_the_counter(app):
        money_seen(payment_of(number), 1000, "line 1", now)
    assert desk.post(page, reason="品切れ").status_code == 409
    assert "いまは¥1,000です。" in desk.page.get_text()
    assert "届いている¥1,000を返します。" in desk.page.get_text()
    with behind_the_counter(app):
        money_seen(payment_of(number), 4010, "line 2", now)
    assert desk.post(page, reason="品切れ").status_code == 409
    assert "返すお金は¥1,000でした。いまは¥5,010です。" in desk.page.get_text()
    assert state(app, number) == "placed"
    assert money_lines(app) == []


def test_an_old_password_is_asked_for_and_the_reason_is_kept(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number = placed(app, paid, now).number
    page = f"/staff/orders/{number}/call-off"
    desk.get(page)
    later(app, now)
    assert desk.post(page, reason="品切れのため").status_code == 200
    assert (state(app, number), money_lines(app)) == ("placed", [])
    assert desk.post(page, password=PASSWORD).location.endswith("?told=called_off")
    with app.app_context():
        assert order_of(number).events[-1].detail == "品切れのため"


def test_a_parcel_that_came_back_is_called_off_with_its_goods_left_out(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number = placed(app, cash_on_delivery, now).number
    desk.get(f"/staff/orders/{number}/sent")
    desk.post(f"/staff/orders/{number}/sent")
    assert actions(desk, number) == ["入金を記録する", "受け取られずに戻った"]
    page = f"/staff/orders/{number}/call-off"
    desk.get(page)
    assert (
        desk.page.select_one("input[name=shelf]") and "商品を棚に戻します。" not in desk.page.text
    )
    assert desk.post(page, reason="受取なし").location == f"/staff/orders/{number}?told=called_off"
    assert state(app, number) == "cancelled"
    with app.app_context():
        reasons = db.session.scalars(select(StockMovement.reason)).all()
    assert "released" not in reasons


def test_the_end_of_a_dispute_is_written_down_once(app: Flask, desk: Desk, now: datetime) -> None:
    number = placed(app, paid, now).number
    page = f"/staff/orders/{number}/dispute-over"
    assert desk.get(page).location == f"/staff/orders/{number}?told=same"
    with behind_the_counter(app):
        disputed(payment_of(number), now)
    assert actions(desk, number)[0] == "異議申し立てが終わった"
    desk.get(page)
    assert desk.post(page).location == f"/staff/orders/{number}?told=dispute_over"
    desk.get("/staff/")
    assert desk.post(page).location == f"/staff/orders/{number}?told=same"
    assert money_lines(app) == [("order.dispute_over", f"order:{number}", None)]
