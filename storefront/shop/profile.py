"""The shop's particulars: name, contact, cut-off, legal items. One row, edited by staff later."""

from __future__ import annotations

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
    registration_number: Mapped[str] = mapped_column(String(14), default="")
    """Under which qualified invoices are issued: T and 13 digits."""
    cutoff: Mapped[str] = mapped_column(String(5))
    """"HH:MM" on the shop's clock: orders before it count for the same day, if the shop packs that day."""
    weekdays: Mapped[list[int]] = mapped_column(JSON)
    """The days of an ordinary week on which the shop packs, Monday 0; what differs is in `CalendarDay`."""
    returns_days: Mapped[int]
    account: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """The shop's own bank account, for transfers that no payment company takes; see `shop.account`."""


class LegalItem(Model):
    """One paragraph of a legal page; `key` lets the confirmation page show the same words."""

    __tablename__ = "legal_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    page: Mapped[str] = mapped_column(String(24), index=True)
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(32), unique=True)
    label: Mapped[Text] = mapped_column(Translated)
    text: Mapped[Text] = mapped_column(Translated)
