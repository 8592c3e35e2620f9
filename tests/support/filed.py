"""Files that a member of staff has looked at, without a page."""

from datetime import datetime
from io import BytesIO

from sqlalchemy import select

from storefront.extensions import db
from storefront.files import kept
from storefront.files.applying import apply
from storefront.files.kept import KeptFile
from storefront.files.sheet import Kind, Writing
from storefront.staff import keeping
from storefront.staff.audit import SHELL
from storefront.staff.member import Member
from storefront.staff.roles import Role
from storefront.views.staff.file_looking import SHEETS, look


def looked_at(kind: Kind, content: bytes, now: datetime) -> KeptFile:
    """A file of whoever was taken on first, with what it would do."""
    member = db.session.scalar(select(Member.id).order_by(Member.id).limit(1))
    if member is None:
        member = keeping.add_member(SHELL, "a@happa.example", "花子", Role.OWNER, "ja", "", now, new=False).id  # fmt: skip
    row = kept.keep(BytesIO(content), kind, "a.csv", member, now)
    db.session.commit()
    look(row, BytesIO(content))
    return row


def applied(kind: Kind, content: bytes, now: datetime) -> KeptFile:
    """The same, applied at once."""
    row = looked_at(kind, content, now)
    assert row.ready, row.told
    apply(SHEETS[kind](), row.staging, Writing("花子", f"file:{row.id}", now))
    db.session.commit()
    return row
