"""Lists that members saved under a name: what an address asks for, for one member or for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import ForeignKey, String, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from storefront.database import Model, UTCDateTime, claim
from storefront.extensions import db
from storefront.staff.audit import Act, Actor, write_down

LONGEST_NAME = 24
LONGEST_QUERY = 1000
WORDS = "q"
"""The field of an address that holds what is looked for."""
MOST = 30
"""So many of one member, at most; and so many that are shared."""


class SavedView(Model):
    """One list. Shared ones belong to the shop: they stay when who saved them is gone."""

    __tablename__ = "staff_saved_view"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"), index=True)
    shared: Mapped[bool] = mapped_column(default=False, index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    query: Mapped[str] = mapped_column(String(LONGEST_QUERY))
    """The part of the address after the question mark."""
    version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    def belongs_to(self, member_id: int, *, may_share: bool) -> bool:
        """Whether the member may change it: their own, or a shared one where they may share."""
        return may_share if self.shared else self.member_id == member_id


class TooMany(Exception):
    """No further list can be kept before one is deleted."""


def views_of(member_id: int) -> Sequence[SavedView]:
    """What a member finds: the shared ones, then their own, the oldest first. One statement."""
    theirs = or_(SavedView.shared, SavedView.member_id == member_id)
    asked = select(SavedView).where(theirs).order_by(SavedView.shared.desc(), SavedView.id)
    return db.session.scalars(asked.limit(2 * MOST)).all()


def save_view(
    by: Actor, member_id: int, name: str, query: str, now: datetime, *, shared: bool
) -> SavedView:
    """Keep a list under a name; the caller commits. Raises TooMany."""
    same = SavedView.shared if shared else (SavedView.member_id == member_id) & ~SavedView.shared
    if len(db.session.scalars(select(SavedView.id).where(same)).all()) >= MOST:
        raise TooMany(name)
    view = SavedView(
        member_id=member_id, shared=shared, name=name, query=query, version=0, created_at=now
    )
    db.session.add(view)
    db.session.flush()
    after = {"name": name, "query": query, "shared": shared}
    write_down(by, Act.VIEW_SAVED, subject_of(view), now, after=_told(after))
    return view


def change_view(by: Actor, view: SavedView, seen: int, now: datetime, **changed: object) -> bool:
    """Give it another name, query or `shared`. False when somebody changed it after `seen` (a version); the caller commits."""
    before = {name: getattr(view, name) for name in changed}
    if before == changed and view.version == seen:
        return True
    if not claim(view, SavedView.version, seen, seen + 1, **changed):
        return False
    write_down(by, Act.VIEW_CHANGED, subject_of(view), now, _told(before), _told(changed))
    return True


def delete_view(by: Actor, view: SavedView, now: datetime) -> None:
    """Take it away; the caller commits."""
    before = {"name": view.name, "query": view.query, "shared": view.shared}
    write_down(by, Act.VIEW_DELETED, subject_of(view), now, _told(before))
    db.session.delete(view)


def words_in(query: str) -> str:
    """The words that an address looks for, "" for none."""
    return dict(parse_qsl(query)).get(WORDS, "")


def subject_of(view: SavedView) -> str:
    """What the audit calls it."""
    return f"view:{view.id}"


def _told(about: Mapping[str, object]) -> dict[str, object]:
    """The same as the audit keeps it: that words are looked for, never which, since they may name a buyer."""
    query = about.get("query")
    if not isinstance(query, str) or not words_in(query):
        return dict(about)
    kept = [(name, "…" if name == WORDS else value) for name, value in parse_qsl(query)]
    return {**about, "query": urlencode(kept)}
