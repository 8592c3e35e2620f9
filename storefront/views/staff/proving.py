"""Password and second factor both once more, before what lets the member in is changed. Good for one change."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from storefront.extensions import db
from storefront.staff import signing_in
from storefront.staff.audit import Act, write_down
from storefront.staff.factor import factors_of
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import own_page, see_other, see_path
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor, at_work, own_holder, typed_own_password
from storefront.views.staff.second import answered, ask_passkeys, proved_by
from storefront.views.staff.ways import staff_path

View = TypeVar("View", bound=Callable[..., Any])


class ProveForm(FlaskForm):  # type: ignore[misc]
    """The password, and a code of the app or from paper; a passkey's answer stands for the code."""

    password = PasswordField(
        _l("パスワード"),
        [InputRequired(_l("パスワードを入力してください"))],
        render_kw={"autocomplete": "current-password"},
    )
    factor_code = StringField(
        _l("確認コード"), render_kw={"autocomplete": "one-time-code", "maxlength": 40}
    )


def asks_proof(view: View) -> View:
    """Let a view run only once password and factor were both given for it; else lead to the question and from there back.

    Stands under `@access(STAFF)`. Who has no factor yet is asked for the password alone. `proof_used` ends it.
    """

    @wraps(view)
    def proved(*args: Any, **kwargs: Any) -> Any:
        if not at_work().proved(current.now()):
            return see_other("staff.prove", next=request.path)
        return view(*args, **kwargs)

    return proved  # type: ignore[return-value]


def proof_used() -> None:
    """What was proved has served. The caller commits."""
    signing_in.proof_used(at_work().session_id)


@bp.get("/prove")
@access(STAFF, Permission.BE_HERE)
def prove() -> Response:
    """Ask for both."""
    if not at_work().factored:
        return see_other("staff.confirm", next=staff_path(request.args.get("next")))
    return _page(ProveForm(formdata=None))


@bp.post("/prove")
@access(STAFF, Permission.BE_HERE)
def prove_now() -> Response:
    """Note that both were given, and lead on. Which of the two is wrong is said of both."""
    member, form, now = at_work(), ProveForm(), current.now()
    if not member.factored:
        return see_other("staff.confirm", next=staff_path(request.form.get("next")))
    answer = answered(own_holder())
    if not form.validate() or not answer:
        if not answer:
            form.factor_code.errors = [_("確認コードを入力してください")]
        return _page(form, 422)
    if not typed_own_password(form.password.data or ""):
        return _refuse(form)
    proof = proved_by(member.member_id, answer, paper=True)
    if proof is None:
        db.session.rollback()
        return _refuse(form)
    signing_in.prove_anew(member.session_id, now)
    after = {"by": ["password", proof.value]}
    write_down(actor(), Act.FACTOR_ASKED, f"staff:{member.member_id}", now, after=after)
    db.session.commit()
    return see_path(staff_path(request.form.get("next")))


def _refuse(form: ProveForm) -> Response:
    form.password.errors = [_("パスワードか確認コードがちがいます。コードは一度しか使えません")]
    form.factor_code.data = ""
    return _page(form, 422)


def _page(form: ProveForm, status: int = 200) -> Response:
    factors = factors_of(at_work().member_id)
    return own_page(
        "staff/prove.html",
        status,
        form=form,
        next=staff_path(request.values.get("next")),
        action=url("staff.prove_now"),
        app=factors.app is not None,
        asked=ask_passkeys(factors.passkeys, own_holder()),
    )
