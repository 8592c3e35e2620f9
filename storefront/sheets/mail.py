"""The words of one kind of mail as a sheet, both languages on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from storefront.extensions import db
from storefront.locales import LOCALES
from storefront.mail.wording import MailKind, MailText
from storefront.sheets.sheet import Values

PARTS = ("subject", "opening", "closing")


@dataclass(frozen=True)
class MailSheet:
    """Each part in both languages; "" is the shop's own words."""

    kind: MailKind

    @property
    def subject(self) -> str:
        """ "mail:order_sent"."""
        return f"mail:{self.kind}"

    def values(self) -> Values:
        """All it says."""
        found = {(row.part, row.locale): row.text for row in self._rows()}
        return {part: {code: found.get((part, code), "") for code in LOCALES} for part in PARTS}

    def put(self, wanted: Mapping[str, Any]) -> None:
        """Set the parts named; words that are taken back leave no row."""
        rows = {(row.part, row.locale): row for row in self._rows()}
        for part in PARTS:
            for code, text in wanted.get(part, {}).items():
                row = rows.get((part, code))
                if not text:
                    if row:
                        db.session.delete(row)
                elif row is None:
                    words = MailText(kind=self.kind.value, locale=code, part=part, text=text)
                    db.session.add(words)
                elif row.text != text:
                    row.text = text

    def _rows(self) -> list[MailText]:
        return list(db.session.scalars(select(MailText).where(MailText.kind == self.kind.value)))


def mail_sheet(kind: str) -> MailSheet | None:
    """The sheet of a kind of mail; None where there is no such kind."""
    return MailSheet(MailKind(kind)) if kind in set(MailKind) else None
