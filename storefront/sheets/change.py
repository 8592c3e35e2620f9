"""Changes of settings: at once, or from a day on as a row that a job applies. Each with its line in the audit.

Whoever changes a setting holds one row for all of them until the commit, because what may be stored hangs on all tables
together. Callers commit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from storefront import revision
from storefront.clock import day_begins, shop_day
from storefront.database import Model, UTCDateTime, insert_once
from storefront.extensions import db
from storefront.faults import Fault
from storefront.jobs.queue import enqueue
from storefront.locales import Text
from storefront.quoting.checks import BadTariff
from storefront.quoting.entering import refuse_bad_tariff
from storefront.revision import Part
from storefront.sheets.finding import sheet_of
from storefront.sheets.sheet import Sheet, Values, differing
from storefront.staff.audit import Act, Actor, write_down

APPLY = "settings.apply"
"""The kind of job that puts waiting changes into force."""
ALL = "all"
"""The row that whoever changes any setting holds."""


class SettingSheet(Model):
    """How often a sheet was changed: a form that was opened under an earlier number is not stored."""

    __tablename__ = "setting_sheet"

    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(default=0)


class SettingChange(Model):
    """A change that waits for its day: only the fields that were changed, so that it undoes nothing else."""

    __tablename__ = "setting_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(64), index=True)
    wanted: Mapped[dict[str, Any]] = mapped_column(JSON)
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    set_at: Mapped[datetime] = mapped_column(UTCDateTime)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    name: Mapped[str] = mapped_column(String(40))
    """Who wrote it, as they were called then."""
    applied_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    refused: Mapped[list[Text]] = mapped_column(JSON, default=list)
    """Why it could not be applied on its day; then nothing was changed, and it ends here."""

    __table_args__ = (Index("ix_setting_change_waiting", "applied_at", "starts_at"),)

    @property
    def waits(self) -> bool:
        """Whether its day is still to come."""
        return self.applied_at is None and self.withdrawn_at is None


class ChangedMeanwhile(Exception):
    """Somebody else changed the same sheet after the form was opened."""


class Gone(Exception):
    """What was to be changed is there no more, or its day has come."""


def version_of(subject: str) -> int:
    """How often a sheet was changed; 0 for never."""
    asked = select(SettingSheet.version).where(SettingSheet.subject == subject)
    return db.session.scalar(asked) or 0


def hold(subject: str, version: int | None) -> None:
    """Be the only one who changes settings until the commit, and count the change of this sheet.

    Raises ChangedMeanwhile where the sheet is not as it was under `version`; None asks nothing.
    """
    for name in (ALL, subject):
        insert_once(SettingSheet, subject=name, version=0)
        asked = select(SettingSheet).where(SettingSheet.subject == name).with_for_update()
        row = db.session.scalars(asked, execution_options={"populate_existing": True}).one()
    if version is not None and row.version != version:
        raise ChangedMeanwhile(subject)
    row.version += 1


def save(sheet: Sheet, wanted: Mapping[str, Any], version: int, by: Actor, now: datetime) -> bool:
    """Set what is wanted from now on; False where all of it is so already.

    Raises ChangedMeanwhile, and BadTariff where the engine could not work with it.
    """
    hold(sheet.subject, version)
    before = sheet.values()
    names = differing(before, wanted)
    if not names:
        return False
    _put(sheet, {name: wanted[name] for name in names}, now)
    old, new = ({name: told[name] for name in names} for told in (before, wanted))
    write_down(by, Act.SETTING_CHANGED, sheet.subject, now, old, new)
    revision.bump(Part.SETTINGS)
    return True


def schedule(
    sheet: Sheet, wanted: Mapping[str, Any], version: int, starts_on: date, by: Actor, now: datetime
) -> bool:
    """Have it set when that day begins; False where all of it is so already, or will be by then. It is judged now, and once more then.

    Raises ValueError for a day that has come, ChangedMeanwhile and BadTariff.
    """
    if starts_on <= shop_day(now):
        raise ValueError("a change that waits begins on a day to come")
    hold(sheet.subject, version)
    before = sheet.values()
    names = differing(before, wanted)
    if not names:
        return False
    starts_at = day_begins(starts_on)
    if all(_by_then(sheet.subject, before, starts_at)[name] == wanted[name] for name in names):
        return False
    fresh = {name: wanted[name] for name in names}
    with db.session.begin_nested() as trial:
        _put(sheet, fresh, starts_at)
        trial.rollback()
    change = SettingChange(
        subject=sheet.subject, wanted=fresh, starts_at=starts_at, set_at=now, member_id=by.member_id, name=by.name
    )  # fmt: skip
    db.session.add(change)
    db.session.flush()
    enqueue(APPLY, {}, starts_at, key=f"setting:{change.id}")
    old, new = {name: before[name] for name in names}, fresh | {"from": starts_on.isoformat()}
    write_down(by, Act.SETTING_SCHEDULED, sheet.subject, now, old, new)
    return True


def _by_then(subject: str, values: Values, starts_at: datetime) -> Values:
    """A sheet as it will be by a moment, when what waits until then has been applied."""
    for change in waiting(subject):
        if change.starts_at <= starts_at and not change.refused:
            values = values | change.wanted
    return values


def waiting(subject: str | None = None) -> Sequence[SettingChange]:
    """The changes whose day is to come, and those that were refused on theirs; the next one first."""
    asked = select(SettingChange).where(
        SettingChange.applied_at.is_(None), SettingChange.withdrawn_at.is_(None)
    )
    if subject is not None:
        asked = asked.where(SettingChange.subject == subject)
    return db.session.scalars(asked.order_by(SettingChange.starts_at, SettingChange.id)).all()


def withdraw(change_id: int, by: Actor, now: datetime) -> SettingChange:
    """Take a waiting change back, or clear away one that was refused. Raises Gone where it waits no more."""
    asked = select(SettingChange).where(SettingChange.id == change_id).with_for_update()
    change = db.session.scalars(asked, execution_options={"populate_existing": True}).one_or_none()
    if change is None or not change.waits:
        raise Gone(change_id)
    change.withdrawn_at = now
    before = change.wanted | {"from": shop_day(change.starts_at).isoformat()}
    write_down(by, Act.SETTING_WITHDRAWN, change.subject, now, before)
    return change


def apply_due(now: datetime) -> int:
    """Put every waiting change whose day has come into force, oldest first; returns how many rows were looked at.

    One that the engine refuses by then changes nothing and keeps the reasons. Safe to repeat; any number of workers.
    """
    due = (SettingChange.starts_at <= now, SettingChange.applied_at.is_(None))
    asked = select(SettingChange).where(*due, SettingChange.withdrawn_at.is_(None))
    if db.session.scalars(asked.limit(1)).first() is None:
        return 0
    hold(ALL, None)
    changes = [
        one
        for one in db.session.scalars(
            asked.order_by(SettingChange.starts_at, SettingChange.id).with_for_update(),
            execution_options={"populate_existing": True},
        )
        if not one.refused
    ]
    for change in changes:
        _apply(change, now)
    if changes:
        revision.bump(Part.SETTINGS)
    return len(changes)


def _apply(change: SettingChange, now: datetime) -> None:
    sheet = sheet_of(change.subject)
    if sheet is None:
        change.refused = [
            {"ja": "変える相手がもうありません", "en": "what it was to change is gone"}
        ]
        return
    hold(change.subject, None)
    before = sheet.values()
    names = differing(before, change.wanted)
    try:
        with db.session.begin_nested():
            _put(sheet, change.wanted, now)
    except BadTariff as refused:
        change.refused = [fault.words for fault in refused.faults]
        return
    change.applied_at = now
    by = Actor(change.member_id, change.name)
    old, new = ({name: told[name] for name in names} for told in (before, change.wanted))
    write_down(by, Act.SETTING_CHANGED, change.subject, now, old, new | {"waited_since": change.set_at.isoformat()})  # fmt: skip


def _put(sheet: Sheet, wanted: Values, now: datetime) -> None:
    """Judged before it is flushed: words reach whoever wrote it, not a database's error."""
    with db.session.no_autoflush:
        sheet.put(wanted)
        refuse_bad_tariff(now)
    db.session.flush()


def faults_of(sheet: Sheet, wanted: Values, now: datetime) -> list[Fault]:
    """What the engine has against it. Ends the transaction: nothing is stored."""
    try:
        _put(sheet, wanted, now)
    except BadTariff as refused:
        return list(refused.faults)
    finally:
        db.session.rollback()
    return []
