"""What offers came to: counted by hand and by the report."""

from datetime import date, datetime, timedelta

from flask import Flask
from sqlalchemy import update

from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.offers.gate import Why
from storefront.offers.kinds import Kind, Placement
from storefront.orders.order import OrderState
from storefront.payments.refunding import refund_order
from storefront.reports.offer_results import Result, Span, last_days
from storefront.reports.offers import figures_of_offers
from tests.support import orders
from tests.support.offers import offer
from tests.support.shown import bring, hold_back, show, visitors
from tests.support.statements import statements

TODAY = date(2026, 11, 24)
MONTH = last_days(TODAY)
TEA = (("SLEEP-30", 1), ("GLASS-MUG", 2))


def cost(sku: str, yen: int) -> None:
    db.session.execute(update(Variant).where(Variant.sku == sku).values(cost=yen))


def at_the_cart(now: datetime, span: Span = MONTH) -> Result:
    (places,) = figures_of_offers(span, now).offers.values()
    (found,) = places
    assert found.placement is Placement.CART
    return found.now


def test_answers_are_counted_for_each_offer_and_placement(shop: Flask, now: datetime) -> None:
    row = offer(now, Kind.CROSS_SELL, Placement.CART)
    other = offer(now, Kind.CROSS_SELL, Placement.CART, Placement.DIALOG)
    show(row, visitors(9, now), now, Placement.CART, clicked=4, accepted=2, refused=1)
    show(other, visitors(3, now), now, Placement.DIALOG)
    found = figures_of_offers(MONTH, now)
    ours, theirs = found.offers.values()
    assert [(one.placement, one.now.seen) for one in theirs] == [(Placement.DIALOG, 3)]
    one = ours[0].now
    assert (one.seen, one.clicked, one.accepted, one.refused) == (9, 4, 2, 1)
    assert found.now.result.seen == 12


def test_keeping_quiet_is_counted_apart_from_other_reasons(shop: Flask, now: datetime) -> None:
    row = offer(now, Kind.CROSS_SELL, Placement.CART)
    for why, count in ((Why.REFUSED, 2), (Why.IGNORED, 3), (Why.CONTROL, 4), (Why.ROLLOUT, 1)):
        hold_back(row, visitors(count, now), now, Placement.CART, why)
    found = at_the_cart(now)
    assert found.silenced == 5
    assert found.seen == 0
    assert dict(found.withheld) == {Why.REFUSED: 2, Why.IGNORED: 3, Why.CONTROL: 4, Why.ROLLOUT: 1}


def test_goods_brought_count_after_refunds_and_with_what_they_cost(
    shop: Flask, now: datetime
) -> None:
    row = offer(now, Kind.CROSS_SELL, Placement.CART)
    seen = show(row, visitors(2, now), now, Placement.CART, accepted=2)
    cost("GLASS-MUG", 700)
    first, second = orders.paid(now, bought=TEA), orders.paid(now, bought=TEA)
    bring(seen[0], first, line=1)
    bring(seen[1], second, line=1)
    mug = first.lines[1]
    refund_order(first, {mug: 1}, 0, 0, "欠けていた", now)
    found = at_the_cart(now)
    assert (found.orders, found.unpriced) == (2, 0)
    assert found.revenue == 3 * mug.unit_price
    assert found.margin == 3 * (mug.unit_price - 700)


def test_goods_of_unknown_cost_bring_revenue_and_no_margin(shop: Flask, now: datetime) -> None:
    row = offer(now, Kind.CROSS_SELL, Placement.CART)
    (seen,) = show(row, visitors(1, now), now, Placement.CART, accepted=1)
    cost("GLASS-MUG", 0)
    order = orders.paid(now, bought=TEA)
    bring(seen, order, line=1)
    found = at_the_cart(now)
    assert (found.revenue, found.margin) == (2 * order.lines[1].unit_price, 0)
    assert found.unpriced == 2


def test_orders_that_do_not_count_bring_nothing(shop: Flask, now: datetime) -> None:
    row = offer(now, Kind.CROSS_SELL, Placement.CART)
    seen = show(row, visitors(4, now), now, Placement.CART, accepted=4)
    good, made_up, cancelled = (orders.paid(now, bought=TEA) for _ in range(3))
    unpaid = orders.declined(now, bought=TEA)
    for one, order in zip(seen, (good, made_up, cancelled, unpaid), strict=True):
        bring(one, order)
    made_up.simulated, cancelled.state = True, OrderState.CANCELLED
    db.session.flush()
    found = figures_of_offers(MONTH, now)
    assert (found.now.orders, found.now.all_orders) == (1, 1)
    assert found.now.result.revenue == good.lines[0].paid
    assert found.groups[Placement.CART].shown.buyers == 1


def test_an_order_with_two_offers_is_one_order(shop: Flask, now: datetime) -> None:
    row = offer(now, Kind.CROSS_SELL, Placement.CART)
    seen = show(row, visitors(1, now), now, Placement.CART, accepted=1)
    other = show(
        offer(now, Kind.CROSS_SELL, Placement.DIALOG), visitors(1, now), now, Placement.DIALOG
    )
    order = orders.paid(now, bought=TEA)
    bring(other[0], order, line=1)
    bring(seen[0], order)
    orders.paid(now, bought=TEA)
    found = figures_of_offers(MONTH, now).now
    assert (found.orders, found.all_orders) == (1, 2)


def test_the_span_before_stands_beside_it(shop: Flask, now: datetime) -> None:
    row = offer(now, Kind.CROSS_SELL, Placement.CART)
    show(row, visitors(2, now), now, Placement.CART)
    show(row, visitors(5, now), MONTH.begins - timedelta(minutes=1), Placement.CART)
    show(row, visitors(7, now), MONTH.before.begins - timedelta(minutes=1), Placement.CART)
    show(row, visitors(1, now), MONTH.begins, Placement.CART)
    found = figures_of_offers(MONTH, now)
    assert (found.now.result.seen, found.before.result.seen) == (3, 5)


def test_who_saw_none_stands_beside_who_saw_some(shop: Flask, now: datetime) -> None:
    row = offer(now, Kind.CROSS_SELL, Placement.CART)
    seen = show(row, visitors(5, now), now, Placement.CART)
    spared = visitors(4, now)
    hold_back(row, spared, now, Placement.CART, Why.CONTROL)
    for one in seen[:2]:
        bring(one, orders.paid(now, bought=TEA), line=1)
    order = orders.paid(now, bought=(("GLASS-MUG", 1),))
    order.visitor_id = spared[0].id
    db.session.flush()
    groups = figures_of_offers(MONTH, now).groups[Placement.CART]
    assert (groups.shown.buyers, groups.shown.visitors) == (2, 5)
    assert (groups.control.buyers, groups.control.visitors) == (1, 4)
    assert groups.control.average == order.goods


def test_statements_do_not_grow_with_offers_and_orders(shop: Flask, now: datetime) -> None:
    for _ in range(4):
        row = offer(now, Kind.CROSS_SELL, Placement.CART, Placement.DIALOG)
        for place in (Placement.CART, Placement.DIALOG):
            seen = show(row, visitors(2, now), now, place, accepted=1)
            bring(seen[0], orders.paid(now, bought=TEA))
    db.session.commit()
    db.session.expire_all()
    with statements(shop) as sent:
        figures_of_offers(MONTH, now)
    assert len(sent) <= 15


def test_a_shop_without_offers_has_no_figures(shop: Flask, now: datetime) -> None:
    found = figures_of_offers(MONTH, now)
    assert (found.offers, found.now.all_orders, found.now.result) == ({}, 0, Result())


def test_a_span_and_the_one_before_meet(shop: Flask) -> None:
    span = Span(date(2026, 11, 10), date(2026, 11, 16))
    assert (span.days, span.before) == (7, Span(date(2026, 11, 3), date(2026, 11, 9)))
    assert span.before.ends == span.begins
