"""The demo's past: made up and marked as such. It is counted where it may be, and proves nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from seeds import history
from seeds.run import FOLDER
from storefront.catalog import stock
from storefront.catalog.price import Price
from storefront.claims.best import TopSeller, count_sales
from storefront.clock import shop_day
from storefront.database import writing
from storefront.extensions import db
from storefront.mail.outbox import OutboxMessage
from storefront.offers.also_bought import AlsoBought, rebuild
from storefront.orders.order import Order, OrderLine, OrderState
from storefront.payments.gateways.installed import every_gateway
from storefront.payments.radar.sweep import mismatches
from storefront.reports.today import today
from tests.support.proof import prove
from tests.support.shops import open_shop

NOW = datetime.now(UTC)
"""The world is made on the day the tests run: its past ends some days before."""


@pytest.fixture
def world(database_kind: str, tmp_path: Path) -> Iterator[Flask]:
    """The demo's shop, with leave to write."""
    with open_shop(database_kind, tmp_path, world=True) as app, app.app_context():
        token = writing.set(True)
        yield app
        writing.reset(token)


def test_every_order_is_marked_and_lies_in_the_last_year(world: Flask) -> None:
    orders = list(db.session.scalars(select(Order)))
    assert len(orders) == history.ORDERS
    assert all(one.simulated for one in orders)
    assert NOW - timedelta(days=366) < min(one.placed_at for one in orders)
    assert max(one.placed_at for one in orders) < NOW - timedelta(days=7)
    assert {one.state for one in orders} <= {
        OrderState.FULFILLED,
        OrderState.CANCELLED,
        OrderState.EXPIRED,
    }


def test_things_cost_what_they_cost_on_their_day(world: Flask) -> None:
    known: dict[int, list[tuple[datetime, int]]] = {}
    for variant, since, price in db.session.execute(
        select(Price.variant_id, Price.starts_at, Price.price).order_by(Price.starts_at)
    ):
        known.setdefault(variant, []).append((since, price))
    for variant, price, at in db.session.execute(
        select(OrderLine.variant_id, OrderLine.unit_price, Order.placed_at).join(OrderLine.order)
    ):
        then = [yen for since, yen in known[variant] if since <= at] or [known[variant][0][1]]
        assert price == then[-1]


def test_bought_together_counts_them_in_a_demo_and_nowhere_else(world: Flask) -> None:
    known = db.session.execute(
        select(AlsoBought.pair_orders, AlsoBought.product_orders).order_by(
            AlsoBought.pair_orders.desc()
        )
    ).first()
    assert known and 20 < known[0] < known[1]
    db.session.rollback()
    history.forget_pairs(NOW)
    assert db.session.scalar(select(func.count()).select_from(AlsoBought)) == 0
    db.session.rollback()
    assert rebuild(NOW, simulated=True).orders > 500


def test_they_prove_no_claim_and_stand_in_no_figure(world: Flask) -> None:
    lived = db.session.scalars(select(Order).order_by(Order.placed_at.desc())).first()
    assert lived
    count_sales(lived.placed_at + timedelta(days=2))
    assert db.session.scalar(select(func.count()).select_from(TopSeller)) == 0
    lived.paid_on, lived.confirmed_at, lived.state = shop_day(NOW), NOW, OrderState.PLACED
    db.session.flush()
    seen = today(NOW)
    assert (seen.orders, seen.to_pack, seen.taken) == (0, 0, 0)


def test_the_books_are_right_and_nothing_waits(world: Flask) -> None:
    assert stock.disagreements() == []
    assert mismatches(NOW) == ()
    assert db.session.scalar(select(func.count()).select_from(OutboxMessage)) == 0
    db.session.rollback()
    since = NOW - timedelta(days=400)
    charges = [charge for one in every_gateway() for charge in one.charges_since(since)]
    assert prove(charges, quiet=True) == []


def test_a_shop_that_has_an_order_gets_no_other_past(world: Flask) -> None:
    assert not history.load(FOLDER / "history", NOW)
    assert db.session.scalar(select(func.count()).select_from(Order)) == history.ORDERS
