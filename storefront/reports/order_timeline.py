"""What happened with an order, from every book that tells of it: its own events, staff's notes, mails, and who did it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, String, case, cast, literal, select, union_all

from storefront.extensions import db
from storefront.mail.outbox import OutboxMessage
from storefront.orders.note import OrderNote
from storefront.orders.order import Order, OrderEvent
from storefront.staff.audit import AuditEntry

BY_BUYERS = frozenset(
    {"placed", "method_changed", "account_named", "amendment_asked", "payment_declined"}
)
"""Events that only a buyer brings about, whatever staff did in the same moment; staff place only what they took by phone."""


class Source(StrEnum):
    """The book that tells it. act: the audit, which only says who did the rest."""

    EVENT = "event"
    NOTE = "note"
    MAIL = "mail"
    ACT = "act"


class Who(StrEnum):
    """Who did it, where it was no member of staff."""

    BUYER = "buyer"
    SHOP = "shop"
    """The shop by itself."""


@dataclass(frozen=True)
class Told:
    """One line. `kind`: an event's, or a mail's key; `detail`: an event's, the text of a note, the subject of a mail.

    `by`: the member's name, "" for nobody of staff, then `who` says. `state`: a mail's; for a note, "packers" where they are shown it.
    """

    source: Source
    id: int
    at: datetime
    kind: str
    detail: str
    state: str = ""
    by: str = ""
    who: Who = Who.SHOP


def timeline(order: Order) -> list[Told]:
    """Everything, the newest first; what happened in one moment stands as it was written. One statement."""
    rows = db.session.execute(union_all(*_books(order))).all()
    acts = {row.at: row.name for row in rows if row.source == Source.ACT}
    buyers = BY_BUYERS - {"placed"} if order.taken_by else BY_BUYERS
    told = [_told(row, acts, buyers) for row in rows if row.source != Source.ACT]
    return sorted(told, key=lambda one: (one.at, one.source != Source.EVENT, one.id), reverse=True)


def _told(row: Any, acts: dict[datetime, str], buyers: frozenset[str]) -> Told:
    if row.source == Source.NOTE:
        return Told(Source.NOTE, row.id, row.at, "", row.detail, row.state, row.name)
    buyer = row.source == Source.EVENT and row.kind in buyers
    by = "" if buyer else acts.get(row.at, "")
    who = Who.BUYER if buyer else Who.SHOP
    return Told(Source(row.source), row.id, row.at, row.kind, row.detail, row.state, by, who)


def _books(order: Order) -> Sequence[Select[Any]]:
    none = literal("")
    return (
        select(
            literal(Source.EVENT.value).label("source"),
            OrderEvent.id.label("id"),
            OrderEvent.happened_at.label("at"),
            OrderEvent.kind.label("kind"),
            cast(OrderEvent.detail, String).label("detail"),
            none.label("state"),
            none.label("name"),
        ).where(OrderEvent.order_id == order.id),
        select(
            literal(Source.NOTE.value), OrderNote.id, OrderNote.written_at, none, OrderNote.text,
            case((OrderNote.for_packers, "packers"), else_=""), OrderNote.name,
        ).where(OrderNote.order_id == order.id),
        select(
            literal(Source.MAIL.value), OutboxMessage.id, OutboxMessage.created_at,
            OutboxMessage.key, OutboxMessage.subject, OutboxMessage.state, none,
        ).where(OutboxMessage.order_number == order.number),
        select(
            literal(Source.ACT.value), AuditEntry.id, AuditEntry.happened_at, AuditEntry.act, none,
            none, AuditEntry.name,
        ).where(AuditEntry.subject == f"order:{order.number}"),
    )  # fmt: skip
