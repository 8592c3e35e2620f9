"""Writing an offer: the form, what stands beside it, saving, and publishing once nothing is in the way."""

from collections.abc import Mapping, Sequence

from flask import Response, abort, request
from flask_babel import gettext as _
from sqlalchemy import select

from storefront.extensions import db
from storefront.jinja import translate
from storefront.offers import changing
from storefront.offers.kinds import Kind, OfferState
from storefront.offers.offer import Offer
from storefront.offers.problem import Found, Problem
from storefront.offers.written import Written, written_of
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.frame import url
from storefront.views.responses import fragments, own_page, see_other
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.offer_changes import Difference, changed, differences
from storefront.views.staff.offer_form import OfferForm, form_of, read_form
from storefront.views.staff.offer_problems import errors_of
from storefront.views.staff.offer_publishing import question
from storefront.views.staff.offer_rehearsal import judged, rehearse
from storefront.views.staff.offer_words import (
    AUDIENCES,
    KIND_NOTES,
    KINDS,
    PLACEMENTS,
    SOURCES,
    VISITORS,
)
from storefront.views.staff.offers import row_of, standing
from storefront.views.staff.sure import sure_page, typed_fields
from storefront.views.staff.telling import said
from storefront.views.staff.typed import number_typed

UNSTORABLE = frozenset({Problem.UNKNOWN_SKU, Problem.UNKNOWN_TRIGGER, Problem.ABOVE_PRICE})
"""What not even a draft can hold."""
MOST_STORED = 90
"""Per cent that the table holds."""
SUPPLIED = {"rollout": "100", "ignored": "3", "quiet": "14"}
"""What stands in an empty form."""


@bp.get("/offers/new")
@access(STAFF, Permission.CHANGE_OFFERS)
def new_offer() -> Response:
    """The form, empty; nothing is held against what nobody wrote yet."""
    return _page(None, OfferForm(SUPPLIED, read_form(SUPPLIED).written), rehearsed=False)


@bp.post("/offers/new")
@access(STAFF, Permission.CHANGE_OFFERS)
def create_offer() -> Response:
    """What was typed: looked at, saved as a draft, or published."""
    return _sent(None)


@bp.get("/offers/<code>")
@access(STAFF, Permission.CHANGE_OFFERS)
def edit_offer(code: str) -> Response:
    """The form of an offer."""
    row = _row(code)
    return _page(row, form_of(written_of(row)))


@bp.post("/offers/<code>")
@access(STAFF, Permission.CHANGE_OFFERS)
def change_offer(code: str) -> Response:
    """What was typed over it."""
    return _sent(_row(code))


@bp.post("/offers/preview")
@access(STAFF, Permission.CHANGE_OFFERS)
def preview_offer() -> Response:
    """What stands beside the form, for what is typed at this moment. Writes nothing."""
    row = row_of(request.form.get("code", "")[:40])
    form = _read(row)
    return fragments("staff/_offer_rehearsal.html", rehearsal=rehearse(form, current.now()))


def _sent(row: Offer | None) -> Response:
    form, press = _read(row), request.form.get("press", "")
    live = row is not None and row.state == OfferState.PUBLISHED
    if press not in {"save", "publish", "do"}:
        return _page(row, form)
    found, met = judged(form.written, current.now())
    drafted = press == "save" and not live
    wrong = [one for one in found if not drafted or _unstorable(one, form.written)]
    if form.unread or wrong:
        form.errors = {**errors_of(wrong, form.written), **form.unread}
        return _page(row, form, 422)
    if press == "publish" or (press == "save" and live):
        return sure_page(question(row, form, met, _version(row)))
    return _write(row, form, publish=press == "do")


def _write(row: Offer | None, form: OfferForm, *, publish: bool) -> Response:
    """Store it with its line in the audit; refused where somebody else was quicker."""
    now, written = current.now(), form.written
    before = written_of(row) if row else None
    told = "offer_published" if publish else "offer_saved"
    if row and before == written and (not publish or row.state == OfferState.PUBLISHED):
        return see_other("staff.edit_offer", code=written.code, told="same")
    was = row.state if row else None
    try:
        if row is None:
            state = OfferState.PUBLISHED if publish else OfferState.DRAFT
            changing.create(written, now, state)
        else:
            changing.change(written, _seen(), now, publish=publish)
    except changing.CodeTaken:
        db.session.rollback()
        form.errors = {"code": _("このコードのおすすめは、もうあります。")}
        return _page(None, form, 422)
    except changing.ChangedMeanwhile:
        db.session.rollback()
        return _crossed(_row(written.code), form)
    old, new = changed(before, written)
    if publish:
        old, new = {**(old or {}), "state": was}, {**new, "state": "published"}
    act = Act.OFFER_PUBLISHED if publish else Act.OFFER_WRITTEN
    write_down(actor(), act, f"offer:{written.code}", now, old, new)
    db.session.commit()
    return see_other("staff.edit_offer", code=written.code, told=told)


def _crossed(row: Offer, form: OfferForm) -> Response:
    """What was typed, with what stands there now beside it: saving again writes over it."""
    return _page(row, form, 409, differs=differences(written_of(row), form.written))


def _page(
    row: Offer | None,
    form: OfferForm,
    status: int = 200,
    differs: Sequence[Difference] | None = None,
    rehearsed: bool = True,
) -> Response:
    now = current.now()
    return own_page(
        "staff/offer.html",
        status,
        row=row,
        form=form,
        version=row.version if row and (differs is not None or not _seen()) else _seen(),
        standing=standing(row, written_of(row), now) if row else None,
        action=url("staff.change_offer", code=row.code) if row else url("staff.create_offer"),
        rehearsal=rehearse(form, now) if rehearsed else None,
        summary=form.errors if status != 200 else {},
        differs=differs,
        downsells=[("", _("なし（何も出さない）")), *_downsells(row).items()],
        said=said(),
        **_choices(),
    )


def _choices() -> Mapping[str, object]:
    """What can be chosen from lists."""
    return {
        "kinds": [(one.value, KINDS[one], KIND_NOTES[one]) for one in KINDS],
        "placements": [(f"at-{one.value}", words) for one, words in PLACEMENTS.items()],
        "audiences": [(one.value, words) for one, words in AUDIENCES.items()],
        "sources": [(one.value, words) for one, words in SOURCES.items()],
        "visitors": [(one.value, words) for one, words in VISITORS.items()],
    }


def _read(row: Offer | None) -> OfferForm:
    typed = {name: text[:4000] for name, text in typed_fields().items()}
    typed.pop("version", None)
    position = row.position if row else db.session.query(Offer).count()
    return read_form(typed, row.code if row else "", position, list(_downsells(row)))


def _downsells(row: Offer | None) -> dict[str, str]:
    """What may follow a no, by code."""
    asked = select(Offer.code, Offer.title).where(Offer.kind == Kind.DOWNSELL).order_by(Offer.id)
    found = {code: translate(title) or code for code, title in db.session.execute(asked)}
    return {code: words for code, words in found.items() if row is None or code != row.code}


def _unstorable(found: Found, written: Written) -> bool:
    most = max((written.percent_off, *(good.percent_off for good in written.goods)))
    too_high = found.problem is Problem.PERCENT_TOO_HIGH and most > MOST_STORED
    return found.problem in UNSTORABLE or too_high


def _version(row: Offer | None) -> int:
    return _seen() if row else 0


def _seen() -> int:
    """The version of the page that was sent, 0 for none."""
    return number_typed(request.form.get("version", "")) or 0


def _row(code: str) -> Offer:
    return row_of(code) or abort(404)
