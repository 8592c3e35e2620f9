"""The door of the staff area: who gets in, and what is told to those who do not."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.extensions import db
from storefront.staff import keeping
from storefront.staff.audit import SHELL, AuditEntry
from storefront.staff.member import member_by_email
from storefront.staff.signing_in import StaffSession
from tests.support.desk import EMAIL, NAME, PASSWORD, Desk, audit, hire, kept
from tests.support.orders import behind_the_counter
from tests.support.statements import rows

WRONG = "メールアドレスかパスワードがちがいます"


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    hire(app, now)
    return Desk(app)


def test_the_right_password_leads_to_the_first_page(app: Flask, desk: Desk) -> None:
    answer = desk.sign_in(" Hanako@HAPPA.example ")
    assert (answer.status_code, answer.location) == (303, "/staff/")
    page = desk.get("/staff/")
    assert page.status_code == 200
    assert NAME in page.text and "きょうの仕事" in page.text
    assert audit(app)[-1] == (NAME, "staff.signed_in", "staff:1")


def test_the_cookie_is_for_this_site_alone_and_no_script_reads_it(desk: Desk) -> None:
    cookie = desk.sign_in().headers["Set-Cookie"]
    parts = {part.strip() for part in cookie.split(";")}
    assert cookie.startswith("staff=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= parts
    assert not {part for part in parts if part.startswith(("Domain", "Max-Age", "Expires"))}


def test_every_refusal_is_the_same(app: Flask, desk: Desk, now: datetime) -> None:
    hire(app, now, "gone@happa.example")
    with behind_the_counter(app):
        gone = member_by_email("gone@happa.example")
        assert gone is not None
        keeping.switch_off(SHELL, gone, now)
    pages = []
    for email, password in (
        (EMAIL, "not the right password"),
        ("nobody@happa.example", PASSWORD),
        ("gone@happa.example", PASSWORD),
        ("9" * 3000, "9" * 3000),
        ("\u200b", "\u3000"),
    ):
        answer = desk.sign_in(email, password)
        assert answer.status_code == 422
        assert desk.errors() == {"password": WRONG}
        assert "Set-Cookie" not in answer.headers
        pages.append(answer.text.replace(email, "E").split("csrf_token")[0])
    assert len(set(pages)) == 1
    assert PASSWORD not in answer.text
    with app.app_context():
        assert db.session.scalars(select(StaffSession)).all() == []


def test_a_refusal_is_noted_without_what_was_typed(app: Flask, desk: Desk) -> None:
    desk.sign_in(EMAIL, "the wrong one entirely")
    desk.sign_in("my secret by mistake", PASSWORD)
    assert [line[1:] for line in audit(app)[-2:]] == [
        ("staff.sign_in_refused", "staff:1"),
        ("staff.sign_in_refused", "staff:unknown"),
    ]
    with app.app_context():
        line = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert line is not None
        assert "mistake" not in repr([line.name, line.before, line.after, line.caller])
        assert line.caller and "127" not in line.caller


def test_empty_fields_are_asked_for_by_name_and_nothing_is_written(app: Flask, desk: Desk) -> None:
    before = rows(app)
    assert desk.sign_in("", "").status_code == 422
    assert desk.errors() == {
        "email": "メールアドレスを入力してください",
        "password": "パスワードを入力してください",
    }
    assert str(desk.page.title.string).startswith("エラー：")  # type: ignore[union-attr]
    assert rows(app) == before


def test_signing_in_without_the_page_s_token_does_nothing(app: Flask, desk: Desk) -> None:
    before = rows(app)
    answer = desk.client.post("/staff/sign-in", data={"email": EMAIL, "password": PASSWORD})
    assert answer.status_code == 400
    assert rows(app) == before


def test_the_stored_row_lets_nobody_in(app: Flask, desk: Desk) -> None:
    desk.sign_in()
    with app.app_context():
        row = db.session.scalars(select(StaffSession)).one()
        assert len(row.digest) == 64
        assert row.digest not in str(desk.cookie())


def test_signing_in_again_gives_a_new_id_and_ends_the_old_session(app: Flask, desk: Desk) -> None:
    desk.sign_in()
    old = desk.cookie()
    page = desk.get("/staff/")  # its token; the door itself leads a member on
    token = str(desk.page.select_one("input[name=csrf_token]")["value"])  # type: ignore[index]
    assert page.status_code == 200
    answers = {"email": EMAIL, "password": PASSWORD, "csrf_token": token}
    assert desk.client.post("/staff/sign-in", data=answers).status_code == 303
    assert desk.cookie() != old
    assert desk.inside()
    desk.client.set_cookie("staff", str(old))
    assert not desk.inside()


def test_whoever_is_signed_in_is_led_on_from_the_door(desk: Desk) -> None:
    desk.sign_in()
    assert desk.get("/staff/sign-in?next=/staff/account").location == "/staff/account"


def test_a_hash_of_other_parameters_is_made_anew(app: Flask, desk: Desk) -> None:
    from argon2 import PasswordHasher

    old = PasswordHasher(time_cost=2, memory_cost=1024, parallelism=1).hash(PASSWORD)
    with behind_the_counter(app):
        member = member_by_email(EMAIL)
        assert member is not None
        member.password = old
    desk.sign_in()
    assert desk.inside()
    with app.app_context():
        member = member_by_email(EMAIL)
        assert member is not None
        assert member.password.startswith("$argon2id$v=19$m=47104,t=1,p=1$")
        assert member.password != kept(PASSWORD)
