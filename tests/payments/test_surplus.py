"""Money that pays nothing goes back: late, double, short and over each have their one rule, and none is sent twice."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from storefront.catalog import stock
from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.orders import lifecycle
from storefront.orders.order import Order
from storefront.payments.by_hand import CannotBeSeen, money_seen
from storefront.payments.gateways import Outcome, OutcomeStatus
from storefront.payments.payment import Payment, new_payment
from storefront.payments.reconciling import expire_order
from storefront.payments.reimbursement import Reimbursement
from storefront.payments.settling import begin_offline, settle
from storefront.quoting.tariff import Paying
from tests.cart.visitor import variant
from tests.support.orders import cash_on_delivery, declined, paid, place

TRANSFER = Paying("transfer", "offline", "bank", {}, {}, {}, 100, None, (), days_to_pay=7)
CAPTURED = Outcome(OutcomeStatus.CAPTURED, "demo_late")


def sent_back() -> list[tuple[str, int, str]]:
    rows = db.session.scalars(select(Reimbursement).order_by(Reimbursement.id))
    return [(row.cause, row.amount, row.state) for row in rows]


def kinds(order: Order) -> list[str]:
    db.session.flush()
    db.session.expire(order)
    return [event.kind for event in order.events]


def jobs(kind: str) -> int:
    return len(db.session.scalars(select(Job).where(Job.kind == kind)).all())


@pytest.fixture
def transfer(shop: Flask, now: datetime) -> Payment:
    """An order that waits for a transfer to the shop's own account."""
    order = declined(now)
    payment = new_payment(order, TRANSFER, now)
    db.session.flush()
    begin_offline(payment, now)
    order.reserved_until = TRANSFER.held_until(now)
    db.session.commit()
    return payment


def test_a_transfer_in_two_parts_pays_once_it_is_whole(transfer: Payment, now: datetime) -> None:
    money_seen(transfer, 1000, "line 1", now)
    assert (transfer.state, transfer.missing) == ("processing", transfer.amount - 1000)
    assert transfer.order.state == "pending"
    money_seen(transfer, transfer.amount - 1000, "line 2", now)
    db.session.commit()
    assert (transfer.state, transfer.order.state) == ("captured", "placed")
    assert (transfer.received, transfer.applied, transfer.surplus) == (
        transfer.amount, transfer.amount, 0,
    )  # fmt: skip
    assert sent_back() == []
    assert jobs("mail.part_received") == 1
    assert jobs("mail.order_confirmation") == 1


def test_the_same_line_of_the_account_counts_once(transfer: Payment, now: datetime) -> None:
    assert money_seen(transfer, 1000, "line 1", now)
    assert not money_seen(transfer, 1000, " line  1 ", now)
    assert transfer.received == 1000


def test_what_is_paid_too_much_goes_back(transfer: Payment, now: datetime) -> None:
    money_seen(transfer, transfer.amount + 70, "line 1", now)
    money_seen(transfer, 30, "line 2", now)
    db.session.commit()
    assert transfer.order.state == "placed"
    assert sent_back() == [("over", 70, "needs_account"), ("over", 30, "needs_account")]
    assert (transfer.applied, transfer.returned, transfer.surplus) == (transfer.amount, 100, 0)


def test_a_part_that_stays_alone_goes_back_when_the_time_is_over(
    transfer: Payment, now: datetime
) -> None:
    money_seen(transfer, 1000, "line 1", now)
    db.session.commit()
    later = transfer.order.reserved_until + timedelta(minutes=1)
    expire_order({"order": transfer.order.number}, later)
    assert (transfer.state, transfer.order.state) == ("cancelled", "expired")
    assert sent_back() == [("short", 1000, "needs_account")]
    money_seen(transfer, transfer.amount - 1000, "line 2", later)
    db.session.commit()
    assert transfer.order.state == "expired"
    assert [row[1] for row in sent_back()] == [1000, transfer.amount - 1000]
    assert stock.disagreements() == []


def test_late_money_for_goods_that_are_gone_goes_back_whole(shop: Flask, now: datetime) -> None:
    order = declined(now)
    lifecycle.expire(order, now)
    stock.count(variant("SLEEP-30"), 0, "count:test", now)
    payment = db.session.scalars(select(Payment)).one()
    for _ in range(3):
        settle(payment, CAPTURED, now)
    db.session.commit()
    assert sent_back() == [("late", payment.amount, "requested")]
    assert kinds(order)[-1] == "paid_but_gone"
    assert (payment.applied, payment.returned) == (0, payment.amount)


def test_money_for_a_cancelled_order_goes_back(shop: Flask, now: datetime) -> None:
    order = declined(now)
    assert lifecycle.cancel(order, now, "changed their mind")
    settle(db.session.scalars(select(Payment)).one(), CAPTURED, now)
    db.session.commit()
    assert order.state == "cancelled"
    assert sent_back() == [("late", order.total, "requested")]
    assert stock.disagreements() == []


def test_the_second_money_for_an_order_goes_back(shop: Flask, now: datetime) -> None:
    order = paid(now)
    second = new_payment(order, TRANSFER, now)
    db.session.flush()
    begin_offline(second, now)
    money_seen(second, order.total, "line 1", now)
    db.session.commit()
    assert sent_back() == [("double", order.total, "needs_account")]
    assert kinds(order).count("paid") == 1


def test_less_than_the_order_costs_by_now_does_not_pay_it(shop: Flask, now: datetime) -> None:
    order = declined(now)
    payment = db.session.scalars(select(Payment)).one()
    order.total += 330
    db.session.flush()
    settle(payment, CAPTURED, now)
    db.session.commit()
    assert order.state == "pending"
    assert sent_back() == [("short", payment.amount, "requested")]


def test_cash_from_the_door_is_all_or_nothing(shop: Flask, now: datetime) -> None:
    order = cash_on_delivery(now)
    payment = db.session.scalars(select(Payment)).one()
    with pytest.raises(CannotBeSeen):
        money_seen(payment, order.total - 1, "slip 1", now)
    assert money_seen(payment, order.total, "slip 1", now)
    assert not money_seen(payment, order.total, "slip 2", now)
    db.session.commit()
    assert (payment.state, payment.applied) == ("captured", order.total)
    assert order.paid_at == now
    assert jobs("mail.order_confirmation") == 1
    assert sent_back() == []


def test_a_card_payment_is_not_written_down_by_hand(shop: Flask, now: datetime) -> None:
    payment = place(now)
    with pytest.raises(CannotBeSeen):
        money_seen(payment, payment.amount, "line 1", now)
    assert payment.received == 0


@pytest.mark.parametrize(
    "wrong",
    [
        "received = -1",
        "refunded = 1",
        "returned = 1",
        "applied = 1",
        "applied = amount, returned = 1, received = amount",
    ],
)
def test_the_database_itself_refuses_money_that_is_not_there(
    shop: Flask, now: datetime, wrong: str
) -> None:
    place(now)
    with pytest.raises(IntegrityError):
        db.session.execute(text(f"UPDATE payment SET {wrong}"))
    db.session.rollback()
