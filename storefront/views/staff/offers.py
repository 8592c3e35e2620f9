"""The offers of the shop: which are on, what they take off, and where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Response
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from storefront.extensions import db
from storefront.offers.kinds import OfferState, Placement
from storefront.offers.offer import Offer, OfferedGood
from storefront.offers.written import Written, written_all
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.responses import own_page
from storefront.views.staff.area import bp
from storefront.views.staff.offer_words import (
    KINDS,
    PLACEMENTS,
    STATES,
    incentive_words,
    stop_words,
    time_words,
)
from storefront.views.staff.telling import said

SHAPES = {OfferState.DRAFT: "ring", OfferState.PUBLISHED: "dot", OfferState.STOPPED: "square"}
"""Of the mark beside the word of a state."""


@dataclass(frozen=True)
class Standing:
    """An offer as the list shows it: a word and a shape for its state, and the rest in words."""

    code: str
    title: dict[str, str]
    state: OfferState
    word: str
    shape: str
    note: str
    kind: str
    places: Sequence[str]
    times: str
    incentive: str


@bp.get("/offers")
@access(STAFF, Permission.SEE_OFFERS)
def offers() -> Response:
    """All of them: what is on, then drafts, then what was stopped."""
    rows = list(
        db.session.scalars(
            select(Offer)
            .options(
                selectinload(Offer.goods).joinedload(OfferedGood.variant),
                selectinload(Offer.triggers),
            )
            .order_by(Offer.position, Offer.id)
        )
    )
    now = current.now()
    told = [standing(row, one, now) for row, one in zip(rows, written_all(rows), strict=True)]
    order = list(SHAPES)
    order.sort(key=lambda state: state is not OfferState.PUBLISHED)
    told.sort(key=lambda one: order.index(one.state))
    return own_page("staff/offers.html", offers=told, said=said())


def standing(row: Offer, written: Written, now: datetime) -> Standing:
    """One of them."""
    state = OfferState(row.state)
    return Standing(
        row.code,
        row.title,
        state,
        state_word(state, written, now),
        SHAPES[state],
        stop_words(row.stopped_because),
        str(KINDS[written.kind]),
        [str(PLACEMENTS[place]) for place in Placement if place in written.placements],
        time_words(written),
        incentive_words(written),
    )


def state_word(state: OfferState, written: Written, now: datetime) -> str:
    """The state, and of what is published whether its time has come."""
    if state is OfferState.PUBLISHED and written.starts_at and written.starts_at > now:
        return str(_("公開待ち"))
    if state is OfferState.PUBLISHED and written.ends_at and written.ends_at <= now:
        return str(_("期間終了"))
    return str(STATES[state])


def row_of(code: str) -> Offer | None:
    """The offer of a code."""
    asked = (
        select(Offer)
        .where(Offer.code == code)
        .options(
            selectinload(Offer.goods).joinedload(OfferedGood.variant), joinedload(Offer.triggers)
        )
    )
    return db.session.scalars(asked).unique().one_or_none()
