"""One number that grows whenever something every visitor can see has changed.

Pages and price tables kept in memory carry the number they were made under; a page made under an older
number is never shown again. Whoever changes the catalogue, a price, a fee or a stock word calls `bump()`
as the last write of its transaction.
"""

from sqlalchemy import Integer, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model
from storefront.extensions import db


class Revision(Model):
    """The single row that holds the number."""

    __tablename__ = "revision"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[int] = mapped_column(Integer, default=1)


def bump() -> None:
    """Say that what visitors see has changed; takes effect with the caller's commit. Safe to repeat.

    Locks one row until the commit, so call it after all other locks are held.
    """
    changed = db.session.execute(update(Revision).values(number=Revision.number + 1))
    if changed.rowcount == 0:  # type: ignore[attr-defined]
        db.session.add(Revision(id=1, number=1))
        db.session.flush()


def current() -> int:
    """The number now; 0 before the first seeding."""
    return db.session.scalar(select(Revision.number)) or 0
