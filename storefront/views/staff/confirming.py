"""The password once more, before what must not happen by somebody else's hand: giving money back, say."""

from collections.abc import Callable
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
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.responses import own_page, see_other, see_path
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor, at_work, typed_own_password
from storefront.views.staff.ways import here, staff_path

View = TypeVar("View", bound=Callable[..., Any])


class ConfirmForm(FlaskForm):  # type: ignore[misc]
    """The member's password."""

    password = PasswordField(
        _l("パスワード"),
        [InputRequired(_l("パスワードを入力してください"))],
        render_kw={"autocomplete": "current-password"},
    )


def asks_password(
    back_to: str, when: Callable[..., bool] = lambda **_names: True
) -> Callable[[View], View]:
    """Let a view run only while the password was typed lately; else it is asked for, and leads on to the page.

    Stands under `@access(STAFF)`. A POST that comes too late changes nothing: it leads to the endpoint `back_to`,
    with the same names and the same query in its address, from where it is sent again. `when` is asked with the names
    in the address whether the password is needed at all.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def confirmed(*args: Any, **kwargs: Any) -> Any:
            if at_work().confirmed(current.now()) or not when(**kwargs):
                return view(*args, **kwargs)
            return see_other("staff.confirm", next=here() or _page_of(back_to, kwargs))

        return confirmed  # type: ignore[return-value]

    return declare


@bp.get("/confirm")
@access(STAFF)
def confirm() -> Response:
    """Ask for the password."""
    return _page(ConfirmForm(formdata=None), request.args.get("next"))


@bp.post("/confirm")
@access(STAFF)
def confirm_now() -> Response:
    """Note that it was typed, and lead on."""
    form = ConfirmForm()
    further = request.form.get("next")
    if not form.validate():
        return _page(form, further, 422)
    if not typed_own_password(form.password.data or ""):
        form.password.errors = [_("パスワードがちがいます")]
        return _page(form, further, 422)
    signing_in.confirm(at_work().session_id, current.now())
    write_down(actor(), Act.PASSWORD_ASKED, f"staff:{at_work().member_id}", current.now())
    db.session.commit()
    return see_path(staff_path(further))


def _page(form: ConfirmForm, further: str | None, status: int = 200) -> Response:
    return own_page("staff/confirm.html", status=status, form=form, next=staff_path(further))


def _page_of(endpoint: str, names: dict[str, Any]) -> str:
    from storefront.views.frame import url

    return url(endpoint, **request.args.to_dict(), **names)
