"""The password once more, before what must not happen by somebody else's hand: giving money back, say."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import InputRequired

from storefront.extensions import db
from storefront.staff import signing_in
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import own_page, see_other, see_path
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor, at_work, typed_own_password
from storefront.views.staff.typed import sent_fields
from storefront.views.staff.ways import here, staff_path

View = TypeVar("View", bound=Callable[..., Any])


class ConfirmForm(FlaskForm):  # type: ignore[misc]
    """The member's password."""

    password = PasswordField(
        _l("パスワード"),
        [InputRequired(_l("パスワードを入力してください"))],
        render_kw={"autocomplete": "current-password"},
    )


def asks_password(when: Callable[..., bool] = lambda **_names: True) -> Callable[[View], View]:
    """Let a view run only while the password was typed lately; else it is asked for.

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
    further = {"next": staff_path(request.args.get("next"))}
    return _page(ConfirmForm(formdata=None), url("staff.confirm_now"), further)


@bp.post("/confirm")
@access(STAFF, Permission.BE_HERE)
def confirm_now() -> Response:
    """Note that it was typed, and lead on."""
    form, further = ConfirmForm(), request.form.get("next")
    if not _typed(form):
        return _page(form, url("staff.confirm_now"), {"next": staff_path(further)}, 422)
    return see_path(staff_path(further))


def _asked_here() -> Response | None:
    """The question with all that was sent; None once the password came with it and is right."""
    if "password" not in request.form:
        return _page(ConfirmForm(formdata=None), request.path, sent_fields())
    form = ConfirmForm()
    return None if _typed(form) else _page(form, request.path, sent_fields(), 422)


def _typed(form: ConfirmForm) -> bool:
    """Whether the password is right: then it is noted, and committed."""
    if not form.validate():
        return False
    if not typed_own_password(form.password.data or ""):
        form.password.errors = [_("パスワードがちがいます")]
        return False
    signing_in.confirm(at_work().session_id, current.now())
    write_down(actor(), Act.PASSWORD_ASKED, f"staff:{at_work().member_id}", current.now())
    db.session.commit()
    return True


def _page(form: ConfirmForm, action: str, hidden: Mapping[str, str], status: int = 200) -> Response:
    return own_page("staff/confirm.html", status, form=form, action=action, hidden=hidden)
