"""Money on its way back to where it came from: whatever the gateway answers, and however often, it goes once."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.orders.order import Order
from storefront.payments.gateways import GatewayTimeout, RefundOutcome, RefundStatus
from storefront.payments.giving_back import (
    MoreThanReceived,
    give_back,
    reimburse,
    settle_reimbursement,
)
from storefront.payments.payment import Payment
from storefront.payments.refunding import refund_order
from storefront.payments.reimbursement import Cause, Reimbursement
from tests.support.disputing import disputed
from tests.support.orders import paid
from tests.support.refunding_gateway import (
    REFUSED,
    UNDER_WAY,
    RefundingGateway,
    install_refunding,
)


@pytest.fixture
def gateway(shop: Flask, monkeypatch: pytest.MonkeyPatch) -> RefundingGateway:
    return install_refunding(shop, monkeypatch)


def on_its_way(now: datetime) -> Reimbursement:
    """¥1,540 for one of two mugs, written down and not yet sent."""
    order = paid(now)
    refund_order(order, {order.lines[1]: 1}, 0, 0, "割れていた", now)
    db.session.commit()
    return db.session.scalars(select(Reimbursement)).one()


def send(row: Reimbursement, now: datetime) -> None:
    reimburse({"reimbursement": row.id}, now)
    db.session.refresh(row)


def waiting(kind: str) -> list[datetime]:
    asked = select(Job.run_at).where(Job.kind == kind).order_by(Job.run_at)
    return list(db.session.scalars(asked))


def kinds(order: Order) -> list[str]:
    db.session.expire(order)
    return [event.kind for event in order.events]


def test_it_goes_once_and_its_mail_is_that_of_the_refund(
    gateway: RefundingGateway, now: datetime
) -> None:
    row = on_its_way(now)
    for _ in range(3):
        send(row, now)
    assert (row.state, row.provider_ref, row.succeeded_at) == ("succeeded", "re_1", now)
    assert gateway.asked == ["refund"]
    assert gateway.went_back() == 1540
    assert waiting("mail.money_sent") == []
    assert len(waiting("mail.refund")) == 1
    assert kinds(row.payment.order) == ["placed", "paid", "refunded", "money_sent"]


def test_a_time_out_is_neither_yes_nor_no_and_is_asked_again_with_the_same_key(
    gateway: RefundingGateway, now: datetime
) -> None:
    row = on_its_way(now)
    gateway.answers = [GatewayTimeout()]
    send(row, now)
    assert (row.state, row.submitted_at) == ("requested", now)
    assert waiting("payments.reimburse")[1:] == [now + timedelta(minutes=5)]
    send(row, now + timedelta(minutes=5))
    assert (row.state, gateway.went_back(), len(gateway.moved)) == ("succeeded", 1540, 1)


def test_after_twenty_hours_it_is_asked_before_it_is_told_again(
    gateway: RefundingGateway, now: datetime
) -> None:
    row = on_its_way(now)
    gateway.answers, gateway.moves_before_raising = [GatewayTimeout(), GatewayTimeout()], False
    send(row, now)
    send(row, now + timedelta(hours=19, minutes=59))
    assert gateway.asked == ["refund", "refund"]
    send(row, now + timedelta(hours=20))
    assert gateway.asked == ["refund", "refund", "fetch", "refund"]
    assert (row.state, gateway.went_back()) == ("succeeded", 1540)


def test_after_twenty_hours_what_had_arrived_is_not_sent_again(
    gateway: RefundingGateway, now: datetime
) -> None:
    row = on_its_way(now)
    gateway.answers = [GatewayTimeout()]
    send(row, now)
    send(row, now + timedelta(hours=30))
    assert gateway.asked == ["refund", "fetch"]
    assert (row.state, gateway.went_back()) == ("succeeded", 1540)


def test_a_worker_that_dies_after_the_call_sends_no_second_money(
    gateway: RefundingGateway, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = on_its_way(now)
    with monkeypatch.context() as killed:
        killed.setattr("storefront.payments.giving_back.settle_reimbursement", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            reimburse({"reimbursement": row.id}, now)
    db.session.rollback()
    assert (row.state, row.submitted_at, gateway.went_back()) == ("requested", now, 1540)
    send(row, now + timedelta(minutes=2))
    assert (row.state, gateway.went_back(), len(gateway.moved)) == ("succeeded", 1540, 1)


def test_what_takes_days_is_asked_less_and_less_often_and_told_when_it_is_done(
    gateway: RefundingGateway, now: datetime
) -> None:
    row = on_its_way(now)
    gateway.outcome = UNDER_WAY
    for minutes in (0, 5, 15, 60 * 24):
        send(row, now + timedelta(minutes=minutes))
    assert row.state == "submitted"
    after = [(at - now).total_seconds() / 60 for at in waiting("payments.reimburse")]
    assert after == [0, 5, 10, 30, 24 * 60 + 6 * 60]
    gateway.outcome = RefundOutcome(RefundStatus.SUCCEEDED, "re_1")
    send(row, now + timedelta(days=2))
    assert (row.state, gateway.asked) == (
        "succeeded",
        ["refund", "fetch", "fetch", "fetch", "fetch"],
    )
    assert len(waiting("mail.money_sent")) == 1


def test_news_of_what_is_under_way_adds_no_more_questions(
    gateway: RefundingGateway, now: datetime
) -> None:
    row = on_its_way(now)
    for _ in range(3):
        settle_reimbursement(row, UNDER_WAY, now)
    db.session.commit()
    assert row.state == "submitted"
    assert waiting("payments.reimburse") == [now]


@pytest.mark.parametrize("first", ["at once", "days later"])
def test_what_the_gateway_cannot_send_waits_for_an_account_and_is_asked_for_once(
    gateway: RefundingGateway, now: datetime, first: str
) -> None:
    row, later = on_its_way(now), now + timedelta(days=3)
    if first == "at once":
        gateway.answers = [REFUSED]
    send(row, now)
    for _ in range(3):
        settle_reimbursement(row, REFUSED, later)
    db.session.commit()
    assert (row.state, row.failure, row.succeeded_at) == (
        "needs_account", "expired_or_canceled_card", None,
    )  # fmt: skip
    assert row.to_account
    assert len(waiting("mail.account_wanted")) == 1
    payment = row.payment
    assert (payment.refunded, payment.applied) == (1540, payment.amount)


def test_once_it_goes_to_an_account_the_gateway_has_no_more_say(
    gateway: RefundingGateway, now: datetime
) -> None:
    row = on_its_way(now)
    settle_reimbursement(row, REFUSED, now)
    for state in ("needs_account", "ready", "succeeded"):
        row.state = state
        db.session.commit()
        for outcome in (gateway.outcome, UNDER_WAY, REFUSED):
            settle_reimbursement(row, outcome, now)
        send(row, now)
        assert row.state == state
    assert (gateway.asked, len(waiting("mail.account_wanted"))) == ([], 1)


def test_never_arrived_is_no_failure(gateway: RefundingGateway, now: datetime) -> None:
    row = on_its_way(now)
    send(row, now)
    settle_reimbursement(row, gateway.fetch_refund(Reimbursement.request(row)), now)
    gateway.moved.clear()
    settle_reimbursement(row, gateway.fetch_refund(Reimbursement.request(row)), now)
    assert (row.state, row.failure) == ("succeeded", "")


def test_nothing_is_begun_while_the_bank_disputes_the_payment(
    gateway: RefundingGateway, now: datetime
) -> None:
    row = on_its_way(now)
    disputed(row.payment, now)
    db.session.commit()
    send(row, now)
    assert (row.state, row.submitted_at, gateway.asked) == ("requested", None, [])
    assert waiting("payments.reimburse")[1:] == [now + timedelta(hours=24)]


def test_without_the_gateway_s_keys_it_goes_to_an_account(
    shop: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = paid(now)
    monkeypatch.setitem(shop.extensions, "gateways", {})
    refund_order(order, {}, 650, 0, "遅れたため", now)
    db.session.commit()
    row = db.session.scalars(select(Reimbursement)).one()
    assert (row.state, row.failure, row.to_account) == ("needs_account", "no_gateway", True)
    assert waiting("payments.reimburse") == []
    assert len(waiting("mail.account_wanted")) == 1


@pytest.mark.parametrize(
    ("amount", "cause"), [(1, Cause.LATE), (0, Cause.REFUND), (-5, Cause.REFUND)]
)
def test_no_more_than_came_in_for_that_purpose(
    shop: Flask, now: datetime, amount: int, cause: Cause
) -> None:
    payment = db.session.scalars(select(Payment).where(Payment.order_id == paid(now).id)).one()
    with pytest.raises(MoreThanReceived):
        give_back(payment, amount, cause, now)
    db.session.rollback()
    assert (payment.refunded, payment.returned) == (0, 0)
    assert db.session.scalars(select(Reimbursement)).all() == []


def test_a_refund_takes_no_surplus_and_a_surplus_no_refund(shop: Flask, now: datetime) -> None:
    payment = db.session.scalars(select(Payment).where(Payment.order_id == paid(now).id)).one()
    payment.received += 100
    db.session.commit()
    give_back(payment, 100, Cause.OVER, now)
    with pytest.raises(MoreThanReceived):
        give_back(payment, 1, Cause.OVER, now)
    give_back(payment, payment.amount, Cause.REFUND, now)
    with pytest.raises(MoreThanReceived):
        give_back(payment, 1, Cause.REFUND, now)
    assert (payment.refunded, payment.returned) == (payment.amount, 100)
