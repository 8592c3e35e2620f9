"""The ways to pay: which are taken at this moment, closing one for new attempts, opening it again."""

from datetime import datetime, timedelta

from flask import Response, abort, request
from flask_babel import gettext as _

from storefront.extensions import db
from storefront.jinja import translate
from storefront.payments.closing import close_method, open_method
from storefront.reports.methods import MethodStanding, method_standings
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import own_page, see_other
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.money_words import moment_words
from storefront.views.staff.sure import Sure, sure_page
from storefront.views.staff.telling import said

TIMES: dict[str, timedelta | None] = {
    "30": timedelta(minutes=30),
    "120": timedelta(hours=2),
    "open": None,
}
"""For how long a way may be closed; None until somebody opens it."""


@bp.get("/methods")
@access(STAFF, Permission.SEE_SETTINGS)
def methods() -> Response:
    """All of them."""
    now = current.now()
    return own_page("staff/methods.html", ways=method_standings(now), now=now, said=said())


@bp.get("/methods/<code>/close")
@access(STAFF, Permission.CHANGE_SETTINGS)
def close_way(code: str) -> Response:
    """Ask for how long."""
    return _closing(_way(code, current.now()))


@bp.post("/methods/<code>/close")
@access(STAFF, Permission.CHANGE_SETTINGS)
def close_way_now(code: str) -> Response:
    """Take no new attempt by it; a way that is closed for longer stays so."""
    now = current.now()
    way, chosen = _way(code, now), request.form.get("time", "")
    if chosen not in TIMES:
        return _closing(way, 422)
    lasts = TIMES[chosen]
    until = now + lasts if lasts else None
    if not close_method(code, now, until, "staff"):
        db.session.rollback()
        return see_other("staff.methods", told="same")
    after = {"until": until.isoformat() if until else None}
    write_down(actor(), Act.METHOD_CLOSED, f"method:{code}", now, _before(way), after)
    db.session.commit()
    return see_other("staff.methods", told="closed")


@bp.get("/methods/<code>/open")
@access(STAFF, Permission.CHANGE_SETTINGS)
def open_way(code: str) -> Response:
    """Ask before it is taken again."""
    now = current.now()
    way = _way(code, now)
    if not way.closed(now) or way.closed_at is None:
        return see_other("staff.methods", told="same")
    return sure_page(
        Sure(
            title=_("%(method)sの受付を再開します", method=translate(way.name)),
            button=_("受付を再開する"),
            action=url("staff.open_way_now", code=code),
            back=url("staff.methods"),
            effects=[_("お客さまは、すぐにこの方法を選べるようになります。")],
            facts=[
                (_("止めた時刻"), moment_words(way.closed_at)),
                (_("再開の予定"), _ends(way)),
                (_("24時間の不成立"), tries_words(way)),
            ],
        )
    )


@bp.post("/methods/<code>/open")
@access(STAFF, Permission.CHANGE_SETTINGS)
def open_way_now(code: str) -> Response:
    """Take it again; refused when it is open already."""
    now = current.now()
    way = _way(code, now)
    if not way.closed(now) or not open_method(code):
        db.session.rollback()
        return see_other("staff.methods", told="same")
    write_down(actor(), Act.METHOD_OPENED, f"method:{code}", now, _before(way), {"until": None})
    db.session.commit()
    return see_other("staff.methods", told="open")


def tries_words(way: MethodStanding) -> str:
    """12件中3件 / 3 of 12."""
    words: str = _("%(tried)s件中%(declined)s件", tried=way.tried, declined=way.declined)
    return words


def _closing(way: MethodStanding, status: int = 200) -> Response:
    return own_page(
        "staff/close_way.html", status, way=way, error=status == 422, tried=tries_words(way)
    )


def _ends(way: MethodStanding) -> str:
    return moment_words(way.closed_until) if way.closed_until else str(_("店が開くまで"))


def _before(way: MethodStanding) -> dict[str, str | None]:
    closed, until = way.closed_at, way.closed_until
    return {
        "closed": closed.isoformat() if closed else None,
        "until": until.isoformat() if until else None,
    }


def _way(code: str, now: datetime) -> MethodStanding:
    found = next((way for way in method_standings(now) if way.code == code), None)
    return found or abort(404)
