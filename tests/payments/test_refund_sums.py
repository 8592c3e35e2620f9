"""Whatever is refunded, in whatever parts: the sums stay within what was paid, and all parts give back exactly the order."""

import contextlib
from datetime import datetime

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from storefront.catalog.stock import StockMovement, StockReason, disagreements
from storefront.extensions import db
from storefront.orders.documents import credit_note_of, invoice_of
from storefront.orders.order import Order
from storefront.orders.refund import left_of
from storefront.orders.refunding import RefundRefused, refunds_of
from storefront.payments.calling_off import call_off
from storefront.payments.payment import Payment
from storefront.payments.refunding import refund_order
from storefront.payments.reimbursement import Reimbursement
from tests.support.orders import cash_on_delivery, paid

STEPS = st.lists(
    st.tuples(
        st.integers(0, 2), st.integers(0, 3), st.integers(0, 2), st.booleans(), st.booleans()
    ),
    max_size=5,
)
"""Teas, mugs, mugs for the shelf, whether the shipping goes back too, whether staff paid it by hand."""


def same_everywhere(order: Order) -> None:
    """The books of an order agree with each other, whatever went back."""
    payment = db.session.scalars(select(Payment).where(Payment.order_id == order.id)).one()
    sums = select(func.coalesce(func.sum(Reimbursement.amount), 0))
    going = db.session.scalar(sums.where(Reimbursement.payment_id == payment.id))
    refunds = refunds_of(order)
    assert going == payment.refunded == sum(one.amount for one in refunds)
    assert 0 <= payment.refunded <= payment.applied <= payment.received == order.total
    back = select(func.coalesce(func.sum(StockMovement.delta), 0)).where(
        StockMovement.reference.startswith(f"{order.stock_reference}:refund:"),
        StockMovement.reason == StockReason.RETURNED,
    )
    sold = sum(line.quantity for line in order.lines)
    gone_back = sold - sum(left_of(order, refunds).pieces.values())
    assert 0 <= (db.session.scalar(back) or 0) <= gone_back <= sold
    assert disagreements() == []


def refund_whatever_can_be(
    order: Order, step: tuple[int, int, int, bool, bool], now: datetime
) -> None:
    teas, mugs, shelf, shipping, by_hand = step
    tea, mug = order.lines[0], order.lines[1]
    back = left_of(order, refunds_of(order)).shipping if shipping else 0
    with contextlib.suppress(RefundRefused):
        refund_order(
            order, {tea: teas, mug: mugs}, back, 0, "割れていた", now, {mug: shelf}, by_hand=by_hand
        )
    db.session.commit()


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_any_parts_and_then_the_rest_give_back_the_order_to_the_yen(
    shop: Flask, now: datetime, steps: list[tuple[int, int, int, bool, bool]]
) -> None:
    order = paid(now)
    for step in steps:
        refund_whatever_can_be(order, step, now)
        same_everywhere(order)
    left = left_of(order, refunds_of(order))
    if not left.nothing:
        rest = {line: left.pieces[line.id] for line in order.lines}
        refund_order(order, rest, left.shipping, left.fee, "お申し出により", now, rest)
        db.session.commit()
    same_everywhere(order)
    assert sum(one.amount for one in refunds_of(order)) == order.total == 5010
    assert order.state == "cancelled"


def test_the_papers_of_a_cancelled_order_show_what_went_back_and_that_nothing_is_left(
    shop: Flask, now: datetime
) -> None:
    order = paid(now)
    for pieces, shipping in (({order.lines[1]: 2}, 0), ({order.lines[0]: 1}, 650)):
        refund_order(order, pieces, shipping, 0, "お申し出により", now)
    db.session.commit()
    db.session.expire(order)
    invoice = invoice_of(order)
    assert invoice is not None and order.state == "cancelled"
    assert (invoice.version, invoice.total, list(invoice.rates), list(invoice.entries)) == (
        3,
        0,
        [],
        [],
    )
    notes = [credit_note_of(order, number) for number in (1, 2)]
    assert [note.total for note in notes if note] == [3080, 1930]
    assert [
        [(part.percent, part.taxable, part.tax) for part in note.rates] for note in notes if note
    ] == [
        [(10, 3080, 280)],
        [(8, 1280, 94), (10, 650, 59)],
    ]


def test_an_order_to_be_paid_at_the_door_that_was_called_off_has_no_papers(
    shop: Flask, now: datetime
) -> None:
    order = cash_on_delivery(now)
    assert invoice_of(order) is not None
    assert call_off(order, "お申し出により", now) is None
    db.session.expire(order)
    assert (order.state, invoice_of(order)) == ("cancelled", None)
