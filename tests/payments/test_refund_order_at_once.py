"""Refunds of one order at the same moment: together never more than was paid, nor more pieces than were sold."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from storefront import worker
from storefront.catalog import stock
from storefront.database import writing
from storefront.extensions import db
from storefront.orders.finding import order_by_number
from storefront.orders.refund import Refund
from storefront.orders.refunding import RefundRefused
from storefront.payments.payment import Payment
from storefront.payments.refunding import refund_order
from storefront.payments.reimbursement import Reimbursement
from tests.cart.visitor import variant
from tests.support.orders import behind_the_counter, paid, placed
from tests.support.refunding_gateway import install_refunding
from tests.support.threads import at_once


def both_mugs_back(app: Flask, number: str, now: datetime) -> int:
    token = writing.set(True)
    try:
        with app.app_context():
            order = order_by_number(number)
            assert order is not None
            mugs = {order.lines[1]: 2}
            made = refund_order(order, mugs, 0, 0, "割れていた", now, mugs)
            db.session.commit()
            return made.amount
    finally:
        writing.reset(token)


def test_of_four_that_take_the_same_pieces_back_one_is_written(app: Flask, now: datetime) -> None:
    number = placed(app, paid, now).number
    with behind_the_counter(app):
        mugs = variant("GLASS-MUG").stock
    results = at_once([lambda: both_mugs_back(app, number, now)] * 4)
    assert sorted(result for result in results if isinstance(result, int)) == [3080]
    assert sum(isinstance(result, RefundRefused) for result in results) == 3
    with behind_the_counter(app):
        assert [one.amount for one in db.session.scalars(select(Refund))] == [3080]
        assert db.session.scalars(select(Payment)).one().refunded == 3080
        assert variant("GLASS-MUG").stock == mugs + 2
        assert stock.disagreements() == []


def test_two_workers_that_send_one_sum_send_it_once(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway = install_refunding(app, monkeypatch)
    number = placed(app, paid, now).number
    both_mugs_back(app, number, now)

    def work() -> int:
        with app.app_context():
            return worker.run_due(now)

    at_once([work, work, work])
    with behind_the_counter(app):
        row = db.session.scalars(select(Reimbursement)).one()
        assert (row.state, gateway.went_back(), len(gateway.moved)) == ("succeeded", 3080, 1)
