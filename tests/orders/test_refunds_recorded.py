"""Refunds in the books: once each, with their event and their mail, and never more than was paid, even at once."""

from datetime import datetime

import pytest
from flask import Flask

from storefront.database import writing
from storefront.extensions import db
from storefront.orders.finding import order_by_number
from storefront.orders.order import Order
from storefront.orders.refund import Refund, RefundState, left_of
from storefront.orders.refunding import (
    MoreThanBought,
    NothingToRefund,
    NotRefundable,
    RefundRefused,
    record_refund,
    refunds_of,
)
from tests.support import books
from tests.support.orders import behind_the_counter, cash_on_delivery, declined, paid
from tests.support.threads import at_once


def found(number: str) -> Order:
    order = order_by_number(number)
    assert order is not None
    return order


def test_a_refund_is_written_down_with_its_event_and_its_mail(shop: Flask, now: datetime) -> None:
    order = paid(now)
    tea, mug = order.lines
    refund = record_refund(order, {tea: 1, mug: 1}, 650, 0, " 割れて\nいた ", now)
    db.session.commit()
    stored = refunds_of(order)
    assert [one.id for one in stored] == [refund.id]
    assert (refund.number, refund.state, refund.reason) == (1, RefundState.RECORDED, "割れて いた")
    assert (refund.amount, refund.shipping, refund.fee) == (3470, 650, 0)
    assert [(part.order_line_id, part.quantity, part.amount) for part in refund.lines] == [
        (tea.id, 1, 1280),
        (mug.id, 1, 1540),
    ]
    db.session.expire_all()
    assert [(event.kind, event.detail) for event in found(str(order.number)).events][-1] == (
        "refunded",
        "1",
    )
    db.session.commit()
    books.let_work(shop, now)
    assert [mail.key for mail in books.mails(shop)] == [
        "order:10001:confirmation",
        "order:10001:refund:1",
    ]


def test_a_refused_refund_leaves_no_trace(shop: Flask, now: datetime) -> None:
    order = paid(now)
    tea = order.lines[0]
    with pytest.raises(MoreThanBought):
        record_refund(order, {tea: 2}, 0, 0, "多すぎ", now)
    db.session.commit()
    assert refunds_of(order) == []
    assert "refunded" not in [event.kind for event in order.events]


def test_cash_on_delivery_gives_back_its_fee_too(shop: Flask, now: datetime) -> None:
    order = cash_on_delivery(now)
    pieces = {line: line.quantity for line in order.lines}
    refund = record_refund(
        order, pieces, order.shipping, order.fee, "お受け取りになれなかった", now
    )
    assert refund.amount == order.total
    assert refund.taxes == order.taxes
    db.session.commit()
    with pytest.raises(NothingToRefund):
        record_refund(order, pieces, 0, 0, "もう一度", now)


def test_an_unpaid_order_gives_nothing_back(shop: Flask, now: datetime) -> None:
    order = declined(now)
    with pytest.raises(NotRefundable):
        record_refund(order, {order.lines[0]: 1}, 0, 0, "未払い", now)


def test_of_many_refunds_at_the_same_moment_no_more_succeed_than_there_are_pieces(
    app: Flask, now: datetime
) -> None:
    with behind_the_counter(app):
        number = str(paid(now).number)

    def refund_a_mug() -> int:
        token = writing.set(True)
        try:
            with app.app_context():
                order = found(number)
                left_of(order, order.refunds)
                refund = record_refund(order, {order.lines[1]: 1}, 300, 0, "割れていた", now)
                made = refund.number
                db.session.commit()
                return made
        finally:
            writing.reset(token)

    results = at_once([refund_a_mug] * 6)
    assert sorted(made for made in results if isinstance(made, int)) == [1, 2]
    assert sum(isinstance(made, RefundRefused) for made in results) == 4
    with app.app_context():
        order = found(number)
        refunds: list[Refund] = refunds_of(order)
        assert [(one.number, one.amount) for one in refunds] == [(1, 1840), (2, 1840)]
        left = left_of(order, refunds)
        assert (left.pieces[order.lines[1].id], left.shipping) == (0, 50)
