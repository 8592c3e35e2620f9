"""How an order stands with its money, in one word: what its pages and its mails go by."""

from enum import StrEnum

from storefront.orders.order import Order, OrderState
from storefront.payments.payment import Payment, PaymentState


class Standing(StrEnum):
    """Order and newest payment attempt taken together.

    to_pay: placed and reserved, nothing paid, a new attempt is welcome. action: the bank waits for the buyer.
    checking: nobody knows yet whether the money moved. returning: the money came after the goods were gone.
    """

    PAID = "paid"
    AT_THE_DOOR = "at_the_door"
    TO_PAY = "to_pay"
    ACTION = "action"
    CHECKING = "checking"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    RETURNING = "returning"

    @property
    def settled(self) -> bool:
        """Whether the order is confirmed: paid, or to be paid at the door."""
        return self in {Standing.PAID, Standing.AT_THE_DOOR}

    @property
    def over(self) -> bool:
        """Whether nothing will be sent any more."""
        return self in {Standing.EXPIRED, Standing.CANCELLED, Standing.RETURNING}


def standing(order: Order, payment: Payment | None) -> Standing:
    """How an order stands, from its state and its newest payment attempt (None where there is none)."""
    match order.state:
        case OrderState.PLACED | OrderState.FULFILLED:
            return Standing.PAID if order.paid_at else Standing.AT_THE_DOOR
        case OrderState.CANCELLED:
            return Standing.CANCELLED
        case OrderState.EXPIRED:
            captured = payment is not None and payment.state == PaymentState.CAPTURED
            return Standing.RETURNING if captured else Standing.EXPIRED
    return _unpaid(payment)


def _unpaid(payment: Payment | None) -> Standing:
    if payment is None or payment.state in {PaymentState.FAILED, PaymentState.CANCELLED}:
        return Standing.TO_PAY
    return Standing.ACTION if payment.state == PaymentState.NEEDS_ACTION else Standing.CHECKING
