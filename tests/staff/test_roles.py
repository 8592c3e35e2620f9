"""Every address of the area against every role: open to whom the table says, refused to all others, and nothing happens."""

from datetime import datetime

import pytest
from flask import Flask
from werkzeug.routing import Rule

from storefront.staff.roles import GRANTS, Permission, Role, granted
from storefront.views.access import STAFF
from tests.support.addresses import path_of
from tests.support.desk import Desk, hire
from tests.support.statements import rows


def closed_rules(app: Flask) -> list[Rule]:
    """The addresses of the area behind its guard."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("staff.") and app.view_functions[rule.endpoint].access == STAFF
    ]


def test_every_view_behind_the_guard_names_a_permission_there_is(app: Flask) -> None:
    named = {
        rule.endpoint: app.view_functions[rule.endpoint].permission for rule in closed_rules(app)
    }
    assert {
        name for name, permission in named.items() if permission not in set(Permission)
    } == set()


def test_what_a_role_may_do_is_written_down_and_nothing_else_is_granted() -> None:
    assert GRANTS[Role.OWNER] == set(Permission)
    assert set(Permission) - GRANTS[Role.MANAGER] == {Permission.KEEP_STAFF}
    assert {one for one in GRANTS[Role.VIEWER] if not one.startswith(("see_", "be_"))} == set()
    assert GRANTS[Role.PACKER] == {
        Permission.BE_HERE, Permission.SEE_ORDERS, Permission.NOTE_ORDERS, Permission.PACK,
        Permission.SEE_CATALOGUE, Permission.COUNT_STOCK,
    }  # fmt: skip
    for role, permission in (
        ("staff", "be_here"),
        ("", "be_here"),
        ("owner", ""),
        ("owner", "all"),
    ):
        assert not granted(role, permission)


@pytest.mark.parametrize("role", list(Role))
def test_each_address_refuses_each_role_it_is_not_for_and_changes_nothing(
    app: Flask, now: datetime, role: Role
) -> None:
    hire(app, now, role=role)
    desk = Desk(app)
    desk.sign_in()
    refused = [
        rule
        for rule in closed_rules(app)
        if app.view_functions[rule.endpoint].permission not in GRANTS[role]
    ]
    assert refused or role is Role.OWNER
    before = rows(app)
    for rule in refused:
        path = path_of(rule)
        desk.get("/staff/account")
        answer = desk.get(path) if "GET" in (rule.methods or ()) else desk.post(path)
        assert answer.status_code == 403, (role, path)
        assert "いまの役割では使えません" in answer.text
    assert rows(app) == before


@pytest.mark.parametrize("role", [Role.MANAGER, Role.PACKER, Role.VIEWER])
def test_the_menu_of_a_role_leads_only_where_it_may_go(
    app: Flask, now: datetime, role: Role
) -> None:
    hire(app, now, role=role)
    desk = Desk(app)
    desk.sign_in()
    desk.get("/staff/")
    links = {
        str(link["href"]) for link in desk.page.select(".staff-nav a, main a[href^='/staff/']")
    }
    assert links
    for link in links:
        assert desk.get(link).status_code in {200, 303}, (role, link)


def test_a_view_that_names_no_permission_is_open_to_nobody(app: Flask, now: datetime) -> None:
    hire(app, now, role=Role.OWNER)
    desk = Desk(app)
    desk.sign_in()
    view = app.view_functions["staff.radar"]
    named, view.permission = view.permission, ""  # type: ignore[attr-defined]
    try:
        assert desk.get("/staff/radar").status_code == 403
    finally:
        view.permission = named  # type: ignore[attr-defined]
    assert desk.get("/staff/radar").status_code == 200
