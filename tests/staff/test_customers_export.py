"""The list of customers as a file: after the password, in the audit, and nothing in it that a spreadsheet would run."""

import csv
from datetime import datetime
from io import StringIO

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from storefront.customers import listed
from storefront.customers.kept import Source
from storefront.customers.wishing import wish
from storefront.staff.audit import Act
from tests.support.desk import PASSWORD, Desk
from tests.support.orders import behind_the_counter, declined, paid
from tests.support.till import at_the_desk, later, money_lines

EXPORT = "/staff/customers/export"


def some_people(app: Flask, now: datetime) -> Desk:
    with behind_the_counter(app):
        paid(now, name="=HYPERLINK(1)", email="first@example.jp")
        declined(now, name="森 はな🍵", email="Second@example.jp", phone="0312345678")
        paid(now, email="third@example.jp")
        paid(now, email="First@example.jp", name="=HYPERLINK(1)")
        wish("second@example.jp", False, Source.MAIL, (None, ""), now)
        wish("third@example.jp", False, Source.MAIL, (None, ""), now)
        wish("third@example.jp", True, Source.MAIL, (None, ""), now)
    return at_the_desk(app, now)


def taken(answer: TestResponse, codec: str = "utf-8-sig") -> list[list[str]]:
    return list(csv.reader(StringIO(answer.data.decode(codec), newline="")))


def test_everybody_is_in_it_once_with_what_they_wish(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listed, "AT_ONCE", 2)
    desk = some_people(app, now)
    later(app, now)
    desk.get(EXPORT)
    assert "パスワード" in desk.post(EXPORT).text
    assert money_lines(app) == []
    found = taken(desk.post(EXPORT, password=PASSWORD))
    assert found[0] == ["名前", "メールアドレス", "電話番号", "確認済み", "注文の数", "最後の注文番号", "最後の注文日", "おすすめのメール"]  # fmt: skip
    assert found[1:] == [
        ["'=HYPERLINK(1)", "First@example.jp", "09012345678", "1", "2", "10004", "2026-11-24", "1"],
        ["若葉 みのり", "third@example.jp", "09012345678", "1", "1", "10003", "2026-11-24", "1"],
        ["森 はな🍵", "Second@example.jp", "0312345678", "0", "1", "10002", "2026-11-24", "0"],
    ]
    assert money_lines(app)[-1] == (Act.CUSTOMERS_EXPORTED, "customers:export", {"searched": False, "encoding": "utf-8"})  # fmt: skip


def test_the_search_goes_along_and_the_audit_never_says_for_whom(app: Flask, now: datetime) -> None:
    desk = some_people(app, now)
    desk.get("/staff/customers", query_string={"q": "森"})
    link = desk.page.find("a", string="CSVにする")
    desk.get(str(link["href"]))
    fields = {one["name"]: one["value"] for one in desk.page.select("main form input[type=hidden]")}
    sent = {**fields, "encoding": "shift_jis"}
    found = taken(desk.client.post(EXPORT, base_url=desk.site, data=sent), "cp932")
    assert [row[:2] for row in found[1:]] == [["森 はな?", "Second@example.jp"]]
    assert money_lines(app)[-1][2] == {"searched": True, "encoding": "shift_jis"}
