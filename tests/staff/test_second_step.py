"""Signing in with a second factor: nothing is begun by the password alone, and nothing works twice."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from storefront import clock
from storefront.extensions import db
from storefront.staff import keeping
from storefront.staff.audit import SHELL, AuditEntry
from storefront.staff.member import member_by_email
from storefront.staff.roles import Role
from storefront.staff.signing_in import StaffSession
from tests.support.desk import EMAIL, NAME, PASSWORD, Desk, audit, hire, kept
from tests.support.factors import APP, add_passkey, asked, shown, with_app
from tests.support.orders import behind_the_counter
from tests.support.shops import open_shop

SECOND = "/staff/sign-in/second"
WRONG = "確認できませんでした。コードは一度しか使えません"


@pytest.fixture
def codes(app: Flask, now: datetime) -> list[str]:
    """Recovery codes of an owner with an app."""
    hire(app, now, demo=False)
    return with_app(app, now - timedelta(days=1))


@pytest.fixture
def desk(app: Flask, codes: list[str]) -> Desk:
    """Half way: the password was right."""
    desk = Desk(app)
    assert desk.sign_in().location == SECOND
    desk.get(SECOND)
    return desk


def sessions(app: Flask) -> int:
    with app.app_context():
        return len(db.session.scalars(select(StaffSession)).all())


def test_the_password_alone_begins_nothing(app: Flask, desk: Desk) -> None:
    assert sessions(app) == 0
    assert desk.cookie() is None
    assert desk.get("/staff/").location == "/staff/sign-in"
    assert "staff.signed_in" not in [line[1] for line in audit(app)]


def test_the_code_that_is_shown_opens_the_door_once(app: Flask, desk: Desk, now: datetime) -> None:
    assert desk.post(SECOND, factor_code=shown(now)).location == "/staff/"
    assert desk.inside()
    assert audit(app)[-1] == (NAME, "staff.signed_in", "staff:1")
    second = Desk(app)
    second.sign_in()
    second.get(SECOND)
    assert second.post(SECOND, factor_code=shown(now)).status_code == 422
    assert second.errors() == {"factor_code": WRONG}
    assert sessions(app) == 1


def test_a_code_may_be_typed_in_full_width_with_spaces(desk: Desk, now: datetime) -> None:
    code = shown(now).translate({ord("0") + n: "０１２３４５６７８９"[n] for n in range(10)})
    assert desk.post(SECOND, factor_code=f" {code[:3]} {code[3:]} ").status_code == 303


@pytest.mark.parametrize("seconds", [-30, 30])
def test_clocks_may_differ_by_half_a_minute(desk: Desk, now: datetime, seconds: int) -> None:
    assert desk.post(SECOND, factor_code=shown(now + timedelta(seconds=seconds))).status_code == 303


@pytest.mark.parametrize(
    "typed", ["000000", "12345", "1" * 5000, "٣٣٣٣٣٣", "abcd-efgh-jkmn", "𝟏𝟐𝟑"]
)
def test_every_refusal_is_the_same_and_noted_without_what_was_typed(
    app: Flask, desk: Desk, typed: str
) -> None:
    answer = desk.post(SECOND, factor_code=typed)
    assert (answer.status_code, desk.errors()) == (422, {"factor_code": WRONG})
    assert str(desk.page.title.string).startswith("エラー：")  # type: ignore[union-attr]
    with app.app_context():
        line = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert line is not None
        assert (line.act, line.subject, line.after) == (
            "staff.sign_in_refused", "staff:1", {"step": "factor"},
        )  # fmt: skip
    assert sessions(app) == 0


def test_an_empty_code_is_asked_for(app: Flask, desk: Desk) -> None:
    before = audit(app)
    assert desk.post(SECOND, factor_code=" ").status_code == 422
    assert desk.errors() == {"factor_code": "確認コードを入力してください"}
    assert audit(app) == before


def test_a_recovery_code_stands_for_the_phone_once(
    app: Flask, desk: Desk, codes: list[str]
) -> None:
    assert len(set(codes)) == 10
    typed = codes[3].upper()
    paper = f"{typed[:4]}-{typed[4:8]}-{typed[8:]}"
    answer = desk.post(SECOND, factor_code=paper)
    assert answer.location == "/staff/account/factors?told=recovery_used"
    words = desk.see(answer.location)
    assert "回復コードを一つ使いました" in words and "残り9個" in words
    second = Desk(app)
    second.sign_in()
    second.get(SECOND)
    assert second.post(SECOND, factor_code=paper).status_code == 422


def test_the_half_way_cookie_is_good_once_and_for_five_minutes(
    app: Flask, desk: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch, codes: list[str]
) -> None:
    held = str(desk.cookie("staff-half-way"))
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=5))
    assert desk.get(SECOND).location == "/staff/sign-in?late=1"
    monkeypatch.setattr(clock, "now", lambda: now)
    desk.get(SECOND)
    assert desk.post(SECOND, factor_code=shown(now)).status_code == 303
    other = Desk(app)
    other.client.set_cookie("staff-half-way", held)
    other.get(SECOND)
    assert other.post(SECOND, factor_code=codes[0]).location == "/staff/sign-in?late=1"
    assert not other.inside()
    assert "5分のあいだに終わりませんでした" in other.see("/staff/sign-in?late=1")


def change_password(app: Flask, now: datetime) -> None:
    member = member_by_email(EMAIL)
    assert member is not None
    keeping.change_password(SHELL, member, kept("another word of 15"), now, new=False)


def switch_off(app: Flask, now: datetime) -> None:
    member = member_by_email(EMAIL)
    assert member is not None
    keeping.switch_off(SHELL, member, now)


@pytest.mark.parametrize("meanwhile", [change_password, switch_off])
def test_what_happens_to_the_member_between_the_steps_ends_the_way(
    app: Flask, desk: Desk, now: datetime, meanwhile: Callable[[Flask, datetime], None]
) -> None:
    with behind_the_counter(app):
        meanwhile(app, now)
    assert desk.post(SECOND, factor_code=shown(now)).location == "/staff/sign-in?late=1"
    assert sessions(app) == 0


@pytest.mark.parametrize("forged", ["", "x", "WzEsMSwxLDFd.YQ.YQ", "." * 3000])
def test_a_forged_half_way_leads_back_to_the_door(
    app: Flask, desk: Desk, now: datetime, forged: str
) -> None:
    desk.client.set_cookie("staff-half-way", forged)
    assert desk.post(SECOND, factor_code=shown(now)).location == "/staff/sign-in?late=1"
    assert sessions(app) == 0


def test_the_way_leads_on_to_the_page_that_was_asked_for(
    app: Flask, codes: list[str], now: datetime
) -> None:
    desk = Desk(app)
    further = desk.sign_in(next="/staff/account").location
    assert further == f"{SECOND}?next=/staff/account"
    desk.get(further)
    assert desk.post(SECOND, factor_code=shown(now)).location == "/staff/account"


def test_a_passkey_opens_the_door_and_its_answer_opens_it_once(
    app: Flask, desk: Desk, now: datetime
) -> None:
    desk.post(SECOND, factor_code=shown(now))
    desk.get("/staff/account/factors/passkey")
    with behind_the_counter(app):
        session = db.session.scalars(select(StaffSession)).one()
        session.proved_at = now
    key = add_passkey(desk)
    door = Desk(app)
    door.sign_in()
    door.get(SECOND)
    answer = key.get(asked(door))
    without = key.get(asked(door), flags=1)
    assert door.post(SECOND, factor_answer=without).status_code == 422
    assert door.post(SECOND, factor_answer=answer).status_code == 422  # put to an earlier page
    assert door.post(SECOND, factor_answer=key.get(asked(door))).status_code == 303
    assert door.inside()
    assert "signed_in" in audit(app)[-1][1]


def test_guessing_is_slowed_down_by_member_from_all_addresses(
    tmp_path: Path, now: datetime, database_kind: str
) -> None:
    with open_shop(database_kind, tmp_path, limits=True) as app:
        hire(app, now, demo=False)
        with_app(app, now)
        desk = Desk(app)
        desk.sign_in()
        desk.get(SECOND)
        tries = [desk.post(SECOND, factor_code="000000").status_code for _try in range(6)]
        assert tries == [422] * 5 + [429]
        answer = desk.post(SECOND, factor_code=shown(now))
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
        for n in range(6):
            desk.client.environ_base["REMOTE_ADDR"] = f"192.0.2.{n}"
            for _try in range(5):
                desk.post(SECOND, factor_code="000000")
        desk.client.environ_base["REMOTE_ADDR"] = "192.0.2.99"
        assert desk.post(SECOND, factor_code=shown(now)).status_code == 429


def test_a_real_shop_refuses_the_demo_s_members_and_keeps_no_session_of_theirs(
    tmp_path: Path, now: datetime
) -> None:
    with open_shop("sqlite", tmp_path, env="production", secret_key="a long secret for this test") as app:  # fmt: skip
        hire(app, now, role=Role.PACKER)
        desk = Desk(app, secure=True)
        assert desk.sign_in().status_code == 422
        assert desk.errors() == {"password": "メールアドレスかパスワードがちがいます"}


def test_what_is_kept_of_an_app_is_closed(app: Flask, codes: list[str]) -> None:
    with app.app_context():
        connection = db.session.connection()
        found = str(connection.exec_driver_sql("SELECT * FROM staff_factor").all())
        paper = str(connection.exec_driver_sql("SELECT * FROM staff_recovery_code").all())
    assert APP not in found
    assert not any(code in paper for code in codes)
    assert PASSWORD not in found
