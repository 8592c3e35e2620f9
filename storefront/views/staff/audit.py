"""The audit at the desk: who changed what, when, and from what to what."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import Response, request, stream_with_context
from flask_babel import gettext as _
from sqlalchemy import select

from storefront.clock import shop_time
from storefront.extensions import db
from storefront.spreadsheet.writing import lines
from storefront.staff.audit import Act, AuditEntry, write_down
from storefront.staff.audit_reading import PAGE, AuditAsked, all_entries, entries, told
from storefront.staff.member import Member
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import own_page
from storefront.views.staff.allowed import may_open
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.audit_fields import name_of, value_of
from storefront.views.staff.audit_words import ACTS
from storefront.views.staff.confirming import asks_password
from storefront.views.staff.typed import number_typed

COLUMNS = ("id", "happened_at", "name", "act", "subject", "before", "after")


@dataclass(frozen=True)
class AuditLine:
    """One line as it is shown; `url` leads to the order it is about, "" for anything else.

    `changes`: plain name of the field, its name in words or "", what stood there and what stands there.
    """

    entry: AuditEntry
    words: str
    url: str
    changes: list[tuple[str, str, str, str]]


@bp.get("/audit")
@access(STAFF, Permission.SEE_AUDIT)
def audit() -> Response:
    """The newest lines that fit what is asked for, by fifty. Three statements at most."""
    asked, wrong = _asked()
    found = [] if wrong else entries(asked, number_typed(request.args.get("before", "")) or None)
    fields = {name: text for name, text in _fields().items() if text}
    more = url("staff.audit", **fields, before=found[-1].id) if len(found) == PAGE else ""
    return own_page(
        "staff/audit.html",
        422 if wrong else 200,
        found=[_line(one) for one in found],
        typed=_fields(),
        wrong=wrong,
        acts=sorted(
            ((str(act), str(words)) for act, words in ACTS.items()), key=lambda one: one[1]
        ),
        members=db.session.execute(select(Member.id, Member.name).order_by(Member.name)).all(),
        more=more,
        first="before" not in request.args,
    )


@bp.post("/audit")
@access(STAFF, Permission.SEE_AUDIT)
@asks_password()
def export_audit() -> Response:
    """Every line that fits, as CSV; that it was taken is the first thing written down."""
    asked, wrong = _asked()
    if wrong:
        return audit()
    now = current.now()
    taken = {name: text for name, text in _fields().items() if text}
    write_down(actor(), Act.AUDIT_EXPORTED, "audit:export", now, after=taken)
    db.session.commit()

    def pieces() -> Iterator[bytes]:
        yield from lines(COLUMNS, map(_row, all_entries(asked)))
        db.session.rollback()

    name = f"audit-{shop_time(now):%Y%m%d-%H%M}.csv"
    return Response(
        stream_with_context(pieces()),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _fields() -> dict[str, str]:
    """What was typed into the filters."""
    names = ("member", "act", "subject", "first", "last")
    return {name: request.values.get(name, "").strip()[:96] for name in names}


def _asked() -> tuple[AuditAsked, dict[str, str]]:
    """The question, and what is wrong with it by field."""
    typed, wrong = _fields(), dict[str, str]()
    days: dict[str, date | None] = {}
    for name in ("first", "last"):
        try:
            days[name] = _day(typed[name])
        except ValueError:
            wrong[name] = _("日付は 2026-11-24 のように入力してください")
    first, last = days.get("first"), days.get("last")
    if first and last and first > last:
        wrong["last"] = _("終わりの日は、はじめの日からあとにしてください")
    member = number_typed(typed["member"]) or None
    act = typed["act"] if typed["act"] in set(Act) else ""
    return AuditAsked(member, act, typed["subject"], first, last), wrong


def _day(typed: str) -> date | None:
    """The day typed, None for nothing. Raises ValueError, also for a year whose midnight no clock tells."""
    if not typed:
        return None
    found = date.fromisoformat(typed)
    if not 2000 <= found.year < 3000:
        raise ValueError(typed)
    return found


def _line(one: AuditEntry) -> AuditLine:
    noun, _sign, which = one.subject.partition(":")
    leads = noun == "order" and which.isdigit() and may_open("staff.order")
    words = str(ACTS[Act(one.act)]) if one.act in set(Act) else one.act
    changes = [
        (name, name_of(one.subject, name), value_of(old), value_of(new))
        for name, old, new in told(one.before, one.after)
    ]
    return AuditLine(one, words, url("staff.order", number=which) if leads else "", changes)


def _row(one: AuditEntry) -> tuple[object, ...]:
    both = [json.dumps(it, ensure_ascii=False) if it else "" for it in (one.before, one.after)]
    return (one.id, one.happened_at.isoformat(), one.name, one.act, one.subject, *both)
