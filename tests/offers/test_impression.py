"""What is written of an offer: one row for a visitor, offer, placement and context, each moment once."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask

from storefront.extensions import db
from storefront.offers.history import history_of
from storefront.offers.impression import OfferImpression, note, note_withheld
from storefront.offers.kinds import Answer, Kind, Placement
from storefront.offers.silence import History, ignored_until, placement_refused, refused
from storefront.visitors.visitor import visitor_for
from tests.offers.pure import PLAIN
from tests.support.offers import offer

LATER, DAY = timedelta(minutes=5), timedelta(days=1)
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
    assert (row.made_at, row.chance) == (now, 600)


def test_an_answer_without_a_look_is_a_look_as_well(where: Where, now: datetime) -> None:
    note(*where, Answer.CLICKED, now, visit="1")
    assert moments(only()) == (now, now, None, None)


def history() -> History:
    return history_of("somebody")


def test_what_is_seen_again_in_a_later_visit_is_one_row_and_two_shows(
    where: Where, now: datetime
) -> None:
    for visit in ("1", "2"):
        note(*where, Answer.SEEN, now + int(visit) * DAY, visit=visit)
        note(*where, Answer.SEEN, now + int(visit) * DAY + LATER, visit=visit)
    assert only().seen_at == now + DAY
    assert [(one.visit, one.seen_at) for one in history().shown] == [
        ("1", now + DAY),
        ("2", now + 2 * DAY),
    ]


def test_the_same_thing_passed_over_in_three_visits_is_silent_from_then_on(
    where: Where, now: datetime
) -> None:
    """It is one context all the time: the page of one product."""
    for visit in range(3):
        assert ignored_until(history(), Placement.CART, PLAIN, now + visit * DAY) is None
        note(*where, Answer.SEEN, now + visit * DAY, visit=str(visit))
    until = ignored_until(history(), Placement.CART, PLAIN, now + 3 * DAY)
    assert until == now + 2 * DAY + 14 * DAY
    note(*where, Answer.SEEN, until, visit="4")
    assert ignored_until(history(), Placement.CART, PLAIN, until + DAY) == until + 28 * DAY


def test_a_no_belongs_to_the_visit_in_which_it_was_said(where: Where, now: datetime) -> None:
    note(*where, Answer.SEEN, now, visit="1")
    note(*where, Answer.REFUSED, now + DAY, visit="2")
    assert [(one.visit, one.refused_at) for one in history().shown] == [
        ("1", None),
        ("2", now + DAY),
    ]
    assert not placement_refused(replace(history(), visit="1"), Placement.CART)
    assert placement_refused(replace(history(), visit="2"), Placement.CART)


def test_a_second_no_about_the_same_thing_is_heard_as_well(where: Where, now: datetime) -> None:
    note(*where, Answer.REFUSED, now, visit="1")
    terms, later = replace(PLAIN, id=where[1]), now + 40 * DAY
    assert not refused(history(), terms, later)
    note(*where, Answer.REFUSED, later, visit="2")
    assert refused(history(), terms, later + 29 * DAY)
    assert only().refused_at == now, "for the figures it is one, and the first"


def test_what_was_withheld_and_is_shown_after_all(where: Where, now: datetime) -> None:
    note_withheld(*where, "ignored", now)
    note_withheld(*where, "control", now + LATER)
    assert (only().withheld, moments(only())) == ("ignored", (None,) * 4)
    note(*where, Answer.SEEN, now + LATER, visit="3", chance=250)
    row = only()
    assert (row.withheld, row.chance, row.seen_at) == ("", 250, now + LATER)
    assert row.made_at == now + LATER
    note_withheld(*where, "refused", now + 2 * LATER)
    assert only().withheld == ""


def test_another_context_is_another_row(where: Where, now: datetime) -> None:
    note(*where, Answer.SEEN, now)
    note(*where[:3], "cart:2", Answer.SEEN, now)
    assert db.session.query(OfferImpression).count() == 2
