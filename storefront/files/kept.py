"""A file between being looked at and being applied: kept as it came, with what it would do, until it expires.

It stands in the database in pieces, so that whichever process applies it finds it, and none ever holds it whole.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, delete, insert, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model, UTCDateTime, table_of
from storefront.extensions import db
from storefront.files.plan import Plan

LARGEST = 40 * 1024 * 1024
"""Bytes of one file: 100,000 SKUs with all their words have about 25 million."""
KEPT_FOR = timedelta(hours=2)
PIECE = 256 * 1024
LONGEST_NAME = 120


class KeptFile(Model):
    """One file of one member. Its pieces go when it was applied or has expired; the row itself a month later."""

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
    plan_digest: Mapped[str] = mapped_column(String(64))
    counts: Mapped[dict[str, int]] = mapped_column(JSON)
    told: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The first changes and refusals, see `Plan.told`."""


class KeptPiece(Model):
    """Some bytes of a file, in their order."""

    __tablename__ = "kept_piece"

    file_id: Mapped[int] = mapped_column(
        ForeignKey("kept_file.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


def keep(
    stream: BinaryIO, kind: str, name: str, member_id: int, plan: Plan, now: datetime
) -> KeptFile:
    """Keep a file from its beginning, with what it would do; forgets those that have expired. The caller commits."""
    forget(now)
    row = KeptFile(
        kind=kind, member_id=member_id, name=_printable(name)[:LONGEST_NAME], digest="", size=0, kept_at=now,
        expires_at=now + KEPT_FOR, plan_digest=plan.digest, counts=plan.counts, told=dict(plan.told()),
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


def tell_anew(row: KeptFile, plan: Plan) -> None:
    """What the file would do now; the caller commits."""
    row.plan_digest, row.counts, row.told = plan.digest, plan.counts, dict(plan.told())


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


def drop_pieces(row: KeptFile) -> None:
    """Forget the bytes of a file that was applied; what it did stays told."""
    db.session.execute(delete(KeptPiece).where(KeptPiece.file_id == row.id))


def forget(now: datetime) -> None:
    """Forget the bytes of what has expired, and what it was a month later. Safe to repeat."""
    expired = select(KeptFile.id).where(KeptFile.expires_at <= now)
    db.session.execute(delete(KeptPiece).where(KeptPiece.file_id.in_(expired)))
    old = KeptFile.kept_at <= now - timedelta(days=30)
    db.session.execute(delete(KeptFile).where(old))
