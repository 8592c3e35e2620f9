"""Pictures: what is known of each master; the files themselves are made by `renditions`."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from storefront.catalog.renditions import file_name, widths_for
from storefront.database import Model
from storefront.locales import Text, Translated


class Picture(Model):
    """One photograph, with its words for those who cannot see it."""

    __tablename__ = "picture"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(64), unique=True)
    digest: Mapped[str] = mapped_column(String(16))
    width: Mapped[int]
    height: Mapped[int]
    alt: Mapped[Text] = mapped_column(Translated)
    near: Mapped[bool] = mapped_column(default=False)
    """Small object: shown a little closer on its plate."""
    version: Mapped[int] = mapped_column(default=1)
    """Grows with each change of its words."""

    @property
    def widths(self) -> list[int]:
        """The widths in pixels that exist as files, ascending; never wider than the master."""
        return list(widths_for(self.width))

    def url(self, width: int, kind: str) -> str:
        """The address of one rendition; `kind` is "avif" or "webp"."""
        return "/pictures/" + file_name(self.digest, width, kind)
