"""How an order stands with its money, in one word: what its pages and its mails go by."""

from enum import StrEnum

from storefront.orders.amendment import AmendmentState
from storefront.orders.order import Order, OrderState
from storefront.payments.payment import Payment, PaymentState


class Standing(StrEnum):
    """Order and newest payment attempt taken together.

    to_pay: placed and reserved, nothing paid, a new attempt is welcome. action: the bank or the wallet waits for the
    buyer. awaiting: the buyer is to bring the money, to a store or by transfer. checking: nobody knows yet whether the
    money moved. returning: nothing will be sent, and money that came pays for nothing.
    """

    PAID = "paid"
    AT_THE_DOOR = "at_the_door"
    TO_PAY = "to_pay"
    ACTION = "action"
    AWAITING = "awaiting"
    CHECKING = "checking"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    RETURNING = "returning"

    @property
    def settled(self) -> bool:
        """Whether the order is confirmed: paid, or to be paid at the door."""
        return self in {Standing.PAID, Standing.AT_THE_DOOR}

    @property
    def open(self) -> bool:
        """Whether the buyer may still pay in another way, or call the order off: what is under way can be called off."""
        return self in {Standing.TO_PAY, Standing.ACTION, Standing.AWAITING}

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
            return Standing.RETURNING if _astray(payment) else Standing.CANCELLED
        case OrderState.EXPIRED:
            return Standing.RETURNING if _astray(payment) else Standing.EXPIRED
    return _unpaid(payment)


def standing_of_addition(state: str, payment: Payment | None) -> Standing:
    """How goods added to an order stand, from the state of the addition and its newest attempt (None: at the door)."""
    match state:
        case AmendmentState.JOINED:
            return Standing.PAID if payment else Standing.AT_THE_DOOR
        case AmendmentState.DROPPED:
            return Standing.RETURNING if _astray(payment) else Standing.CANCELLED
    return _unpaid(payment)


def _astray(payment: Payment | None) -> bool:
    """Whether money came by this attempt that pays for nothing."""
    return payment is not None and (payment.received or 0) > (payment.applied or 0)


def _unpaid(payment: Payment | None) -> Standing:
    if payment is None:
        return Standing.TO_PAY
    match payment.state:
        case PaymentState.FAILED | PaymentState.CANCELLED:
            return Standing.TO_PAY
        case PaymentState.NEEDS_ACTION:
            return Standing.ACTION
        case PaymentState.PROCESSING:
            return Standing.AWAITING
    return Standing.CHECKING
