"""Transfers to buyers: accounts are read by somebody known, each sum is marked as sent once, to the account that was read."""

from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.payments.by_transfer import account_of, name_account
from storefront.payments.reimbursement import Reimbursement
from tests.support.desk import Desk, audit
from tests.support.letters import japanese_left
from tests.support.orders import behind_the_counter
from tests.support.statements import rows, statements
from tests.support.till import ACCOUNT, at_the_desk, later, money_lines, owed_by_transfer

PAGE = "/staff/money-back"


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    return at_the_desk(app, now)


def state(app: Flask, row_id: int) -> str:
    with app.app_context():
        return db.session.get_one(Reimbursement, row_id).state


def mails(app: Flask, kind: str) -> int:
    with app.app_context():
        return len(db.session.scalars(select(Job).where(Job.kind == kind)).all())


def test_a_day_without_transfers_says_so(desk: Desk) -> None:
    assert "いま振り込むものはありません" in desk.get(PAGE).text


def test_a_number_is_shown_whole_only_to_somebody_who_asks_and_that_is_written_down(
    app: Flask, desk: Desk, now: datetime
) -> None:
    row_id = owed_by_transfer(app, now)
    with statements(app) as sent:
        text = desk.get(PAGE).text
    assert len(sent) <= 4
    assert "葉っぱ銀行 渋谷支店 普通 ••••567" in text
    assert "1234567" not in text and "ﾜｶﾊﾞ" not in text
    assert money_lines(app) == []
    whole = desk.post(PAGE).text
    assert "1234567" in whole and "ﾜｶﾊﾞ ﾐﾉﾘ" in whole
    copied = str(desk.page.select_one("[data-copy]")["data-copy"])  # type: ignore[index]
    assert copied.split("\t") == [
        "0001", "葉っぱ銀行", "123", "渋谷支店", "普通", "1234567", "ﾜｶﾊﾞ ﾐﾉﾘ", "1280",
    ]  # fmt: skip
    assert money_lines(app) == [("reimbursement.account_read", f"reimbursement:{row_id}", None)]
    seen = (
        desk.get("/staff/orders/10001").text.replace("09012345678", "").replace("090-1234-5678", "")
    )
    assert "1234567" not in seen


def test_an_old_password_opens_no_account(app: Flask, desk: Desk, now: datetime) -> None:
    row_id = owed_by_transfer(app, now)
    later(app, now)
    for path in (PAGE, f"{PAGE}/{row_id}/sent", f"{PAGE}/{row_id}/came-back"):
        desk.get(PAGE)
        answer = desk.post(path, ending="567")
        assert (answer.status_code, answer.location) == (200, None)
        assert desk.page.select_one("input[name=ending]")["value"] == "567"  # type: ignore[index]
        assert "1234567" not in answer.text
    assert state(app, row_id) == "ready"
    assert money_lines(app) == []


def test_a_sum_is_marked_as_sent_once(app: Flask, desk: Desk, now: datetime) -> None:
    row_id = owed_by_transfer(app, now)
    desk.get(PAGE)
    desk.post(PAGE)
    link = str(desk.page.select_one(".case a.btn")["href"])  # type: ignore[index]
    assert link == f"{PAGE}/{row_id}/sent?ending=567"
    before = rows(app)
    desk.get(link)
    assert "¥1,280" in desk.page.get_text() and "••••567" in desk.page.get_text()
    assert rows(app) == before
    form = desk.page
    assert desk.post(f"{PAGE}/{row_id}/sent").location == f"{PAGE}?told=sent"
    desk.page = form
    assert desk.post(f"{PAGE}/{row_id}/sent").location == f"{PAGE}?told=not_ready"
    assert desk.get(link).location == f"{PAGE}?told=not_ready"
    assert (state(app, row_id), mails(app, "mail.money_sent")) == ("succeeded", 1)
    after = {"state": "succeeded", "amount": 1280}
    assert money_lines(app)[1:] == [("reimbursement.transferred", "order:10001", after)]
    desk.get(PAGE)
    assert "この30日に振り込んだもの" in desk.page.get_text()


def test_nobody_marks_what_went_to_an_account_that_was_changed_since(
    app: Flask, desk: Desk, now: datetime
) -> None:
    row_id = owed_by_transfer(app, now)
    desk.get(f"{PAGE}/{row_id}/sent")
    with behind_the_counter(app):
        row = db.session.get_one(Reimbursement, row_id)
        assert name_account(row, replace(ACCOUNT, number="7654321"), now)
    assert desk.post(f"{PAGE}/{row_id}/sent").location == f"{PAGE}?told=account_changed"
    assert desk.get(f"{PAGE}/{row_id}/sent?ending=567").location == f"{PAGE}?told=account_changed"
    assert (state(app, row_id), mails(app, "mail.money_sent")) == ("ready", 0)
    assert money_lines(app) == []


def test_a_transfer_that_came_back_asks_for_another_account_once(
    app: Flask, desk: Desk, now: datetime
) -> None:
    row_id = owed_by_transfer(app, now)
    desk.get(f"{PAGE}/{row_id}/sent")
    desk.post(f"{PAGE}/{row_id}/sent")
    asked = mails(app, "mail.account_wanted")
    desk.get(f"{PAGE}/{row_id}/came-back")
    form = desk.page
    assert desk.post(f"{PAGE}/{row_id}/came-back").location == f"{PAGE}?told=came_back"
    desk.page = form
    assert desk.post(f"{PAGE}/{row_id}/came-back").location == f"{PAGE}?told=not_ready"
    assert desk.get(f"{PAGE}/{row_id}/came-back").location == f"{PAGE}?told=not_ready"
    assert state(app, row_id) == "needs_account"
    with app.app_context():
        assert account_of(db.session.get_one(Reimbursement, row_id)) is None
    assert mails(app, "mail.account_wanted") in {asked, asked + 1}
    assert [act for act, _whom, _after in money_lines(app)] == [
        "reimbursement.transferred",
        "reimbursement.came_back",
    ]


@pytest.mark.parametrize("row_id", [0, 99, 10**30])
@pytest.mark.parametrize("what", ["sent", "came-back"])
def test_a_forged_number_is_not_found(app: Flask, desk: Desk, row_id: int, what: str) -> None:
    desk.get(PAGE)
    before = rows(app)
    assert desk.get(f"{PAGE}/{row_id}/{what}").status_code == 404
    desk.get(PAGE)
    assert desk.post(f"{PAGE}/{row_id}/{what}", ending="567").status_code == 404
    assert rows(app) == before


@pytest.mark.parametrize("ending", ["", "7", "1234567", "abc"])
def test_a_sum_is_not_marked_without_the_account_it_went_to(
    app: Flask, desk: Desk, now: datetime, ending: str
) -> None:
    row_id = owed_by_transfer(app, now)
    desk.get(PAGE)
    answer = desk.post(f"{PAGE}/{row_id}/sent", ending=ending)
    assert answer.status_code == 400 or answer.location == f"{PAGE}?told=account_changed"
    assert (state(app, row_id), money_lines(app)) == ("ready", [])


def test_what_waits_for_an_account_is_listed_and_cannot_be_sent(
    app: Flask, desk: Desk, now: datetime
) -> None:
    row_id = owed_by_transfer(app, now, account=None)
    desk.get(PAGE)
    assert "口座の連絡待ち" in desk.page.get_text()
    assert desk.get(f"{PAGE}/{row_id}/sent").location == f"{PAGE}?told=not_ready"
    desk.get(PAGE)
    assert desk.post(f"{PAGE}/{row_id}/sent", ending="567").location == f"{PAGE}?told=not_ready"
    assert state(app, row_id) == "needs_account"


def test_an_english_member_reads_english_but_for_what_the_bank_needs(
    app: Flask, now: datetime
) -> None:
    desk = at_the_desk(app, now, locale="en")
    row_id = owed_by_transfer(app, now)
    desk.get(f"{PAGE}/{row_id}/came-back")
    names = ("葉っぱ", "渋谷", "ﾜｶﾊﾞ", "葉山 花子")
    for ask in (desk.get, desk.post):
        ask(PAGE)
        assert [t for t in japanese_left(desk.page) if not any(n in t for n in names)] == []
    assert audit(app)
