"""How an order stands with its money, from its state and its newest attempt."""

from datetime import UTC, datetime

import pytest

from storefront.orders.order import Order, OrderState
from storefront.payments.payment import Payment, PaymentState
from storefront.payments.standing import Standing, standing

PAID_AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("payment", "expected"),
    [
        (None, Standing.TO_PAY),
        (PaymentState.FAILED, Standing.TO_PAY),
        (PaymentState.CANCELLED, Standing.TO_PAY),
        (PaymentState.NEEDS_ACTION, Standing.ACTION),
        (PaymentState.CREATED, Standing.CHECKING),
        (PaymentState.PROCESSING, Standing.AWAITING),
        (PaymentState.UNKNOWN, Standing.CHECKING),
        # the money is here, the order follows in a moment
        (PaymentState.CAPTURED, Standing.CHECKING),
    ],
)
def test_a_waiting_order_stands_by_its_newest_attempt(
    payment: PaymentState | None, expected: Standing
) -> None:
    attempt = Payment(state=payment) if payment else None
    assert standing(Order(state=OrderState.PENDING), attempt) is expected


@pytest.mark.parametrize("state", [OrderState.PLACED, OrderState.FULFILLED])
def test_a_confirmed_order_is_paid_or_paid_at_the_door(state: OrderState) -> None:
    assert standing(Order(state=state, paid_at=PAID_AT), None) is Standing.PAID
    due = Payment(state=PaymentState.DUE)
    assert standing(Order(state=state, paid_at=None), due) is Standing.AT_THE_DOOR


def test_money_that_came_after_the_goods_were_gone_goes_back() -> None:
    expired = Order(state=OrderState.EXPIRED)
    came = Payment(state=PaymentState.CAPTURED, received=1930, applied=0)
    part = Payment(state=PaymentState.CANCELLED, received=900, applied=0)
    assert standing(expired, came) is Standing.RETURNING
    assert standing(expired, part) is Standing.RETURNING
    assert standing(expired, Payment(state=PaymentState.FAILED)) is Standing.EXPIRED
    assert standing(expired, None) is Standing.EXPIRED


def test_a_cancelled_order_is_cancelled_once_its_own_money_went_back() -> None:
    cancelled = Order(state=OrderState.CANCELLED)
    paid = Payment(state=PaymentState.CAPTURED, received=1930, applied=1930)
    assert standing(cancelled, paid) is Standing.CANCELLED
    late = Payment(state=PaymentState.CAPTURED, received=1930, applied=0)
    assert standing(cancelled, late) is Standing.RETURNING


def test_only_paid_and_at_the_door_are_settled_and_only_three_are_over() -> None:
    assert {one for one in Standing if one.settled} == {Standing.PAID, Standing.AT_THE_DOOR}
    assert {one for one in Standing if one.over} == {
        Standing.EXPIRED,
        Standing.CANCELLED,
        Standing.RETURNING,
    }


def test_only_what_can_be_called_off_may_be_paid_in_another_way() -> None:
    assert {one for one in Standing if one.open} == {
        Standing.TO_PAY,
        Standing.ACTION,
        Standing.AWAITING,
    }
