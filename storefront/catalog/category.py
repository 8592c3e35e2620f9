"""Categories: a tree of two levels whose top is the shop's navigation."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storefront.catalog.picture import Picture
from storefront.database import Model
from storefront.locales import Text, Translated


class Category(Model):
    """A category. Products stand on leaves; a parent shows everything below it."""

    __tablename__ = "category"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(64), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[Text] = mapped_column(Translated)
    lead: Mapped[Text] = mapped_column(Translated)
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"))
    version: Mapped[int] = mapped_column(default=1)
    """Grows with every change of its words."""

    parent: Mapped[Category | None] = relationship(remote_side=[id])
    picture: Mapped[Picture | None] = relationship()
