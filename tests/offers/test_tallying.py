"""What the choice learns from, and the guard-rail that takes offers back."""

from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select

from storefront import revision
from storefront.extensions import db
from storefront.offers.gate import Why
from storefront.offers.guarding import STOPPED, Guard, guards, stop_harmful
from storefront.offers.impression import OfferImpression
from storefront.offers.kinds import Kind, OfferState, Placement
from storefront.offers.offer import Offer, OfferTally
from storefront.offers.tallying import HALVES_EVERY, tally
from storefront.orders.order import Order
from storefront.revision import Part
from storefront.visitors.visitor import Visitor, new_key
from tests.support import orders


def offer(now: datetime) -> Offer:
    row = Offer(
        code="care",
        kind=Kind.CROSS_SELL,
        state=OfferState.PUBLISHED,
        placements=[Placement.CART],
        title={"ja": "お手入れに", "en": "To care for it"},
        reason={"ja": "長く使えます", "en": "It lasts longer"},
        created_at=now,
        updated_at=now,
    )
    db.session.add(row)
    db.session.flush()
    return row


def visitors(count: int, now: datetime) -> list[Visitor]:
    rows = [Visitor(key=new_key(), created_at=now, seen_at=now) for _ in range(count)]
    db.session.add_all(rows)
    db.session.flush()
    return rows


def show(row: Offer, to: list[Visitor], at: datetime, why: str = "", accepted: int = 0) -> None:
    db.session.add_all(
        OfferImpression(
            visitor_id=one.id,
            offer_id=row.id,
            placement=Placement.CART,
            context="cart:1",
            made_at=at,
            withheld=why,
            seen_at=None if why else at,
            accepted_at=at if n < accepted else None,
        )
        for n, one in enumerate(to)
    )
    db.session.flush()


def known() -> list[tuple[int, int]]:
    return [(row.seen, row.accepted) for row in db.session.scalars(select(OfferTally))]


def test_a_show_of_last_month_counts_half(shop: Flask, now: datetime) -> None:
    row = offer(now)
    show(row, visitors(8, now), now - timedelta(days=1), accepted=3)
    show(row, visitors(4, now), now - HALVES_EVERY - timedelta(days=1), accepted=2)
    show(row, visitors(9, now), now - HALVES_EVERY * 7)
    show(row, visitors(5, now), now, why=Why.CONTROL)
    assert tally(now)
    assert known() == [(10, 4)]


def test_counting_again_what_has_not_changed_changes_nothing(shop: Flask, now: datetime) -> None:
    show(offer(now), visitors(2, now), now)
    assert tally(now)
    before = revision.current(Part.SETTINGS)
    assert not tally(now)
    assert revision.current(Part.SETTINGS) == before


def at_the_cart(now: datetime) -> Guard:
    return next(one for one in guards(now) if one.placement is Placement.CART)


def order_for(some: list[Visitor], now: datetime) -> None:
    made = [orders.paid(now, bought=(("SLEEP-15", 1),)) for _ in some]
    for one, visitor in zip(made, some, strict=True):
        db.session.get_one(Order, one.id).visitor_id = visitor.id
    db.session.flush()


def test_offers_where_fewer_order_are_taken_back(shop: Flask, now: datetime) -> None:
    row, then = offer(now), now - timedelta(days=10)
    shown, control = visitors(400, then), visitors(60, then)
    show(row, shown, then)
    show(row, control, then, why=Why.CONTROL)
    order_for(control[:25], then + timedelta(days=2))
    order_for(shown[:12], then + timedelta(days=2))
    found = at_the_cart(now)
    assert (found.groups.shown.buyers, found.groups.shown.visitors) == (12, 400)
    assert (found.groups.control.buyers, found.groups.control.visitors) == (25, 60)
    assert found.harmful
    assert stop_harmful(now) == [Placement.CART]
    db.session.refresh(row)
    assert (row.state, row.stopped_because) == (OfferState.STOPPED, STOPPED)
    assert stop_harmful(now) == [], "once"


def test_a_few_orders_prove_nothing(shop: Flask, now: datetime) -> None:
    row, then = offer(now), now - timedelta(days=10)
    shown, control = visitors(40, then), visitors(9, then)
    show(row, shown, then)
    show(row, control, then, why=Why.CONTROL)
    order_for(control, then + timedelta(days=2))
    assert not at_the_cart(now).known
    assert stop_harmful(now) == []
    assert row.state == OfferState.PUBLISHED


def test_who_came_within_the_week_is_not_counted_yet(shop: Flask, now: datetime) -> None:
    show(offer(now), visitors(3, now), now - timedelta(days=6))
    assert at_the_cart(now).groups.shown.visitors == 0
