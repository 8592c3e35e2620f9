"""A member's own page: password, language, the browsers they are signed in with."""

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired

from storefront.extensions import db
from storefront.locales import LOCALES
from storefront.staff import keeping, signing_in
from storefront.staff.audit import Act, write_down
from storefront.staff.passwords import LONGEST, SHORTEST, Fault, fault_of, hashed
from storefront.staff.roles import Permission
from storefront.staff.signing_in import Credentials
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.caller import caller
from storefront.views.responses import own_page, see_other, see_path
from storefront.views.staff import cookie
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor, at_work, own_row, typed_own_password
from storefront.views.staff.browser_words import browser_words
from storefront.views.staff.telling import said
from storefront.views.staff.ways import staff_path

BIGGEST_ID = 2**31 - 1


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """The old password and the new one, twice since nobody sees it."""

    current = PasswordField(
        _l("いまのパスワード"),
        [InputRequired(_l("いまのパスワードを入力してください"))],
        render_kw={"autocomplete": "current-password"},
    )
    password = PasswordField(
        _l("新しいパスワード"),
        [InputRequired(_l("新しいパスワードを入力してください"))],
        render_kw={"autocomplete": "new-password"},
    )
    repeated = PasswordField(
        _l("新しいパスワード（確認）"),
        [
            InputRequired(_l("新しいパスワードをもう一度入力してください")),
            EqualTo("password", _l("二つの新しいパスワードが一致しません")),
        ],
        render_kw={"autocomplete": "new-password"},
    )


@bp.get("/account")
@access(STAFF, Permission.BE_HERE)
def account() -> Response:
    """The member's own page."""
    return _page(PasswordForm(formdata=None))


@bp.post("/account/password")
@access(STAFF, Permission.BE_HERE)
def change_password() -> Response:
    """Keep a new password, end every session of the member and go on in this browser under a new id."""
    form = PasswordForm()
    if not form.validate():
        return _page(form, 422)
    if not typed_own_password(form.current.data or ""):
        form.current.errors = [_("いまのパスワードがちがいます")]
        return _page(form, 422)
    member, chosen, now = at_work(), form.password.data or "", current.now()
    fault = fault_of(chosen, (member.email, member.name))
    if fault is not None:
        form.password.errors = [_words(fault)]
        return _page(form, 422)
    kept = hashed(chosen)
    keeping.change_password(actor(), own_row(), kept, now, new=False)
    db.session.flush()
    known = Credentials(member.member_id, member.name, kept, True)
    secret = signing_in.begin(known, now, caller(), browser=browser_words())
    db.session.commit()
    cookie.keep(secret or "")
    return see_other("staff.account", done="password")


@bp.post("/account/sessions/<int:session_id>/end")
@access(STAFF, Permission.BE_HERE)
def end_session(session_id: int) -> Response:
    """End one of the member's sessions, wherever it is open."""
    member, now = at_work(), current.now()
    if session_id > BIGGEST_ID or not signing_in.end_one(member.member_id, session_id, now):
        db.session.rollback()
        return see_other("staff.account", told="session_over")
    after = {"session": session_id}
    write_down(actor(), Act.SESSION_ENDED, f"staff:{member.member_id}", now, after=after)
    db.session.commit()
    return see_other("staff.account", told="session_ended")


@bp.post("/account/language")
@access(STAFF, Permission.BE_HERE)
def change_language() -> Response:
    """Show the staff pages in another language from now on, and come back to the page."""
    chosen = request.form.get("locale", "")
    if chosen in LOCALES:
        keeping.change_language(actor(), own_row(), chosen, current.now())
        db.session.commit()
    return see_path(staff_path(request.form.get("next")))


def _page(form: PasswordForm, status: int = 200) -> Response:
    return own_page(
        "staff/account.html",
        status=status,
        form=form,
        shortest=SHORTEST,
        changed=request.args.get("done") == "password" and status == 200,
        said=said(),
        here_from=caller(),
        browsers=signing_in.open_sessions(at_work().member_id, current.now()),
    )


def _words(fault: Fault) -> str:
    match fault:
        case Fault.SHORT:
            words = _("%(count)s文字以上にしてください", count=SHORTEST)
        case Fault.LONG:
            words = _("%(count)s文字までにしてください", count=LONGEST)
        case Fault.COMMON:
            words = _("よく使われる言葉や名前、数字だけでできています。ほかの言葉を加えてください")
    return str(words)
