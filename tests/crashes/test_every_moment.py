"""Whatever moves money is killed at every commit and every call of the gateway: the books are right once the worker looked."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest
from flask import Flask

from storefront.extensions import db
from storefront.orders.order import Order
from storefront.payments.by_hand import money_seen
from storefront.payments.calling_off import call_off
from storefront.payments.gateways.cards import Behaviour
from storefront.payments.gateways.demo import acts
from storefront.payments.reconciling import expire_order
from storefront.payments.refunding import refund_order
from storefront.views.charging import record
from tests.crashes.desk import Desk
from tests.support.dying import die_at

Work = Callable[[], None]
Begin = Callable[[Desk], Work]
MOST = 60


def placing(desk: Desk) -> Work:
    payment_id = desk.placed()
    return lambda: desk.charge(payment_id)


def waiting_for_a_store(desk: Desk) -> Work:
    payment_id = desk.placed("konbini")
    return lambda: desk.charge(payment_id)


def the_answer_to_the_bank(desk: Desk) -> Work:
    payment_id = desk.ordered(behaviour=Behaviour.THREE_D_SECURE)
    with desk.acting():
        ref = desk.payment(payment_id).provider_ref or ""

    def answered() -> None:
        with desk.acting():
            outcome = acts.answer(ref, True)
            assert outcome is not None
            record(payment_id, outcome, desk.now)

    return answered


def money_at_the_store_and_its_message(desk: Desk) -> Work:
    payment_id = desk.ordered("konbini")
    with desk.acting():
        ref = desk.payment(payment_id).provider_ref or ""

    def paid() -> None:
        with desk.acting():
            acts.pay_at_store(ref)
        desk.work()

    return paid


def giving_back(desk: Desk) -> Work:
    payment_id = desk.ordered()

    def refunded() -> None:
        with desk.acting():
            order = desk.payment(payment_id).order
            [line] = order.lines
            refund_order(order, {line: 1}, 0, 0, "返品", desk.now, {line: 1})
            db.session.commit()
        desk.work()

    return refunded


def giving_up(desk: Desk) -> Work:
    payment_id = desk.ordered(behaviour=Behaviour.THREE_D_SECURE)
    with desk.acting():
        number = desk.payment(payment_id).order.number
    late = desk.now + timedelta(minutes=31)
    return desk.does(lambda: expire_order({"order": number}, late))


def money_seen_on_the_account(desk: Desk) -> Work:
    payment_id = desk.ordered("transfer")

    def seen() -> object:
        payment = desk.payment(payment_id)
        return money_seen(payment, payment.amount + 300, "line 1", desk.now)

    return desk.does(seen)


def another_way_to_pay(desk: Desk) -> Work:
    payment_id = desk.ordered(behaviour=Behaviour.DECLINED)
    with desk.acting():
        order_id = desk.payment(payment_id).order_id
    return lambda: desk.pay_again(order_id, "konbini")


def calling_off(desk: Desk) -> Work:
    payment_id = desk.ordered()

    def called_off() -> None:
        with desk.acting():
            call_off(desk.payment(payment_id).order, "ご希望", desk.now)
        desk.work()

    return called_off


WORKS = (
    placing,
    waiting_for_a_store,
    the_answer_to_the_bank,
    money_at_the_store_and_its_message,
    giving_back,
    giving_up,
    money_seen_on_the_account,
    another_way_to_pay,
    calling_off,
)


def dies(desk: Desk, moment: int, begin: Begin) -> bool:
    """Whether the work came to that moment, all that was left of others done before."""
    work = begin(desk)
    desk.work()
    return die_at(desk.app, moment, work)


def test_killed_at_every_moment_no_yen_is_lost(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch, database_kind: str
) -> None:
    """One order for each moment of each work; they all come to rest together. On PostgreSQL every second moment."""
    step = 2 if database_kind == "postgresql" else 1
    desk = Desk(app, now, monkeypatch)
    killed(desk, WORKS, step)


def killed(desk: Desk, works: Sequence[Begin], step: int) -> None:
    """Kill each work at each of its moments, and let all of it come to rest together."""
    for begin in works:
        moments = next(n for n in range(1, MOST, step) if not dies(desk, n, begin))
        assert moments > 2, f"{begin.__name__} has no moment to die at"
        assert desk.wrong() == [], begin.__name__
    desk.come_to_rest()
    assert desk.wrong(quiet=True) == []
    with desk.acting():
        orders = db.session.query(Order).count()
    assert orders > 2 * len(works)
