"""The table of what was bought together: which orders count, and that readers always see a whole one."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from storefront import revision, worker
from storefront.clock import shop_day
from storefront.database import writing
from storefront.extensions import db
from storefront.jobs.queue import enqueue
from storefront.offers import also_bought
from storefront.offers.also_bought import DAYS, AlsoBought, rebuild
from storefront.offers.pairs import hybrid
from storefront.orders.order import Order, OrderState
from storefront.orders.refunding import record_refund
from tests.offers.buyers import HONEY, MUG, TEA, TEA_OF_ANOTHER_SIZE, buy, pay_on, product
from tests.support import orders


def table(now: datetime) -> list[tuple[int, int, int, int]]:
    """(product, other, joint orders, orders of the product) after counting."""
    rebuild(now)
    db.session.commit()
    rows = db.session.scalars(
        select(AlsoBought).order_by(AlsoBought.product_id, AlsoBought.rank)
    ).all()
    return [(row.product_id, row.other_id, row.pair_orders, row.product_orders) for row in rows]


def both_ways(tea: int, honey: int, joint: int, teas: int, honeys: int) -> list[tuple]:
    return sorted([(tea, honey, joint, teas), (honey, tea, joint, honeys)])


@pytest.fixture
def tea(shop: Flask) -> int:
    return product("sleep-blend")


@pytest.fixture
def honey(shop: Flask) -> int:
    return product("acacia-honey")


def test_three_of_four_orders(tea: int, honey: int, now: datetime) -> None:
    buy(now, TEA, HONEY, times=3)
    buy(now, TEA)
    made = rebuild(now)
    db.session.commit()
    assert (made.orders, made.products, made.pairs, made.changed) == (4, 2, 2, 2)
    row = db.session.scalars(select(AlsoBought).where(AlsoBought.product_id == tea)).one()
    assert (row.other_id, row.rank, row.pair_orders, row.product_orders) == (honey, 1, 3, 4)
    assert row.score == hybrid(3, 4, 3, 4)
    assert row.computed_at == now


def test_two_sizes_are_one_product_however_many_of_each(
    tea: int, honey: int, now: datetime
) -> None:
    buy(now, TEA, TEA_OF_ANOTHER_SIZE, HONEY)
    buy(now, TEA_OF_ANOTHER_SIZE, HONEY)
    orders.paid(now, bought=((TEA, 3), (HONEY, 2)))
    assert table(now) == both_ways(tea, honey, 3, 3, 3)


def test_only_what_was_paid_and_not_called_off_counts(tea: int, honey: int, now: datetime) -> None:
    three = buy(now, TEA, HONEY, times=3)
    bought = ((TEA, 1), (HONEY, 1))
    orders.place(now, bought=bought)
    orders.declined(now, bought=bought)
    orders.cash_on_delivery(now, bought=bought)
    cancelled, *_ = buy(now, TEA, HONEY)
    cancelled.state = OrderState.CANCELLED
    db.session.commit()
    assert table(now) == both_ways(tea, honey, 3, 3, 3)

    three[0].state = OrderState.CANCELLED
    db.session.commit()
    assert table(now) == []


def test_goods_given_back_were_not_bought(tea: int, honey: int, now: datetime) -> None:
    *_, last = buy(now, TEA, HONEY, times=4)
    half = orders.paid(now, bought=((TEA, 2), (HONEY, 1)))
    _give_back(half, TEA, now)
    assert table(now) == both_ways(tea, honey, 5, 5, 5)
    _give_back(last, HONEY, now)
    assert table(now) == both_ways(tea, honey, 4, 5, 4)
    _give_back(half, TEA, now)
    assert table(now) == both_ways(tea, honey, 3, 4, 4)


def test_a_year_later_nobody_remembers(tea: int, honey: int, now: datetime) -> None:
    first, *others = buy(now, TEA, HONEY, times=4)
    today = shop_day(now)
    pay_on(today - timedelta(days=DAYS - 1), first)
    pay_on(today - timedelta(days=DAYS), *others[:1])
    assert table(now) == both_ways(tea, honey, 3, 3, 3)
    assert table(now + timedelta(days=1)) == []


def test_counting_again_changes_nothing(tea: int, honey: int, now: datetime) -> None:
    buy(now, TEA, HONEY, times=3)
    first = table(now)
    number = revision.current()
    made = rebuild(now + timedelta(minutes=5))
    db.session.commit()
    assert made.changed == 0
    assert revision.current() == number
    assert set(db.session.scalars(select(AlsoBought.computed_at))) == {now}
    assert table(now) == first


def test_something_new_is_told_to_the_pages(tea: int, honey: int, now: datetime) -> None:
    buy(now, TEA, HONEY, times=3)
    table(now)
    number = revision.current()
    buy(now, TEA, HONEY, MUG)
    assert table(now) == both_ways(tea, honey, 4, 4, 4)
    assert revision.current() > number


def test_all_products_are_compared_however_few_at_a_time(
    tea: int, honey: int, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    buy(now, TEA, HONEY, MUG, times=3)
    at_once = table(now)
    assert len(at_once) == 6
    monkeypatch.setattr(also_bought, "AT_ONCE", 1)
    assert rebuild(now).changed == 0
    for order in db.session.scalars(select(Order)):
        _give_back(order, HONEY, now)
    mug = product("glass-mug")
    assert table(now) == both_ways(tea, mug, 3, 3, 3)


def test_until_it_is_all_written_others_see_the_old_table(
    tea: int, honey: int, now: datetime
) -> None:
    buy(now, TEA, HONEY, times=3)
    table(now)
    buy(now, TEA, HONEY, MUG, times=3)
    db.session.rollback()
    assert rebuild(now).pairs == 6
    assert _seen_by_others() == [3, 3]
    db.session.commit()
    assert _seen_by_others() == [3, 3, 3, 3, 6, 6]


def test_while_it_reads_nobody_waits_for_it(
    tea: int, honey: int, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    original = also_bought.Baskets

    def reading(baskets):
        seen.append(writing.get())
        return original(baskets)

    monkeypatch.setattr(also_bought, "Baskets", reading)
    rebuild(now)
    assert seen == [False]
    assert writing.get()


def test_the_worker_does_it_every_day(tea: int, honey: int, now: datetime) -> None:
    assert worker.EVERY["offers.pair"] == timedelta(days=1)
    buy(now, TEA, HONEY, times=3)
    enqueue("offers.pair", {}, now)
    db.session.commit()
    worker.run_due(now)
    assert db.session.scalar(select(func.count()).select_from(AlsoBought)) == 2


def test_the_command_says_what_it_did(tea: int, app: Flask, now: datetime) -> None:
    buy(now, TEA, HONEY, times=3)
    db.session.remove()
    said = app.test_cli_runner().invoke(args=["offers", "pair"])
    assert said.exit_code == 0
    assert said.output.startswith("3 orders, 2 products with 2 pairs; 2 products changed (")


def _give_back(order: Order, sku: str, now: datetime) -> None:
    line = next(line for line in order.lines if line.sku == sku)
    record_refund(order, {line: 1}, 0, 0, "お返し", now)
    db.session.commit()


def _seen_by_others() -> list[int]:
    token = writing.set(False)
    with db.engine.connect() as connection:
        found = list(connection.scalars(select(AlsoBought.pair_orders)))
    writing.reset(token)
    return sorted(found)
