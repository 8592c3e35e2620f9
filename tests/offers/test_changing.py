"""An offer is changed over what was seen, by one of two who do it at once; what was shown is never deleted."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from storefront import revision
from storefront.extensions import db
from storefront.offers import changing
from storefront.offers.changing import ChangedMeanwhile, CodeTaken, NotDeletable
from storefront.offers.impression import note
from storefront.offers.kinds import Answer, Kind, OfferState, Placement, Source
from storefront.offers.offer import Offer, OfferedGood, OfferTrigger
from storefront.offers.terms import load_terms
from storefront.offers.written import Written, WrittenGood, written_of
from storefront.revision import Part
from storefront.visitors.visitor import visitor_for

WORDS = {"ja": "合います", "en": "They go together"}
DOWN = Written(
    "down", Kind.DOWNSELL, frozenset({Placement.DIALOG}), WORDS, WORDS,
    goods=(WrittenGood("GLASS-MUG-LID"),), variants=("GLASS-MUG",),
)  # fmt: skip
CROSS = Written(
    "cross", Kind.CROSS_SELL, frozenset({Placement.DIALOG}), WORDS, WORDS, Source.RELATED,
    products=("glass-mug",), next_code="down",
)  # fmt: skip


def states() -> dict[str, str]:
    return dict(db.session.execute(select(Offer.code, Offer.state)).tuples().all())


def test_a_change_over_an_older_version_is_refused(shop: Flask, now: datetime) -> None:
    row = changing.create(DOWN, now)
    assert (row.version, row.state) == (1, "draft")
    later = now + timedelta(hours=1)
    again = changing.change(DOWN, 1, later, publish=True)
    assert (again.version, again.state, again.updated_at) == (2, "published", later)
    db.session.commit()
    with pytest.raises(ChangedMeanwhile):
        changing.change(CROSS, 1, now)
    with pytest.raises(ChangedMeanwhile):
        changing.change(DOWN, 1, now)
    with pytest.raises(ChangedMeanwhile):
        changing.stop("down", 1, "間違い", now)
    db.session.rollback()
    assert states() == {"down": "published"}


def test_a_code_is_given_once(shop: Flask, now: datetime) -> None:
    changing.create(DOWN, now)
    with pytest.raises(CodeTaken):
        changing.create(DOWN, now, OfferState.PUBLISHED)
    assert states() == {"down": "draft"}


def test_what_is_published_and_stopped_is_told_to_every_page(shop: Flask, now: datetime) -> None:
    before = revision.current(Part.SETTINGS)
    changing.create(DOWN, now, OfferState.PUBLISHED)
    published = revision.current(Part.SETTINGS)
    assert published > before
    assert [one.code for one in load_terms()] == ["down"]
    changing.stop("down", 1, "季節が終わった", now)
    db.session.expire_all()
    assert revision.current(Part.SETTINGS) > published
    assert load_terms() == ()
    row = db.session.scalars(select(Offer)).one()
    assert (row.stopped_because, row.version) == ("季節が終わった", 2)
    changing.change(DOWN, 2, now, publish=True)
    assert (row.state, row.stopped_because) == ("published", "")


def test_a_draft_is_deleted_with_all_that_is_its_own(shop: Flask, now: datetime) -> None:
    changing.create(DOWN, now)
    changing.remove("down", 1)
    db.session.commit()
    for table in (Offer, OfferedGood, OfferTrigger):
        assert db.session.query(table).count() == 0


def test_what_was_shown_or_follows_another_is_kept(shop: Flask, now: datetime) -> None:
    down = changing.create(DOWN, now)
    cross = changing.create(CROSS, now)
    with pytest.raises(NotDeletable):
        changing.remove("down", 1)
    visitor = visitor_for("key", now)
    note(visitor.id, cross.id, Placement.DIALOG, "product:1", Answer.SEEN, now)
    with pytest.raises(NotDeletable):
        changing.remove("cross", 1)
    published = changing.change(written_of(down), 2, now, publish=True)
    assert published.state == "published"
    with pytest.raises(NotDeletable):
        changing.remove("down", 3)
