"""How long a session lasts, what ends it, and that reading pages writes nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from storefront import clock
from storefront.extensions import db
from storefront.staff import keeping
from storefront.staff.audit import SHELL
from storefront.staff.member import member_by_email
from storefront.staff.signing_in import StaffSession, forget_old
from tests.support.desk import EMAIL, NAME, PASSWORD, Desk, audit, hire
from tests.support.orders import behind_the_counter
from tests.support.statements import rows, statements

Passes = Callable[..., datetime]


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    hire(app, now)
    desk = Desk(app)
    desk.sign_in()
    return desk


@pytest.fixture
def passes(now: datetime, monkeypatch: pytest.MonkeyPatch) -> Passes:
    """Let time go by; the clock stands still again afterwards."""
    at = [now]

    def pass_(**much: float) -> datetime:
        at[0] += timedelta(**much)
        monkeypatch.setattr(clock, "now", lambda: at[0])
        return at[0]

    return pass_


def test_half_an_hour_without_a_page_ends_a_session(desk: Desk, passes: Passes) -> None:
    passes(minutes=29, seconds=59)
    assert desk.inside()
    passes(minutes=30)
    answer = desk.get("/staff/")
    assert answer.location == "/staff/sign-in"
    assert "前のサインインは終わっています" in desk.get(answer.location).text


def test_reading_keeps_a_session_awake_and_writes_nothing(
    app: Flask, desk: Desk, passes: Passes
) -> None:
    before = rows(app)
    for _page in range(4):
        passes(minutes=20)
        with statements(app) as sent:
            assert desk.inside()
        assert [one for one in sent if not one.lstrip().upper().startswith("SELECT")] == []
    assert rows(app) == before


def test_the_moment_is_signed_anew_once_a_minute_at_most(desk: Desk, passes: Passes) -> None:
    passes(seconds=59)
    assert "staff=" not in str(desk.get("/staff/").headers.getlist("Set-Cookie"))
    passes(seconds=1)
    assert "staff=" in str(desk.get("/staff/").headers.getlist("Set-Cookie"))


def test_twelve_hours_end_a_session_however_busy_it_is(desk: Desk, passes: Passes) -> None:
    for _page in range(35):
        passes(minutes=20)
        assert desk.inside()
    passes(minutes=19)
    assert desk.inside()
    passes(minutes=1)
    assert not desk.inside()


def test_an_old_cookie_of_a_living_session_is_asleep(desk: Desk, passes: Passes) -> None:
    old = str(desk.cookie())
    passes(minutes=20)
    assert desk.inside()
    passes(minutes=15)
    desk.client.set_cookie("staff", old)
    assert not desk.inside()


def test_signing_out_ends_the_session_and_takes_the_cookie_away(app: Flask, desk: Desk) -> None:
    held = str(desk.cookie())
    desk.get("/staff/")
    answer = desk.post("/staff/sign-out")
    assert (answer.status_code, answer.location) == (303, "/staff/sign-in")
    assert desk.cookie() is None
    desk.client.set_cookie("staff", held)
    assert not desk.inside()
    assert audit(app)[-1] == (NAME, "staff.signed_out", "staff:1")


def test_signing_out_everywhere_ends_all_of_one_member_and_no_other(
    app: Flask, desk: Desk, now: datetime
) -> None:
    hire(app, now, "jiro@happa.example")
    second, other = Desk(app), Desk(app)
    second.sign_in()
    other.sign_in("jiro@happa.example")
    assert "サインアウトしていない画面が2個あります" in desk.get("/staff/account").text
    assert desk.post("/staff/sign-out-everywhere").location == "/staff/sign-in"
    assert not desk.inside() and not second.inside()
    assert other.inside()
    assert audit(app)[-1] == (NAME, "staff.signed_out_everywhere", "staff:1")


def test_a_member_who_is_switched_off_is_out_at_once(app: Flask, desk: Desk, now: datetime) -> None:
    with behind_the_counter(app):
        member = member_by_email(EMAIL)
        assert member is not None
        assert keeping.switch_off(SHELL, member, now)
        assert not keeping.switch_off(SHELL, member, now)
    assert not desk.inside()
    assert audit(app)[-1] == ("shell", "staff.member_off", "staff:1")


def test_sessions_are_forgotten_a_month_after_their_end(
    app: Flask, desk: Desk, passes: Passes
) -> None:
    for days, left in ((30, 1), (1, 0)):
        moment = passes(days=days)
        with behind_the_counter(app):
            forget_old(moment)
        with app.app_context():
            assert len(db.session.scalars(select(StaffSession)).all()) == left


def test_the_password_is_asked_for_again_ten_minutes_after_it_was_typed(
    app: Flask, desk: Desk, passes: Passes
) -> None:
    desk.get("/staff/confirm?next=/staff/account")
    wrong = desk.post("/staff/confirm", password="no")
    assert (wrong.status_code, desk.errors()) == (422, {"password": "パスワードがちがいます"})
    passes(minutes=10)
    assert desk.post("/staff/confirm", password=PASSWORD).location == "/staff/account"
    with app.app_context():
        session = db.session.scalars(select(StaffSession)).one()
        assert session.confirmed_at == session.begun_at + timedelta(minutes=10)
    assert audit(app)[-1][1] == "staff.password_asked"
