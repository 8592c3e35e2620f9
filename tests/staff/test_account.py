"""A member's own page: another password, another language."""

from datetime import datetime

import pytest
from flask import Flask

from storefront.extensions import db
from storefront.staff import keeping, passwords
from storefront.staff.audit import SHELL
from storefront.staff.member import member_by_email
from storefront.staff.passwords import matches
from storefront.views.staff import account
from tests.support.desk import EMAIL, NAME, PASSWORD, Desk, audit, hire, kept
from tests.support.letters import japanese_left
from tests.support.orders import behind_the_counter

NEXT = "ame no asa ni niji wo 2 hon"


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    hire(app, now)
    desk = Desk(app)
    desk.sign_in()
    desk.get("/staff/account")
    return desk


def change(desk: Desk, current: str = PASSWORD, password: str = NEXT, repeated: str = NEXT) -> int:
    return desk.post(
        "/staff/account/password", current=current, password=password, repeated=repeated
    ).status_code


def kept_password(app: Flask) -> str:
    with app.app_context():
        member = member_by_email(EMAIL)
        assert member is not None
        return member.password


def test_a_new_password_ends_every_session_but_goes_on_here_under_a_new_id(
    app: Flask, desk: Desk
) -> None:
    second, held = Desk(app), desk.cookie()
    second.sign_in()
    assert change(desk) == 303
    assert "パスワードを変えました" in desk.get("/staff/account?done=password").text
    assert desk.cookie() != held
    assert not second.inside()
    assert second.sign_in().status_code == 422
    assert second.sign_in(password=NEXT).status_code == 303
    assert (NAME, "staff.password_changed", "staff:1") in audit(app)


def test_nobody_waits_for_a_hash(app: Flask, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither signing in nor another password holds a transaction open while it hashes."""
    seen = []

    class Watched:
        def __getattr__(self, name: str) -> object:
            seen.append((name, db.session().in_transaction()))
            return getattr(passwords_hasher, name)

    passwords_hasher = passwords._HASHER
    monkeypatch.setattr(passwords, "_HASHER", Watched())
    assert change(desk) == 303
    assert Desk(app).sign_in(password=NEXT).status_code == 303
    assert {name for name, _open in seen} == {"verify", "hash", "check_needs_rehash"}
    assert {opened for _name, opened in seen} == {False}


def test_who_is_switched_off_while_a_password_is_hashed_stays_out(
    app: Flask, desk: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept_password(app)

    def meanwhile(password: str) -> str:
        with behind_the_counter(app):
            member = member_by_email(EMAIL)
            assert member is not None
            keeping.switch_off(SHELL, member, now)
        return kept(password)

    monkeypatch.setattr(account, "hashed", meanwhile)
    assert change(desk) == 303
    assert not desk.inside()
    assert kept_password(app) == before
    assert Desk(app).sign_in(password=NEXT).status_code == 422
    assert "staff.password_changed" not in [act for _who, act, _whom in audit(app)]


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"current": "wrong"}, {"current": "いまのパスワードがちがいます"}),
        ({"repeated": NEXT + "!"}, {"repeated": "二つの新しいパスワードが一致しません"}),
        ({"password": "short", "repeated": "short"}, {"password": "15文字以上にしてください"}),
        (
            {"password": "hanakohanako2026", "repeated": "hanakohanako2026"},
            {
                "password": "よく使われる言葉や名前、数字だけでできています。ほかの言葉を加えてください"
            },
        ),
        ({"current": ""}, {"current": "いまのパスワードを入力してください"}),
    ],
)
def test_what_is_wrong_is_said_and_the_old_password_stays(
    app: Flask, desk: Desk, typed: dict[str, str], errors: dict[str, str]
) -> None:
    assert change(desk, **typed) == 422
    assert desk.errors() == errors
    assert NEXT not in str(desk.page)
    assert matches(kept_password(app), PASSWORD)
    assert audit(app)[-1][1] == "staff.signed_in"


def test_a_password_made_by_somebody_else_is_changed_before_anything_else(
    app: Flask, now: datetime
) -> None:
    hire(app, now, new=True)
    desk = Desk(app)
    desk.sign_in(next="/staff/confirm")
    for path in ("/staff/", "/staff/confirm"):
        assert desk.get(path).location == "/staff/account"
    assert "いまのパスワードは仮のものです" in desk.get("/staff/account").text
    assert change(desk) == 303
    assert desk.inside()


def test_the_language_is_the_member_s_own_and_comes_back_to_the_page(
    app: Flask, desk: Desk
) -> None:
    answer = desk.post("/staff/account/language", locale="en", next="/staff/account")
    assert answer.location == "/staff/account"
    for path in ("/staff/", "/staff/account", "/staff/confirm"):
        desk.get(path, headers={"Accept-Language": "ja"})
        assert desk.page.html is not None and desk.page.html["lang"] == "en"
        left = [text for text in japanese_left(desk.page) if NAME not in text and text != "日本語"]
        assert left == [], path
    assert audit(app)[-1] == (NAME, "staff.language_changed", "staff:1")


def test_a_language_nobody_speaks_changes_nothing(app: Flask, desk: Desk) -> None:
    before = audit(app)
    assert desk.post("/staff/account/language", locale="fr", next="//evil.example").location == (
        "/staff/"
    )
    assert audit(app) == before


@pytest.mark.parametrize(
    ("query", "wish", "lang"), [("", "en", "en"), ("", "ja", "ja"), ("?lang=ja", "en", "ja")]
)
def test_the_door_speaks_the_visitor_s_language(
    desk: Desk, query: str, wish: str, lang: str
) -> None:
    desk.client.delete_cookie("staff")
    desk.get(f"/staff/sign-in{query}", headers={"Accept-Language": wish})
    assert desk.page.html is not None and desk.page.html["lang"] == lang
    assert lang == "ja" or [t for t in japanese_left(desk.page) if t != "日本語"] == []
