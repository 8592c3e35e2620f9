"""The proof of additions: it says nothing of one that is right, and names each way in which one is wrong."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from storefront.catalog.stock import StockMovement
from storefront.extensions import db
from storefront.orders.amendment import Amendment
from storefront.orders.order import Order, OrderEvent, OrderLine
from storefront.payments.gateways import OutcomeStatus, ProviderCharge
from storefront.payments.payment import Payment
from tests.orders.test_amendment import ask, said
from tests.payments.test_proof import words
from tests.support.orders import paid
from tests.support.proof import prove


@pytest.fixture
def books(shop: Flask, now: datetime) -> list[ProviderCharge]:
    """What the provider has of a paid order to which goods were added and paid."""
    said(ask(paid(now), now), OutcomeStatus.CAPTURED, now)
    return [
        ProviderCharge(
            one.idempotency_key, one.provider_ref or "", str(one.order.number),
            OutcomeStatus.CAPTURED, one.amount, one.amount, 0, now,
        )
        for one in db.session.scalars(select(Payment))
    ]  # fmt: skip


ITS_LINE = OrderLine.amendment_id.is_not(None)
ITS_PAYMENT = Payment.amendment_id.is_not(None)
ITS_GOODS = StockMovement.reference.like("%:amendment:%")


def test_a_right_one_is_not_complained_of(books: list[ProviderCharge]) -> None:
    assert prove(books) == []


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        (update(Amendment).values(state="dropped"), "paid but not marked"),
        (update(Amendment).values(total=1), "amount differs"),
        (update(Payment).where(ITS_PAYMENT).values(applied=0), "marked but not paid"),
        (update(OrderLine).where(ITS_LINE).values(quantity=2), "joined wrong"),
        (update(OrderLine).where(ITS_LINE).values(amendment_id=None), "joined wrong"),
        (update(Order).values(goods=1), "sums wrong"),
        (update(Order).values(taxes=[]), "sums wrong"),
        (delete(StockMovement).where(ITS_GOODS), "stock wrong"),
        (update(OrderEvent).where(OrderEvent.kind == "amended").values(kind="x"), "told twice"),
    ],
)
def test_each_slip_of_the_pen(books: list[ProviderCharge], wrong: object, word: str) -> None:
    db.session.execute(wrong)  # type: ignore[call-overload]
    db.session.commit()
    assert word in words(prove(books))


def test_one_that_still_waits_or_of_which_nobody_told_is_missed_at_rest(
    books: list[ProviderCharge],
) -> None:
    assert "told wrong" in words(prove(books, quiet=True))
    db.session.execute(update(Amendment).values(state="pending"))
    db.session.commit()
    assert "never given up" in words(prove(books, quiet=True))


def test_an_invoice_that_says_another_sum_is_named(books: list[ProviderCharge]) -> None:
    assert "invoice wrong" not in words(prove(books, quiet=True))
    db.session.execute(update(OrderLine).where(ITS_LINE).values(discount=50))
    db.session.commit()
    assert "invoice wrong" in words(prove(books, quiet=True))
