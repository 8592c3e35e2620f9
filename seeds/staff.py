"""The demo's members of staff, one of each role: in development only, with random passwords that lie in the instance folder."""

import os
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from storefront.extensions import db
from storefront.settings import STAFF_LOGIN
from storefront.staff import keeping
from storefront.staff.audit import SHELL
from storefront.staff.member import Member
from storefront.staff.passwords import hashed, made_password, matches
from storefront.staff.roles import Role
from storefront.staff.signing_in import credentials

EMAIL = "owner@happa.example"
MEMBERS = {
    Role.OWNER: (EMAIL, "中村 葉子"),
    Role.MANAGER: ("manager@happa.example", "谷川 茂"),
    Role.PACKER: ("packer@happa.example", "小林 つつみ"),
    Role.VIEWER: ("viewer@happa.example", "三浦 望"),
}


def demo_members(instance: Path, now: datetime) -> None:
    """Make sure that each of them can sign in to the demo with what lies in `instance`. Safe to repeat; commits.

    Who has another password by now loses their line in the file, so that nothing false is printed.
    """
    path = instance / STAFF_LOGIN
    written = _written(path)
    told = {}
    for role, (email, name) in MEMBERS.items():
        password = _demo_member(role, email, name, written.get(email), now)
        if password:
            told[email] = f"{role.value} {email} {password}\n"
    text = "".join(told.values())
    if not text:
        path.unlink(missing_ok=True)
    elif not path.exists() or path.read_text() != text:
        _write(path, text)


def no_demo_member(now: datetime) -> None:
    """A shop that is real lets the demo's members in no more. Safe to repeat; commits."""
    for member in db.session.scalars(select(Member).where(Member.demo, Member.active)).all():
        keeping.switch_off(SHELL, member, now)
    db.session.commit()


def _demo_member(role: Role, email: str, name: str, written: str | None, now: datetime) -> str:
    """The password to be told of one member, who is taken on if need be; empty when it is another by now."""
    known = credentials(email)
    db.session.rollback()
    if known is not None:
        return written if written and matches(known.password, written) else ""
    password = written or made_password()
    kept = hashed(password)
    keeping.add_member(SHELL, email, name, role, "ja", kept, now, new=False, demo=True)
    db.session.commit()
    return password


def _written(path: Path) -> dict[str, str]:
    """Passwords by address, as an earlier setup left them."""
    lines = path.read_text().splitlines() if path.exists() else []
    parts = [line.split() for line in lines]
    return {found[1]: found[2] for found in parts if len(found) == 3}


def _write(path: Path, text: str) -> None:
    """Write a file that only its owner may read."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
