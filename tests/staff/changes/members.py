"""Who works here."""

from datetime import datetime

from flask import Flask

from storefront.staff.roles import Role
from tests.staff.changes.change import Change
from tests.support.desk import hire


def second(path: str) -> object:
    def prepare(app: Flask, now: datetime) -> str:
        hire(app, now, "jiro@happa.example", role=Role.PACKER)
        return path

    return prepare


CHANGES = {
    "staff.add_member": Change(
        lambda _app, _now: "/staff/members/new",
        {"name": "次郎", "email": "jiro@happa.example", "role": "packer"},
        {"role": "king"},
    ),
    "staff.change_member": Change(
        second("/staff/members/2"),  # type: ignore[arg-type]
        {"name": "次郎", "role": "viewer", "version": "1"},
        {"version": "0"},
    ),
    "staff.member_step_now": Change(
        second("/staff/members/2/off"),  # type: ignore[arg-type]
        {"version": "1"},
        {"version": "7"},
    ),
}
