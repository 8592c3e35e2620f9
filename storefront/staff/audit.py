"""The audit: who changed what, written in the transaction of the change itself. Only ever added to.

Nothing here is updated or deleted, by no code of the shop; a test reads the sources for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Select, String, insert, literal
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model, UTCDateTime, table_of
from storefront.extensions import db


class Act(StrEnum):
    """What was done, noun first. A new kind of change adds its line here."""

    SIGNED_IN = "staff.signed_in"
    SIGN_IN_REFUSED = "staff.sign_in_refused"
    SIGNED_OUT = "staff.signed_out"
    SIGNED_OUT_EVERYWHERE = "staff.signed_out_everywhere"
    PASSWORD_ASKED = "staff.password_asked"
    PASSWORD_CHANGED = "staff.password_changed"
    LANGUAGE_CHANGED = "staff.language_changed"
    MEMBER_ADDED = "staff.member_added"
    MEMBER_OFF = "staff.member_off"
    MEMBER_ON = "staff.member_on"
    MEMBER_CHANGED = "staff.member_changed"
    SESSION_ENDED = "staff.session_ended"
    SESSIONS_ENDED = "staff.sessions_ended"
    FACTOR_ASKED = "staff.factor_asked"
    FACTOR_ADDED = "staff.factor_added"
    FACTOR_REMOVED = "staff.factor_removed"
    FACTORS_RESET = "staff.factors_reset"
    RECOVERY_RENEWED = "staff.recovery_renewed"
    AUDIT_EXPORTED = "audit.exported"
    MISMATCH_MENDED = "radar.mended"
    VIEW_SAVED = "view.saved"
    VIEW_CHANGED = "view.changed"
    VIEW_DELETED = "view.deleted"
    BULK_DONE = "orders.bulk_done"
    EXPORTED = "orders.exported"
    REFUNDED = "order.refunded"
    MAILED_AGAIN = "order.mailed_again"
    EMAIL_CORRECTED = "order.email_corrected"
    CALLED_OFF = "order.called_off"
    SENT_OFF = "order.sent_off"
    PARCELS_EXPORTED = "parcels.exported"
    NUMBERS_TAKEN_IN = "parcels.numbers_taken_in"
    CHANGED = "order.changed"
    NOTED = "order.noted"
    NOTE_SHOWN = "order.note_shown"
    DISPUTE_OVER = "order.dispute_over"
    LOSS_NOTED = "order.loss_noted"
    MONEY_SEEN = "order.money_seen"
    PHONE_DRAFT_BEGUN = "phone_order.begun"
    PHONE_DRAFT_DROPPED = "phone_order.dropped"
    TAKEN_BY_PHONE = "order.taken_by_phone"
    CUSTOMER_NOTED = "customer.noted"
    CUSTOMER_WISHED = "customer.wished"
    CUSTOMER_ERASED = "customer.erased"
    CUSTOMER_EXPORTED = "customer.exported"
    CUSTOMERS_EXPORTED = "customers.exported"
    ACCOUNT_READ = "reimbursement.account_read"
    TRANSFERRED = "reimbursement.transferred"
    CAME_BACK = "reimbursement.came_back"
    METHOD_CLOSED = "method.closed"
    METHOD_OPENED = "method.opened"
    STOCK_COUNTED = "stock.counted"
    STOCK_ADJUSTED = "stock.adjusted"
    FILE_APPLIED = "file.applied"
    FILE_CHANGED = "file.changed"
    SETTING_ADDED = "setting.added"
    SETTING_CHANGED = "setting.changed"
    SETTING_SCHEDULED = "setting.scheduled"
    SETTING_WITHDRAWN = "setting.withdrawn"
    DAY_ADDED = "day.added"
    DAY_REMOVED = "day.removed"
    TAX_ADDED = "tax.added"
    TAX_WITHDRAWN = "tax.withdrawn"
    PRODUCT_ADDED = "product.added"
    PRODUCT_WRITTEN = "product.written"
    PRODUCT_PUBLISHED = "product.published"
    PRODUCT_HIDDEN = "product.hidden"
    PRODUCT_RELATED = "product.related"
    PRODUCT_DELETED = "product.deleted"
    PICTURE_ADDED = "product.picture_added"
    PICTURE_WRITTEN = "product.picture_written"
    PICTURE_MOVED = "product.picture_moved"
    PICTURE_OUT = "product.picture_out"
    SKU_ADDED = "sku.added"
    SKU_WRITTEN = "sku.written"
    SKU_MOVED = "sku.moved"
    SKU_DELETED = "sku.deleted"
    PRICE_SET = "sku.price_set"
    PRICE_WITHDRAWN = "sku.price_withdrawn"
    CATEGORY_ADDED = "category.added"
    CATEGORY_WRITTEN = "category.written"
    CATEGORY_MOVED = "category.moved"
    OFFER_WRITTEN = "offer.written"
    OFFER_PUBLISHED = "offer.published"
    OFFER_STOPPED = "offer.stopped"
    OFFER_DELETED = "offer.deleted"


@dataclass(frozen=True)
class Actor:
    """Who does something: a member and where from, or the shell. `caller` is a digest of the IP address, never the address."""

    member_id: int | None
    name: str
    caller: str = ""


SHELL = Actor(None, "shell")


class AuditEntry(Model):
    """One thing that was done. `before` and `after` hold what changed, never a password, a token or a buyer's address."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    happened_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    """The member's name as it was, "shell" for a command, empty for somebody unknown."""
    act: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(96), index=True)
    """What it was done to: "order:10234", "staff:3"."""
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    caller: Mapped[str] = mapped_column(String(32), default="")
    """A keyed digest of the IP address: equal for equal addresses, and telling nothing else."""


def write_down(
    by: Actor,
    act: Act,
    subject: str,
    now: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Add one line to the audit, in the caller's transaction: it is there exactly when the change is."""
    entry = AuditEntry(
        happened_at=now,
        member_id=by.member_id,
        name=by.name,
        act=act,
        subject=subject,
        before=dict(before) if before is not None else None,
        after=dict(after) if after is not None else None,
        caller=by.caller,
    )
    db.session.add(entry)
    return entry


def write_down_all(
    by: Actor, act: Act, subject: str, now: datetime, told: Select[tuple[Any, Any]]
) -> None:
    """Add many lines of one act: `told` finds before and after of each, in their order. One statement."""
    entry = table_of(AuditEntry).c
    same = {
        entry.happened_at: now, entry.member_id: by.member_id, entry.name: by.name, entry.act: act.value, entry.subject: subject,
        entry.caller: by.caller,
    }  # fmt: skip
    lines = told.add_columns(*(literal(one, column.type) for column, one in same.items()))
    names = [entry.before, entry.after, *same]
    db.session.execute(insert(table_of(AuditEntry)).from_select(names, lines).inline())
