"""The proof itself: it says nothing of right books, and names each kind of wrong ones."""

from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import update

from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.orders.order import Order, OrderEvent
from storefront.payments.gateways import OutcomeStatus, ProviderCharge
from storefront.payments.payment import Payment, PaymentState
from tests.support.orders import paid, place
from tests.support.proof import prove


@pytest.fixture
def charge(shop: Flask, now: datetime) -> ProviderCharge:
    """A paid order, and the one charge that the provider has for it."""
    order = paid(now)
    payment = db.session.query(Payment).one()
    charge = ProviderCharge(
        payment.idempotency_key, payment.provider_ref or "", str(order.number),
        OutcomeStatus.CAPTURED, order.total, order.total, 0, now,
    )  # fmt: skip
    db.session.commit()
    return charge


def changed(model: type, **values: object) -> None:
    db.session.execute(update(model).values(**values))
    db.session.commit()


def words(found: list[str]) -> set[str]:
    return {one.partition(":")[0] for one in found}


def test_right_books_are_not_complained_of(charge: ProviderCharge) -> None:
    assert prove([charge]) == []


def test_a_confirmation_that_was_never_written_is_missed_at_rest(charge: ProviderCharge) -> None:
    assert words(prove([charge], quiet=True)) == {"confirmation missing"}


def test_a_charge_nobody_ordered(charge: ProviderCharge) -> None:
    other = replace(charge, key="another", order_number="19999")
    assert words(prove([charge, other])) == {"charge without order"}


def test_one_key_charged_twice(charge: ProviderCharge) -> None:
    assert "double charge" in words(prove([charge, charge]))


def test_another_sum_than_was_asked_for(charge: ProviderCharge) -> None:
    assert "amount differs" in words(prove([replace(charge, amount=charge.amount + 1)]))


def test_money_that_never_came(charge: ProviderCharge) -> None:
    assert "received what never came" in words(prove([replace(charge, received=0)]))


def test_money_that_went_back_unwritten(charge: ProviderCharge) -> None:
    assert "gave back twice" in words(prove([replace(charge, refunded=1)]))


def test_money_that_nobody_marked(charge: ProviderCharge, now: datetime) -> None:
    payment = place(now)
    db.session.execute(
        update(Payment).where(Payment.id == payment.id).values(state=PaymentState.FAILED)
    )
    key, number, amount = payment.idempotency_key, str(payment.order.number), payment.amount
    db.session.commit()
    lost = replace(charge, key=key, order_number=number, amount=amount, received=amount)
    found = words(prove([charge, lost], quiet=True))
    assert {"money not marked", "paid but not marked", "double charge"} <= found


@pytest.mark.parametrize(
    ("model", "values", "word"),
    [
        (Order, {"paid_at": None}, "paid but not marked"),
        (Order, {"state": "expired"}, "paid but not confirmed"),
        (Order, {"total": 1}, "marked but not paid"),
        (Payment, {"applied": 0}, "marked but not paid"),
        (Payment, {"state": "failed"}, "applied without capture"),
        (Payment, {"refunded": 1}, "refund not written down"),
        (Variant, {"stock": 1}, "stock wrong"),
        (OrderEvent, {"kind": "paid"}, "told twice"),
    ],
)
def test_each_slip_of_the_pen(
    charge: ProviderCharge, model: type, values: dict[str, object], word: str
) -> None:
    changed(model, **values)
    assert word in words(prove([charge]))


def test_a_job_that_was_given_up(charge: ProviderCharge, now: datetime) -> None:
    changed(Job, dead_at=now, error="no answer")
    assert "dead job" in words(prove([charge], quiet=True))
