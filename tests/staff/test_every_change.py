"""Every way staff can change something leaves its line in the audit, and none when it was refused."""

import importlib
import pkgutil
from datetime import datetime
from io import BytesIO

import pytest
from flask import Flask

from storefront.extensions import db
from storefront.staff.audit import AuditEntry
from storefront.staff.roles import Permission
from storefront.views.access import STAFF
from tests.staff import changes
from tests.staff.changes.change import Change
from tests.support.desk import NAME, Desk
from tests.support.till import at_the_desk

CHANGES: dict[str, Change] = {}
for _module in pkgutil.iter_modules(changes.__path__):
    _cases = importlib.import_module(f"tests.staff.changes.{_module.name}")
    CHANGES.update(getattr(_cases, "CHANGES", {}))
CHANGES_NOTHING: set[str] = set()
for _module in pkgutil.iter_modules(changes.__path__):
    _cases = importlib.import_module(f"tests.staff.changes.{_module.name}")
    CHANGES_NOTHING |= getattr(_cases, "CHANGES_NOTHING", set())


def lines(app: Flask) -> list[tuple[str, str]]:
    """The audit: who, what."""
    with app.app_context():
        found = db.session.query(AuditEntry).order_by(AuditEntry.id)
        return [(line.name, str(line.act)) for line in found]


def test_every_post_of_the_area_has_its_case(app: Flask) -> None:
    posts = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("staff.")
        and "POST" in (rule.methods or ())
        and app.view_functions[rule.endpoint].access == STAFF
    }
    assert posts - set(CHANGES) - CHANGES_NOTHING == set()
    assert (set(CHANGES) | CHANGES_NOTHING) - posts == set()
    assert all(app.view_functions[name].permission in set(Permission) for name in posts)


def send(desk: Desk, change: Change, path: str, fields: dict[str, object]) -> int:
    desk.get(change.page or path)
    files = {name: (BytesIO(sent), called) for name, (sent, called) in change.files.items()}
    answer = desk.post(path, **fields, **files)
    if answer.status_code == 200 and change.then is not None:
        answer = desk.post(path, **change.then)
    return answer.status_code


@pytest.mark.parametrize("endpoint", sorted(CHANGES))
def test_a_change_leaves_its_line_and_a_refused_one_leaves_none(
    app: Flask, now: datetime, endpoint: str
) -> None:
    change = CHANGES[endpoint]
    desk = at_the_desk(app, now)
    path = change.prepare(app, now)
    good = dict(change.good(app) if callable(change.good) else change.good)
    before = lines(app)
    if change.bad is not None:
        assert send(desk, change, path, good | dict(change.bad)) in {303, 400, 404, 409, 413, 422}
        assert lines(app) == before
    status = send(desk, change, path, good)
    assert status in {200, 303}, desk.errors()
    added = lines(app)[len(before) :]
    assert added
    assert {who for who, _act in added} == {NAME}
