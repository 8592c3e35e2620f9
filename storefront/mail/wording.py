"""The words of mails that staff may change: subject, opening and closing, for each kind of mail and language.

What is empty or not there is the shop's own: the words of the templates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model
from storefront.extensions import db

PLACES = ("shop", "number", "name")
"""What a text may name in braces: the shop, the order's number, the buyer."""
LONGEST_SUBJECT = 200
_PLACE = re.compile(r"\{([^{}]*)\}")


class MailKind(StrEnum):
    """What a mail is about."""

    CONFIRMATION = "order_confirmation"
    AMENDED = "order_amended"
    CHANGED = "order_changed"
    HOW_TO_PAY = "how_to_pay"
    PAY_LINK = "pay_link"
    REMINDER = "pay_reminder"
    PART = "part_received"
    SENT = "order_sent"
    EXPIRED = "order_expired"
    CANCELLED = "order_cancelled"
    REFUND = "refund_issued"
    ACCOUNT = "account_wanted"
    MONEY_SENT = "money_sent"


class MailText(Model):
    """One text of one kind of mail in one language; `part` is "subject", "opening" or "closing"."""

    __tablename__ = "mail_text"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    locale: Mapped[str] = mapped_column(String(2))
    part: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(LongText)

    __table_args__ = (UniqueConstraint("kind", "locale", "part"),)


@dataclass(frozen=True)
class Wording:
    """The words for one kind of mail in one language, placeholders still in them; "" is the shop's own."""

    subject: str = ""
    opening: str = ""
    closing: str = ""


def wording(kind: str, locale: str) -> Wording:
    """The words staff chose; one statement."""
    asked = select(MailText.part, MailText.text)
    rows = db.session.execute(asked.where(MailText.kind == kind, MailText.locale == locale))
    return Wording(**{row.part: row.text for row in rows})


def unknown_places(text: str) -> list[str]:
    """What stands in braces and names nothing, and braces that close nothing."""
    named = [f"{{{name}}}" for name in _PLACE.findall(text) if name not in PLACES]
    return named + [sign for sign in "{}" if sign in _PLACE.sub("", text)]


def filled(text: str, figures: Mapping[str, str]) -> str:
    """`text` with its placeholders filled in."""
    return _PLACE.sub(lambda place: figures.get(place[1], place[0]), text)
