"""What a refund gives back and what it refuses, worked out without a database. Remainders first."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storefront.orders.order import Order, OrderState
from storefront.orders.refund import Refund, left_of
from storefront.orders.refunding import (
    MoreThanBought,
    MoreThanPaid,
    NoReason,
    NothingToRefund,
    NotRefundable,
    new_refund,
)
from tests.support.papers import BACK_AT, BACK_ON, confirmed_orders, order_of


def back(order: Order, pieces: dict[int, int], shipping: int = 0, fee: int = 0) -> Refund:
    """A refund of so many pieces of the lines with these ids, after all earlier ones."""
    chosen = {line: pieces[line.id] for line in order.lines if line.id in pieces}
    return new_refund(order, list(order.refunds), chosen, shipping, fee, "割れていた", BACK_AT)


def test_three_cups_for_a_thousand_yen_after_the_discount_go_back_one_by_one() -> None:
    order = order_of([(3, 350, 10)], discount=50)
    assert [back(order, {1: 1}).amount for _ in range(3)] == [333, 333, 334]
    assert order.total == 1000
    assert [refund.number for refund in order.refunds] == [1, 2, 3]
    assert sum(part.tax for refund in order.refunds for part in refund.tax_parts) == 90


def test_tea_cup_and_shipping_go_back_each_at_its_rate() -> None:
    order = order_of([(1, 1280, 8), (2, 1540, 10)], shipping=650)
    refund = back(order, {1: 1, 2: 1}, shipping=650)
    assert refund.amount == 1280 + 1540 + 650
    assert refund.taxes == [
        {"percent": 8, "taxable": 1280, "tax": 94},
        {"percent": 10, "taxable": 2190, "tax": 199},
    ]
    assert refund.refunded_on == BACK_ON
    assert left_of(order, order.refunds).pieces == {1: 0, 2: 1}
    assert left_of(order, order.refunds).amount == 1540


def test_a_part_of_the_shipping_alone_can_go_back() -> None:
    order = order_of([(1, 1280, 8)], shipping=650, fee=330)
    refund = back(order, {}, shipping=100, fee=30)
    assert (refund.amount, refund.lines, refund.taxes) == (
        130,
        [],
        [{"percent": 10, "taxable": 130, "tax": 11}],
    )
    assert left_of(order, order.refunds).shipping == 550
    assert left_of(order, order.refunds).fee == 300


@pytest.mark.parametrize("pieces", [{1: 3}, {1: -1}, {1: 2, 2: 2}])
def test_no_more_pieces_than_are_left(pieces: dict[int, int]) -> None:
    order = order_of([(2, 500, 8), (1, 900, 10)])
    with pytest.raises(MoreThanBought, match="left"):
        back(order, pieces)
    assert order.refunds == []


def test_what_went_back_once_does_not_go_back_again() -> None:
    order = order_of([(2, 500, 8), (1, 900, 10)])
    back(order, {1: 2})
    with pytest.raises(MoreThanBought, match="SKU-1: 1 asked for, 0 left"):
        back(order, {1: 1})


def test_a_line_of_another_order_is_refused() -> None:
    order, other = order_of([(2, 500, 8)]), order_of([(2, 500, 8)])
    with pytest.raises(MoreThanBought):
        new_refund(order, [], {other.lines[0]: 1}, 0, 0, "間違い", BACK_AT)


@pytest.mark.parametrize(("shipping", "fee"), [(651, 0), (0, 331), (-1, 0), (0, -1)])
def test_no_more_shipping_and_fee_than_were_paid(shipping: int, fee: int) -> None:
    order = order_of([(1, 1280, 8)], shipping=650, fee=330)
    with pytest.raises(MoreThanPaid, match="left"):
        back(order, {1: 1}, shipping, fee)


def test_a_refund_of_nothing_is_none() -> None:
    order = order_of([(1, 1280, 8)])
    for pieces in ({}, {1: 0}):
        with pytest.raises(NothingToRefund, match="nothing"):
            back(order, pieces)
    back(order, {1: 1})
    with pytest.raises(NothingToRefund, match="everything of order 10234 has been refunded"):
        back(order, {1: 1})


@pytest.mark.parametrize("state", [OrderState.PENDING, OrderState.EXPIRED])
def test_an_order_that_was_never_confirmed_gives_nothing_back(state: OrderState) -> None:
    order = order_of([(1, 1280, 8)])
    order.state = state
    with pytest.raises(NotRefundable, match=state):
        back(order, {1: 1})


def test_a_paid_order_that_was_cancelled_does() -> None:
    order = order_of([(1, 1280, 8)])
    order.state = OrderState.CANCELLED
    assert back(order, {1: 1}).amount == 1280


@pytest.mark.parametrize("reason", ["", "  \n", "長" * 161])
def test_the_buyer_is_told_a_reason(reason: str) -> None:
    order = order_of([(1, 1280, 8)])
    with pytest.raises(NoReason):
        new_refund(order, [], {order.lines[0]: 1}, 0, 0, reason, BACK_AT)


@settings(max_examples=150)
@given(confirmed_orders(), st.data())
def test_refunding_everything_in_any_steps_gives_back_the_order_to_the_yen(
    order: Order, data: st.DataObject
) -> None:
    while not left_of(order, order.refunds).nothing:
        left = left_of(order, order.refunds)
        last = len(order.refunds) > 5
        pieces = {
            number: count if last else data.draw(st.integers(0, count))
            for number, count in left.pieces.items()
        }
        some = left.shipping if last else data.draw(st.integers(0, left.shipping))
        rest = left.fee if last else data.draw(st.integers(0, left.fee))
        try:
            refund = back(order, pieces, some, rest)
        except NothingToRefund:
            refund = back(order, dict(left.pieces), left.shipping, left.fee)
        assert refund.amount > 0
        assert refund.amount == sum(part.taxable for part in refund.tax_parts)
        assert all(0 <= part.tax <= part.taxable for part in refund.tax_parts)
        assert min(left_of(order, order.refunds).pieces.values()) >= 0
    assert sum(refund.amount for refund in order.refunds) == order.total
    for whole in order.tax_parts:
        same = [p for r in order.refunds for p in r.tax_parts if p.percent == whole.percent]
        assert sum(part.taxable for part in same) == whole.taxable
        assert sum(part.tax for part in same) == whole.tax
