"""The first page: what waits, counted."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.mail.outbox import OutboxMessage
from storefront.payments.radar.sweep import mismatches
from storefront.reports.today import Today, today
from storefront.staff.roles import Role
from tests.support.desk import Desk, hire
from tests.support.orders import behind_the_counter, declined, paid, place, placed, unanswered
from tests.support.statements import statements


@pytest.fixture
def busy(app: Flask, now: datetime) -> Flask:
    """Two orders unpaid, one of unknown payment, one paid today, one yesterday; a dead job and a failed mail."""
    placed(app, paid, now - timedelta(days=1))
    order = placed(app, paid, now)
    placed(app, declined, now)
    placed(app, unanswered, now)
    with behind_the_counter(app):
        place(now)
        db.session.execute(update(Variant).values(stock=6))
        db.session.execute(update(Variant).where(Variant.sku == "SLEEP-30").values(stock=5))
        db.session.add(Job(kind="x", payload={}, run_at=now, dead_at=now, attempts=10))
        db.session.add(Job(kind="x", payload={}, run_at=now, dead_at=now, done_at=now))
        db.session.add(
            OutboxMessage(
                key="a", state="failed", locale="ja", recipient="a@b.example", subject="s", text="t",
                html="h", created_at=now,
            )
        )  # fmt: skip
    assert order.number
    hire(app, now)
    return app


def test_the_numbers_are_those_of_the_shop_s_day(busy: Flask, now: datetime) -> None:
    with busy.app_context(), statements(busy) as sent:
        numbers = today(now)
        assert len(sent) == 1
    assert numbers == Today(
        to_ship=2, late=0, to_pack=2, unpaid=3, soon=3, to_send=0, dead_jobs=1, failed_mails=1, few_left=1, orders=1,
        taken=numbers.taken,
    )  # fmt: skip
    assert numbers.taken > 0
    with busy.app_context():
        tomorrow = today(now + timedelta(days=1))
    assert (tomorrow.orders, tomorrow.taken) == (0, 0)
    assert (tomorrow.to_pack, tomorrow.to_ship, tomorrow.late) == (2, 0, 2)


def test_every_number_stands_on_the_page_and_trouble_is_said_in_words(
    busy: Flask, now: datetime
) -> None:
    desk = Desk(busy)
    desk.sign_in()
    with statements(busy) as sent:
        desk.get("/staff/")
    assert len(sent) <= 18
    cells = {
        str(cell.select_one(".work__label").get_text()): cell.select_one(".work__count").get_text()  # type: ignore[union-attr]
        for cell in desk.page.select(".work__cell")
    }
    with busy.app_context():
        wrong = len(mismatches(now))
    assert cells == {
        "本日出荷": "2",
        "出荷遅れ": "0",
        "出荷待ち": "2",
        "未入金": "3",
        "期限まで1日": "3",
        "振り込む返金": "0",
        "在庫僅少": "1",
        "食い違い": f"要確認：{wrong}",
        "送れなかったメール": "要確認：1",
        "止まった作業": "要確認：1",
    }
    assert "11月24日(火) 10:00" in desk.page.get_text()
    assert "15:00の締め切りまでに" in desk.page.get_text()


def test_each_count_of_orders_leads_to_a_list_of_as_many(busy: Flask, now: datetime) -> None:
    desk = Desk(busy)
    desk.sign_in()
    desk.get("/staff/")
    tasks = [
        (str(a["href"]), a.select_one(".work__count").get_text().removeprefix("要確認："))  # type: ignore[union-attr]
        for a in desk.page.select(".work a[href^='/staff/orders']")
    ]
    assert len(tasks) == 5
    for address, count in tasks:
        desk.get(address)
        assert len(desk.page.select("[data-row]")) == int(count), address


def test_what_a_member_may_not_open_is_no_link(app: Flask, now: datetime) -> None:
    hire(app, now, role=Role.PACKER)
    desk = Desk(app)
    desk.sign_in()
    desk.get("/staff/")
    labels = {cell.get_text() for cell in desk.page.select("div.work__item .work__label")}
    assert {"振り込む返金", "食い違い"} <= labels
    assert not {"本日出荷", "在庫僅少"} & labels


def test_a_quiet_day_shows_noughts_and_no_trouble(app: Flask, now: datetime) -> None:
    hire(app, now)
    desk = Desk(app)
    desk.sign_in()
    assert desk.get("/staff/").status_code == 200
    assert "要確認" not in desk.page.get_text()
    assert "¥0" in desk.page.get_text()
