"""What is read of a visitor: all that was written down, in one statement that opens no transaction by itself."""

from datetime import UTC, datetime, timedelta

from flask import Flask

from storefront.extensions import db
from storefront.offers.gate import Why
from storefront.offers.history import history_of
from storefront.offers.impression import note, note_withheld
from storefront.offers.kinds import Answer, Kind, Placement
from storefront.offers.offer import Offer
from storefront.visitors.visitor import visitor_for
from tests.support.offers import SHOWN, offer
from tests.support.orders import behind_the_counter
from tests.support.statements import statements


def written(now: datetime) -> Offer:
    """Seen beside one product and refused in the cart a minute later; held back at a line."""
    row = offer(now, Kind.CROSS_SELL, Placement.CART)
    visitor = visitor_for(SHOWN, now).id
    note(visitor, row.id, Placement.PRODUCT, "product:1", Answer.SEEN, now, visit="1")
    later = now + timedelta(minutes=1)
    note(visitor, row.id, Placement.CART, "cart:1", Answer.REFUSED, later, visit="1")
    note_withheld(visitor, row.id, Placement.CART_LINE, "line:1:X", Why.CONTROL, later)
    return row


def test_it_is_read_by_itself(app: Flask, now: datetime) -> None:
    with behind_the_counter(app):
        written(now)
    with app.app_context(), statements(app) as heard:
        found = history_of(SHOWN, "1")
        assert not db.session().in_transaction()
    assert len(heard) == 1
    first, second = found.shown
    assert (first.placement, first.context, first.visit) == ("product", "product:1", "1")
    assert (first.seen_at, first.answered) == (now, False)
    assert second.refused_at == now + timedelta(minutes=1)
    assert second.refused_at.tzinfo is UTC
    assert not found.offers_off


def test_what_is_not_committed_yet_is_in_it(app: Flask, now: datetime) -> None:
    with behind_the_counter(app):
        written(now)
        assert [one.context for one in history_of(SHOWN).shown] == ["product:1", "cart:1"]
        visitor_for(SHOWN, now).offers_off_at = now
        db.session.flush()
        assert history_of(SHOWN).offers_off


def test_of_somebody_unknown_there_is_nothing(app: Flask) -> None:
    with app.app_context():
        found = history_of("nobody", ordered=True)
    assert (found.shown, found.offers_off, found.ordered) == ((), False, True)
