"""What the audit is to say of a file once it is applied: prepared while it is looked at, a block of rows to a line."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model, insert_row, table_of
from storefront.extensions import db
from storefront.files.plan import Change
from storefront.staff.audit import Act, Actor, write_down_all

LONGEST_TOLD = 120
"""Signs of a text that the audit keeps of a cell."""


class KeptTold(Model):
    """One line for the audit: what was and what is to be, cell by cell; begins with the row of `line`."""

    __tablename__ = "kept_told"

    file_id: Mapped[int] = mapped_column(
        ForeignKey("kept_file.id", ondelete="CASCADE"), primary_key=True
    )
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)


def prepare(file_id: int, changes: Sequence[Change]) -> None:
    """Write a block of changes down. The caller commits."""
    old = {one.code: {d.column: d.old[:LONGEST_TOLD] for d in one.differences} for one in changes if not one.new}  # fmt: skip
    new = {one.code: {d.column: d.new[:LONGEST_TOLD] for d in one.differences} for one in changes}
    insert_row(KeptTold, file_id=file_id, line=changes[0].line, before=old, after=new)


def tell(file_id: int, by: Actor, now: datetime) -> None:
    """Put it into the audit, in the caller's transaction."""
    of_it = KeptTold.file_id == file_id
    told = select(KeptTold.before, KeptTold.after).where(of_it).order_by(KeptTold.line)
    write_down_all(by, Act.FILE_CHANGED, f"file:{file_id}", now, told)


def forget(file_id: int) -> None:
    """Forget what was prepared. The caller commits."""
    db.session.execute(delete(table_of(KeptTold)).where(table_of(KeptTold).c.file_id == file_id))
