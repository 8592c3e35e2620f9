"""The demo's member of staff: in development only, with a random password that lies in the instance folder."""

import os
from datetime import datetime
from pathlib import Path

from storefront.extensions import db
from storefront.settings import STAFF_LOGIN
from storefront.staff import keeping
from storefront.staff.audit import SHELL
from storefront.staff.member import member_by_email
from storefront.staff.passwords import hashed, made_password, matches
from storefront.staff.roles import Role
from storefront.staff.signing_in import credentials

EMAIL = "staff@happa.example"
NAME = "中村 葉子"


def demo_member(instance: Path, now: datetime) -> None:
    """Make sure that somebody can sign in to the demo with what lies in `instance`. Safe to repeat; commits.

    The file goes away once the member has another password, so that nothing false is printed.
    """
    path = instance / STAFF_LOGIN
    known = credentials(EMAIL)
    db.session.rollback()
    written = path.read_text().split() if path.exists() else []
    if known is not None:
        if len(written) == 2 and not matches(known.password, written[1]):
            path.unlink()
        return
    password = written[1] if len(written) == 2 else made_password()
    kept = hashed(password)
    _write(path, f"{EMAIL}\n{password}\n")
    keeping.add_member(SHELL, EMAIL, NAME, Role.OWNER, "ja", kept, now, new=False)
    db.session.commit()


def no_demo_member(now: datetime) -> None:
    """A shop that is real lets the demo's member in no more. Safe to repeat; commits."""
    member = member_by_email(EMAIL)
    if member is not None and keeping.switch_off(SHELL, member, now):
        db.session.commit()


def _write(path: Path, text: str) -> None:
    """Write a file that only its owner may read."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
