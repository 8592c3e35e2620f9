"""The buyer names the account for money that goes back: what is asked, kept, shown again, and to whom."""

import logging
from datetime import datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from storefront import worker
from storefront.extensions import db
from storefront.orders.order import Order, OrderEvent
from storefront.payments.bank_account import NamedAccount
from storefront.payments.by_hand import money_seen
from storefront.payments.by_transfer import mark_sent
from storefront.payments.payment import Payment
from storefront.payments.refunding import refund_order
from storefront.payments.reimbursement import Reimbursement
from storefront.views.order_access import order_link
from tests.support.orders import EMAIL, behind_the_counter, cash_on_delivery, paid, placed

TYPED = {
    "bank": "みどり銀行", "bank_code": "", "branch": "若葉支店", "branch_code": "１２３",
    "kind": "futsu", "number": "７７８８９９０", "holder": "わかば みのり",
}  # fmt: skip


@pytest.fixture
def page(app: Flask, now: datetime) -> str:
    """The page of ¥1,540 that goes back to somebody who paid at the door."""
    with behind_the_counter(app):
        order = cash_on_delivery(now)
        payment = db.session.scalars(select(Payment)).one()
        money_seen(payment, order.total, "slip 1", now)
        refund_order(order, {order.lines[1]: 1}, 0, 0, "割れていた", now)
        return order_link(order, "reimbursements.show", "ja", id=1)


def soup(client: FlaskClient, path: str) -> BeautifulSoup:
    answer = client.get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def send(client: FlaskClient, path: str, **typed: str) -> TestResponse:
    form = soup(client, path).select_one("main form")
    assert form is not None
    token = form.select_one('[name="csrf_token"]')
    assert token is not None
    return client.post(str(form["action"]), data={"csrf_token": token["value"], **typed})


def kept(app: Flask) -> tuple[str, tuple[str, ...] | None]:
    """The state of the sum, and its account."""
    with behind_the_counter(app):
        state = db.session.scalars(select(Reimbursement.state)).one()
        row = db.session.scalars(select(NamedAccount)).one_or_none()
        names = ("bank", "bank_code", "branch", "branch_code", "kind", "number", "holder")
        return state, tuple(getattr(row, name) for name in names) if row else None


def test_named_once_it_is_kept_as_banks_want_it_and_read_back_by_its_last_digits(
    app: Flask, client: FlaskClient, page: str
) -> None:
    assert "¥1,540をお返しします" in soup(client, page).get_text()
    answer = send(client, page, **TYPED)
    assert answer.status_code == 303
    assert kept(app) == (
        "ready", ("みどり銀行", "", "若葉支店", "123", "futsu", "7788990", "ﾜｶﾊﾞ ﾐﾉﾘ"),
    )  # fmt: skip
    shown = client.get(answer.location).text
    assert "末尾 990" in shown
    assert "7788990" not in shown


def test_it_may_be_corrected_until_it_is_sent_and_not_afterwards(
    app: Flask, client: FlaskClient, page: str, now: datetime
) -> None:
    send(client, page, **TYPED)
    change = soup(client, f"{page}&change=1")
    assert [change.select_one(f"#{name}").get("value") for name in ("bank", "branch", "number", "holder")] == [  # type: ignore[union-attr]
        "みどり銀行", "若葉支店", "", "",
    ]  # fmt: skip
    send(client, f"{page}&change=1", **{**TYPED, "number": "7654321"})
    assert kept(app)[1][5] == "7654321"  # type: ignore[index]
    token = change.select_one('main form [name="csrf_token"]')
    with behind_the_counter(app):
        assert mark_sent(db.session.scalars(select(Reimbursement)).one(), now)
    late = client.post(page, data={"csrf_token": token["value"], **TYPED})  # type: ignore[index]
    assert late.status_code == 303
    assert kept(app)[0] == "succeeded"
    assert kept(app)[1][5] == "7654321"  # type: ignore[index]
    assert soup(client, f"{page}&change=1").select("main form") == []
    assert "11月24日(火)に振り込みました" in client.get(page).text


def test_every_field_says_whether_it_is_needed(client: FlaskClient, page: str) -> None:
    heads = soup(client, page).select("main form .field__label, main form .legend")
    said = {head.get_text(" ", strip=True).rpartition(" ")[::2] for head in heads}
    assert said == {
        ("銀行名", "必須"), ("銀行コード", "任意"), ("支店名", "必須"), ("支店コード", "任意"),
        ("預金の種類", "必須"), ("口座番号（7桁）", "必須"), ("口座名義（カナ）", "必須"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"bank": " "}, "銀行名を入力してください"),
        ({"bank": "銀" * 41}, "40文字まで"),
        ({"bank_code": "12345"}, "銀行コードは4桁"),
        ({"branch_code": "12x"}, "支店コードは3桁"),
        ({"number": "123456"}, "口座番号は7桁の数字"),
        ({"number": "12345678"}, "口座番号は7桁の数字"),
        ({"bank": "ゆうちょ銀行", "number": "12345671"}, "通帳の記号と番号を"),
        ({"holder": "若葉 みのり"}, "カナか英字で"),
        ({"kind": "gold"}, "預金の種類を選んでください"),
    ],
)
def test_what_is_wrong_is_named_and_what_was_typed_stays(
    app: Flask, client: FlaskClient, page: str, wrong: dict[str, str], words: str
) -> None:
    answer = send(client, page, **{**TYPED, **wrong})
    again = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 422
    assert [
        link.get_text() for link in again.select(".error-summary a") if words in link.get_text()
    ]
    for name, value in {**TYPED, **wrong}.items():
        field = again.select_one(f"input#{name}")
        assert field is None or field.get("value") == value.strip()
    assert kept(app) == ("needs_account", None)


def test_symbol_and_number_of_the_post_office_are_enough(
    app: Flask, client: FlaskClient, page: str
) -> None:
    typed = {"bank": "ゆうちょ銀行", "branch": "", "branch_code": "", "number": "11940-12345671"}
    assert send(client, page, **{**TYPED, **typed}).status_code == 303
    assert kept(app)[1] == ("ゆうちょ銀行", "", "一九八", "198", "futsu", "1234567", "ﾜｶﾊﾞ ﾐﾉﾘ")


def test_it_is_for_the_order_s_own_readers_and_kept_by_nobody(
    app: Flask, client: FlaskClient, page: str, now: datetime
) -> None:
    other = placed(app, paid, now)
    key = other.show.split("?")[1]
    assert client.get(page.split("?", maxsplit=1)[0]).status_code == 403
    assert client.get(f"{page.split('?', maxsplit=1)[0]}?{key}").status_code == 403
    assert client.get(f"/ja/orders/{other.number}/reimbursements/1?{key}").status_code == 404
    assert client.get(page.replace("/reimbursements/1", "/reimbursements/9")).status_code == 404
    answer = client.get(page)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_an_old_link_asks_for_the_e_mail_address_first(
    app: Flask, client: FlaskClient, page: str, now: datetime
) -> None:
    send(client, page, **TYPED)
    with time_machine.travel(now + timedelta(hours=25), tick=False):
        old = app.test_client()
        shown = soup(old, page)
        assert "990" not in shown.get_text()
        assert shown.select_one("#number") is None
        token = shown.select_one('main form [name="csrf_token"]')
        assert token is not None
        refused = old.post(page, data={"csrf_token": token["value"], **TYPED, "number": "7654321"})
        assert refused.status_code == 403
        wrong = send(old, page, email="other@example.jp")
        assert (wrong.status_code, "メールアドレスと違います" in wrong.text) == (422, True)
        right = send(old, page, email=EMAIL.upper())
        assert right.status_code == 303
        assert "末尾 990" in old.get(right.location).text
    assert kept(app)[1][5] == "7788990"  # type: ignore[index]


def test_the_order_s_page_says_how_far_it_is(client: FlaskClient, page: str) -> None:
    order = page.replace("/reimbursements/1", "")
    section = soup(client, order).select_one("#money-back")
    assert section is not None
    assert "振込先の口座をお知らせください" in section.get_text()
    assert "割れていた" in section.get_text()
    link = section.select_one("a")
    assert link is not None
    assert client.get(str(link["href"])).status_code == 200
    send(client, page, **TYPED)
    assert "口座を承りました" in soup(client, order).select_one("#money-back").get_text()  # type: ignore[union-attr]


def test_it_is_in_no_log_mail_or_timeline_and_is_forgotten_in_time(
    app: Flask, client: FlaskClient, page: str, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    send(client, page, **TYPED)
    with behind_the_counter(app):
        assert mark_sent(db.session.scalars(select(Reimbursement)).one(), now)
    with app.app_context():
        while worker.run_due(now):
            pass
    said = [record.getMessage() for record in caplog.records]
    with behind_the_counter(app):
        said += [event.detail for event in db.session.scalars(select(OrderEvent))]
        tables = db.metadata.sorted_tables
        for table in tables:
            if table.name != "bank_account":
                said += [str(row) for row in db.session.execute(select(table))]
    assert not [text for text in said if "7788990" in text or "ﾜｶﾊﾞ" in text]
    for days, left in ((29, True), (31, False)):
        with behind_the_counter(app):
            worker.tidy({}, now + timedelta(days=days))
        assert (kept(app)[1] is not None) is left
    assert "末尾" not in client.get(page).text


def test_the_order_is_the_same_afterwards(app: Flask, client: FlaskClient, page: str) -> None:
    with behind_the_counter(app):
        before = db.session.scalars(select(Order)).one().total
    send(client, page, **TYPED)
    with behind_the_counter(app):
        payment = db.session.scalars(select(Payment)).one()
        assert (payment.order.total, payment.refunded, payment.returned) == (before, 1540, 0)
