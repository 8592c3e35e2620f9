"""The door of the staff area: signing in, as far as the password goes, and out."""

from dataclasses import replace

from flask import Response, g, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired

from storefront.extensions import db
from storefront.staff import signing_in
from storefront.staff.audit import Act, Actor, write_down
from storefront.staff.member import tidy
from storefront.staff.passwords import NOBODY, hashed, matches, outdated
from storefront.staff.proving import Proof
from storefront.staff.roles import Permission
from storefront.staff.signing_in import Credentials
from storefront.views import current
from storefront.views.access import STAFF, STAFF_DOOR, access
from storefront.views.caller import caller, within_limit
from storefront.views.frame import url
from storefront.views.responses import own_page, see_other, see_path
from storefront.views.staff import cookie, half_way
from storefront.views.staff.admitting import admitted, let_in
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor, at_work
from storefront.views.staff.limit import MINUTE, TRIES, TRIES_FROM_ONE_ADDRESS
from storefront.views.staff.ways import staff_path


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Who wants to come in."""

    email = EmailField(
        _l("メールアドレス"),
        [InputRequired(_l("メールアドレスを入力してください"))],
        render_kw={"autocomplete": "username", "maxlength": 254},
    )
    password = PasswordField(
        _l("パスワード"),
        [InputRequired(_l("パスワードを入力してください"))],
        render_kw={"autocomplete": "current-password"},
    )


@bp.get("/sign-in")
@access(STAFF_DOOR)
def sign_in() -> Response:
    """The form; whoever is signed in already goes on."""
    if g.staff is not None:
        return see_path(staff_path(request.args.get("next")))
    late = "late" in request.args
    ended = cookie.came() and not late
    return _page(SignInForm(formdata=None), request.args.get("next"), ended=ended, late=late)


@bp.post("/sign-in")
@access(STAFF_DOOR)
def begin() -> Response:
    """Check the password, then begin a session under a new id or ask for the factor; whatever is wrong, the answer is the same."""
    form = SignInForm()
    further = request.form.get("next")
    if not form.validate():
        return _page(form, further, 422)
    email, password = tidy(form.email.data), form.password.data or ""
    if not _may_try(email):
        form.password.errors = [_("試した回数が多いため、1分ほど受け付けを止めています")]
        response = _page(form, further, 429)
        response.headers["Retry-After"] = str(int(MINUTE.total_seconds()))
        return response
    known = signing_in.credentials(email)
    db.session.rollback()  # nobody waits for the hash
    proven = matches(known.password if known else NOBODY, password)
    if not (known and proven and known.active and admitted(known)):
        return _refuse(form, further, known)
    fresh = hashed(password) if outdated(known.password) else ""
    if known.factored:
        return _to_second_step(known, fresh, further)
    if not let_in(known, Proof.PASSWORD, fresh):
        return _refuse(form, further, known)
    return see_path(staff_path(further))


@bp.post("/sign-out")
@access(STAFF, Permission.BE_HERE)
def sign_out() -> Response:
    """End this session."""
    write_down(actor(), Act.SIGNED_OUT, f"staff:{at_work().member_id}", current.now())
    signing_in.end(at_work().session_id, current.now())
    db.session.commit()
    cookie.drop()
    return see_other("staff.sign_in")


@bp.post("/sign-out-everywhere")
@access(STAFF, Permission.BE_HERE)
def sign_out_everywhere() -> Response:
    """End all sessions of this member, this one included."""
    ended = signing_in.end_all(at_work().member_id, current.now())
    subject, after = f"staff:{at_work().member_id}", {"sessions_ended": ended}
    write_down(actor(), Act.SIGNED_OUT_EVERYWHERE, subject, current.now(), after=after)
    db.session.commit()
    cookie.drop()
    return see_other("staff.sign_in")


def _to_second_step(known: Credentials, fresh: str, further: str | None) -> Response:
    """Lead on to the factor; nobody is in yet."""
    if fresh and signing_in.rehash(known, fresh):
        db.session.commit()
        known = replace(known, password=fresh)
    path = staff_path(further)
    first = path == url("staff.dashboard")
    return half_way.keep(see_other("staff.second_step", next=None if first else path), known)


def _refuse(form: SignInForm, further: str | None, known: Credentials | None) -> Response:
    """The form again, and a line in the audit that does not hold what was typed: it may be a password."""
    subject = f"staff:{known.member_id}" if known else "staff:unknown"
    write_down(Actor(None, "", caller()), Act.SIGN_IN_REFUSED, subject, current.now())
    db.session.commit()
    form.password.errors = [_("メールアドレスかパスワードがちがいます")]
    return _page(form, further, 422)


def _may_try(email: str) -> bool:
    return within_limit("staff-door", TRIES_FROM_ONE_ADDRESS, MINUTE) and within_limit(
        "staff", TRIES, MINUTE, email
    )


def _page(
    form: SignInForm,
    further: str | None,
    status: int = 200,
    ended: bool = False,
    late: bool = False,
) -> Response:
    language, other = current.locale(), "en" if current.locale() == "ja" else "ja"
    path = staff_path(further)
    return own_page(
        "staff/sign_in.html",
        status=status,
        form=form,
        next=path,
        ended=ended,
        late=late,
        action=url("staff.begin", lang=language),
        switch_url=url("staff.sign_in", lang=other, next=path),
    )
