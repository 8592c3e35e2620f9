"""The staff blueprint: its guard and its headers. A view is closed to everybody but staff in a fitting role."""

from typing import Any

from flask import Blueprint, Response, abort, current_app, g, request

from storefront.extensions import db
from storefront.locales import LOCALES, as_locale
from storefront.staff.signing_in import signed_in
from storefront.views import current
from storefront.views.access import STAFF_DOOR
from storefront.views.responses import see_other
from storefront.views.staff import cookie
from storefront.views.staff.admitting import admitted
from storefront.views.staff.allowed import NotInThisRole, may_open
from storefront.views.staff.menu import menu
from storefront.views.staff.ways import here

bp = Blueprint("staff", __name__, url_prefix="/staff")

OWN_SITE = ("same-origin", "none")
"""Where a browser may say that a change comes from; older ones say nothing."""
FIRST_OF_ALL = ("staff.account", "staff.change_password", "staff.change_language", "staff.sign_out")
"""What is open to a member whose password somebody else chose."""
BEFORE_A_FACTOR = (
    *FIRST_OF_ALL, "staff.factors", "staff.add_app", "staff.keep_app", "staff.add_passkey", "staff.keep_passkey",
    "staff.confirm", "staff.confirm_now", "staff.prove", "staff.prove_now", "staff.sign_out_everywhere",
    "staff.end_session",
)  # fmt: skip
"""What is open to an owner or manager until a second factor is set up."""


@bp.before_request
def guard() -> Response | None:
    """Let members in as far as their role goes, and lead all others to the door. Ends its own transaction: hashing may follow, or nothing.

    Browsers do not send the cookie along from another site (SameSite=Strict); a change that says it comes from one
    is refused all the same.
    """
    g.noindex, g.staff = True, None
    if request.method == "POST" and request.headers.get("Sec-Fetch-Site", "none") not in OWN_SITE:
        abort(403)
    now = current.now()
    ticket = cookie.read()
    if ticket is not None:
        found = signed_in(ticket.secret, ticket.seen_at, now)
        g.staff = found if found is not None and admitted(found) else None
        db.session.rollback()
    if g.staff is None:
        g.locale = as_locale(_asked_language() or current.wished_locale())
        return None if _access() == STAFF_DOOR else see_other("staff.sign_in", next=here())
    g.locale = as_locale(g.staff.locale)
    if ticket is not None and ticket.worn(now):
        cookie.keep(ticket.secret)
    if g.staff.password_is_new and request.endpoint not in FIRST_OF_ALL:
        return see_other("staff.account")
    if g.staff.lacks_factor and request.endpoint not in BEFORE_A_FACTOR:
        return see_other("staff.factors")
    if not may_open(str(request.endpoint)):
        raise NotInThisRole
    return None


@bp.after_request
def private(response: Response) -> Response:
    """Kept by nobody, found by no search engine, named to no other site; with the cookie as it has become."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    cookie.send(response)
    return response


@bp.context_processor
def frame() -> dict[str, Any]:
    """What the layout of the staff pages needs besides what all layouts have."""
    member = g.get("staff")
    settled = member is not None and not (member.password_is_new or member.lacks_factor)
    return {"staff": member, "menu": menu() if settled else [], "may_open": may_open}


def _access() -> str:
    return str(getattr(current_app.view_functions[str(request.endpoint)], "access", ""))


def _asked_language() -> str | None:
    asked = request.args.get("lang")
    return asked if asked in LOCALES else None
