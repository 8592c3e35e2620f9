"""Two numbers that grow whenever something every visitor can see has changed.

Pages and price tables kept in memory carry the numbers they were made under; what was made under older ones
is never shown again. Whoever changes the catalogue or a stock word bumps CATALOG, whoever changes a rate, a
fee or the shop's particulars bumps SETTINGS, as the last write of the transaction.
"""

from enum import StrEnum

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model, insert_once
from storefront.extensions import db


class Part(StrEnum):
    """What has changed."""

    CATALOG = "catalog"
    SETTINGS = "settings"


class Revision(Model):
    """One number per part of the shop."""

    __tablename__ = "revision"

    part: Mapped[str] = mapped_column(String(16), primary_key=True)
    number: Mapped[int] = mapped_column(default=1)


def bump(part: Part = Part.CATALOG) -> None:
    """Say that what visitors see has changed; takes effect with the caller's commit. Safe to repeat.

    Locks one row until the commit, so call it after all other locks are held.
    """
    if insert_once(Revision, part=part.value, number=1):
        return
    db.session.execute(
        update(Revision)
        .where(Revision.part == part.value)
        .values(number=Revision.number + 1)
        .execution_options(synchronize_session=False)
    )


def current(part: Part = Part.CATALOG) -> int:
    """The number now; 0 before the first seeding."""
    return db.session.scalar(select(Revision.number).where(Revision.part == part.value)) or 0
