"""Files at the desk: out, in, looked at first, and applied exactly as they were shown."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from storefront.catalog import price, stock
from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.files.kept import KeptFile, KeptPiece
from storefront.staff.audit import AuditEntry
from storefront.staff.roles import Role
from tests.support.desk import NAME, Desk, hire
from tests.support.letters import japanese_left
from tests.support.orders import behind_the_counter
from tests.support.statements import rows
from tests.support.till import at_the_desk, money_lines

FILES, SKUS, STOCK = "/staff/files", "/staff/files/skus", "/staff/files/stock"
TWO = "sku,price\r\nHONEY-180,1500\r\nHONEY-360,2680\r\n"


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    return at_the_desk(app, now)


def send(desk: Desk, path: str, text: str, name: str = "価格.csv") -> TestResponse:
    desk.get(FILES)
    return desk.post(path, file=(BytesIO(text.encode("cp932")), name))


def looked_at(desk: Desk, path: str, text: str) -> str:
    """Send a file and open what it would do; the path of that page."""
    answer = send(desk, path, text)
    assert answer.status_code == 303
    desk.get(answer.location)
    return str(answer.location).partition("?")[0]


def counts(desk: Desk) -> list[int]:
    return [int(one.get_text()) for one in desk.page.select(".stock-sum dd")]


def price_of(app: Flask, sku: str = "HONEY-180") -> int:
    with app.app_context():
        assert price.disagreements() == []
        return db.session.scalars(select(Variant.price).where(Variant.sku == sku)).one()


@pytest.mark.parametrize("kind", ["products", "skus", "stock", "relations"])
def test_a_file_that_went_out_changes_nothing(desk: Desk, kind: str) -> None:
    out = desk.get(f"{FILES}/{kind}.csv")
    assert out.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert f"happa-{kind}-2026-11-24.csv" in out.headers["Content-Disposition"]
    desk.get(FILES)
    answer = desk.post(f"{FILES}/{kind}", file=(BytesIO(out.data), "same.csv"))
    assert "店のいまと同じです" in desk.see(answer.location)
    assert counts(desk)[0:2] == [0, 0]
    assert desk.page.select("main form") == []


def test_it_is_shown_first_then_done_once(app: Flask, desk: Desk) -> None:
    path = looked_at(desk, SKUS, TWO)
    assert counts(desk) == [0, 1, 1, 0]
    cell = desk.page.select_one(".files__cell").get_text(" ", strip=True)
    assert cell == "price いま： 1400 これから： 1500"
    assert price_of(app) == 1400
    assert money_lines(app) == []
    form = desk.page
    assert desk.post(path).location == f"{path}?told=file_applied"
    assert price_of(app) == 1500
    desk.page = form
    assert desk.post(path).location == f"{path}?told=file_over"
    acts = [(act, subject) for act, subject, _after in money_lines(app)]
    assert acts == [("file.changed", "file:1"), ("file.applied", "file:1")]
    with app.app_context():
        told = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert told is not None and told.after is not None
        assert (told.after["kind"], told.after["changed"]) == ("skus", 1)
        assert len(told.after["digest"]) == 64
        cells = db.session.get_one(AuditEntry, told.id - 1)
        assert cells.before == {"HONEY-180": {"price": "1400"}}
        assert cells.after == {"HONEY-180": {"price": "1500"}}
        assert db.session.scalars(select(KeptPiece)).all() == []
    assert "反映しました" in desk.see(path)


def test_a_shop_that_changed_meanwhile_is_shown_anew(app: Flask, desk: Desk, now: datetime) -> None:
    path = looked_at(desk, SKUS, TWO)
    with behind_the_counter(app):
        honey = db.session.scalars(select(Variant).where(Variant.sku == "HONEY-180")).one()
        price.set_price(honey, 1450, now - timedelta(seconds=1))
    before = {**rows(app), "revision": 0}
    assert desk.post(path).status_code == 409
    assert {**rows(app), "revision": 0} == before
    assert "まだ何も反映していません" in desk.page.get_text()
    assert "変わっていた行：2" in desk.page.get_text()
    assert desk.page.select_one(".files__old").get_text(strip=True) == "いま：1450"
    assert price_of(app) == 1450
    assert desk.post(path).status_code == 303
    assert price_of(app) == 1500


def test_what_a_file_leaves_alone_may_change_meanwhile(
    app: Flask, desk: Desk, now: datetime
) -> None:
    path = looked_at(desk, SKUS, TWO)
    with behind_the_counter(app):
        other = db.session.scalars(select(Variant).where(Variant.sku == "HONEY-360")).one()
        price.set_price(other, 2700, now - timedelta(seconds=1))
    assert desk.post(path).status_code == 303
    assert (price_of(app), price_of(app, "HONEY-360")) == (1500, 2700)


def test_one_wrong_line_holds_all_back(app: Flask, desk: Desk) -> None:
    path = looked_at(desk, SKUS, f'{TWO}NOTHING,5\r\nHONEY-540,"9\r\n')
    lines = [one.get_text(" ", strip=True) for one in desk.page.select(".files__line")]
    assert counts(desk) == [0, 1, 1, 2]
    assert lines[0].startswith("4行目 sku 「NOTHING」はありません")
    assert lines[1].startswith("5行目 引用符")
    assert desk.page.select("main form") == []
    desk.get("/staff/account")
    assert desk.post(path).status_code == 409
    assert price_of(app) == 1400
    assert money_lines(app) == []


def test_counts_are_booked_with_their_reasons(app: Flask, desk: Desk) -> None:
    path = looked_at(desk, STOCK, "sku,counted,reason\r\nHONEY-180,40,lost\r\n")
    assert desk.post(path).status_code == 303
    with app.app_context():
        assert stock.disagreements() == []
    assert "紛失 ： ファイル 1" in desk.see("/staff/stock/HONEY-180")


def test_a_file_is_its_members_own_and_expires(
    app: Flask, desk: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = looked_at(desk, SKUS, TWO)
    hire(app, now, "other@happa.example", Role.MANAGER)
    other = Desk(app)
    other.sign_in("other@happa.example")
    assert other.get(path).status_code == 404
    other.get("/staff/account")
    assert other.post(path).status_code == 404
    assert desk.get(f"{FILES}/stock/1").status_code == 404
    with behind_the_counter(app):
        db.session.execute(update(KeptFile).values(expires_at=now))
    desk.get("/staff/account")
    assert desk.post(path).location == f"{path}?told=file_over"
    assert "時間がたった" in desk.see(path)
    looked_at(desk, SKUS, TWO)
    with app.app_context():
        assert list(db.session.scalars(select(KeptPiece.file_id))) == [2]
    assert price_of(app) == 1400


def test_no_file_is_asked_for_again(app: Flask, desk: Desk) -> None:
    desk.get(FILES)
    before = rows(app)
    assert desk.post(SKUS, file=(BytesIO(b""), "")).status_code == 422
    assert desk.errors() == {"file-skus": "ファイルを選んでください"}
    desk.get(FILES)
    assert desk.post(f"{FILES}/orders", file=(BytesIO(b"x"), "x")).status_code == 404
    assert desk.get(f"{FILES}/orders.csv").status_code == 404
    assert desk.get(f"{SKUS}/99999999999999999999").status_code == 404
    assert rows(app) == before


def test_a_packer_counts_and_leaves_prices_alone(app: Flask, now: datetime) -> None:
    hire(app, now, role=Role.PACKER)
    desk = Desk(app)
    desk.sign_in()
    desk.get(FILES)
    assert [one["id"] for one in desk.page.select("h2")] == ["kind-stock"]
    assert desk.get(f"{FILES}/skus.csv").status_code == 403
    desk.get(FILES)
    assert desk.post(SKUS, file=(BytesIO(b"sku\r\n"), "a.csv")).status_code == 403
    assert desk.get(f"{FILES}/stock.csv").status_code == 200


def test_a_file_may_be_larger_than_other_forms(app: Flask, desk: Desk) -> None:
    many = "".join(f"NO-{number},{'x' * 200}\r\n" for number in range(2000))
    desk.get(FILES)
    answer = desk.post(SKUS, file=(BytesIO(f"sku,label_ja\r\n{many}".encode()), "a.csv"))
    assert answer.status_code == 303
    desk.get(answer.location)
    assert desk.page.select_one(".files__refused dd").get_text() == "2,000"
    stranger = app.test_client()
    stranger.set_cookie("staff", "made-up")
    big = {"file": (BytesIO(b"x" * 400_000), "a.csv")}
    assert stranger.post(SKUS, data=big).status_code == 413


def test_an_english_member_reads_english(app: Flask, now: datetime) -> None:
    desk = at_the_desk(app, now, locale="en")
    desk.get(FILES)
    assert japanese_left(desk.page) == [NAME]
    wrong = desk.post(SKUS, file=(BytesIO(b"sku,price\r\nNOTHING,x\r\nHONEY-180,1\r\n"), "a.csv"))
    desk.get(wrong.location)
    assert japanese_left(desk.page) == [NAME]
