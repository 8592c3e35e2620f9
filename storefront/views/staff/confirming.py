"""The password once more, before what must not happen by somebody else's hand: giving money back, say.

Who has a second factor may give that instead: either shows that it is still the member who sits there. The audit says which.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField

from storefront.extensions import db
from storefront.staff import signing_in
from storefront.staff.audit import Act, write_down
from storefront.staff.factor import factors_of
from storefront.staff.proving import Proof
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import own_page, see_other, see_path
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor, at_work, own_holder, typed_own_password
from storefront.views.staff.second import FIELDS, answered, ask_passkeys, proved_by
from storefront.views.staff.typed import OF_THE_FRAME
from storefront.views.staff.ways import here, staff_path

View = TypeVar("View", bound=Callable[..., Any])
Pairs = Sequence[tuple[str, str]]
"""Names and values of hidden fields."""


class ConfirmForm(FlaskForm):  # type: ignore[misc]
    """The member's password, or a code of their app instead."""

    password = PasswordField(_l("パスワード"), render_kw={"autocomplete": "current-password"})
    factor_code = StringField(
        _l("認証アプリのコード"),
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": 20},
    )


def asks_password(when: Callable[..., bool] = lambda **_names: True) -> Callable[[View], View]:
    """Let a view run only while the password, or the factor, was given lately; else it is asked for.

    Stands under `@access(STAFF)`. Reading leads to the question and from there back. A change is asked for in its own place:
    what was sent waits in the question as hidden fields, in no address, and is done once the password is right. `when` is asked
    with the names in the address whether the password is needed at all.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def confirmed(*args: Any, **kwargs: Any) -> Any:
            if at_work().confirmed(current.now()) or not when(**kwargs):
                return view(*args, **kwargs)
            if request.method != "POST":
                return see_other("staff.confirm", next=here())
            return _asked_here() or view(*args, **kwargs)

        return confirmed  # type: ignore[return-value]

    return declare


@bp.get("/confirm")
@access(STAFF, Permission.BE_HERE)
def confirm() -> Response:
    """Ask for the password."""
    further = [("next", staff_path(request.args.get("next")))]
    return _page(ConfirmForm(formdata=None), url("staff.confirm_now"), further)


@bp.post("/confirm")
@access(STAFF, Permission.BE_HERE)
def confirm_now() -> Response:
    """Note that it was typed, and lead on."""
    form, further = ConfirmForm(), staff_path(request.form.get("next"))
    if not _given(form):
        return _page(form, url("staff.confirm_now"), [("next", further)], 422)
    return see_path(further)


def _asked_here() -> Response | None:
    """The question with all that was sent; None once the password, or the factor, came with it and is right."""
    if not {"password", *FIELDS} & set(request.form):
        return _page(ConfirmForm(formdata=None), request.path, _sent())
    form = ConfirmForm()
    return None if _given(form) else _page(form, request.path, _sent(), 422)


def _given(form: ConfirmForm) -> bool:
    """Whether the password is right, or the factor given instead: then it is noted which, and committed."""
    member, now = at_work(), current.now()
    if not form.validate():
        return False
    answer = answered(own_holder()) if member.factored else None
    if answer:
        proof = proved_by(member.member_id, answer, paper=False)
        if proof is None:
            db.session.rollback()
            form.factor_code.errors = [_("確認できませんでした。コードは一度しか使えません")]
    else:
        proof = _by_password(form)
    form.factor_code.data = ""
    if proof is None:
        return False
    signing_in.confirm(member.session_id, now)
    write_down(
        actor(), Act.PASSWORD_ASKED, f"staff:{member.member_id}", now, after={"by": proof.value}
    )
    db.session.commit()
    return True


def _by_password(form: ConfirmForm) -> Proof | None:
    typed = form.password.data or ""
    if not typed and "factor_code" in request.form:
        form.factor_code.errors = [_("認証アプリのコードを入力してください")]
    elif not typed:
        form.password.errors = [_("パスワードを入力してください")]
    elif typed_own_password(typed):
        return Proof.PASSWORD
    else:
        form.password.errors = [_("パスワードがちがいます")]
    return None


def _sent() -> Pairs:
    """Every field that was sent, those of several values with each of them."""
    return [pair for pair in request.form.items(multi=True) if pair[0] not in OF_THE_FRAME]


def _page(form: ConfirmForm, action: str, hidden: Pairs, status: int = 200) -> Response:
    member = at_work()
    factors = factors_of(member.member_id) if member.factored else None
    return own_page(
        "staff/confirm.html",
        status,
        form=form,
        action=action,
        hidden=hidden,
        app=factors is not None and factors.app is not None,
        asked=ask_passkeys(factors.passkeys, own_holder()) if factors else None,
    )
