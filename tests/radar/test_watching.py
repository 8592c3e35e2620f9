"""The sweep that is kept: what pages tell of it, and what it costs them."""

from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select

from storefront import worker
from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.jobs.queue import enqueue
from storefront.payments.payment import Payment
from storefront.payments.radar.mismatch import Kind
from storefront.payments.radar.repairs import repair
from storefront.payments.radar.watching import HOLDS_FOR, WATCH, listed, watch, watched
from tests.support import orders
from tests.support.desk import Desk, hire
from tests.support.orders import behind_the_counter
from tests.support.statements import statements

LATER = timedelta(hours=2)


def mistakes(now: datetime) -> str:
    """A counter that is two too many, and an order of which nobody knows whether it was paid; the order's number."""
    tea = db.session.scalars(select(Variant).where(Variant.sku == "SLEEP-30")).one()
    tea.stock += 2
    order = orders.unanswered(now - LATER)
    db.session.commit()
    return str(order.number)


def kept(now: datetime) -> None:
    watch(now)
    db.session.commit()


def test_without_a_worker_all_is_compared_when_it_is_asked_for(shop: Flask, now: datetime) -> None:
    mistakes(now)
    found, swept_at = listed(now)
    assert [one.kind for one in found] == [Kind.ATTEMPT_UNKNOWN, Kind.STOCK_DIFFERS]
    assert swept_at is None
    assert watched(now).counts == {Kind.ATTEMPT_UNKNOWN: 1, Kind.STOCK_DIFFERS: 1}
    kept(now - HOLDS_FOR)  # the worker died
    assert watched(now).at is None and listed(now)[1] is None


def test_a_kept_sweep_is_one_question_and_the_list_looks_at_it_again(
    shop: Flask, now: datetime
) -> None:
    mistakes(now)
    kept(now)
    with statements(shop) as sent:
        counted = watched(now)
    assert (counted.counts[Kind.STOCK_DIFFERS], counted.at, len(sent)) == (1, now, 1)
    assert len(listed(now)[0]) == 2
    db.session.query(Variant).filter_by(sku="SLEEP-30").update({"stock": Variant.stock - 2})
    db.session.commit()
    found, swept_at = listed(now)
    assert [one.kind for one in found] == [Kind.ATTEMPT_UNKNOWN]
    assert swept_at == now


def test_what_is_repaired_is_counted_no_more(shop: Flask, now: datetime) -> None:
    mistakes(now)
    kept(now)
    repair(Kind.STOCK_DIFFERS, "SLEEP-30", now)
    db.session.commit()
    assert watched(now).counts == {Kind.ATTEMPT_UNKNOWN: 1}
    kept(now)
    assert watched(now).counts == {Kind.ATTEMPT_UNKNOWN: 1}


def test_what_an_index_knows_is_on_the_list_at_once(shop: Flask, now: datetime) -> None:
    kept(now)
    number = mistakes(now)
    found, _swept_at = listed(now)
    assert [one.order_number for one in found] == [number]
    db.session.query(Payment).update({"state": "failed"})
    db.session.commit()
    assert listed(now)[0] == ()


def test_orders_that_nobody_placed_are_not_counted(shop: Flask, now: datetime) -> None:
    order = orders.unanswered(now - LATER)
    order.simulated = True
    db.session.commit()
    kept(now)
    assert not watched(now).counts
    assert len(listed(now)[0]) == 1


def test_the_worker_sweeps_and_the_pages_say_when(app: Flask, now: datetime) -> None:
    assert worker.EVERY[WATCH] < HOLDS_FOR
    with behind_the_counter(app):
        mistakes(now)
        enqueue(WATCH, {}, now)
    with app.app_context():
        worker.run_due(now)
    hire(app, now)
    desk = Desk(app)
    desk.sign_in()
    words = desk.see("/staff/")
    assert "食い違い 10:00に照合した記録 要確認： 1" in words  # asked about by the same turn: paid
    with statements(app) as sent:
        desk.get("/staff/")
    assert len(sent) < 8
    assert "店の記録どうしを照合した時刻： 11月24日(火) 10:00" in desk.see("/staff/radar")
