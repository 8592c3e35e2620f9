"""Days that differ from an ordinary week: the shop's own, and each carrier's."""

from datetime import date

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model
from storefront.locales import Text, Translated


class CalendarDay(Model):
    """One such day.

    `way` empty: the shop packs (`open`) or rests, whatever weekday or holiday it is. Else the code of a way to
    send whose carrier does not deliver that day; `open` is then False.
    """

    __tablename__ = "calendar_day"

    id: Mapped[int] = mapped_column(primary_key=True)
    way: Mapped[str] = mapped_column(String(16), default="")
    day: Mapped[date]
    open: Mapped[bool] = mapped_column(default=False)
    name: Mapped[Text] = mapped_column(Translated)

    __table_args__ = (UniqueConstraint("way", "day"),)
