"""Closing and opening ways to pay at the desk: once, for as long as was said, with a line in the audit."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.extensions import db
from storefront.payments.closing import close_method
from storefront.quoting.payment_method import PaymentMethod
from tests.support.desk import NAME, Desk
from tests.support.letters import japanese_left
from tests.support.orders import behind_the_counter, declined, paid, placed
from tests.support.statements import rows, statements
from tests.support.till import at_the_desk, money_lines

PAGE, CLOSE, OPEN = "/staff/methods", "/staff/methods/card/close", "/staff/methods/card/open"


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    return at_the_desk(app, now)


def closed(app: Flask) -> tuple[datetime | None, datetime | None]:
    with app.app_context():
        way = db.session.scalars(select(PaymentMethod).where(PaymentMethod.code == "card")).one()
        return way.closed_at, way.closed_until


def card(desk: Desk) -> str:
    desk.get(PAGE)
    return desk.page.select(".case")[0].get_text(" ", strip=True)


def test_each_way_says_whether_it_is_taken_and_how_often_it_failed(
    app: Flask, desk: Desk, now: datetime
) -> None:
    placed(app, declined, now)
    placed(app, paid, now)
    placed(app, declined, now - timedelta(hours=25))
    with statements(app) as sent:
        words = card(desk)
    assert len(sent) <= 4
    assert "受付中" in words
    assert "この24時間に2件、うち不成立1件" in words


@pytest.mark.parametrize(
    ("time", "lasts"), [("30", timedelta(minutes=30)), ("120", timedelta(hours=2)), ("open", None)]
)
def test_it_is_closed_for_as_long_as_was_said(
    app: Flask, desk: Desk, now: datetime, time: str, lasts: timedelta | None
) -> None:
    until = now + lasts if lasts else None
    before = rows(app)
    desk.get(CLOSE)
    assert rows(app) == before
    assert desk.post(CLOSE, time=time).location == f"{PAGE}?told=closed"
    assert closed(app) == (now, until)
    desk.get(CLOSE)
    assert desk.post(CLOSE, time=time).location == f"{PAGE}?told=same"
    after = {"until": until.isoformat() if until else None}
    assert money_lines(app) == [("method.closed", "method:card", after)]
    assert "停止中" in card(desk)


def test_it_is_opened_once(app: Flask, desk: Desk, now: datetime) -> None:
    with behind_the_counter(app):
        close_method("card", now, None, "test")
    desk.get(OPEN)
    form = desk.page
    assert desk.post(OPEN).location == f"{PAGE}?told=open"
    desk.page = form
    assert desk.post(OPEN).location == f"{PAGE}?told=same"
    assert desk.get(OPEN).location == f"{PAGE}?told=same"
    assert closed(app) == (None, None)
    assert money_lines(app) == [("method.opened", "method:card", {"until": None})]


def test_a_longer_rest_is_not_shortened_and_a_short_one_can_be_made_longer(
    app: Flask, desk: Desk, now: datetime
) -> None:
    for time, told in (("120", "closed"), ("30", "same"), ("open", "closed"), ("120", "same")):
        desk.get(CLOSE)
        assert desk.post(CLOSE, time=time).location == f"{PAGE}?told={told}"
    assert closed(app) == (now, None)
    assert len(money_lines(app)) == 2


@pytest.mark.parametrize("time", ["", "31", "-30", "forever"])
def test_a_time_that_is_not_offered_is_asked_for_again(app: Flask, desk: Desk, time: str) -> None:
    desk.get(CLOSE)
    assert desk.post(CLOSE, time=time).status_code == 422
    assert desk.errors() == {"time-30": "いつまで止めるかを選んでください"}
    assert closed(app) == (None, None)


@pytest.mark.parametrize("code", ["nothing", "card%00", "'", "x" * 300])
def test_a_way_that_there_is_not_cannot_be_closed(app: Flask, desk: Desk, code: str) -> None:
    desk.get(PAGE)
    before = rows(app)
    for what in ("close", "open"):
        assert desk.get(f"{PAGE}/{code}/{what}").status_code in {400, 404}
        desk.get(PAGE)
        assert desk.post(f"{PAGE}/{code}/{what}", time="30").status_code in {400, 404}
    assert rows(app) == before


def test_an_english_member_reads_english(app: Flask, now: datetime) -> None:
    desk = at_the_desk(app, now, locale="en")
    for path in (PAGE, CLOSE, f"{PAGE}?told=closed"):
        desk.get(path)
        assert japanese_left(desk.page) == [NAME], path
