"""The second step of signing in: a code or a passkey, after the right password."""

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.exceptions import TooManyRequests
from wtforms import StringField

from storefront.extensions import db
from storefront.staff.audit import Act, Actor, write_down
from storefront.staff.factor import factors_of
from storefront.staff.proving import Proof
from storefront.views import current
from storefront.views.access import STAFF_DOOR, access
from storefront.views.caller import caller
from storefront.views.frame import url
from storefront.views.responses import own_page, see_other, see_path
from storefront.views.staff import half_way
from storefront.views.staff.admitting import let_in
from storefront.views.staff.area import bp
from storefront.views.staff.half_way import HalfWay
from storefront.views.staff.limit import MINUTE
from storefront.views.staff.second import answered, ask_passkeys, proved_by
from storefront.views.staff.ways import staff_path


class CodeForm(FlaskForm):  # type: ignore[misc]
    """A code of the app, or one from paper."""

    factor_code = StringField(
        _l("確認コード"), render_kw={"autocomplete": "one-time-code", "maxlength": 40}
    )


@bp.get("/sign-in/second")
@access(STAFF_DOOR)
def second_step() -> Response:
    """Ask for the factor; without the password before, back to the door."""
    half = half_way.read()
    if half is None:
        return _from_the_start()
    return _page(half, CodeForm(formdata=None))


@bp.post("/sign-in/second")
@access(STAFF_DOOR)
def second_step_now() -> Response:
    """Check the factor and begin the session; whatever is wrong, the answer is the same."""
    half, form = half_way.read(), CodeForm()
    if half is None:
        return half_way.drop(_from_the_start())
    answer = answered(half.holder)
    if not form.validate() or not answer:
        form.factor_code.errors = [_("確認コードを入力してください")]
        return _page(half, form, 422)
    try:
        proof = proved_by(half.known.member_id, answer, paper=True)
    except TooManyRequests:
        form.factor_code.errors = [_("試した回数が多いため、しばらく受け付けを止めています")]
        response = _page(half, form, 429)
        response.headers["Retry-After"] = str(int(MINUTE.total_seconds()))
        return response
    if proof is None:
        return _refuse(half, form)
    if not half.use() or not let_in(half.known, proof):
        db.session.rollback()
        return half_way.drop(_from_the_start())
    return half_way.drop(_lead_on(proof))


def _lead_on(proof: Proof) -> Response:
    if proof is Proof.RECOVERY:
        return see_other("staff.factors", told="recovery_used")
    return see_path(staff_path(request.form.get("next")))


def _from_the_start() -> Response:
    path = staff_path(request.values.get("next"))
    return see_other("staff.sign_in", next=None if path == url("staff.dashboard") else path, late=1)


def _refuse(half: HalfWay, form: CodeForm) -> Response:
    """The question again, and a line in the audit that does not hold what was typed."""
    db.session.rollback()
    subject, after = f"staff:{half.known.member_id}", {"step": "factor"}
    write_down(
        Actor(None, "", caller()), Act.SIGN_IN_REFUSED, subject, current.now(), after=after
    )  # fmt: skip
    db.session.commit()
    form.factor_code.errors = [_("確認できませんでした。コードは一度しか使えません")]
    form.factor_code.data = ""
    return _page(half, form, 422)


def _page(half: HalfWay, form: CodeForm, status: int = 200) -> Response:
    language, other = current.locale(), "en" if current.locale() == "ja" else "ja"
    factors, path = factors_of(half.known.member_id), staff_path(request.values.get("next"))
    return own_page(
        "staff/second_step.html",
        status,
        form=form,
        app=factors.app is not None,
        asked=ask_passkeys(factors.passkeys, half.holder),
        next=path,
        action=url("staff.second_step_now", lang=language),
        switch_url=url("staff.second_step", lang=other, next=path),
        door=url("staff.sign_in"),
    )
