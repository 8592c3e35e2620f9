"""A member's second factors: what there is, taking one away, other recovery codes."""

from collections.abc import Sequence

from flask import Response, abort
from flask_babel import gettext as _

from storefront.extensions import db
from storefront.staff import enrolling
from storefront.staff.factor import Factor, Kind, factors_of
from storefront.staff.one_time_code import recovery_shown
from storefront.staff.roles import TWO_STEPS, Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import own_page, see_other
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor, at_work, own_row
from storefront.views.staff.money_words import moment_words
from storefront.views.staff.proving import asks_proof, proof_used
from storefront.views.staff.second import seal, site
from storefront.views.staff.sure import Sure, sure_page
from storefront.views.staff.telling import said

BIGGEST_ID = 2**31 - 1


@bp.get("/account/factors")
@access(STAFF, Permission.BE_HERE)
def factors() -> Response:
    """What the member proves themselves with besides the password; for an owner or manager without, the first page there is."""
    member = at_work()
    return own_page(
        "staff/factors.html",
        factors=factors_of(member.member_id),
        needed=member.lacks_factor,
        passkeys_work=site() is not None,
        said=said(),
    )


@bp.get("/account/factors/<int:factor_id>/remove")
@access(STAFF, Permission.BE_HERE)
@asks_proof
def remove_factor(factor_id: int) -> Response:
    """Ask whether it is to go."""
    one = _own(factor_id)
    if _needed(one):
        return see_other("staff.factors", told="factor_needed")
    last = len(factors_of(one.member_id).all) == 1
    effects = [_("これからのサインインでは使えなくなります。")]
    if last:
        effects += [_("パスワードだけでサインインするようになり、回復コードも使えなくなります。")]
    return sure_page(
        Sure(
            title=_("二段階の確認を一つ外します"),
            button=_("外す"),
            action=url("staff.remove_factor_now", factor_id=one.id),
            back=url("staff.factors"),
            effects=effects,
            facts=[(_("種類"), kind_words(one)), (_("設定した日時"), moment_words(one.created_at))],
        )
    )


@bp.post("/account/factors/<int:factor_id>/remove")
@access(STAFF, Permission.BE_HERE)
@asks_proof
def remove_factor_now(factor_id: int) -> Response:
    """Take it away, unless an owner or manager would be left without."""
    own_row()
    one = _own(factor_id)
    if _needed(one):
        db.session.rollback()
        return see_other("staff.factors", told="factor_needed")
    enrolling.remove_factor(actor(), one, current.now())
    proof_used()
    db.session.commit()
    return see_other("staff.factors", told="factor_removed")


@bp.get("/account/factors/codes")
@access(STAFF, Permission.BE_HERE)
@asks_proof
def renew_codes() -> Response:
    """Ask whether there shall be others."""
    if not at_work().factored:
        return see_other("staff.factors")
    return sure_page(
        Sure(
            title=_("回復コードを作り直します"),
            button=_("作り直す"),
            action=url("staff.renew_codes_now"),
            back=url("staff.factors"),
            effects=[
                _("新しいコードを10個作り、次の画面で一度だけお見せします。"),
                _("前のコードは、使っていないものも使えなくなります。"),
            ],
        )
    )


@bp.post("/account/factors/codes")
@access(STAFF, Permission.BE_HERE)
@asks_proof
def renew_codes_now() -> Response:
    """Make ten others, and show them once."""
    if not at_work().factored:
        return see_other("staff.factors")
    own_row()
    codes = enrolling.renew_codes(actor(), at_work().member_id, seal(), current.now())
    proof_used()
    db.session.commit()
    return codes_page(codes)


def codes_page(codes: Sequence[str]) -> Response:
    """Recovery codes, shown this once."""
    return own_page("staff/recovery_codes.html", codes=[recovery_shown(one) for one in codes])


def kind_words(one: Factor) -> str:
    """認証アプリ, or パスキー with its name."""
    if one.kind == Kind.CODE:
        return str(_("認証アプリ"))
    return str(_("パスキー「%(name)s」", name=one.name))


def _needed(one: Factor) -> bool:
    member = at_work()
    must = member.role in TWO_STEPS and not member.demo
    return must and len(factors_of(one.member_id).all) == 1


def _own(factor_id: int) -> Factor:
    found = db.session.get(Factor, factor_id) if factor_id <= BIGGEST_ID else None
    if found is None or found.member_id != at_work().member_id:
        abort(404)
    return found
