"""The audit is only ever added to, and a change without its line does not exist."""

import re
from datetime import datetime
from pathlib import Path

from flask import Flask

from storefront.extensions import db
from storefront.staff import keeping
from storefront.staff.audit import SHELL
from storefront.staff.member import member_by_email
from tests.support.desk import EMAIL, audit, hire
from tests.support.orders import behind_the_counter

ROOT = Path(__file__).parents[2]
CHANGES = re.compile(
    r"(update|delete)\(\s*AuditEntry|AuditEntry\.__table__|audit_entry\b(?!\")", re.S
)


def test_no_code_of_the_shop_changes_or_deletes_a_line() -> None:
    sources = [*(ROOT / "storefront").rglob("*.py"), *(ROOT / "seeds").rglob("*.py")]
    found = [
        path.name
        for path in sources
        if "migrations" not in path.parts and CHANGES.search(path.read_text())
    ]
    assert found == []


def test_a_change_that_is_taken_back_takes_its_line_along(app: Flask, now: datetime) -> None:
    hire(app, now)
    with behind_the_counter(app):
        member = member_by_email(EMAIL)
        assert member is not None
        keeping.switch_off(SHELL, member, now)
        db.session.rollback()
    assert [line[1] for line in audit(app)] == ["staff.member_added"]
    with app.app_context():
        member = member_by_email(EMAIL)
        assert member is not None and member.active
