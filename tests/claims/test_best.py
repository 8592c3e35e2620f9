"""人気No.1: counted from the orders of thirty full days, and never from anything else."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from storefront import revision, worker
from storefront.catalog.variant import Variant
from storefront.claims import gate
from storefront.claims.best import LEAST_PIECES, TopSeller, count_sales, prove_best
from storefront.claims.claim import Best, Kind
from storefront.claims.rule import CannotProve, Rule
from storefront.clock import day_begins, shop_day
from storefront.extensions import db
from storefront.orders.order import Order, OrderState
from tests.support import orders

DAY = timedelta(days=1)
FIRST, LAST = date(2026, 10, 25), date(2026, 11, 23)


def variant(sku: str) -> Variant:
    return db.session.scalars(select(Variant).where(Variant.sku == sku)).one()


def sold(sku: str, pieces: int, at: datetime, how: str = "cash_on_delivery") -> Order:
    """An order of one thing, by one of the ways of tests.support.orders."""
    order: Order = getattr(orders, how)(at, bought=((sku, pieces),))
    return order


def verdict(sku: str, now: datetime) -> Best | Rule:
    count_sales(now)
    top = db.session.get(TopSeller, variant(sku).product.category_id)
    return prove_best(variant(sku).product_id, top, shop_day(now))  # type: ignore[arg-type]


def test_twenty_pieces_and_more_than_every_other(shop: Flask, now: datetime) -> None:
    sold("SLEEP-15", 12, now - DAY)
    sold("SLEEP-30", 8, now - 2 * DAY, "paid")
    sold("RELAX-30", 19, now - DAY)
    assert verdict("SLEEP-90", now) == Best(FIRST, LAST, LEAST_PIECES)
    assert verdict("RELAX-30", now) is Rule.NOT_FIRST


def test_nineteen_are_too_few(shop: Flask, now: datetime) -> None:
    sold("SLEEP-30", LEAST_PIECES - 1, now - DAY)
    assert verdict("SLEEP-30", now) is Rule.TOO_FEW_SOLD


def test_of_two_that_sold_alike_neither_is_first(shop: Flask, now: datetime) -> None:
    sold("SLEEP-30", 25, now - DAY)
    sold("RELAX-30", 25, now - DAY)
    assert verdict("SLEEP-30", now) is Rule.NOT_FIRST
    assert verdict("RELAX-30", now) is Rule.NOT_FIRST


def test_unpaid_cancelled_and_expired_orders_do_not_count(shop: Flask, now: datetime) -> None:
    sold("SLEEP-30", 15, now - DAY)
    sold("SLEEP-30", 9, now - DAY, "declined")
    sold("SLEEP-15", 9, now - DAY, "unanswered")
    for state in (OrderState.CANCELLED, OrderState.EXPIRED):
        sold("SLEEP-15", 9, now - DAY).state = state
    db.session.commit()
    assert verdict("SLEEP-30", now) is Rule.TOO_FEW_SOLD
    sold("SLEEP-30", 5, now - DAY)
    assert verdict("SLEEP-30", now) == Best(FIRST, LAST, 20)


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        (day_begins(FIRST) - timedelta(seconds=1), False),
        (day_begins(FIRST), True),
        (day_begins(LAST + DAY) - timedelta(seconds=1), True),
        (day_begins(LAST + DAY), False),
    ],
)
def test_thirty_full_days_up_to_yesterday(
    shop: Flask, now: datetime, at: datetime, counts: bool
) -> None:
    sold("SLEEP-30", 30, at)
    assert isinstance(verdict("SLEEP-30", now), Best) is counts


def test_it_is_published_shown_and_gone_when_the_count_is_old(shop: Flask, now: datetime) -> None:
    tea = variant("SLEEP-30")
    with pytest.raises(CannotProve) as refused:
        gate.publish(tea, Kind.BEST, now)
    assert refused.value.rule is Rule.TOO_FEW_SOLD
    sold("SLEEP-30", 30, now - DAY)
    count_sales(now)
    gate.publish(tea, Kind.BEST, now)
    assert [one.proof for one in gate.shown_for(tea.product_id, now)] == [Best(FIRST, LAST, 30)]
    assert gate.shown_for(tea.product_id, now + DAY) == []
    count_sales(now + DAY)
    (one,) = gate.shown_for(tea.product_id, now + DAY)
    assert one.proof == Best(FIRST + DAY, LAST + DAY, 30)
    count_sales(now + 40 * DAY)
    assert gate.shown_for(tea.product_id, now + 40 * DAY) == []


def test_counting_again_changes_nothing_and_says_so(shop: Flask, now: datetime) -> None:
    sold("SLEEP-30", 30, now - DAY)
    assert count_sales(now)
    before = revision.current()
    assert not count_sales(now)
    assert revision.current() == before


def test_the_worker_counts(shop: Flask, now: datetime) -> None:
    sold("SLEEP-30", 30, now - DAY)
    worker.WORK["claims.count"]({}, now)
    top = db.session.get(TopSeller, variant("SLEEP-30").product.category_id)
    assert top is not None
    assert (top.pieces, top.second, top.first_on, top.last_on) == (30, 0, FIRST, LAST)
