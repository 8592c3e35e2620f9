"""One thing done with many orders: asked first, with exactly those, and told what was done, what was not, and why."""

from datetime import datetime
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.staff.audit import AuditEntry
from tests.support.desk import Desk
from tests.support.orders import declined, paid, placed
from tests.support.statements import statements
from tests.support.till import at_the_desk, later


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    """A member at a shop with three orders, the second unpaid."""
    for make in (paid, declined, paid):
        placed(app, make, now)
    return at_the_desk(app, now)


def token(desk: Desk) -> str:
    return str(desk.page.select_one("main input[name=csrf_token]")["value"])  # type: ignore[index]


def letters(app: Flask) -> list[str]:
    with app.app_context():
        jobs = db.session.scalars(
            select(Job).where(Job.kind == "mail.order_as_now").order_by(Job.id)
        )
        return [str(job.payload["order"]) for job in jobs]


def test_all_that_fit_are_asked_about_done_and_told(app: Flask, desk: Desk) -> None:
    desk.get("/staff/orders?pick=all")
    asked = desk.post("/staff/orders/bulk", action="mail")
    assert asked.status_code == 200
    assert "3件：注文確認メールを送りなおす" in desk.page.get_text()
    assert letters(app) == []
    answer = desk.post("/staff/orders/bulk/now")
    told = desk.see(str(answer.location))
    assert "2件に行い、1件を飛ばしました。" in told
    assert "確定していない、または取り消された注文（1件）" in told
    assert letters(app) == ["10001", "10003"]
    with app.app_context():
        lines = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "order.mailed_again"))
        assert [line.subject for line in lines] == ["order:10001", "order:10003"]


def test_a_list_that_has_changed_is_asked_about_again(
    app: Flask, desk: Desk, now: datetime
) -> None:
    desk.get("/staff/orders?money=paid&pick=all")
    desk.post("/staff/orders/bulk", action="mail")
    placed(app, paid, now)
    again = desk.post("/staff/orders/bulk/now")
    assert again.status_code == 409
    assert "2件が3件に変わりました" in again.text
    assert letters(app) == []
    assert desk.post("/staff/orders/bulk/now").status_code == 303
    assert len(letters(app)) == 3


@pytest.mark.parametrize(
    "sent",
    [
        {"pick": None}, {"pick": "x"}, {"scope": "all", "count": "0"}, {"scope": "all", "count": "-1"},
        {"scope": "all", "count": "99999"}, {"picks": ",".join(str(n) for n in range(201))},
    ],
)  # fmt: skip
def test_what_no_list_sends_does_nothing(app: Flask, desk: Desk, sent: dict[str, str]) -> None:
    for path in ("/staff/orders/bulk", "/staff/orders/bulk/now"):
        desk.get("/staff/orders")
        answer = desk.post(path, action="mail", **sent)
        assert "told=none_picked" in str(answer.location)
    desk.get("/staff/orders")
    assert desk.post("/staff/orders/bulk/now", action="burn", pick="10001").status_code == 404
    assert letters(app) == []


def test_numbers_nobody_has_are_left_out_and_the_result_is_one_s_own(
    app: Flask, desk: Desk
) -> None:
    desk.get("/staff/orders")
    desk.post("/staff/orders/bulk", action="mail", pick="10001")
    with statements(app) as sent:
        where = str(desk.post("/staff/orders/bulk/now", picks="10001,99999").location)
    assert len(sent) < 20
    assert letters(app) == ["10001"]
    assert "1件に行い、0件を飛ばしました。" in desk.see(where)
    assert desk.get("/staff/orders/bulk/1").status_code == 404


@pytest.mark.parametrize("over", ["あ", "a\r\nSet-Cookie: staff=x", "a b"])
@pytest.mark.parametrize("by", [{}, {"HX-Request": "true"}])
def test_what_a_form_says_of_the_way_back_stays_in_its_header(
    desk: Desk, over: str, by: dict[str, str]
) -> None:
    desk.get("/staff/orders")
    fields = {"csrf_token": token(desk), "action": "mail", "query": f"q={over}"}
    answer = desk.client.post("/staff/orders/bulk", data=fields, headers=by, base_url=desk.site)
    where = answer.headers.get("HX-Redirect", answer.location)
    assert where == f"/staff/orders?q={quote(over, safe='=:')}&told=none_picked"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(("shape", "rows"), [("orders", 3), ("lines", 6)])
def test_a_file_has_a_row_for_each_order_or_each_line(
    app: Flask, desk: Desk, now: datetime, shape: str, rows: int
) -> None:
    desk.get("/staff/orders?pick=all")
    desk.get(str(desk.post("/staff/orders/bulk", action="export").location))
    answer = desk.post("/staff/orders/export", shape=shape)
    assert (
        answer.headers["Content-Disposition"] == f'attachment; filename="{shape}-20261124-1000.csv"'
    )
    lines = answer.get_data().decode("utf-8-sig").splitlines()
    assert len(lines) == rows + 1
    assert lines[0].startswith("注文番号,注文日時,")
    assert lines[1].startswith("10003,2026-11-24 10:00,placed,")
    assert "若葉 みのり" in lines[1]


def test_a_file_asks_for_the_password_and_old_signs_stand_for_new(
    app: Flask, now: datetime
) -> None:
    placed(app, paid, now, name="𠮷田 みのり")
    desk = at_the_desk(app, now)
    desk.get("/staff/orders/export")
    shown = desk.page
    later(app, now)
    assert "/staff/confirm?next=/staff/orders/export" in str(
        desk.get("/staff/orders/export").location
    )
    desk.page = shown
    asked = desk.post("/staff/orders/export", shape="orders")
    assert asked.mimetype == "text/html"
    assert desk.page.select_one("input[name=shape]")["type"] == "hidden"  # type: ignore[index]
    desk = Desk(app)
    desk.sign_in()
    desk.get("/staff/orders/export")
    sent = {"shape": "orders", "encoding": "shift_jis", "csrf_token": token(desk)}
    answer = desk.client.post("/staff/orders/export", data=sent)
    assert "?田 みのり" in answer.get_data().decode("cp932")
