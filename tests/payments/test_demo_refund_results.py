"""Refunds at the demo's provider: at once, slowly, refused, or returned days later; the shop follows each."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.extensions import db
from storefront.orders.order import Order
from storefront.payments.gateways.demo import DemoRefund, Wish, wish
from storefront.payments.refunding import refund_order
from storefront.payments.reimbursement import Reimbursement
from tests.payments.play_money import Turn, begun, inbox, turn

__all__ = ["turn"]

SOON = timedelta(seconds=6)


def paid_back(now: datetime, what: Wish | None = None, seconds: int = 0) -> int:
    """A paid order, ¥300 of which go back once the worker comes; the reimbursement's id."""
    payment = begun(now)
    order = db.session.get(Order, payment.order_id)
    assert order is not None
    refund_order(order, {order.lines[0]: 1}, 0, 0, "割れていた", now)
    db.session.commit()
    row_id = db.session.scalars(select(Reimbursement.id)).one()
    db.session.rollback()
    if what:
        wish(what, seconds)
    return row_id


def state(row_id: int) -> tuple[str, str]:
    db.session.rollback()
    row = db.session.get(Reimbursement, row_id)
    assert row is not None
    found = (row.state, row.failure)
    db.session.rollback()
    return found


def test_money_goes_back_at_once(shop: Flask, now: datetime, turn: Turn) -> None:
    row = paid_back(now)
    turn(SOON)
    assert state(row) == ("succeeded", "")
    turn(SOON * 2)
    assert inbox() == ["charge.captured", "refund.succeeded"]


def test_money_that_takes_its_time_is_submitted_until_a_message_comes(
    shop: Flask, now: datetime, turn: Turn
) -> None:
    row = paid_back(now, Wish.REFUND_WAITS, 60)
    turn(SOON)
    assert state(row) == ("submitted", "")
    turn(SOON + timedelta(seconds=60))
    assert state(row) == ("succeeded", "")
    assert inbox() == ["charge.captured", "refund.submitted", "refund.succeeded"]


@pytest.mark.parametrize(
    ("what", "before"), [(Wish.REFUND_FAILS, "submitted"), (Wish.REFUND_RETURNS, "succeeded")]
)
def test_money_that_cannot_go_back_is_asked_an_account_for(
    shop: Flask, now: datetime, turn: Turn, what: Wish, before: str
) -> None:
    row = paid_back(now, what, 60)
    turn(SOON)
    assert state(row) == (before, "")
    turn(SOON + timedelta(seconds=60))
    assert state(row) == ("needs_account", "bank_refused")
    (sent,) = db.session.scalars(select(DemoRefund)).all()
    assert sent.status == "failed"


def test_a_refund_whose_answer_was_lost_is_sent_once(
    shop: Flask, now: datetime, turn: Turn
) -> None:
    row = paid_back(now, Wish.CALL_TIMES_OUT)
    turn(SOON)
    turn(timedelta(minutes=6))
    assert state(row) == ("succeeded", "")
    assert len(db.session.scalars(select(DemoRefund)).all()) == 1


def test_a_refund_that_never_arrived_is_sent_again(shop: Flask, now: datetime, turn: Turn) -> None:
    row = paid_back(now, Wish.CALL_FAILS)
    turn(SOON)
    assert state(row) == ("requested", "")
    turn(timedelta(minutes=6))
    assert state(row) == ("succeeded", "")
    assert len(db.session.scalars(select(DemoRefund)).all()) == 1
