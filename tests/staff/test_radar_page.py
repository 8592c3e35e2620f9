"""The radar's page: every mismatch with its one button, repaired once, refused calmly when it is gone."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.payments.closing import close_method
from storefront.payments.radar.finding import note
from storefront.payments.radar.mismatch import Kind, Mismatch
from storefront.payments.reimbursement import Reimbursement
from tests.support.desk import NAME, Desk, audit
from tests.support.letters import japanese_left
from tests.support.orders import behind_the_counter, place
from tests.support.statements import rows, statements
from tests.support.till import at_the_desk, later, money_lines, order_of, owed_by_transfer

STRAY = "/staff/radar/payment_without_order/pi_1"


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    return at_the_desk(app, now)


def stray(app: Flask, now: datetime) -> None:
    """A payment that the company has and no order explains."""
    with behind_the_counter(app):
        note(Mismatch(Kind.PAYMENT_WITHOUT_ORDER, "pi_1", now, amount=5340))


def late_money(app: Flask, now: datetime) -> tuple[str, str]:
    """Money of an order that is over and was left where it is: its number, and the page that repairs it."""
    with behind_the_counter(app):
        payment = place(now)
        payment.state, payment.received = "captured", payment.amount
        payment.order.state = "cancelled"
        return str(payment.order.number), f"/staff/radar/paid_but_over/{payment.id}"


def titles(desk: Desk) -> list[str]:
    return [h2.get_text(" ", strip=True) for h2 in desk.page.select(".cases h2")]


def said(desk: Desk) -> str:
    found = desk.page.select_one(".staff-told")
    return found.get_text(strip=True) if found else ""


def test_a_shop_where_all_is_well_says_so_and_when_it_was_last_compared(
    app: Flask, desk: Desk, now: datetime
) -> None:
    assert "帳簿はすべて合っています" in desk.get("/staff/radar").text
    assert "決済会社とは、毎晩すべて照合します" in desk.page.get_text()
    with behind_the_counter(app):
        night = now - timedelta(hours=7)
        db.session.add(Job(kind="payments.compare", payload={}, run_at=night, done_at=night))
    desk.get("/staff/radar")
    assert "決済会社とすべて照合した時刻：11月24日(火) 03:00" in desk.page.get_text()


def test_each_kind_stands_under_its_name_with_sum_order_moment_and_button(
    app: Flask, desk: Desk, now: datetime
) -> None:
    stray(app, now)
    number, path = late_money(app, now)
    desk.get("/staff/radar")
    assert titles(desk) == ["ご注文のない入金 1件", "終わったご注文への入金 1件"]
    case = desk.page.select(".case")[1]
    assert case.select_one(f'a[href="/staff/orders/{number}"]') is not None
    assert "¥5,010" in case.get_text() and "11月24日(火) 10:00" in case.get_text()
    assert [a["href"] for a in case.select("a.btn")] == [path]


def test_the_page_asks_few_questions_however_much_is_wrong(
    app: Flask, desk: Desk, now: datetime
) -> None:
    with statements(app) as calm:
        desk.get("/staff/radar")
    with behind_the_counter(app):
        db.session.execute(update(Variant).values(stock=Variant.stock + 1))
    with statements(app) as wild:
        desk.get("/staff/radar")
    assert len(wild) == len(calm) <= 17
    assert "ほかにもあります" not in desk.page.get_text()


def test_opening_and_asking_changes_nothing(app: Flask, desk: Desk, now: datetime) -> None:
    stray(app, now)
    before = rows(app)
    desk.get("/staff/radar")
    assert "この一覧から消えます" in desk.get(STRAY).text
    assert rows(app) == before


def test_a_repair_is_done_once_and_written_down_once(app: Flask, desk: Desk, now: datetime) -> None:
    stray(app, now)
    desk.get(STRAY)
    assert desk.post(STRAY).location == "/staff/radar?told=seen"
    desk.get("/staff/radar?told=seen")
    assert said(desk) == "確認済みにしました。"
    assert "帳簿はすべて合っています" in desk.page.get_text()
    assert desk.post(STRAY).location == "/staff/radar?told=gone"
    assert desk.get(STRAY).location == "/staff/radar?told=gone"
    desk.get("/staff/radar?told=gone")
    assert said(desk) == "もう解決しています。何も変えていません。"
    assert money_lines(app) == [("radar.mended", "radar:pi_1", {"remedy": "seen"})]


def test_of_two_members_the_second_is_told_that_it_is_done(
    app: Flask, desk: Desk, now: datetime
) -> None:
    _number, path = late_money(app, now)
    other = Desk(app)
    other.sign_in()
    desk.get(path)
    other.get(path)
    assert desk.post(path).location == "/staff/radar?told=settle"
    assert other.post(path).location == "/staff/radar?told=gone"
    with app.app_context():
        assert len(db.session.scalars(select(Reimbursement)).all()) == 1
    assert len(money_lines(app)) == 1


def test_money_that_may_leave_wants_the_password_first(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number, path = late_money(app, now)
    later(app, now)
    assert desk.get(path).location == f"/staff/confirm?next={path}"
    desk.get("/staff/")
    assert desk.post(path).status_code == 200
    assert desk.page.select_one("#password") is not None
    assert money_lines(app) == []
    desk.get(f"/staff/confirm?next={path}")
    assert desk.post("/staff/confirm", password="mizu to yukata wo 3 mai").location == path
    desk.get(path)
    assert desk.post(path).location == "/staff/radar?told=settle"
    assert ("radar.mended", f"order:{number}", {"remedy": "settle"}) in money_lines(app)


def test_what_moves_no_money_wants_no_password(app: Flask, desk: Desk, now: datetime) -> None:
    stray(app, now)
    later(app, now)
    assert desk.get(STRAY).status_code == 200
    assert desk.post(STRAY).location == "/staff/radar?told=seen"


def test_a_counter_a_method_and_a_job_are_put_right(app: Flask, desk: Desk, now: datetime) -> None:
    with behind_the_counter(app):
        known = db.session.scalars(select(Variant).where(Variant.sku == "SLEEP-30")).one()
        right, known.stock = known.stock, known.stock + 2
        job = Job(kind="mail.refund", payload={}, run_at=now, dead_at=now, attempts=10, error="x")
        db.session.add(job)
        close_method("cod", now, None, "test")
        db.session.flush()
        mail = f"mail_dead/{job.id}"
    for path in ("stock_differs/SLEEP-30", mail, "method_closed/cod"):
        desk.get(f"/staff/radar/{path}")
        assert desk.post(f"/staff/radar/{path}").status_code == 303
        desk.get("/staff/radar")
        assert desk.post(f"/staff/radar/{path}").location == "/staff/radar?told=gone"
    with app.app_context():
        assert db.session.scalar(select(Variant.stock).where(Variant.sku == "SLEEP-30")) == right
    assert [act for act, _whom, _after in money_lines(app)] == ["radar.mended"] * 3
    assert "帳簿はすべて合っています" in desk.get("/staff/radar").text


@pytest.mark.parametrize(
    "path",
    ["nonsense/1", "paid_but_over/999", "paid_but_over/x", "paid_but_over/99999999999999999999",
     "stock_differs/../../x", "account_wanted/1", "refund_to_send/1", "dispute/%F0%9F%8D%B5"],
)  # fmt: skip
def test_a_forged_address_changes_nothing(app: Flask, desk: Desk, path: str) -> None:
    desk.get("/staff/radar")
    before = rows(app)
    for answer in (desk.get(f"/staff/radar/{path}"), desk.post(f"/staff/radar/{path}")):
        assert answer.status_code in {303, 404, 405, 400}, path
        assert "told=gone" in (answer.location or "told=gone")
    assert rows(app) == before


def test_a_sum_to_send_leads_to_its_account(app: Flask, desk: Desk, now: datetime) -> None:
    owed_by_transfer(app, now)
    desk.get("/staff/radar")
    assert titles(desk) == ["振り込む返金 1件"]
    assert [a["href"] for a in desk.page.select(".case a.btn")] == ["/staff/money-back"]


def test_no_code_in_the_address_makes_the_page_say_what_it_never_says(desk: Desk) -> None:
    desk.get("/staff/radar?told=<script>")
    assert said(desk) == ""
    assert "script>" not in desk.page.get_text()


def test_an_english_member_reads_english(app: Flask, now: datetime) -> None:
    desk = at_the_desk(app, now, locale="en")
    stray(app, now)
    late_money(app, now)
    for path in ("/staff/radar", STRAY, "/staff/radar?told=gone"):
        desk.get(path)
        assert japanese_left(desk.page) == [NAME], path
    assert audit(app)[-1][1] == "staff.signed_in"
    with app.app_context():
        assert order_of("10001").state == "cancelled"
