"""Days added up at night say the same as the rows they were made of, and go on saying it when those are gone."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from storefront.extensions import db
from storefront.offers.days import (
    Group,
    OfferDay,
    answers_between,
    groups_between,
    sum_up,
    summed_up_to,
)
from storefront.offers.gate import Why
from storefront.offers.kinds import Kind, Placement
from storefront.offers.offer import Offer
from storefront.reports.offer_results import Span, last_days
from storefront.reports.offers import figures_of_offers
from storefront.visitors.visitor import Visitor
from tests.support import orders
from tests.support.offers import offer
from tests.support.shown import bring, hold_back, show, visitors
from tests.support.statements import statements

DAY = timedelta(days=1)
CART, DIALOG = Placement.CART, Placement.DIALOG


@pytest.fixture
def month(shop: Flask, now: datetime) -> Span:
    """Shows, noes, orders and the spared, on each of the last twelve days."""
    row = offer(now, Kind.CROSS_SELL, CART, DIALOG)
    for ago in range(12):
        at = now - ago * DAY
        seen = show(row, visitors(3 + ago % 2, at), at, CART, accepted=1, refused=ago % 3)
        hold_back(row, visitors(2, at), at, CART, Why.CONTROL)
        hold_back(row, visitors(1, at), at, DIALOG, Why.IGNORED)
        bring(seen[0], orders.paid(at, bought=(("SLEEP-15", 1),)))
    db.session.commit()
    return last_days(now.date())


def all_of(span: Span) -> tuple[object, ...]:
    summed = summed_up_to()
    rows = sorted(tuple(row) for row in answers_between(span.first, span.last, summed))
    sums: dict[object, list[int]] = {}
    for *key, made, seen, clicked, accepted, refused in rows:
        known = sums.setdefault(tuple(key), [0] * 5)
        for place, count in enumerate((made, seen, clicked, accepted, refused)):
            known[place] += int(count)
    return sums, dict(groups_between(span.first, span.last))


def test_the_sums_say_what_the_rows_say(month: Span, now: datetime) -> None:
    before = all_of(month)
    assert sum_up(now) == 11
    assert summed_up_to() == month.last - DAY
    assert all_of(month) == before
    assert all_of(Span(month.last - 5 * DAY, month.last))[0] != before[0]


def test_summing_up_again_changes_nothing(month: Span, now: datetime) -> None:
    sum_up(now)
    before = all_of(month)
    sum_up(now)
    assert all_of(month) == before


def test_an_answer_and_an_order_that_come_later_are_added_to_their_day(
    shop: Flask, now: datetime
) -> None:
    row, day = offer(now, Kind.CROSS_SELL, CART), last_days(now.date(), 1)
    (seen,) = show(row, visitors(1, now), now, CART)
    db.session.commit()
    sum_up(now + DAY)
    seen.accepted_at = now + DAY
    bring(seen, orders.paid(now + 6 * DAY, bought=(("SLEEP-15", 1),)))
    sum_up(now + 7 * DAY)
    (found,) = answers_between(day.first, day.last, summed_up_to())
    assert [int(one) for one in found[3:]] == [1, 1, 0, 1, 0]
    assert groups_between(day.first, day.last)[CART].shown.buyers == 1


def test_who_comes_again_on_another_day_is_counted_on_the_first(shop: Flask, now: datetime) -> None:
    row, one = offer(now, Kind.CROSS_SELL, CART), visitors(1, now)
    for ago, context in ((3, "a"), (1, "b"), (0, "c")):
        (seen,) = show(row, one, now - ago * DAY, CART)
        seen.context = context
        db.session.flush()
    days = last_days(now.date(), 3)
    assert groups_between(days.first, days.last)[CART].shown == Group()
    assert groups_between(days.first - DAY, days.last)[CART].shown.visitors == 1
    sum_up(now)
    assert groups_between(days.first - DAY, days.last)[CART].shown.visitors == 1


def test_an_order_more_than_a_week_after_counts_for_nothing(shop: Flask, now: datetime) -> None:
    row, then = offer(now, Kind.CROSS_SELL, CART), now - 9 * DAY
    (seen,) = show(row, visitors(1, then), then, CART)
    bring(seen, orders.paid(now, bought=(("SLEEP-15", 1),)))
    days = last_days(then.date(), 1)
    assert groups_between(days.first, days.last)[CART].shown == Group(visitors=1)


def test_forgotten_visitors_stay_in_the_sums(month: Span, now: datetime) -> None:
    sum_up(now)
    before = figures_of_offers(month, now)
    yesterday = Span(month.first, month.last - DAY)
    known = figures_of_offers(yesterday, now).now.result.seen
    for one in db.session.query(Visitor):
        db.session.delete(one)
    db.session.flush()
    assert figures_of_offers(yesterday, now).now.result.seen == known
    assert before.now.result.seen > known


def test_an_offer_s_days_go_with_it(month: Span, now: datetime) -> None:
    sum_up(now)
    db.session.delete(db.session.query(Offer).one())
    db.session.flush()
    assert db.session.query(OfferDay).count() == 0


def test_a_shop_without_rows_has_nothing_to_sum_up(shop: Flask, now: datetime) -> None:
    with statements(shop) as sent:
        assert sum_up(now) == 0
    assert len(sent) == 2
    assert summed_up_to() is None
