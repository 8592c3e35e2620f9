"""What is written of an offer: one row for a visitor, offer, placement and context, each moment once."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from storefront.extensions import db
from storefront.offers.impression import OfferImpression, note, note_withheld
from storefront.offers.kinds import Answer, Kind, Placement
from storefront.visitors.visitor import visitor_for
from tests.support.offers import offer

LATER = timedelta(minutes=5)
Where = tuple[int, int, Placement, str]


@pytest.fixture
def where(shop: Flask, now: datetime) -> Where:
    row = offer(now, Kind.CROSS_SELL, Placement.CART)
    return visitor_for("somebody", now).id, row.id, Placement.CART, "cart:1"


def moments(row: OfferImpression) -> tuple[datetime | None, ...]:
    return row.seen_at, row.clicked_at, row.accepted_at, row.refused_at


def only() -> OfferImpression:
    db.session.expire_all()
    return db.session.query(OfferImpression).one()


def test_the_first_moment_stays(where: Where, now: datetime) -> None:
    note(*where, Answer.SEEN, now, visit="1", chance=600)
    note(*where, Answer.SEEN, now + LATER, visit="1", chance=400)
    note(*where, Answer.ACCEPTED, now + LATER, visit="1")
    note(*where, Answer.ACCEPTED, now + 2 * LATER, visit="1")
    row = only()
    assert moments(row) == (now, None, now + LATER, None)
    assert (row.made_at, row.visit, row.chance) == (now, "1", 600)


def test_an_answer_without_a_look_is_a_look_as_well(where: Where, now: datetime) -> None:
    note(*where, Answer.CLICKED, now, visit="1")
    assert moments(only()) == (now, now, None, None)


def test_a_no_belongs_to_the_visit_in_which_it_was_said(where: Where, now: datetime) -> None:
    note(*where, Answer.SEEN, now, visit="1")
    note(*where, Answer.SEEN, now + LATER, visit="2")
    assert only().visit == "1"
    note(*where, Answer.REFUSED, now + LATER, visit="2")
    assert only().visit == "2"


def test_what_was_withheld_and_is_shown_after_all(where: Where, now: datetime) -> None:
    note_withheld(*where, "ignored", now)
    note_withheld(*where, "control", now + LATER)
    assert (only().withheld, moments(only())) == ("ignored", (None,) * 4)
    note(*where, Answer.SEEN, now + LATER, visit="3", chance=250)
    row = only()
    assert (row.withheld, row.visit, row.chance, row.seen_at) == ("", "3", 250, now + LATER)
    note_withheld(*where, "refused", now + 2 * LATER)
    assert only().withheld == ""


def test_another_context_is_another_row(where: Where, now: datetime) -> None:
    note(*where, Answer.SEEN, now)
    note(*where[:3], "cart:2", Answer.SEEN, now)
    assert db.session.query(OfferImpression).count() == 2
