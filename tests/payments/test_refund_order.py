"""Refunding an order: exact sums by line, shipping and fee, the shelf, and what refuses to be refunded."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from storefront.catalog import stock
from storefront.catalog.stock import StockMovement
from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.orders.order import Order, OrderState
from storefront.orders.refund import Refund
from storefront.orders.refunding import (
    MoreThanBought,
    MoreThanPaid,
    NothingToRefund,
    NotRefundable,
    RefundRefused,
)
from storefront.payments.by_hand import money_seen
from storefront.payments.payment import Payment
from storefront.payments.refunding import (
    InDispute,
    MoreThanReturned,
    NotPaidYet,
    refund_order,
)
from storefront.payments.reimbursement import Reimbursement
from tests.cart.visitor import variant
from tests.support.disputing import disputed
from tests.support.orders import cash_on_delivery, declined, paid

TEA, MUGS = 0, 1
"""The lines of every order here: a tea for ¥1,280, two mugs for ¥1,540 each; shipping ¥650."""


def refund(
    order: Order,
    pieces: dict[int, int],
    now: datetime,
    shipping: int = 0,
    fee: int = 0,
    restock: dict[int, int] | None = None,
    by_hand: bool = False,
) -> Refund:
    def lines(counts: dict[int, int]) -> dict[object, int]:
        return {order.lines[place]: count for place, count in counts.items()}

    shelf = lines(restock or {})
    made = refund_order(
        order,
        lines(pieces),
        shipping,
        fee,
        "割れていた",
        now,
        shelf,
        by_hand=by_hand,  # type: ignore[arg-type]
    )
    db.session.commit()
    return made


def payment_of(order: Order) -> Payment:
    return db.session.scalars(select(Payment).where(Payment.order_id == order.id)).one()


def sent_back() -> list[tuple[str, int, str]]:
    rows = db.session.scalars(select(Reimbursement).order_by(Reimbursement.id))
    return [(row.cause, row.amount, row.state) for row in rows]


def jobs(kind: str) -> int:
    return db.session.scalar(select(func.count()).where(Job.kind == kind)) or 0


def everything() -> tuple[object, ...]:
    """Whatever a refusal must not change."""
    payments = db.session.scalars(select(Payment).order_by(Payment.id))
    orders = db.session.scalars(select(Order).order_by(Order.id))
    return (
        [(one.state, one.received, one.applied, one.refunded, one.returned) for one in payments],
        [(one.state, one.total, len(one.events)) for one in orders],
        sent_back(),
        db.session.scalar(select(func.count(Refund.id))),
        db.session.scalar(select(func.count(StockMovement.id))),
        db.session.scalar(select(func.count(Job.id))),
        variant("SLEEP-30").stock,
        variant("GLASS-MUG").stock,
    )


def collected(now: datetime) -> Order:
    """Cash on delivery, whose cash was written down."""
    order = cash_on_delivery(now)
    money_seen(payment_of(order), order.total, "slip 1", now)
    db.session.commit()
    return order


def test_one_mug_and_the_shipping_go_back_and_nothing_else_moves(
    shop: Flask, now: datetime
) -> None:
    order, other = paid(now), paid(now)
    tea, mugs = variant("SLEEP-30").stock, variant("GLASS-MUG").stock
    made = refund(order, {MUGS: 1}, now, shipping=650)
    payment, untouched = payment_of(order), payment_of(other)
    assert (made.amount, made.state, made.number) == (2190, "requested", 1)
    assert sent_back() == [("refund", 2190, "requested")]
    assert (payment.received, payment.applied, payment.refunded, payment.returned) == (
        5010, 5010, 2190, 0,
    )  # fmt: skip
    assert (untouched.refunded, untouched.returned) == (0, 0)
    assert order.state == "placed"
    assert (variant("SLEEP-30").stock, variant("GLASS-MUG").stock) == (tea, mugs)
    assert (jobs("payments.reimburse"), jobs("mail.refund"), jobs("mail.account_wanted")) == (
        1,
        1,
        0,
    )


def test_in_parts_until_nothing_is_left_and_then_the_order_is_cancelled(
    shop: Flask, now: datetime
) -> None:
    order = paid(now)
    for pieces, shipping, state in (
        ({MUGS: 2}, 0, "placed"),
        ({}, 650, "placed"),
        ({TEA: 1}, 0, "cancelled"),
    ):
        refund(order, pieces, now, shipping=shipping)
        assert order.state == state
    assert [row[1] for row in sent_back()] == [3080, 650, 1280]
    assert payment_of(order).refunded == order.total == 5010
    before = everything()
    with pytest.raises(NothingToRefund, match="everything of order"):
        refund(order, {TEA: 1}, now)
    db.session.rollback()
    assert everything() == before


def test_what_goes_back_on_the_shelf_is_chosen_line_by_line(shop: Flask, now: datetime) -> None:
    order = paid(now)
    tea, mugs = variant("SLEEP-30").stock, variant("GLASS-MUG").stock
    refund(order, {TEA: 1, MUGS: 2}, now, restock={MUGS: 1, TEA: 0})
    assert (variant("SLEEP-30").stock, variant("GLASS-MUG").stock) == (tea, mugs + 1)
    assert stock.disagreements() == []


def test_a_full_refund_with_all_pieces_leaves_the_shelf_as_it_was_before_the_order(
    shop: Flask, now: datetime
) -> None:
    tea, mugs = variant("SLEEP-30").stock, variant("GLASS-MUG").stock
    order = paid(now)
    assert (variant("SLEEP-30").stock, variant("GLASS-MUG").stock) == (tea - 1, mugs - 2)
    refund(order, {TEA: 1, MUGS: 2}, now, shipping=650, restock={TEA: 1, MUGS: 2})
    assert order.state == "cancelled"
    assert (variant("SLEEP-30").stock, variant("GLASS-MUG").stock) == (tea, mugs)
    assert stock.disagreements() == []


def test_of_an_order_that_was_sent_all_can_go_back_and_it_stays_sent(
    shop: Flask, now: datetime
) -> None:
    order = paid(now)
    order.state = OrderState.FULFILLED
    refund(order, {MUGS: 1}, now)
    refund(order, {TEA: 1, MUGS: 1}, now, shipping=650, restock={TEA: 1})
    assert (order.state, payment_of(order).refunded) == ("fulfilled", 5010)
    assert stock.disagreements() == []


def test_cash_that_was_written_down_goes_back_by_transfer(shop: Flask, now: datetime) -> None:
    order = collected(now)
    refund(order, {TEA: 1}, now, fee=330)
    assert sent_back() == [("refund", 1610, "needs_account")]
    assert (jobs("payments.reimburse"), jobs("mail.account_wanted")) == (0, 1)
    assert (payment_of(order).applied, payment_of(order).refunded) == (5340, 1610)


def test_by_hand_it_is_written_down_and_no_money_moves(shop: Flask, now: datetime) -> None:
    order = paid(now)
    made = refund(order, {MUGS: 1}, now, by_hand=True)
    assert (made.state, sent_back()) == ("recorded", [("refund", 1540, "succeeded")])
    assert (payment_of(order).refunded, jobs("mail.refund")) == (1540, 1)
    assert (jobs("payments.reimburse"), jobs("mail.account_wanted"), jobs("mail.money_sent")) == (
        0,
        0,
        0,
    )


@pytest.mark.parametrize(
    ("pieces", "shipping", "fee", "restock", "refusal"),
    [
        ({MUGS: 3}, 0, 0, {}, MoreThanBought),
        ({MUGS: -1}, 0, 0, {}, MoreThanBought),
        ({}, 651, 0, {}, MoreThanPaid),
        ({TEA: 1}, 0, 1, {}, MoreThanPaid),
        ({}, 0, 0, {}, NothingToRefund),
        ({MUGS: 1}, 0, 0, {MUGS: 2}, MoreThanReturned),
        ({MUGS: 1}, 0, 0, {MUGS: -1}, MoreThanReturned),
        ({MUGS: 1}, 0, 0, {TEA: 1}, MoreThanReturned),
    ],
)
def test_a_refusal_has_a_name_and_changes_nothing(
    shop: Flask,
    now: datetime,
    pieces: dict[int, int],
    shipping: int,
    fee: int,
    restock: dict[int, int],
    refusal: type[RefundRefused],
) -> None:
    order = paid(now)
    before = everything()
    with pytest.raises(refusal):
        refund(order, pieces, now, shipping, fee, restock)
    db.session.commit()
    assert everything() == before


def test_cash_that_is_still_to_come_cannot_go_back(shop: Flask, now: datetime) -> None:
    order = cash_on_delivery(now)
    before = everything()
    for by_hand in (False, True):
        with pytest.raises(NotPaidYet, match="is not paid yet"):
            refund(order, {TEA: 1}, now, by_hand=by_hand)
    with pytest.raises(NotRefundable, match="pending"):
        refund(declined(now), {TEA: 1}, now)
    assert everything()[2:4] == before[2:4]


def test_while_the_bank_disputes_the_payment_it_is_refused_in_words(
    shop: Flask, now: datetime
) -> None:
    order = paid(now)
    disputed(payment_of(order), now)
    db.session.commit()
    before = everything()
    with pytest.raises(InDispute, match="the money would go back twice"):
        refund(order, {TEA: 1}, now)
    db.session.commit()
    assert everything() == before
    assert refund(order, {TEA: 1}, now, by_hand=True).amount == 1280


def test_a_refund_after_one_by_hand_takes_only_what_is_left(shop: Flask, now: datetime) -> None:
    order = paid(now)
    refund(order, {MUGS: 2}, now, by_hand=True)
    with pytest.raises(MoreThanBought):
        refund(order, {MUGS: 1}, now)
    refund(order, {TEA: 1}, now, shipping=650)
    assert [row[1] for row in sent_back()] == [3080, 1930]
    assert payment_of(order).refunded == 5010
