"""Changing an offer: only over what one has seen, one of two who do it at once; what was shown once is never deleted."""

from datetime import datetime

from sqlalchemy import delete, exists, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from storefront import revision
from storefront.extensions import db
from storefront.offers.impression import OfferImpression
from storefront.offers.kinds import OfferState
from storefront.offers.offer import Offer
from storefront.offers.written import Written, store
from storefront.revision import Part


class ChangedMeanwhile(Exception):
    """The offer is not what was seen: somebody else wrote it, or it stopped by its figures."""


class CodeTaken(Exception):
    """Another offer has that code."""


class NotDeletable(Exception):
    """It was published once, or another offer follows up with it."""


def create(written: Written, now: datetime, state: OfferState = OfferState.DRAFT) -> Offer:
    """Write a new offer down, behind all others. The caller has checked it, and commits. Raises CodeTaken."""
    if db.session.scalar(select(Offer.id).where(Offer.code == written.code)) is not None:
        raise CodeTaken
    try:
        return store(written, now, state)
    except IntegrityError as twice:
        raise CodeTaken from twice


def change(written: Written, seen: int, now: datetime, *, publish: bool = False) -> Offer:
    """Write an offer over the version that was seen; published with it, or in the state it has. The caller has checked
    it, and commits. Raises ChangedMeanwhile.
    """
    _take(written.code, seen)
    row = store(written, now)
    if publish:
        row.state, row.stopped_because = OfferState.PUBLISHED, ""
        db.session.flush()
    return row


def stop(code: str, seen: int, because: str, now: datetime) -> None:
    """Take a published offer back; `because` in at most 40 signs. The caller commits. Raises ChangedMeanwhile."""
    done = db.session.execute(
        update(Offer)
        .where(Offer.code == code, Offer.version == seen, Offer.state == OfferState.PUBLISHED)
        .values(state=OfferState.STOPPED, stopped_because=because, updated_at=now, version=seen + 1)
        .execution_options(synchronize_session=False)
    )
    if not _one(done):
        raise ChangedMeanwhile
    revision.bump(Part.SETTINGS)


def remove(code: str, seen: int) -> None:
    """Delete a draft that nobody was ever shown and no offer follows up with. The caller commits.

    Raises ChangedMeanwhile or NotDeletable.
    """
    before = aliased(Offer)
    shown = exists().where(OfferImpression.offer_id == Offer.id)
    followed = exists().where(before.next_id == Offer.id)
    row = _take(code, seen)
    done = db.session.execute(
        delete(Offer)
        .where(Offer.id == row.id, Offer.state == OfferState.DRAFT, ~shown, ~followed)
        .execution_options(synchronize_session=False)
    )
    if not _one(done):
        raise NotDeletable
    db.session.expunge(row)
    revision.bump(Part.SETTINGS)


def _take(code: str, seen: int) -> Offer:
    """The row of an offer, held until the commit, if it is still of the version that was seen."""
    done = db.session.execute(
        update(Offer)
        .where(Offer.code == code, Offer.version == seen)
        .values(version=seen + 1)
        .execution_options(synchronize_session=False)
    )
    if not _one(done):
        raise ChangedMeanwhile
    asked = select(Offer).where(Offer.code == code).execution_options(populate_existing=True)
    return db.session.scalars(asked).one()


def _one(done: object) -> bool:
    return isinstance(done, CursorResult) and done.rowcount == 1
