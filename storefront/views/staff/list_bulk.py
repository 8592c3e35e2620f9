"""Doing one thing with many orders: asked first, checked anew, and told what was done, what was not, and why."""

from flask import Response, abort, request
from flask_babel import gettext as _

from storefront.extensions import db
from storefront.staff.audit import Act, AuditEntry, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import own_page, see_other, see_path
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor, at_work
from storefront.views.staff.list_actions import NEEDS, WORDS, Bulk, effects, skip_words
from storefront.views.staff.list_doing import Doing, Result, do, mailing, noting, sending
from storefront.views.staff.list_filters import ways_to_pay
from storefront.views.staff.list_packing import packed_together
from storefront.views.staff.list_picked import Picked, picked
from storefront.views.staff.list_words import chips
from storefront.views.staff.note_form import NoteForm, new_form, typed_note
from storefront.views.staff.sure import Sure, sure_page

SUBJECT = "orders:bulk"


@bp.post("/orders/bulk")
@access(STAFF, Permission.SEE_ORDERS)
def bulk() -> Response:
    """Ask before it is done; a file or a paper is led to its own page."""
    action, chosen = _action(), picked()
    if chosen is None:
        return see_path(f"{url('staff.orders')}?{_again()}told=none_picked")
    match action:
        case Bulk.EXPORT:
            return see_other("staff.export", **chosen.fields)
        case Bulk.PACK:
            return packed_together(chosen)
        case _:
            return ask(action, chosen)


@bp.post("/orders/bulk/now")
@access(STAFF, Permission.SEE_ORDERS)
def bulk_now() -> Response:
    """Do it: with exactly as many orders as were asked about, else it is asked again."""
    action, chosen, now = _action(), picked(), current.now()
    note = typed_note() if action is Bulk.NOTE else None
    doing = _doing(action, note)
    if chosen is None:
        return see_path(f"{url('staff.orders')}?{_again()}told=none_picked")
    there = chosen.counted()
    if there != chosen.count:
        fresh = Picked((), chosen.query, there)
        news = _(
            "画面を開いたあとに、%(before)s件が%(now)s件に変わりました。何も変えていません。",
            before=chosen.count,
            now=there,
        )
        return ask(action, fresh, news, note)
    if note is not None and note.fault:
        return ask(action, chosen, "", note)
    result = do(action, doing, chosen, actor(), now)
    after = {
        "action": action.value,
        "done": result.done,
        "skipped": result.skipped,
        **chosen.told,
    }
    entry = write_down(actor(), Act.BULK_DONE, SUBJECT, now, None, after)
    db.session.flush()
    id = entry.id
    db.session.commit()
    return see_other("staff.bulk_result", id=id, query=chosen.asked.query() or None)


@bp.get("/orders/bulk/<int:id>")
@access(STAFF, Permission.SEE_ORDERS)
def bulk_result(id: int) -> Response:
    """What became of it: one's own only."""
    entry = db.session.get(AuditEntry, id)
    if entry is None or entry.subject != SUBJECT or entry.member_id != at_work().member_id:
        abort(404)
    known = entry.after or {}
    result = Result(known["done"], known["skipped"])
    skipped = [(skip_words(why), numbers) for why, numbers in sorted(result.skipped.items())]
    return own_page(
        "staff/bulk_result.html",
        action=str(WORDS[Bulk(known["action"])]),
        done=result.done,
        skipped=skipped,
        count=sum(len(numbers) for _why, numbers in skipped),
        back=_list(Picked((), request.args.get("query", "")[:2000], 0).asked.query()),
        packing=known["action"] == Bulk.SENT and at_work().may(Permission.PACK),
    )


def ask(
    action: Bulk, chosen: Picked, news: str = "", note: NoteForm | None = None, back: str = ""
) -> Response:
    """The question before it is done; a note is written on the same page."""
    if not chosen.count:
        return see_path(_list(chosen.query))
    about = [(_("注文"), _("%(count)s件", count=chosen.count))]
    if chosen.numbers:
        about.append((_("番号"), _("、").join(chosen.numbers)))
    elif filters := chips(chosen.asked, "", ways_to_pay()):
        about.append((_("絞り込み"), _("、").join(one.label for one in filters)))
    sure = Sure(
        title=_("%(count)s件：%(what)s", count=chosen.count, what=WORDS[action]),
        button=_("%(count)s件に行う", count=chosen.count),
        action=url("staff.bulk_now"),
        back=back or _list(chosen.query),
        effects=[*effects(action), _("できない注文は飛ばし、理由を一覧にします。")],
        facts=about,
        hidden={**chosen.fields, "action": action.value},
        news=news,
    )
    if action is not Bulk.NOTE:
        return sure_page(sure)
    form = note or new_form()
    status = 422 if form.fault else sure.status
    return own_page("staff/bulk_note.html", status, sure=sure, form=form)


def _doing(action: Bulk, note: NoteForm | None) -> Doing:
    """What the button stands for; 404 for one that changes nothing."""
    if note is not None:
        return noting(note)
    doings = {Bulk.MAIL: mailing, Bulk.SENT: sending}
    return doings[action] if action in doings else abort(404)


def _action() -> Bulk:
    """The button that was pressed: 404 for none there is, 403 for one that is not for this role."""
    code = request.form.get("action", "")
    action = Bulk(code) if code in set(Bulk) else abort(404)
    if not at_work().may(NEEDS[action]):
        abort(403)
    return action


def _again() -> str:
    query = request.form.get("query", "")[:2000]
    return f"{query}&" if query else ""


def _list(query: str) -> str:
    path = url("staff.orders")
    return f"{path}?{query}" if query else path
