"""The page of who works here: taking on, other roles, off and on; never without an owner."""

from datetime import datetime

import pytest
from flask import Flask

from storefront.staff.member import member_by_email
from storefront.staff.roles import Role
from tests.support.desk import EMAIL, NAME, Desk, audit, hire
from tests.support.factors import factor_rows, with_app
from tests.support.till import at_the_desk

JIRO = "jiro@happa.example"
LIST = "/staff/members"


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    desk = at_the_desk(app, now)
    hire(app, now, JIRO, role=Role.PACKER)
    return desk


def role_of(app: Flask, email: str) -> tuple[str, str, bool]:
    with app.app_context():
        found = member_by_email(email)
        assert found is not None
        return found.name, found.role, found.active


def test_somebody_new_gets_a_password_that_is_shown_once(app: Flask, desk: Desk) -> None:
    desk.get(f"{LIST}/new")
    answer = desk.post(f"{LIST}/new", name="花村 咲", email=" SAKI@happa.example ", role="viewer")
    assert answer.status_code == 200
    password = str(desk.page.select_one(".factor-steps__secret").get_text(strip=True))  # type: ignore[union-attr]
    assert password not in desk.see(LIST)
    saki = Desk(app)
    assert saki.sign_in("saki@happa.example", password).status_code == 303
    assert saki.get("/staff/").location == "/staff/account"
    assert (NAME, "staff.member_added", "staff:3") in audit(app)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"email": JIRO.upper()}, "email"), ({"email": "jiro"}, "email"), ({"name": " \u3000 "}, "name"),
        ({"name": "x" * 41}, "name"), ({"role": "king"}, "role-0"), ({"role": ""}, "role-0"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(
    app: Flask, desk: Desk, typed: dict[str, str], field: str
) -> None:
    before = audit(app)
    desk.get(f"{LIST}/new")
    good = {"name": "咲", "email": "saki@happa.example", "role": "viewer"}
    assert desk.post(f"{LIST}/new", **good | typed).status_code == 422
    assert list(desk.errors()) == [field]
    assert audit(app) == before


def test_two_who_change_one_member_see_both_values_and_lose_none(app: Flask, desk: Desk) -> None:
    desk.get(f"{LIST}/2")
    other = Desk(app)
    other.sign_in()
    other.get(f"{LIST}/2")
    assert (
        other.post(f"{LIST}/2", name="次郎", role="viewer").location == f"{LIST}?told=member_saved"
    )
    answer = desk.post(f"{LIST}/2", name="二郎", role="manager")
    assert answer.status_code == 409
    words = desk.page.get_text(" ", strip=True)
    assert all(said in words for said in ("次郎", "二郎", "閲覧のみ"))
    assert role_of(app, JIRO) == ("次郎", "viewer", True)
    assert desk.post(f"{LIST}/2", name="二郎", role="manager").status_code == 303
    assert role_of(app, JIRO) == ("二郎", "manager", True)


def test_the_last_owner_stays_owner_and_stays_in(app: Flask, desk: Desk) -> None:
    desk.get(f"{LIST}/1")
    assert desk.post(f"{LIST}/1", name=NAME, role="manager").status_code == 422
    assert "ほかに責任者がいない" in str(desk.errors())
    desk.get(f"{LIST}/1/off")
    assert desk.post(f"{LIST}/1/off").location == f"{LIST}/1?told=last_owner"
    assert role_of(app, EMAIL) == (NAME, "owner", True)
    assert audit(app)[-1][1] == "staff.member_added"


def test_off_on_password_factors_and_sessions(app: Flask, desk: Desk, now: datetime) -> None:
    with_app(app, now, 2)
    for step in ("factors", "password", "off", "on"):
        jiro = Desk(app)
        jiro.sign_in(JIRO)
        desk.get(f"{LIST}/2/{step}")
        assert desk.post(f"{LIST}/2/{step}").status_code in {200, 303}, step
        assert not jiro.inside()
    assert factor_rows(app) == []
    acts = [act for _who, act, subject in audit(app) if subject == "staff:2"]
    for act in ("factors_reset", "password_changed", "member_off", "member_on"):
        assert f"staff.{act}" in acts
    desk.get(LIST)
    assert desk.post(f"{LIST}/1/password").location == f"{LIST}/1?told=own_page"
    assert desk.get(f"{LIST}/99999999999").status_code == 404
    assert desk.get(f"{LIST}/2/sell").status_code == 404
