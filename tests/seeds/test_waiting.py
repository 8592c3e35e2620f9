"""The demo's morning: orders placed by the shop's own rules, with the books right, and set aside where the shop is real."""

from collections import Counter
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select

from seeds import waiting
from seeds.run import FOLDER
from storefront.catalog import stock
from storefront.extensions import db
from storefront.mail.outbox import OutboxMessage
from storefront.orders.order import Order
from storefront.orders.packing import parcels_to_pack
from storefront.payments.comparing import compare
from storefront.payments.gateways.installed import every_gateway
from storefront.payments.radar.sweep import mismatches
from storefront.reports.today import today
from storefront.worker import run_due
from tests.support.orders import behind_the_counter
from tests.support.proof import prove


def test_a_morning_s_work_is_there_and_every_book_agrees(app: Flask, now: datetime) -> None:
    with behind_the_counter(app):
        many = waiting.load(FOLDER / "waiting", now)
        orders = db.session.scalars(select(Order)).all()
        assert len(orders) == many == 13
        assert Counter(order.state for order in orders) == {"placed": 11, "pending": 2}
        assert {order.sending_code for order in orders} == {"home", "doorstep", "postbox"}
        ready = parcels_to_pack()
        assert len(ready) >= 11
        assert sum(bool(one.sent) for one in ready) == 1
        assert {one.note for one in ready} == {"", "手さげ袋を2枚、箱に入れてください"}
        assert sum(any(line.amendment_id for line in order.lines) for order in orders) == 1
    with behind_the_counter(app):
        while run_due(now):
            pass
        assert stock.disagreements() == []
        assert compare(now).same
        assert mismatches(now) == ()
        assert len(db.session.scalars(select(OutboxMessage.key)).all()) == 15
    with app.app_context():
        since = now - timedelta(days=4)
        charges = [charge for one in every_gateway() for charge in one.charges_since(since)]
        assert prove(charges, quiet=False) == []


def test_a_shop_that_is_real_has_none_of_it_to_do(app: Flask, now: datetime) -> None:
    with behind_the_counter(app):
        waiting.load(FOLDER / "waiting", now)
        waiting.set_aside(now)
        waiting.set_aside(now)
        assert parcels_to_pack() == []
        assert today(now).to_pack == 0
