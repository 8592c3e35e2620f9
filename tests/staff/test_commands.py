"""The shell's part: taking people on and off."""

import stat
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from seeds.staff import EMAIL as DEMO
from seeds.staff import MEMBERS, demo_members, no_demo_member
from storefront.launch import staff_logins
from storefront.staff.member import Member, member_by_email
from storefront.staff.passwords import matches
from tests.support.desk import EMAIL, NAME, PASSWORD, Desk, audit, hire
from tests.support.factors import with_app
from tests.support.orders import behind_the_counter


def run(app: Flask, *typed: str, answers: str | None = None) -> Result:
    """A command of the shell, as `flask --app wsgi …` runs it."""
    with behind_the_counter(app):
        return app.test_cli_runner().invoke(args=["staff", *typed], input=answers)


def member(app: Flask, email: str) -> Member:
    with app.app_context():
        found = member_by_email(email)
        assert found is not None
        return found


def made(output: str) -> str:
    return output.split("Password, shown this once: ")[1].strip()


def test_somebody_new_gets_a_password_to_change_at_the_first_sign_in(app: Flask) -> None:
    told = run(app, "add", " Hanako@Happa.Example", NAME, "--role", "owner", "--language", "en")
    assert told.exit_code == 0
    assert f"{NAME} <{EMAIL}> may sign in at /staff/ as owner" in told.output
    desk = Desk(app)
    assert desk.sign_in(password=made(told.output)).status_code == 303
    assert desk.get("/staff/").location == "/staff/account"
    found = member(app, EMAIL)
    assert (found.role, found.locale, found.password_is_new) == ("owner", "en", True)
    assert audit(app)[0] == ("shell", "staff.member_added", f"staff:{found.id}")


def test_a_password_of_one_s_own_is_asked_for_twice(app: Flask) -> None:
    told = run(app, "add", EMAIL, NAME, "--ask", answers=f"{PASSWORD}\n{PASSWORD}\n")
    assert told.exit_code == 0
    assert PASSWORD not in told.output
    assert Desk(app).sign_in().status_code == 303
    assert not member(app, EMAIL).password_is_new


@pytest.mark.parametrize(
    ("typed", "answers", "words"),
    [
        (("add", "hanako", NAME), None, "no e-mail address"),
        (("add", "a@b.example\n", "x" * 41), None, "1 to 40 characters"),
        (("add", "a@b.example", " "), None, "1 to 40 characters"),
        (("add", "a@b.example", "x\x07"), None, "1 to 40 characters"),
        (("add", "a@b.example", "x", "--role", "king"), None, "is not one of"),
        (("add", "a@b.example", "x", "--ask"), "short\nshort\n", "15 characters or more"),
        (("add", "a@b.example", "x", "--ask"), "password" * 3 + "\n" + "password" * 3 + "\n", "common"),
        (("add", "HANAKO@happa.example", "x"), None, "is a member already"),
        (("off", "nobody@happa.example"), None, "there is no member"),
        (("password", "nobody@happa.example"), None, "there is no member"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words(
    app: Flask, now: datetime, typed: tuple[str, ...], answers: str | None, words: str
) -> None:
    hire(app, now)
    before = audit(app)
    told = run(app, *typed, answers=answers)
    assert told.exit_code != 0 and isinstance(told.exception, SystemExit)
    assert words in told.output
    assert audit(app) == before


def test_somebody_switched_off_comes_back_with_another_password(app: Flask, now: datetime) -> None:
    hire(app, now)
    desk = Desk(app)
    desk.sign_in()
    assert "can sign in no more" in run(app, "off", EMAIL).output
    assert "was off already" in run(app, "off", EMAIL).output
    assert "(off)" in run(app, "list").output
    assert not desk.inside()
    told = run(app, "password", EMAIL)
    assert desk.sign_in().status_code == 422
    assert desk.sign_in(password=made(told.output)).status_code == 303
    assert "(off)" not in run(app, "list").output


def test_the_demo_has_a_member_of_each_role_whose_password_lies_beside_the_database(
    app: Flask, tmp_path: Path, now: datetime
) -> None:
    for _start in range(2):
        with behind_the_counter(app):
            demo_members(tmp_path, now)
    path = tmp_path / "staff-login"
    role, email, password = path.read_text().splitlines()[0].split()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (role, email) == ("owner", DEMO)
    assert staff_logins(tmp_path)[0] == f"owner    {DEMO} / {password}"
    assert [line.split()[0] for line in staff_logins(tmp_path)] == list(MEMBERS)
    assert len(audit(app)) == 4
    assert member(app, DEMO).demo
    assert matches(member(app, DEMO).password, password)


def test_a_password_that_was_changed_is_not_told_any_more(
    app: Flask, tmp_path: Path, now: datetime
) -> None:
    with behind_the_counter(app):
        demo_members(tmp_path, now)
    run(app, "password", DEMO)
    with behind_the_counter(app):
        demo_members(tmp_path, now)
    assert [line.split()[0] for line in staff_logins(tmp_path)] == ["manager", "packer", "viewer"]


def test_a_real_shop_lets_the_demo_s_member_in_no_more(
    app: Flask, tmp_path: Path, now: datetime
) -> None:
    with behind_the_counter(app):
        no_demo_member(now)
        demo_members(tmp_path, now)
        no_demo_member(now)
    assert not any(member(app, email).active for email, _name in MEMBERS.values())


def test_whose_phone_is_lost_is_asked_for_no_factor_until_the_next_one_is_set_up(
    app: Flask, now: datetime
) -> None:
    hire(app, now, demo=False)
    with_app(app, now)
    assert Desk(app).sign_in().location == "/staff/sign-in/second"
    assert "1 second factor(s) forgotten" in run(app, "factor-reset", EMAIL).output
    desk = Desk(app)
    assert desk.sign_in().location == "/staff/"
    assert desk.get("/staff/").location == "/staff/account/factors"
    assert ("shell", "staff.factors_reset", "staff:1") in audit(app)
