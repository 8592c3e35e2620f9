"""News of the money: late, doubled, out of order, for an order that is gone or paid already."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from storefront import worker
from storefront.catalog import stock
from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.orders import lifecycle
from storefront.orders.order import Order
from storefront.payments.gateways import Outcome, OutcomeStatus
from storefront.payments.payment import Payment, new_payment
from storefront.payments.settling import collect_at_the_door, settle
from storefront.quoting.tariff_reading import load_tariff
from tests.cart.visitor import variant
from tests.support.orders import asked_by_bank, cash_on_delivery, declined, paid, place
from tests.support.probe import probe_in

CAPTURED = Outcome(OutcomeStatus.CAPTURED, "demo_late")


def attempt(order: Order) -> Payment:
    return db.session.scalars(select(Payment).where(Payment.order_id == order.id)).one()


def kinds(order: Order) -> list[str]:
    db.session.flush()
    db.session.expire(order)
    return [event.kind for event in order.events]


def mails() -> int:
    found = select(func.count()).where(Job.kind == "mail.order_confirmation")
    return db.session.scalar(found) or 0


def test_the_same_news_twice_is_told_once(shop: Flask, now: datetime) -> None:
    payment = place(now)
    for _ in range(3):
        settle(payment, CAPTURED, now)
    db.session.commit()
    assert (payment.state, payment.order.state) == ("captured", "placed")
    assert kinds(payment.order) == ["placed", "paid"]
    assert mails() == 1


def test_old_news_changes_nothing(shop: Flask, now: datetime) -> None:
    order = paid(now)
    for status in (OutcomeStatus.DECLINED, OutcomeStatus.NEEDS_ACTION, OutcomeStatus.UNKNOWN):
        settle(attempt(order), Outcome(status, "demo_x"), now)
    db.session.commit()
    assert (attempt(order).state, order.state) == ("captured", "placed")
    assert kinds(order) == ["placed", "paid"]


def test_money_that_comes_late_takes_the_goods_again(shop: Flask, now: datetime) -> None:
    order = declined(now)
    before = variant("SLEEP-30").stock
    lifecycle.expire(order, now)
    assert variant("SLEEP-30").stock == before + 1
    settle(attempt(order), CAPTURED, now)
    db.session.commit()
    assert order.state == "placed"
    assert variant("SLEEP-30").stock == before
    assert stock.disagreements() == []


def test_money_for_goods_that_are_gone_is_left_to_staff(shop: Flask, now: datetime) -> None:
    order = declined(now)
    lifecycle.expire(order, now)
    stock.count(variant("SLEEP-30"), 0, "count:test", now)
    settle(attempt(order), CAPTURED, now)
    db.session.commit()
    assert (order.state, attempt(order).state) == ("expired", "captured")
    assert kinds(order)[-1] == "paid_but_gone"
    assert variant("SLEEP-30").stock == 0
    assert stock.disagreements() == []
    assert mails() == 0


def test_money_for_an_order_paid_already_is_left_to_staff(shop: Flask, now: datetime) -> None:
    order = declined(now)
    second = Payment(
        order=order, method="cod", gateway="offline", amount=order.total, state="created",
        idempotency_key="second", created_at=now, updated_at=now,
    )  # fmt: skip
    db.session.add(second)
    db.session.flush()
    collect_at_the_door(second, now)
    first = db.session.scalars(select(Payment).where(Payment.method == "card")).one()
    settle(first, CAPTURED, now)
    db.session.commit()
    assert kinds(order)[-1] == "paid_twice"
    assert mails() == 1


def test_nobody_knows_leaves_one_job_that_asks(shop: Flask, now: datetime) -> None:
    payment = place(now)
    for _ in range(2):
        settle(payment, Outcome(OutcomeStatus.UNKNOWN), now)
    db.session.commit()
    (job,) = db.session.scalars(select(Job).where(Job.kind == "payments.ask")).all()
    assert job.run_at - now == timedelta(seconds=15)
    assert payment.order.state == "pending"


def test_cash_at_the_door_confirms_once(shop: Flask, now: datetime) -> None:
    order = cash_on_delivery(now)
    collect_at_the_door(attempt(order), now)
    db.session.commit()
    assert kinds(order) == ["placed", "cod_confirmed"]
    assert mails() == 1


@pytest.mark.parametrize("make", [asked_by_bank, declined])
def test_an_order_that_waits_stays_reserved(shop: Flask, now: datetime, make) -> None:  # type: ignore[no-untyped-def]
    assert make(now).state == "pending"
    assert mails() == 0


def test_another_attempt_is_called_off_at_once_when_an_old_one_pays(
    shop: Flask, now: datetime
) -> None:
    probe = probe_in(shop)
    first = place(now)
    first.gateway = "probe"
    settle(first, Outcome(OutcomeStatus.CANCELLED, "ch_1"), now)
    paying = load_tariff(now).paying("card")
    assert paying is not None
    second = new_payment(first.order, paying, now)
    db.session.flush()
    second.gateway = "probe"
    probe.says[second.idempotency_key] = Outcome(OutcomeStatus.NEEDS_ACTION, "ch_2")
    settle(second, Outcome(OutcomeStatus.NEEDS_ACTION, "ch_2"), now)
    settle(first, Outcome(OutcomeStatus.CAPTURED, "ch_1"), now)
    about = select(Job.payload).where(Job.kind == "payments.call_off")
    assert db.session.scalars(about).all() == [{"payment": second.id, "order": first.order.number}]
    db.session.commit()
    probe.away = True
    let_the_worker(now)
    assert (second.state, second.live) == ("unknown", True)
    probe.away = False
    let_the_worker(now + timedelta(minutes=6))
    assert (first.applied, second.state) == (first.amount, "cancelled")
    assert ("cancel", second.idempotency_key) in probe.asked
    assert kinds(first.order) == ["placed", "paid"]


def test_an_attempt_that_pays_alone_calls_nothing_off(shop: Flask, now: datetime) -> None:
    paid(now)
    assert db.session.scalars(select(Job).where(Job.kind == "payments.call_off")).all() == []


def let_the_worker(now: datetime) -> None:
    while worker.run_due(now):
        pass
    db.session.expire_all()
