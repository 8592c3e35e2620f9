"""A second factor: who must have one, proving oneself with it while at work, and the same one twice at the same moment."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from storefront.extensions import db
from storefront.staff import keeping
from storefront.staff.audit import SHELL, AuditEntry
from storefront.staff.enrolling import renew_codes
from storefront.staff.factor import factors_of
from storefront.staff.member import Member
from storefront.staff.proving import Answer, Proof, prove
from storefront.staff.roles import Role
from storefront.views.access import STAFF
from storefront.views.staff.area import BEFORE_A_FACTOR
from tests.support.authenticator import Authenticator
from tests.support.desk import EMAIL, PASSWORD, Desk, hire
from tests.support.factors import SEAL, add_passkey, asked, shown, with_app
from tests.support.orders import behind_the_counter
from tests.support.threads import at_once
from tests.support.till import later

FACTORS = "/staff/account/factors"
NEW = "/staff/members/new"
WRONG = "確認できませんでした。コードは一度しか使えません"


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    """An owner with an app and without the password typed lately."""
    hire(app, now, demo=False)
    desk = Desk(app)
    desk.sign_in()
    with_app(app, now - timedelta(minutes=2))
    later(app, now)
    return desk


def test_who_needs_a_factor_and_has_none_finds_nothing_open_but_setting_it_up(
    app: Flask, now: datetime
) -> None:
    hire(app, now, demo=False)
    desk = Desk(app)
    assert desk.sign_in().location == "/staff/"
    assert desk.get("/staff/").location == FACTORS
    desk.get(FACTORS)
    assert "はじめに、認証アプリかパスキーを設定してください" in desk.page.get_text()
    assert desk.page.select(".staff-nav a[href^='/staff/orders']") == []
    token = str(desk.page.select_one("input[name=csrf_token]")["value"])  # type: ignore[index]
    for address, view in _staff_views(app, besides=BEFORE_A_FACTOR):
        method = "POST" if "POST" in view else "GET"
        answer = desk.client.open(
            address, method=method, base_url=desk.site, data={"csrf_token": token}
        )
        assert (address, answer.location) == (address, FACTORS)


@pytest.mark.parametrize("role", [Role.PACKER, Role.VIEWER])
def test_who_needs_none_may_have_one(app: Flask, now: datetime, role: Role) -> None:
    hire(app, now, role=role, demo=False)
    desk = Desk(app)
    desk.sign_in()
    assert desk.inside()
    add_passkey(desk)
    assert len(desk.page.select(".recovery__code")) == 10


@pytest.mark.parametrize(
    ("called", "device", "wrong"),
    [
        ("電話", b"k" * 1024, "パスキーを受け取れませんでした。もう一度お試しください"),
        (" ", b"key-1", "この端末の呼び名を入力してください"),
        ("電\u202e話", b"key-1", "この端末の呼び名を入力してください"),
    ],
)
def test_a_passkey_no_row_can_hold_and_a_name_nobody_can_read_are_refused(
    app: Flask, now: datetime, called: str, device: bytes, wrong: str
) -> None:
    hire(app, now, demo=False)
    desk = Desk(app)
    desk.sign_in()
    desk.get(f"{FACTORS}/passkey")
    key = Authenticator(desk.site, device)
    desk.post(f"{FACTORS}/passkey", name=called, factor_answer=key.create(asked(desk)))
    assert desk.errors() == {"name": wrong}
    with app.app_context():
        assert not factors_of(1)


def test_another_role_holds_with_the_next_click(app: Flask, now: datetime) -> None:
    hire(app, now, role=Role.VIEWER, demo=False)
    desk = Desk(app)
    desk.sign_in()
    for role, members, orders in (
        ("packer", 403, 200), ("manager", 303, 303), ("owner", 303, 303), ("viewer", 403, 200),
    ):  # fmt: skip
        with behind_the_counter(app):
            db.session.execute(update(Member).values(role=role))
        assert desk.get("/staff/members").status_code == members
        assert desk.get("/staff/orders").status_code == orders


def test_the_app_s_code_stands_for_the_password_where_something_was_sent(
    app: Flask, desk: Desk, now: datetime
) -> None:
    """What was typed waits in the question; it is done with the right code, and the code is good once."""
    sent = {"name": "森 はな", "email": "hana@example.jp", "role": "packer"}
    desk.get("/staff/confirm")
    assert desk.post(NEW, **sent).status_code == 200
    assert desk.page.h1.get_text() == "本人の確認"  # type: ignore[union-attr]
    assert desk.post(NEW, factor_code="000000").status_code == 422
    assert desk.errors() == {"factor_code": WRONG}
    assert desk.post(NEW, factor_code=shown(now)).status_code == 200
    assert "森 はな" in desk.page.get_text()
    assert _proofs(app) == [("staff.signed_in", "password"), ("staff.password_asked", "code")]
    later(app, now)
    desk.get("/staff/confirm")
    assert desk.post("/staff/confirm", factor_code=shown(now)).status_code == 422


def test_paper_is_for_the_door_not_for_the_question_in_between(
    app: Flask, desk: Desk, now: datetime
) -> None:
    with behind_the_counter(app):
        codes = renew_codes(SHELL, 1, SEAL, now)
    desk.get("/staff/confirm")
    assert desk.post("/staff/confirm", factor_code=codes[0]).status_code == 422
    with app.app_context():
        assert factors_of(1).codes_left == 10
    assert desk.post("/staff/confirm", password=PASSWORD).status_code == 303


def test_an_answer_serves_the_session_that_was_asked(app: Flask, desk: Desk, now: datetime) -> None:
    """A passkey's answer, or a secret shown to set up an app, is nothing to another session of the same member."""
    desk.get(f"/staff/prove?next={FACTORS}/passkey")
    desk.post("/staff/prove", password=PASSWORD, factor_code=shown(now))
    key = add_passkey(desk, counts=False)
    desk.get("/staff/confirm")
    answer = key.get(asked(desk))
    box = desk.page.select_one("input[name=factor_challenge]")
    assert box is not None
    later(app, now)
    other = Desk(app)
    other.sign_in()
    other.get("/staff/sign-in/second")
    other.post("/staff/sign-in/second", factor_answer=key.get(asked(other)))
    later(app, now)
    other.get("/staff/confirm")
    forged = {"factor_answer": answer, "factor_challenge": str(box["value"])}
    assert other.post("/staff/confirm", **forged).status_code == 422
    assert other.errors() == {"factor_code": WRONG}
    desk.get("/staff/confirm")
    assert desk.post("/staff/confirm", **forged).status_code == 303


@pytest.mark.parametrize("typed", ["code", "paper"])
def test_of_the_same_code_at_the_same_moment_one_opens(
    app: Flask, now: datetime, typed: str
) -> None:
    hire(app, now, demo=False)
    codes = with_app(app, now)
    text = shown(now) if typed == "code" else codes[0]

    def try_it() -> Proof | None:
        with behind_the_counter(app):
            return prove(1, Answer(typed=text), SEAL, None, now, paper=True)

    proved = at_once([try_it] * 3)
    assert sorted(map(str, proved)) == sorted(["None", "None", str(Proof.CODE if typed == "code" else Proof.RECOVERY)])  # fmt: skip


def test_two_owners_cannot_take_each_other_s_role_at_once(app: Flask, now: datetime) -> None:
    for email in (EMAIL, "other@happa.example"):
        hire(app, now, email)

    def demote(number: int) -> Callable[[], object]:
        def do() -> object:
            with behind_the_counter(app):
                member = keeping.held(number)
                assert member is not None
                return keeping.change_member(SHELL, member, member.name, Role.PACKER, now)

        return do

    done = at_once([demote(1), demote(2)])
    assert sorted(type(one).__name__ for one in done) == ["LastOwner", "bool"]
    with app.app_context():
        assert sorted(db.session.scalars(select(Member.role))) == ["owner", "packer"]


def _staff_views(app: Flask, besides: tuple[str, ...]) -> list[tuple[str, set[str]]]:
    """An address of each view of the area that asks for a member, with its methods."""
    adapter, found = app.url_map.bind("localhost"), []
    for rule in app.url_map.iter_rules():
        if getattr(app.view_functions[rule.endpoint], "access", "") != STAFF:
            continue
        if rule.endpoint not in besides:
            names = {name: 1 if name.endswith("id") or name in {"number", "draft", "note"} else "x" for name in rule.arguments}  # fmt: skip
            found.append((adapter.build(rule.endpoint, names), set(rule.methods or ())))
    return found


def _proofs(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        lines = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        return [(line.act, line.after["by"]) for line in lines if line.after and "by" in line.after]
