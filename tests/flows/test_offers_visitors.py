"""Whose orders and answers count: those of visitors, also of forgotten ones; those of staff and robots never do."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from storefront.extensions import db
from storefront.offers.kinds import Kind, Placement
from storefront.orders.order import Order
from storefront.visitors.visitor import Visitor as Row
from storefront.visitors.visitor import forget_old_visitors
from tests.cart.visitor import Visitor
from tests.checkout.buyer import Buyer
from tests.flows.offered import accept, block, refuse, visitor_of
from tests.support.offers import SHOWN, answers, offer
from tests.support.orders import behind_the_counter
from tests.support.statements import statements


@pytest.fixture
def visitor(app: Flask, now: datetime) -> Visitor:
    with behind_the_counter(app):
        offer(now, Kind.CROSS_SELL, Placement.CART, goods=[("HONEY-180", 1)])
    return visitor_of(app)


def known_buyer(app: Flask) -> Buyer:
    """Somebody the shop has written something of."""
    visitor = visitor_of(app)
    visitor.post("/offers/switch", offers="off")
    return Buyer(app, client=visitor.client)


def placed_by(app: Flask) -> list[str | None]:
    """The visitors' keys of all orders."""
    with app.app_context():
        return list(
            db.session.scalars(
                select(Row.key).select_from(Order).outerjoin(Row, Row.id == Order.visitor_id)
            )
        )


def test_an_order_knows_its_visitor_from_its_first_statement_on(app: Flask) -> None:
    buyer = known_buyer(app).take().to_confirmation()
    with statements(app) as sent:
        buyer.post()
    assert placed_by(app) == [SHOWN]
    changed = [one for one in sent if one.startswith('UPDATE "order" SET visitor_id')]
    assert changed == []


def test_who_was_forgotten_meanwhile_can_order(app: Flask, now: datetime) -> None:
    buyer = known_buyer(app).take().to_confirmation()
    with behind_the_counter(app):
        assert forget_old_visitors(now + timedelta(days=181)) == 1
    assert "/thank-you" in str(buyer.post().location)
    assert placed_by(app) == [None]


@pytest.mark.parametrize(
    "sent",
    [
        {"Cookie": "staff=x"},
        {"User-Agent": "Examplebot/1.0"},
        {"User-Agent": "facebookexternalhit/1.1"},
        {"User-Agent": ""},
        {"Sec-Purpose": "prefetch;prerender"},
    ],
    ids=["staff", "a robot", "a link shown elsewhere", "no name", "a page fetched beforehand"],
)
def test_answers_of_nobody_count_for_nothing(
    app: Flask, visitor: Visitor, sent: dict[str, str]
) -> None:
    visitor.add("SLEEP-30")
    shown = block(visitor.get("/cart"), "cart")
    if "Cookie" in sent:
        visitor.client.set_cookie(*sent["Cookie"].split("="))
    headers = {f"HTTP_{name.upper().replace('-', '_')}": sent[name] for name in sent}
    headers.pop("HTTP_COOKIE", None)
    visitor.client.environ_base |= headers
    accept(visitor, shown)
    refuse(visitor, shown)
    assert visitor.lines() == {"SLEEP-30": 1, "HONEY-180": 1}
    assert answers(app) == []
    with app.app_context():
        assert db.session.scalar(select(func.count(Row.id))) == 0
