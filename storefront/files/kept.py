"""A file between being looked at and being applied: kept as it came, with what it would do, until it expires.

It stands in the database in pieces, so that whichever process looks at it again finds it, and none ever holds it whole.
What it would do stands beside it, see `staged` and `told`.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from sqlalchemy import (
    JSON,
    ForeignKey,
    LargeBinary,
    String,
    delete,
    exists,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model, UTCDateTime, table_of
from storefront.extensions import db
from storefront.files import staged, told
from storefront.files.plan import Plan
from storefront.files.staged import KeptChange, Staging

LARGEST = 40 * 1024 * 1024
"""Bytes of one file: 100,000 SKUs with all their words have about 25 million."""
KEPT_FOR = timedelta(hours=2)
PIECE = 256 * 1024
LONGEST_NAME = 120


class KeptFile(Model):
    """One file of one member. What it holds goes when it was applied or has expired; the row itself a month later."""

    __tablename__ = "kept_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    member_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"), index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    """What it was called where it came from."""
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of its bytes."""
    size: Mapped[int]
    kept_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    applied_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    counts: Mapped[dict[str, int]] = mapped_column(JSON)
    """See `Plan.counts`; empty until it was looked at to its end."""
    names: Mapped[list[str]] = mapped_column(JSON)
    """See `Plan.names`."""
    told: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The first changes and refusals, see `Plan.told`."""

    @property
    def ready(self) -> bool:
        """Whether there is something to apply, and nothing is refused."""
        counts = self.counts
        return bool(counts and (counts["new"] or counts["changed"]) and not counts["refused"])

    @property
    def staging(self) -> Staging:
        """What it would write."""
        return Staging(self.id, frozenset(self.names), bool(self.counts.get("new")))


class KeptPiece(Model):
    """Some bytes of a file, in their order."""

    __tablename__ = "kept_piece"

    file_id: Mapped[int] = mapped_column(
        ForeignKey("kept_file.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


def keep(stream: BinaryIO, kind: str, name: str, member_id: int, now: datetime) -> KeptFile:
    """Keep a file from its beginning; nobody has looked at it yet. The caller commits."""
    row = KeptFile(
        kind=kind, member_id=member_id, name=_printable(name)[:LONGEST_NAME], digest="", size=0, kept_at=now,
        expires_at=now + KEPT_FOR, counts={}, names=[], told={},
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    digest, size, position = hashlib.sha256(), 0, 0
    stream.seek(0)
    while piece := stream.read(PIECE):
        digest.update(piece)
        size += len(piece)
        values = {"file_id": row.id, "position": position, "content": piece}
        db.session.execute(insert(table_of(KeptPiece)).inline(), values)
        position += 1
    row.digest, row.size = digest.hexdigest(), size
    return row


def _printable(name: str) -> str:
    return "".join(sign for sign in name if sign.isprintable())


def of_member(file_id: int, kind: str, member_id: int) -> KeptFile | None:
    """A member's own file; nobody else's."""
    asked = select(KeptFile).where(
        KeptFile.id == file_id, KeptFile.kind == kind, KeptFile.member_id == member_id
    )
    return db.session.scalar(asked)


def claim(row: KeptFile, now: datetime) -> bool:
    """Take a file to apply it: True for exactly one caller, and only before it expires."""
    done = db.session.execute(
        update(KeptFile)
        .where(KeptFile.id == row.id, KeptFile.applied_at.is_(None), KeptFile.expires_at > now)
        .values(applied_at=now)
        .execution_options(synchronize_session=False)
    )
    return isinstance(done, CursorResult) and done.rowcount == 1


def looked_at(row: KeptFile, plan: Plan) -> None:
    """Write down what the file would do. The caller commits."""
    row.counts, row.names, row.told = plan.counts, sorted(plan.names), dict(plan.told())


@contextmanager
def opened(row: KeptFile) -> Iterator[BinaryIO]:
    """The file as it came, on disk, seekable."""
    with tempfile.TemporaryFile() as stream:
        position = 0
        asked = select(KeptPiece.content).where(KeptPiece.file_id == row.id)
        while piece := db.session.scalar(asked.where(KeptPiece.position == position)):
            stream.write(piece)
            position += 1
        stream.seek(0)
        yield stream


def forget_some(file_id: int, *, pieces: bool = True) -> bool:
    """Forget some of what a file holds; True while there may be more. The caller commits each time: nobody waits long.

    What it would do goes, and with `pieces` the file itself; what it did stays told.
    """
    told.forget(file_id)
    if staged.forget_some(file_id):
        return True
    if pieces:
        db.session.execute(delete(KeptPiece).where(KeptPiece.file_id == file_id))
    return False


def over(now: datetime) -> int | None:
    """A file that has expired or was applied and still holds something; forgets the rows of those that are a month old."""
    ended = or_(KeptFile.expires_at <= now, KeptFile.applied_at.is_not(None))
    holds = or_(*(exists().where(of.file_id == KeptFile.id) for of in (KeptPiece, KeptChange)))
    found = db.session.scalar(select(KeptFile.id).where(ended, holds).limit(1))
    if found is None:
        old = KeptFile.kept_at <= now - timedelta(days=30)
        db.session.execute(delete(KeptFile).where(old))
    return found
