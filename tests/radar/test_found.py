"""What the radar finds: each kind when it is there, nothing in a shop where all is well."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from storefront.catalog.stock import StockMovement
from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.jobs.queue import Job, enqueue
from storefront.orders.order import Order, OrderState
from storefront.payments.closing import close_method
from storefront.payments.gateways import DisputeStatus
from storefront.payments.payment import Payment, PaymentState
from storefront.payments.radar.mismatch import Kind, Mismatch
from storefront.payments.radar.sweep import look, mismatches
from storefront.payments.reimbursement import Reimbursement, ReimbursementState
from tests.support import orders
from tests.support.disputing import disputed
from tests.support.statements import statements

LATER = timedelta(hours=2)


def found(now: datetime, after: timedelta = LATER) -> list[tuple[Kind, str, int | None]]:
    db.session.commit()
    return [(one.kind, one.order_number, one.amount) for one in mismatches(now + after)]


def book(order: Order, **columns: object) -> Payment:
    """Write into the payment of an order what its rules would never write."""
    payment = db.session.query(Payment).filter_by(order_id=order.id).one()
    for name, value in columns.items():
        setattr(payment, name, value)
    db.session.commit()
    return payment


def test_nothing_in_a_shop_where_all_is_well(shop: Flask, now: datetime) -> None:
    orders.paid(now)
    orders.cash_on_delivery(now)
    orders.declined(now)
    orders.asked_by_bank(now)
    assert found(now) == []


def test_a_confirmed_order_without_money(shop: Flask, now: datetime) -> None:
    order = orders.paid(now)
    book(order, applied=0, received=0)
    assert found(now) == [(Kind.ORDER_WITHOUT_PAYMENT, order.number, order.total)]


def test_money_that_is_not_the_total(shop: Flask, now: datetime) -> None:
    order = orders.paid(now)
    order.total += 100
    (one,) = mismatches_now(now)
    assert (one.kind, one.amount, one.detail) == (
        Kind.AMOUNT_DIFFERS,
        100,
        f"{order.total - 100} / {order.total}",
    )


def mismatches_now(now: datetime) -> tuple[Mismatch, ...]:
    db.session.commit()
    return mismatches(now + LATER)


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (OrderState.EXPIRED, Kind.PAID_BUT_OVER),
        (OrderState.CANCELLED, Kind.PAID_BUT_OVER),
        (OrderState.PENDING, Kind.MONEY_IDLE),
    ],
)
def test_money_that_pays_for_nothing(
    shop: Flask, now: datetime, state: OrderState, kind: Kind
) -> None:
    order = orders.place(now).order
    book(order, state=PaymentState.CAPTURED, received=order.total)
    order.state = state
    assert found(now) == [(kind, order.number, order.total)]


def test_money_that_comes_in_parts_is_no_mismatch(shop: Flask, now: datetime) -> None:
    order = orders.place(now).order
    book(order, state=PaymentState.PROCESSING, received=100)
    assert found(now) == []


def test_an_attempt_that_outlived_its_order(shop: Flask, now: datetime) -> None:
    order = orders.asked_by_bank(now)
    order.state = OrderState.CANCELLED
    assert found(now, timedelta(minutes=5)) == []
    assert found(now) == [(Kind.LIVE_AFTER_END, order.number, order.total)]


def test_an_attempt_nobody_has_known_of_for_an_hour(shop: Flask, now: datetime) -> None:
    order = orders.unanswered(now)
    assert found(now, timedelta(minutes=59)) == []
    assert found(now) == [(Kind.ATTEMPT_UNKNOWN, order.number, order.total)]


def test_cash_that_nobody_wrote_down(shop: Flask, now: datetime) -> None:
    order = orders.cash_on_delivery(now)
    assert found(now, timedelta(days=30)) == []
    assert found(now, timedelta(days=31)) == [(Kind.CASH_AWAITED, order.number, order.total)]


def test_a_dispute(shop: Flask, now: datetime) -> None:
    order = orders.paid(now)
    payment = book(order)
    disputed(payment, now)
    db.session.commit()
    assert found(now) == [(Kind.DISPUTE, order.number, order.total)]
    disputed(payment, now, DisputeStatus.LOST)
    db.session.commit()
    assert found(now) == [(Kind.DISPUTE_LOST, order.number, order.total)]
    disputed(payment, now, DisputeStatus.WON)
    db.session.commit()
    assert found(now) == []


@pytest.mark.parametrize(
    ("state", "after", "kind"),
    [
        (ReimbursementState.REQUESTED, timedelta(minutes=59), None),
        (ReimbursementState.REQUESTED, LATER, Kind.REFUND_STUCK),
        (ReimbursementState.SUBMITTED, LATER, None),
        (ReimbursementState.SUBMITTED, timedelta(days=4), Kind.REFUND_STUCK),
        (ReimbursementState.NEEDS_ACCOUNT, LATER, None),
        (ReimbursementState.NEEDS_ACCOUNT, timedelta(days=4), Kind.ACCOUNT_WANTED),
        (ReimbursementState.READY, LATER, Kind.REFUND_TO_SEND),
        (ReimbursementState.SUCCEEDED, timedelta(days=4), None),
    ],
)
def test_money_on_its_way_back(
    shop: Flask, now: datetime, state: str, after: timedelta, kind: Kind | None
) -> None:
    payment = book(orders.paid(now), refunded=300)
    row = {"payment_id": payment.id, "cause": "refund", "amount": 300, "idempotency_key": "r"}
    db.session.add(Reimbursement(**row, state=state, created_at=now, updated_at=now))
    assert found(now, after) == ([(kind, payment.order.number, 300)] if kind else [])


@pytest.mark.parametrize(
    ("work", "kind"),
    [
        ("mail.deliver", Kind.MAIL_DEAD),
        ("payments.heard", Kind.WEBHOOK_FAILED),
        ("orders.expire", Kind.JOB_DEAD),
    ],
)
def test_a_job_that_was_given_up(shop: Flask, now: datetime, work: str, kind: Kind) -> None:
    enqueue(work, {"order": "10009"}, now)
    db.session.execute(update(Job).values(dead_at=now, error="ConnectionRefusedError()"))
    (one,) = mismatches_now(now)
    assert (one.kind, one.order_number) == (kind, "10009")
    assert one.detail == f"{work}: ConnectionRefusedError()"


def test_a_confirmation_that_was_never_written(shop: Flask, now: datetime) -> None:
    order = orders.paid(now)
    db.session.query(Job).filter_by(key=f"order:{order.number}:confirmation").delete()
    assert found(now, timedelta(minutes=9)) == []
    assert found(now) == [(Kind.CONFIRMATION_MISSING, order.number, None)]


def test_an_order_brought_over_had_its_mail_elsewhere(shop: Flask, now: datetime) -> None:
    order = orders.paid(now)
    db.session.query(Job).delete()
    db.session.query(StockMovement).filter_by(reference=order.stock_reference).update(
        {"reference": "count:before"}
    )
    assert found(now) == []


def test_a_counter_that_is_not_its_ledger(shop: Flask, now: datetime) -> None:
    db.session.execute(update(Variant).where(Variant.sku == "SLEEP-30").values(stock=7))
    (one,) = mismatches_now(now)
    assert (one.kind, one.subject) == (Kind.STOCK_DIFFERS, "SLEEP-30")
    assert one.detail.startswith("7 / ")


def test_a_closed_method_while_it_is_closed(shop: Flask, now: datetime) -> None:
    close_method("card", now, now + timedelta(hours=3), "declines")
    close_method("cod", now, now + timedelta(hours=1), "staff")
    (one,) = mismatches_now(now)
    assert (one.kind, one.subject) == (Kind.METHOD_CLOSED, "card")


def test_one_mismatch_can_be_looked_at_alone(shop: Flask, now: datetime) -> None:
    first, second = (orders.unanswered(now) for _ in range(2))
    payment = book(second)
    seen = look(Kind.ATTEMPT_UNKNOWN, str(payment.id), now + LATER)
    assert seen is not None and seen.order_number == second.number
    assert look(Kind.DISPUTE, str(payment.id), now + LATER) is None
    for nothing in ("", "0", "x", "9" * 30, str(payment.id + 1)):
        assert look(Kind.ATTEMPT_UNKNOWN, nothing, now + LATER) is None
    assert first.number != second.number


def test_however_much_is_wrong_it_costs_the_same_few_questions(shop: Flask, now: datetime) -> None:
    with statements(shop) as none:
        mismatches_now(now)
    for _ in range(3):
        orders.unanswered(now)
        disputed(book(orders.paid(now)), now)
        db.session.commit()
    with statements(shop) as many:
        assert len(mismatches_now(now)) == 6
    assert len(many) == len(none) <= 13
