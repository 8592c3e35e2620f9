"""The carrier's numbers coming back as a file: shown line by line first, then done exactly so, all of it or nothing."""

import json
from io import BytesIO

from flask import Response, abort, request
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from storefront.extensions import db
from storefront.orders.tracking_file import LARGEST, MOST_LINES, Line, lines_of
from storefront.payments.fulfilling import CannotSend
from storefront.payments.tracking_plan import Plan, Verdict, carry_out, judge
from storefront.staff.audit import Act, AuditEntry, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access, takes_files
from storefront.views.responses import own_page, see_other
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor, at_work
from storefront.views.staff.file_words import TROUBLES
from storefront.views.staff.list_doing import gone

SUBJECT = "parcels:tracking"
VERDICTS: dict[Verdict, LazyString] = {
    Verdict.SEND: _l("発送済みにします"),
    Verdict.SAME: _l("この番号で発送済みです。何もしません"),
    Verdict.UNREADABLE: _l("読めません"),
    Verdict.NO_KEY: _l("お客様管理番号がありません"),
    Verdict.NO_NUMBER: _l("伝票番号がありません"),
    Verdict.BAD_NUMBER: _l("運送会社の番号の形ではありません"),
    Verdict.UNKNOWN: _l("この番号の注文はありません"),
    Verdict.NOT_PAID: _l("入金待ちの注文です"),
    Verdict.OVER: _l("取り消しか期限切れの注文です"),
    Verdict.SENT: _l("ほかの番号で発送済みです"),
    Verdict.NOTHING_LEFT: _l("この荷物に、送るものは残っていません"),
    Verdict.WAITS: _l("追加の支払いを待っています"),
    Verdict.DISPUTED: _l("異議申し立て中の注文です"),
    Verdict.TWICE: _l("同じ荷物の行がほかにもあります"),
    Verdict.NUMBER_TWICE: _l("同じ伝票番号の行がほかにもあります"),
    Verdict.NUMBER_KNOWN: _l("この伝票番号は、ほかの荷物に使われています"),
    Verdict.NOT_WHOLE: _l("代金引換の注文は、荷物がそろってから送ります"),
}
FAULTS: dict[str, LazyString] = {
    "encoding": _l("UTF-8でもShift_JISでもありません"),
    "quoting": _l('引用符（"）が閉じていません'),
    "cells": _l("列の数が見出しと合いません"),
    "empty": _l("行がありません"),
    **{name: TROUBLES[name] for name in ("workbook", "separator", "header_again", "blank", "long")},
    "missing_column": _l("「お客様管理番号」と「伝票番号」の列がありません"),
    "double_column": _l("同じ見出しの列が二つあります"),
    "too_long": _l("一度に取り込めるのは1,000行までです"),
}


@bp.get("/packing/tracking")
@access(STAFF, Permission.PACK)
def tracking() -> Response:
    """Ask for the file."""
    return _asked()


@bp.post("/packing/tracking")
@access(STAFF, Permission.PACK)
@takes_files(LARGEST + 10_000)
def tracking_read() -> Response:
    """What it would do, line by line; nothing is changed."""
    sent = request.files.get("file")
    content = sent.stream.read(LARGEST + 1) if sent else b""
    if not content:
        return _asked(_("ファイルを選んでください"))
    if len(content) > LARGEST:
        return _asked(_("大きすぎます。%(most)sKBまでです", most=LARGEST // 1024))
    return _shown(judge(lines_of(BytesIO(content))))


@bp.post("/packing/tracking/now")
@access(STAFF, Permission.PACK)
def tracking_now() -> Response:
    """Do what was shown; shown anew, with nothing done, when it would no longer be the same."""
    now, lines = current.now(), _kept(request.form.get("lines", ""))
    if not lines:
        return _asked(_("ファイルを選んでください"))
    plan = judge(lines)
    if not plan.to_send or plan.digest != request.form.get("digest"):
        db.session.rollback()
        return _shown(judge(lines), 409)
    try:
        done = carry_out(plan, now, actor().name)
    except CannotSend:
        db.session.rollback()
        return _shown(judge(lines), 409)
    for one in done:
        after = gone(one.state, one.parcels)
        write_down(actor(), Act.SENT_OFF, f"order:{one.number}", now, {"state": "placed"}, after)
    left = [[one.line.line, one.line.key, one.line.tracking, one.verdict] for one in plan.refused]
    after = {"parcels": len(plan.to_send), "left": left}
    entry = write_down(actor(), Act.NUMBERS_TAKEN_IN, SUBJECT, now, None, after)
    db.session.flush()
    id = entry.id
    db.session.commit()
    if left:
        return see_other("staff.tracking_result", id=id)
    return see_other("staff.packing", told="sent_many")


@bp.get("/packing/tracking/<int:id>")
@access(STAFF, Permission.PACK)
def tracking_result(id: int) -> Response:
    """What became of a file some lines of which were left: one's own only."""
    entry = db.session.get(AuditEntry, id)
    if entry is None or entry.subject != SUBJECT or entry.member_id != at_work().member_id:
        abort(404)
    known = entry.after or {}
    left = [(line, key, number, VERDICTS[Verdict(why)]) for line, key, number, why in known["left"]]
    return own_page("staff/packing_numbers_in.html", sent=known["parcels"], left=left)


def _asked(error: str = "") -> Response:
    status = 422 if error else 200
    return own_page(
        "staff/packing_tracking.html",
        status,
        plan=None,
        error=error,
        changed=False,
        most=MOST_LINES,
    )


def _shown(plan: Plan, status: int = 200) -> Response:
    kept = json.dumps(
        [[one.line.line, one.line.key, one.line.tracking, one.line.fault] for one in plan.lines]
    )
    return own_page(
        "staff/packing_tracking.html", status, plan=plan, error="", verdicts=VERDICTS, faults=FAULTS,
        kept=kept, changed=status == 409, most=MOST_LINES,
    )  # fmt: skip


def _kept(text: str) -> list[Line]:
    """The lines that the page carried along; [] where somebody made them up wrongly."""
    try:
        rows = json.loads(text)
        if not isinstance(rows, list) or len(rows) > MOST_LINES:
            return []
        return [Line(int(n), str(k)[:16], str(t)[:80], str(f)[:20]) for n, k, t, f in rows]
    except (ValueError, TypeError):
        return []
