"""The shop's particulars: name, contact, cut-off, legal items. One row, edited by staff later."""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model
from storefront.locales import Text, Translated


class ShopProfile(Model):
    """Who sells, and by which hours."""

    __tablename__ = "shop_profile"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Text] = mapped_column(Translated)
    phone: Mapped[str] = mapped_column(String(20))
    email: Mapped[str] = mapped_column(String(120))
    hours: Mapped[Text] = mapped_column(Translated)
    cutoff_hour: Mapped[int]
    """Orders before this hour of a working day (shop time) leave the same day."""
    returns_days: Mapped[int]
    closed: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Days the shop itself is closed, as ISO dates."""

    @property
    def closed_days(self) -> frozenset[date]:
        """`closed` as dates."""
        return frozenset(date.fromisoformat(day) for day in self.closed)


class LegalItem(Model):
    """One paragraph of a legal page; `key` lets the confirmation page show the same words."""

    __tablename__ = "legal_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    page: Mapped[str] = mapped_column(String(24), index=True)
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(32), unique=True)
    label: Mapped[Text] = mapped_column(Translated)
    text: Mapped[Text] = mapped_column(Translated)
