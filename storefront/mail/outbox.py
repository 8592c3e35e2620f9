"""The outbox: every mail is a row before it is sent, and is written once per subject."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model, UTCDateTime


class MessageState(StrEnum):
    """Where a message stands. Without a mail server it ends at `kept`: the outbox page shows it."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    KEPT = "kept"
    FAILED = "failed"


class OutboxMessage(Model):
    """One mail with its text and HTML part, in the language of its order."""

    __tablename__ = "outbox_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(96), unique=True)
    """What it is about, once ever: "order:10234:confirmation"."""
    order_number: Mapped[str] = mapped_column(String(12), default="", index=True)
    """The order it is about; empty where it is about none."""
    state: Mapped[str] = mapped_column(String(8), default=MessageState.WAITING, index=True)
    locale: Mapped[str] = mapped_column(String(2))
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


def delivery_key(key: str) -> str:
    """The key of the job that delivers the message of that key."""
    return f"deliver:{key}"
