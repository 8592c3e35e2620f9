"""Stopping an offer, and deleting a draft that nobody ever saw."""

from flask import Response, abort, request
from flask_babel import gettext as _

from storefront.extensions import db
from storefront.jinja import translate
from storefront.offers import changing
from storefront.offers.kinds import OfferState
from storefront.offers.offer import Offer
from storefront.offers.written import written_of
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import own_page, see_other
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.offer_changes import told_of
from storefront.views.staff.offer_words import STATES, incentive_words
from storefront.views.staff.offers import row_of
from storefront.views.staff.sure import Sure, sure_page
from storefront.views.staff.typed import number_typed

LONGEST_REASON = 40


@bp.get("/offers/<code>/stop")
@access(STAFF, Permission.CHANGE_OFFERS)
def stop_offer(code: str) -> Response:
    """Ask why."""
    row = _row(code)
    if row.state != OfferState.PUBLISHED:
        return see_other("staff.edit_offer", code=code, told="same")
    return _stopping(row)


@bp.post("/offers/<code>/stop")
@access(STAFF, Permission.CHANGE_OFFERS)
def stop_offer_now(code: str) -> Response:
    """Stop it, if it is what was seen."""
    now, row = current.now(), _row(code)
    because = " ".join("".join(filter(str.isprintable, request.form.get("reason", ""))).split())
    if row.state != OfferState.PUBLISHED:
        return see_other("staff.edit_offer", code=code, told="same")
    if not 0 < len(because) <= LONGEST_REASON:
        return _stopping(row, typed=because, error=_reason_words(because), status=422)
    try:
        changing.stop(code, _seen(), because, now)
    except changing.ChangedMeanwhile:
        db.session.rollback()
        return _stopping(_row(code), typed=because, news=_news(), status=409)
    before, after = {"state": "published"}, {"state": "stopped", "because": because}
    write_down(actor(), Act.OFFER_STOPPED, f"offer:{code}", now, before, after)
    db.session.commit()
    return see_other("staff.edit_offer", code=code, told="offer_stopped")


@bp.get("/offers/<code>/delete")
@access(STAFF, Permission.CHANGE_OFFERS)
def delete_offer(code: str) -> Response:
    """Ask before a draft is gone."""
    row = _row(code)
    if row.state != OfferState.DRAFT:
        return see_other("staff.edit_offer", code=code, told="not_deletable")
    return _deleting(row)


@bp.post("/offers/<code>/delete")
@access(STAFF, Permission.CHANGE_OFFERS)
def delete_offer_now(code: str) -> Response:
    """Delete it, if it is what was seen and nobody was ever shown it."""
    now, row = current.now(), _row(code)
    before = told_of(written_of(row))
    try:
        changing.remove(code, _seen())
    except changing.NotDeletable:
        db.session.rollback()
        return see_other("staff.edit_offer", code=code, told="not_deletable")
    except changing.ChangedMeanwhile:
        db.session.rollback()
        return _deleting(_row(code), news=_news())
    write_down(actor(), Act.OFFER_DELETED, f"offer:{code}", now, before)
    db.session.commit()
    return see_other("staff.offers", told="offer_deleted")


def _stopping(
    row: Offer, *, typed: str = "", error: str = "", news: str = "", status: int = 200
) -> Response:
    written = written_of(row)
    off = incentive_words(written)
    effects = [_("次に開かれるページから、だれにも出ません。")]
    if off:
        effects.append(_("値引き（%(off)s）も、すぐに終わります。", off=off))
    effects.append(_("すでに受けたご注文は、そのままです。"))
    sure = Sure(
        title=_("「%(title)s」を停止します", title=translate(row.title)),
        button=_("停止する"),
        action=url("staff.stop_offer_now", code=row.code),
        back=url("staff.edit_offer", code=row.code),
        effects=effects,
        hidden={"version": row.version},
        news=news,
    )
    return own_page("staff/offer_stop.html", status, sure=sure, typed_reason=typed, error=error)


def _deleting(row: Offer, news: str = "") -> Response:
    return sure_page(
        Sure(
            title=_("下書き「%(title)s」を消します", title=translate(row.title) or row.code),
            button=_("下書きを消す"),
            action=url("staff.delete_offer_now", code=row.code),
            back=url("staff.edit_offer", code=row.code),
            effects=[_("まだだれにも見せていません。消すと、元に戻せません。")],
            facts=[
                (_("名前（コード）"), row.code),
                (_("状態"), str(STATES[OfferState(row.state)])),
            ],
            hidden={"version": row.version},
            news=news,
        )
    )


def _reason_words(because: str) -> str:
    if because:
        return str(_("%(most)s文字までです。", most=LONGEST_REASON))
    return str(_("理由を書いてください。"))


def _news() -> str:
    return str(_("画面を開いたあとに、ほかの人がこのおすすめを変えました。何も変えていません。"))


def _seen() -> int:
    return number_typed(request.form.get("version", "")) or 0


def _row(code: str) -> Offer:
    return row_of(code) or abort(404)
