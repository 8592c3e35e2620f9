"""Adding to an order is killed at every commit and every call of the gateway: the first order is never touched by it."""

from datetime import datetime

import pytest
from flask import Flask

from storefront.extensions import db
from storefront.payments.fulfilling import mark_sent
from storefront.payments.gateways.cards import Behaviour
from storefront.payments.gateways.demo import acts
from storefront.payments.reconciling import give_up_addition
from storefront.views.charging import record
from tests.crashes.desk import Desk
from tests.crashes.test_every_moment import Work, killed


def adding(desk: Desk) -> Work:
    payment_id = desk.ordered()

    def added() -> None:
        desk.add(payment_id)

    return added


def adding_after_the_bank_asked(desk: Desk) -> Work:
    payment_id = desk.ordered()
    attempt_id = desk.add(payment_id, behaviour=Behaviour.THREE_D_SECURE)
    with desk.acting():
        ref = desk.payment(attempt_id).provider_ref or ""

    def answered() -> None:
        with desk.acting():
            outcome = acts.answer(ref, True)
            assert outcome is not None
            record(attempt_id, outcome, desk.now)

    return answered


def adding_with_a_card_that_is_declined(desk: Desk) -> Work:
    payment_id = desk.ordered()

    def declined() -> None:
        desk.add(payment_id, behaviour=Behaviour.DECLINED)

    return declined


def adding_at_the_door(desk: Desk) -> Work:
    payment_id = desk.ordered("cod")

    def added() -> None:
        desk.add(payment_id, "cod")

    return added


def sending_while_a_store_is_awaited(desk: Desk) -> Work:
    payment_id = desk.ordered()
    attempt_id = desk.add(payment_id, "konbini")
    with desk.acting():
        ref = desk.payment(attempt_id).provider_ref or ""

    def sent() -> None:
        with desk.acting():
            mark_sent(desk.payment(payment_id).order, desk.now)
            db.session.commit()
        with desk.acting():
            acts.pay_at_store(ref, late=True)

    return sent


def giving_an_addition_up(desk: Desk) -> Work:
    payment_id = desk.ordered()
    attempt_id = desk.add(payment_id, behaviour=Behaviour.THREE_D_SECURE)

    def given_up() -> None:
        with desk.acting():
            amendment = desk.payment(attempt_id).amendment
            assert amendment is not None
            give_up_addition(amendment, desk.now)

    return given_up


WORKS = (
    adding,
    adding_after_the_bank_asked,
    adding_with_a_card_that_is_declined,
    adding_at_the_door,
    sending_while_a_store_is_awaited,
    giving_an_addition_up,
)


def test_killed_at_every_moment_an_addition_is_whole_or_nothing(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch, database_kind: str
) -> None:
    """One order for each moment of each work. On PostgreSQL every third moment."""
    killed(Desk(app, now, monkeypatch), WORKS, 3 if database_kind == "postgresql" else 1)
