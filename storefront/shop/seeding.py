"""What the database was seeded with, so that a second start has nothing to do."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model


class Seeding(Model):
    """One row: the mark of the seed files that were loaded last."""

    __tablename__ = "seeding"

    id: Mapped[int] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(String(64))
