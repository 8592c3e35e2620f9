"""Saving a list of orders under a name, and changing, sharing or deleting what was saved."""

import unicodedata
from urllib.parse import parse_qsl

from flask import Response, abort, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from storefront.clock import shop_day
from storefront.extensions import db
from storefront.staff.roles import Permission
from storefront.staff.saved_view import (
    LONGEST_NAME,
    LONGEST_QUERY,
    SavedView,
    TooMany,
    change_view,
    delete_view,
    save_view,
    views_of,
)
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import own_page, see_other, see_path
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor, at_work
from storefront.views.staff.list_filters import asked_of, ways_to_pay
from storefront.views.staff.sure import Sure, sure_page
from storefront.views.staff.telling import said


@bp.get("/orders/views")
@access(STAFF, Permission.SEE_ORDERS)
def views() -> Response:
    """What was saved, to be renamed, shared or deleted."""
    return _page()


@bp.post("/orders/views", endpoint="save_view")
@access(STAFF, Permission.SEE_ORDERS)
def save_view_new() -> Response:
    """Keep the list at hand under a name."""
    name, query, shared = _named(), _tidied(request.form.get("query", "")), _shared()
    wrong = _fault(name) or (
        "" if query else _("条件がありません。先に、注文の一覧でしぼってください")
    )
    if wrong:
        return _page(error=wrong, typed=name, query=query)
    try:
        view = save_view(actor(), at_work().member_id, name, query, current.now(), shared=shared)
    except TooMany:
        db.session.rollback()
        return _page(
            error=_("これ以上は保存できません。使わない表示を消してください"),
            typed=name,
            query=query,
        )
    id = view.id
    db.session.commit()
    return _list(query, id, "view_saved")


@bp.post("/orders/views/<int:id>/query")
@access(STAFF, Permission.SEE_ORDERS)
def keep_view(id: int) -> Response:
    """Let a saved list stand for what is on now."""
    view, query = _own(id), _tidied(request.form.get("query", ""))
    if not query:
        return _page(error=_("条件がありません。先に、注文の一覧でしぼってください"))
    if not change_view(actor(), view, _seen(), current.now(), query=query):
        db.session.rollback()
        return _page(
            409, _("保存するあいだに、ほかの人がこの表示を変えました。何も変えていません"), id
        )
    db.session.commit()
    return _list(query, id, "view_saved")


@bp.post("/orders/views/<int:id>")
@access(STAFF, Permission.SEE_ORDERS)
def rename_view(id: int) -> Response:
    """Give a saved list another name, or share it or not."""
    view, name = _own(id), _named()
    if wrong := _fault(name):
        return _page(422, wrong, id, name)
    shared = _shared() if at_work().may(Permission.CHANGE_ORDERS) else view.shared
    if not change_view(actor(), view, _seen(), current.now(), name=name, shared=shared):
        db.session.rollback()
        stored = _own(id).name
        wrong = _("ほかの人が「%(name)s」に変えました。何も変えていません", name=stored)
        return _page(409, wrong, id, name)
    db.session.commit()
    return see_other("staff.views", told="view_saved")


@bp.get("/orders/views/<int:id>/delete")
@access(STAFF, Permission.SEE_ORDERS)
def ask_delete_view(id: int) -> Response:
    """Ask whether a saved list is to go."""
    view = _own(id)
    effects = [_("注文は何も変わりません。一覧の上のタブが消えます。")]
    if view.shared:
        effects.append(_("みんなの表示なので、ほかの人の画面からも消えます。"))
    return sure_page(
        Sure(
            title=_("「%(name)s」を消します", name=view.name),
            button=_("消す"),
            action=url("staff.delete_view_now", id=id),
            back=url("staff.views"),
            effects=effects,
        )
    )


@bp.post("/orders/views/<int:id>/delete")
@access(STAFF, Permission.SEE_ORDERS)
def delete_view_now(id: int) -> Response:
    """Delete it."""
    delete_view(actor(), _own(id), current.now())
    db.session.commit()
    return see_other("staff.views", told="view_deleted")


def _own(id: int) -> SavedView:
    """A saved list this member may change; 404 for any other."""
    view = db.session.get(SavedView, id)
    may_share = at_work().may(Permission.CHANGE_ORDERS)
    if view is None or not view.belongs_to(at_work().member_id, may_share=may_share):
        abort(404)
    return view


def _named() -> str:
    return " ".join(unicodedata.normalize("NFKC", request.form.get("name", "")).split())


def _fault(name: str) -> str:
    if not name:
        return str(_("名前を入力してください"))
    if len(name) > LONGEST_NAME or not name.isprintable():
        return str(_("名前は%(most)s文字までにしてください", most=LONGEST_NAME))
    return ""


def _shared() -> bool:
    return request.form.get("shared") == "1" and at_work().may(Permission.CHANGE_ORDERS)


def _seen() -> int:
    said_version = request.form.get("version", "")
    return (
        int(said_version)
        if said_version.isascii() and said_version.isdigit() and len(said_version) < 9
        else -1
    )


def _tidied(query: str) -> str:
    """What an address asks for, without anything the list does not know; empty for what asks for nothing, or wrongly."""
    asked = asked_of(MultiDict(parse_qsl(query)), shop_day(current.now()), ways_to_pay())
    tidy = asked.query()
    return "" if asked.errors or len(tidy) > LONGEST_QUERY else tidy


def _list(query: str, id: int, told: str) -> Response:
    return see_path(f"{url('staff.orders')}?{query}&view={id}&told={told}")


def _page(
    status: int = 0, error: str = "", id: int = 0, typed: str = "", query: str = ""
) -> Response:
    """The page; `typed` is the name as it was typed for the list `id`, or for a new one with this `query`."""
    may_share = at_work().may(Permission.CHANGE_ORDERS)
    mine = [
        one
        for one in views_of(at_work().member_id)
        if one.belongs_to(at_work().member_id, may_share=may_share)
    ]
    return own_page(
        "staff/list_views.html",
        status or (422 if error else 200),
        views=mine,
        may_share=may_share,
        error=error,
        wrong=id,
        typed=typed,
        query=query,
        said=said(),
    )
