"""Goods added to a paid order: lines join once, sums grow by just what was paid, and without money nothing has happened."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.catalog import stock
from storefront.checkout.addition import Brought
from storefront.checkout.amending import (
    AlreadyAsked,
    CannotAmend,
    MethodClosed,
    MovesLater,
    NotOpen,
    OtherParcel,
    OtherTotal,
    amend,
)
from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.orders.amendment import Amendment
from storefront.orders.documents import invoice_of
from storefront.orders.order import Order
from storefront.payments.calling_off import call_off
from storefront.payments.gateways import Outcome, OutcomeStatus
from storefront.payments.payment import Payment
from storefront.payments.reconciling import expire_amendment
from storefront.payments.refunding import refund_order
from storefront.payments.reimbursement import Reimbursement
from storefront.payments.settling import last_payment, settle
from storefront.quoting.tariff import Paying
from storefront.quoting.tariff_reading import load_tariff
from tests.cart.visitor import variant
from tests.support.orders import declined, paid

CARD = Paying("card", "provider", "card", {}, {}, {}, 50, None, ())
BISCUIT = "BISCUIT-6"


def ask(
    order: Order, now: datetime, sku: str = BISCUIT, count: int = 1, key: str = "k1"
) -> Payment:
    one = variant(sku)
    payment = amend(order, {one: count}, CARD, load_tariff(now), one.price * count, key, now)
    db.session.commit()
    return payment


def said(payment: Payment, status: OutcomeStatus, now: datetime) -> None:
    settle(payment, Outcome(status, f"demo_{payment.id}"), now)
    db.session.commit()


def figures(order: Order) -> tuple[int, int, int, int]:
    db.session.refresh(order)
    return order.goods, order.shipping, order.fee, order.total


def added(order: Order) -> list[tuple[str, int]]:
    db.session.expire(order)
    return [(line.sku, line.quantity) for line in order.lines if line.amendment_id]


def test_a_paid_addition_joins_the_order(shop: Flask, now: datetime) -> None:
    order = paid(now)
    first = [(line.sku, line.quantity, line.paid) for line in order.lines]
    goods, shipping, fee, total = figures(order)
    shelf, price = variant(BISCUIT).stock, variant(BISCUIT).price
    payment = ask(order, now)
    assert (figures(order), variant(BISCUIT).stock) == ((goods, shipping, fee, total), shelf - 1)
    for _ in range(3):
        said(payment, OutcomeStatus.CAPTURED, now)
    assert figures(order) == (goods + price, shipping, fee, total + price)
    assert added(order) == [(BISCUIT, 1)]
    assert [(line.sku, line.quantity, line.paid) for line in order.lines][:-1] == first
    assert sum(part.taxable for part in order.tax_parts) == order.total
    assert (payment.applied, payment.surplus) == (price, 0)
    assert stock.disagreements() == []
    kinds = db.session.scalars(select(Job.kind)).all()
    assert (kinds.count("mail.order_confirmation"), kinds.count("mail.order_amended")) == (1, 1)


def test_the_page_of_the_order_still_goes_by_the_orders_own_payment(
    shop: Flask, now: datetime
) -> None:
    order = paid(now)
    own = last_payment(order)
    payment = ask(order, now)
    assert last_payment(order) == own != payment


@pytest.mark.parametrize(
    ("code", "hours"),
    [("cod", 0), ("transfer", 0), ("bank_transfer", 0), ("konbini", 1.5)],
)
def test_an_addition_waits_for_no_money_that_may_come_after_packing_begins(
    shop: Flask, now: datetime, code: str, hours: float
) -> None:
    order, one, tariff = paid(now), variant(BISCUIT), load_tariff(now)
    later = now + timedelta(hours=hours)
    with pytest.raises(MovesLater):
        amend(order, {one: 1}, tariff.paying(code), tariff, one.price, "k", later)


def test_money_that_is_brought_is_here_an_hour_before_packing(shop: Flask, now: datetime) -> None:
    order, one, tariff = paid(now), variant(BISCUIT), load_tariff(now)
    konbini = tariff.paying("konbini")
    assert konbini
    payment = amend(order, {one: 1}, konbini, tariff, one.price, "k", now)
    amendment = payment.amendment
    assert amendment and payment.due_at
    packing = now + timedelta(hours=5)
    assert payment.due_at == packing - timedelta(hours=1)
    assert amendment.reserved_until == amendment.join_until == packing


def test_nothing_is_added_once_packing_begins(shop: Flask, now: datetime) -> None:
    order = paid(now)
    packing = now + timedelta(hours=5)
    with pytest.raises(NotOpen):
        ask(order, packing)
    db.session.rollback()
    assert ask(order, packing - timedelta(seconds=1)).live


def test_money_that_comes_when_packing_has_begun_goes_back(shop: Flask, now: datetime) -> None:
    order = paid(now)
    before = figures(order)
    payment = ask(order, now)
    said(payment, OutcomeStatus.CANCELLED, now)
    said(payment, OutcomeStatus.CAPTURED, now + timedelta(hours=5))
    assert (figures(order), added(order)) == (before, [])
    rows = db.session.scalars(select(Reimbursement)).all()
    assert [(row.cause, row.amount) for row in rows] == [("late", payment.amount)]


def test_an_order_that_is_called_off_leaves_no_addition_waiting(shop: Flask, now: datetime) -> None:
    order = paid(now)
    payment = ask(order, now)
    call_off(order, "ご希望", now)
    db.session.commit()
    assert payment.amendment and payment.amendment.state == "dropped"
    assert "payments.call_off" in db.session.scalars(select(Job.kind)).all()


def test_an_offer_is_taken_once(shop: Flask, now: datetime) -> None:
    order, one, tariff, by = paid(now), variant(BISCUIT), load_tariff(now), Brought("extra", 10)
    total = one.price - by.off(one.price)
    payment = amend(order, {one: 1}, CARD, tariff, total, "k1", now, by=by)
    said(payment, OutcomeStatus.CAPTURED, now)
    with pytest.raises(AlreadyAsked):
        amend(order, {one: 1}, CARD, tariff, total, "k2", now, by=by)


@pytest.mark.parametrize("status", [OutcomeStatus.DECLINED, OutcomeStatus.CANCELLED])
def test_one_that_is_not_paid_leaves_the_order_as_it_was(
    shop: Flask, now: datetime, status: OutcomeStatus
) -> None:
    order = paid(now)
    before, shelf = figures(order), variant(BISCUIT).stock
    said(ask(order, now), status, now)
    assert (figures(order), added(order), variant(BISCUIT).stock) == (before, [], shelf)
    assert (order.state, stock.disagreements()) == ("placed", [])
    assert ask(order, now, key="k2").live


def test_one_that_waits_too_long_is_dropped(shop: Flask, now: datetime) -> None:
    order = paid(now)
    before, shelf = figures(order), variant(BISCUIT).stock
    payment = ask(order, now)
    for _ in range(2):
        expire_amendment({"amendment": payment.amendment_id}, now + timedelta(minutes=31))
    assert (payment.state, payment.amendment and payment.amendment.state) == (
        "cancelled",
        "dropped",
    )
    assert (figures(order), variant(BISCUIT).stock) == (before, shelf)


def test_late_money_joins_while_the_goods_are_there_and_goes_back_when_not(
    shop: Flask, now: datetime
) -> None:
    order = paid(now)
    first = ask(order, now)
    said(first, OutcomeStatus.CANCELLED, now)
    said(first, OutcomeStatus.CAPTURED, now)
    assert added(order) == [(BISCUIT, 1)]
    second = ask(order, now, key="k2")
    said(second, OutcomeStatus.CANCELLED, now)
    stock.count(variant(BISCUIT), 0, "count:test", now)
    said(second, OutcomeStatus.CAPTURED, now)
    assert added(order) == [(BISCUIT, 1)]
    rows = db.session.scalars(select(Reimbursement)).all()
    assert [(row.cause, row.amount) for row in rows] == [("late", second.amount)]
    assert stock.disagreements() == []


def test_a_second_click_adds_nothing(shop: Flask, now: datetime) -> None:
    order = paid(now)
    payment = ask(order, now)
    for key in ("k1", "k2"):
        with pytest.raises(AlreadyAsked) as refused:
            ask(order, now, key=key)
        assert refused.value.amendment.id == payment.amendment_id
        db.session.rollback()
    assert len(db.session.scalars(select(Amendment)).all()) == 1


def test_what_cannot_be_added_is_refused_and_takes_nothing(shop: Flask, now: datetime) -> None:
    order, tariff = paid(now), load_tariff(now)
    one, ganache = variant(BISCUIT), variant("MATCHA-GANACHE-9")
    shelf = one.stock
    refusals = (
        (NotOpen, declined(now), {one: 1}, one.price),
        (OtherTotal, order, {one: 1}, one.price - 1),
        (OtherParcel, order, {ganache: 1}, ganache.price),
        (CannotAmend, order, {one: 0}, 0),
        (CannotAmend, order, {one: 11}, one.price * 11),
        (CannotAmend, order, {}, 0),
    )
    shelf = variant(BISCUIT).stock
    for number, (refusal, whose, wanted, total) in enumerate(refusals):
        with pytest.raises(refusal):
            amend(whose, wanted, CARD, tariff, total, f"key {number}", now)
        db.session.rollback()
    assert db.session.scalars(select(Amendment)).all() == []
    assert variant(BISCUIT).stock == shelf


def test_nothing_is_added_by_a_method_that_is_closed(shop: Flask, now: datetime) -> None:
    order, one = paid(now), variant(BISCUIT)
    closed = replace(CARD, closed_at=now)
    with pytest.raises(MethodClosed):
        amend(order, {one: 1}, closed, load_tariff(now), one.price, "k1", now)
    assert db.session.scalars(select(Amendment)).all() == []


def test_everything_goes_back_with_its_addition(shop: Flask, now: datetime) -> None:
    order = paid(now)
    said(ask(order, now), OutcomeStatus.CAPTURED, now)
    db.session.expire(order)
    pieces = {line: line.quantity for line in order.lines}
    refund = refund_order(order, pieces, order.shipping, order.fee, "返品", now, restock=pieces)
    db.session.commit()
    assert (refund.amount, refund.tax_parts) == (order.total, order.tax_parts)
    rows = db.session.scalars(select(Reimbursement)).all()
    assert sum(row.amount for row in rows) == order.total
    assert len({row.payment_id for row in rows}) == 2
    assert order.state == "cancelled"
    assert stock.disagreements() == []


def test_an_addition_makes_a_new_version_of_the_invoice(shop: Flask, now: datetime) -> None:
    order = paid(now)
    first = invoice_of(order)
    said(ask(order, now), OutcomeStatus.CAPTURED, now)
    db.session.expire(order)
    second = invoice_of(order)
    assert first is not None and second is not None
    assert (first.version, second.version) == (1, 2)
    assert (second.total, sum(entry.amount for entry in second.entries)) == (
        order.total,
        order.total,
    )
