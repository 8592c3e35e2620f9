"""The shop's particulars and its legal items as sheets."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from storefront.extensions import db
from storefront.sheets.sheet import Values
from storefront.shop.profile import LegalItem, ShopProfile

WEEK = ("weekdays", "cutoff")
PARTICULARS = ("name", "phone", "email", "hours", "registration_number", "returns_days", "account")


@dataclass(frozen=True)
class ProfileSheet:
    """Some fields of the shop's one row."""

    subject: str
    names: tuple[str, ...]
    profile: ShopProfile

    def values(self) -> Values:
        """All it says."""
        return {name: getattr(self.profile, name) for name in self.names}

    def put(self, wanted: Mapping[str, Any]) -> None:
        """Set the fields named."""
        for name in self.names:
            if name in wanted and getattr(self.profile, name) != wanted[name]:
                setattr(self.profile, name, wanted[name])


@dataclass(frozen=True)
class LegalSheet:
    """One paragraph of a legal page."""

    item: LegalItem

    @property
    def subject(self) -> str:
        """ "legal:returns_terms"."""
        return f"legal:{self.item.key}"

    def values(self) -> Values:
        """Heading and text."""
        return {"label": self.item.label, "text": self.item.text}

    def put(self, wanted: Mapping[str, Any]) -> None:
        """Set the fields named."""
        for name in ("label", "text"):
            if name in wanted and getattr(self.item, name) != wanted[name]:
                setattr(self.item, name, wanted[name])


def profile_sheet(subject: str, names: tuple[str, ...]) -> ProfileSheet | None:
    """The sheet of some of the shop's particulars; None before the shop is seeded."""
    profile = db.session.scalars(select(ShopProfile)).one_or_none()
    return ProfileSheet(subject, names, profile) if profile else None


def legal_sheet(key: str) -> LegalSheet | None:
    """The sheet of a legal item; None where there is no such item."""
    item = db.session.scalars(select(LegalItem).where(LegalItem.key == key)).one_or_none()
    return LegalSheet(item) if item else None
