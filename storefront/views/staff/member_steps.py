"""What is done to a member besides name and role: off, on, another password, factors forgotten, sessions ended."""

from collections.abc import Sequence
from enum import StrEnum

from flask import Response, abort, request
from flask_babel import gettext as _

from storefront.extensions import db
from storefront.staff import keeping
from storefront.staff.member import Member
from storefront.staff.passwords import hashed, made_password
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import see_other
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor, at_work
from storefront.views.staff.confirming import asks_password
from storefront.views.staff.members import BIGGEST_ID, ROLES, found_member, password_page
from storefront.views.staff.sure import Sure, sure_page


class Step(StrEnum):
    """One thing to be done."""

    OFF = "off"
    ON = "on"
    PASSWORD = "password"
    FACTORS = "factors"
    SESSIONS = "sessions"


OF_OTHERS = (Step.PASSWORD, Step.FACTORS, Step.SESSIONS)
"""What members do for themselves on their own page, where more is asked of them."""


@bp.get("/members/<int:member_id>/<step>")
@access(STAFF, Permission.KEEP_STAFF)
@asks_password()
def member_step(member_id: int, step: str) -> Response:
    """Ask whether it shall be done."""
    one, what = found_member(member_id), _named(step)
    if refusal := _refusal(one, what):
        return _back(one, refusal)
    return _question(one, what)


@bp.post("/members/<int:member_id>/<step>")
@access(STAFF, Permission.KEEP_STAFF)
@asks_password()
def member_step_now(member_id: int, step: str) -> Response:
    """Do it, unless the member was changed since the question was asked: then it is asked again."""
    what, password = _named(step), made_password()
    kept = hashed(password) if what is Step.PASSWORD else ""  # before anything is held
    one = keeping.held(member_id) if member_id <= BIGGEST_ID else None
    if one is None:
        abort(404)
    if refusal := _refusal(one, what):
        db.session.rollback()
        return _back(one, refusal)
    if request.form.get("version") != str(one.version):
        news = _("画面を開いたあとに、この人の名前か役割か状態が変わりました。もう一度お確かめください。")  # fmt: skip
        return _question(one, what, news)
    try:
        told = _do(one, what, kept)
    except keeping.LastOwner:
        db.session.rollback()
        return _back(found_member(member_id), "last_owner")
    db.session.commit()
    return password_page(one, password) if what is Step.PASSWORD else _back(one, told)


def _named(step: str) -> Step:
    return Step(step) if step in set(Step) else abort(404)


def _do(one: Member, step: Step, kept: str) -> str:
    """Change it; the code of what is told."""
    by, now = actor(), current.now()
    match step:
        case Step.OFF:
            done = keeping.let_go(by, one, now)
        case Step.ON:
            done = keeping.switch_on(by, one, now)
        case Step.PASSWORD:
            keeping.change_password(by, one, kept, now, new=True)
            done = True
        case Step.FACTORS:
            keeping.reset_factors(by, one, now)
            done = True
        case Step.SESSIONS:
            done = keeping.end_sessions(by, one, now) > 0
    return f"member_{step.value}" if done else "same"


def _refusal(one: Member, step: Step) -> str:
    """Why it cannot be done, as a code; empty when it can."""
    if step in OF_OTHERS and one.id == at_work().member_id:
        return "own_page"
    if (step is Step.OFF and not one.active) or (step is Step.ON and one.active):
        return "same"
    return ""


def _back(one: Member, told: str) -> Response:
    return see_other("staff.member", member_id=one.id, told=told)


def _question(one: Member, step: Step, news: str = "") -> Response:
    title, button, effects = _words(step)
    return sure_page(
        Sure(
            title=title,
            button=button,
            action=url("staff.member_step_now", member_id=one.id, step=step.value),
            back=url("staff.member", member_id=one.id),
            effects=effects,
            facts=[
                (_("名前"), one.name),
                (_("メールアドレス"), one.email),
                (_("役割"), str(ROLES.get(one.role, one.role))),  # type: ignore[call-overload]
            ],
            hidden={"version": one.version},
            news=news,
        )
    )


def _words(step: Step) -> tuple[str, str, Sequence[str]]:
    """Title, button, what will happen."""
    out = _("サインイン中の画面は、すぐにすべて終わります。")
    match step:
        case Step.OFF:
            kept = _("この人がしたことは、記録に残ります。いつでも元に戻せます。")
            return (
                _("この人を止めます"),
                _("止める"),
                [_("サインインできなくなります。"), out, kept],
            )
        case Step.ON:
            effects = [_("前と同じパスワードと二段階の確認で、またサインインできます。")]
            return _("この人を元に戻します"), _("元に戻す"), effects
        case Step.PASSWORD:
            effects = [
                _("新しいパスワードを作り、次の画面で一度だけお見せします。本人に渡してください。"),
                _("最初のサインインで、本人が自分のパスワードに変えます。"), out,
            ]  # fmt: skip
            return _("新しいパスワードを出します"), _("パスワードを出す"), effects
        case Step.FACTORS:
            effects = [
                _("認証アプリ、パスキー、回復コードがすべて使えなくなります。"),
                _("次のサインインはパスワードだけで、そのあとに設定しなおします。電話で本人を確かめてください。"), out,
            ]  # fmt: skip
            return _("二段階の確認を外します"), _("すべて外す"), effects
        case Step.SESSIONS:
            return _("サインイン中の画面を終わらせます"), _("すべて終わらせる"), [out]
