"""The guard: no staff page without a member, no way out of the area by `next`, no change from another site."""

from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from storefront.staff.roles import Role
from storefront.views.access import STAFF, STAFF_DOOR
from storefront.views.responses import SHELF
from tests.support.addresses import path_of
from tests.support.desk import EMAIL, PASSWORD, Desk, hire
from tests.support.shops import open_shop
from tests.support.statements import rows

VIEWS = Path(__file__).parents[2] / "storefront" / "views" / "staff"
DOOR = {"staff.sign_in", "staff.begin", "staff.second_step", "staff.second_step_now"}
OUTSIDE = (
    "https://evil.example/staff/", "//evil.example/staff/", "/ja/cart", "/staffroom", "/staff", "staff/",
    "/staff/../ja/", "/staff/%2e%2e/ja/", "/staff/./x", "/staff//evil.example", "/staff/\\evil.example",
    "/staff/%5c%5cevil.example", "javascript:alert(1)", "/staff/\nx", "/staff/" + "a" * 4000, "", " /staff/account",
)  # fmt: skip


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    hire(app, now)
    return Desk(app)


def test_every_address_of_the_area_is_closed_but_the_door(app: Flask) -> None:
    area = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/staff")]
    assert {rule.endpoint.partition(".")[0] for rule in area} == {"staff"}
    declared = {rule.endpoint: app.view_functions[rule.endpoint].access for rule in area}
    assert {name for name, kind in declared.items() if kind == STAFF_DOOR} == DOOR
    assert set(declared.values()) == {STAFF, STAFF_DOOR}


def test_without_a_member_every_address_leads_to_the_door_and_changes_nothing(
    app: Flask, desk: Desk
) -> None:
    before = rows(app)
    desk.get("/staff/sign-in")
    for rule in app.url_map.iter_rules("staff.dashboard"):
        assert rule.rule == "/staff/"
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("staff.") or rule.endpoint in DOOR:
            continue
        path = path_of(rule)
        if "GET" in (rule.methods or ()):
            answer = desk.client.get(path)
        else:
            desk.get("/staff/sign-in")
            answer = desk.post(path)
        assert answer.status_code == 303, path
        assert answer.location.startswith("/staff/sign-in"), path
    assert rows(app) == before


def test_the_door_leads_on_to_the_page_that_was_asked_for(desk: Desk) -> None:
    answer = desk.get("/staff/account?done=password")
    assert answer.location == "/staff/sign-in?next=/staff/account?done%3Dpassword"
    desk.get(answer.location)
    assert desk.post("/staff/sign-in", email=EMAIL, password=PASSWORD).location == (
        "/staff/account?done=password"
    )


@pytest.mark.parametrize("further", OUTSIDE)
def test_the_door_leads_nowhere_else(desk: Desk, further: str) -> None:
    desk.get("/staff/sign-in")
    answer = desk.post("/staff/sign-in", email=EMAIL, password=PASSWORD, next=further)
    assert (answer.status_code, answer.location) == (303, "/staff/")


@pytest.mark.parametrize(
    "forged", ["x", "", "W10.abc", "WyJhIiwxXQ.c2lnbmVk", "staff", "." * 4000, "\x7f"]
)
def test_a_forged_cookie_opens_nothing(desk: Desk, forged: str) -> None:
    desk.client.set_cookie("staff", forged)
    assert desk.get("/staff/").location == "/staff/sign-in"


def test_a_cookie_that_was_changed_opens_nothing(desk: Desk) -> None:
    desk.sign_in()
    good = str(desk.cookie())
    for at in (0, 10, len(good) // 2, len(good) - 2):
        other = "A" if good[at] != "A" else "B"
        desk.client.set_cookie("staff", good[:at] + other + good[at + 1 :])
        assert not desk.inside()
    desk.client.set_cookie("staff", good)
    assert desk.inside()


def test_the_shop_s_own_cookie_is_no_staff_cookie(app: Flask, desk: Desk) -> None:
    desk.get("/ja/cart")
    desk.client.set_cookie("staff", str(desk.cookie("session")))
    assert not desk.inside()


def test_a_change_that_comes_from_another_site_is_refused(app: Flask, desk: Desk) -> None:
    desk.sign_in()
    desk.get("/staff/account")
    token = str(desk.page.select_one("input[name=csrf_token]")["value"])  # type: ignore[index]
    for origin in ("cross-site", "same-site"):
        answer = desk.client.post(
            "/staff/sign-out", data={"csrf_token": token}, headers={"Sec-Fetch-Site": origin}
        )
        assert answer.status_code == 403
    without = desk.client.post("/staff/sign-out")
    assert without.status_code == 400
    assert desk.inside()


def test_no_page_is_kept_found_or_named_to_others(app: Flask, desk: Desk) -> None:
    held = len(SHELF._pages)
    door = desk.get("/staff/sign-in")
    desk.sign_in()
    for answer in (door, desk.get("/staff/"), desk.get("/staff/account")):
        assert answer.headers["Cache-Control"] == "no-store"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert '<meta name="robots" content="noindex">' in answer.text
        assert "ETag" not in answer.headers
    assert len(SHELF._pages) == held
    assert [path for path in VIEWS.glob("*.py") if "shared_page" in path.read_text()] == []


def test_over_https_the_cookie_is_bound_to_the_host(tmp_path: Path, now: datetime) -> None:
    secret = {"env": "production", "secret_key": "a long secret for this test"}
    with open_shop("sqlite", tmp_path, **secret) as app:
        hire(app, now, role=Role.PACKER, demo=False)
        desk = Desk(app, secure=True)
        cookies = desk.sign_in().headers.getlist("Set-Cookie")
        staff = next(one for one in cookies if one.startswith("__Host-staff="))
        parts = {part.strip() for part in staff.split(";")}
        assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= parts
        for way, name in (("/staff/orders/keys", "staff_keys"), ("/ja/theme", "theme")):
            desk.get("/staff/orders")
            chosen = desk.post(way, keys="off", theme="dark").headers["Set-Cookie"]
            assert chosen.startswith(f"{name}=") and "Secure; HttpOnly" in chosen
        assert desk.inside()
        desk.client.set_cookie("staff", str(desk.cookie("__Host-staff")), secure=True)
        desk.client.delete_cookie("__Host-staff")
        assert not desk.inside()
