"""How orders went: paid at once or at the second try, left unpaid, called off, paid at the door."""

import random
from dataclasses import dataclass
from datetime import timedelta

from storefront.orders.order import OrderState
from storefront.payments.payment import PaymentState
from storefront.quoting.tariff import HELD_FOR

SENT_AFTER = timedelta(days=4)
AT_ONCE = timedelta(0)
CHARGED = timedelta(seconds=2)
SECOND_TRY = timedelta(minutes=3)
CALLED_OFF = timedelta(minutes=20)
GIVEN_UP = HELD_FOR + timedelta(minutes=1)


@dataclass(frozen=True)
class Try:
    """One attempt to pay: how it ended, why if it failed, and how long after the click."""

    state: PaymentState
    after: timedelta
    failure: str = ""


@dataclass(frozen=True)
class Past:
    """What became of an order; times are counted from the click, None where it never happened."""

    state: OrderState
    tries: tuple[Try, ...]
    events: tuple[tuple[str, str, timedelta], ...]
    confirmed: timedelta | None = None
    paid: timedelta | None = None


_DECLINED = Try(PaymentState.FAILED, CHARGED, "card_declined")
_REFUSED = ("payment_declined", "card_declined", CHARGED)
_PLACED = ("placed", "", AT_ONCE)
_BY_CARD = (Try(PaymentState.CAPTURED, CHARGED),)
_BY_SECOND_CARD = (_DECLINED, Try(PaymentState.CAPTURED, SECOND_TRY))

LEFT_UNPAID = Past(OrderState.EXPIRED, (_DECLINED,), (_PLACED, _REFUSED, ("expired", "", GIVEN_UP)))
CALLED_OFF_UNPAID = Past(
    OrderState.CANCELLED,
    (Try(PaymentState.CANCELLED, CALLED_OFF),),
    (_PLACED, ("cancelled", "", CALLED_OFF)),
)
WAITING = Past(OrderState.PENDING, (_DECLINED,), (_PLACED, _REFUSED))
PAID = {
    (sent, second): Past(
        OrderState.FULFILLED if sent else OrderState.PLACED,
        _BY_SECOND_CARD if second else _BY_CARD,
        (
            _PLACED,
            *((_REFUSED,) if second else ()),
            ("paid", "", SECOND_TRY if second else CHARGED),
        ),
        confirmed=SECOND_TRY if second else CHARGED,
        paid=SECOND_TRY if second else CHARGED,
    )
    for sent in (True, False)
    for second in (True, False)
}
"""Paid by card, by (sent already, only the second card worked)."""
AT_THE_DOOR = {
    sent: Past(
        OrderState.FULFILLED if sent else OrderState.PLACED,
        (Try(PaymentState.CAPTURED, SENT_AFTER) if sent else Try(PaymentState.DUE, AT_ONCE),),
        (_PLACED, ("cod_confirmed", "", AT_ONCE)),
        confirmed=AT_ONCE,
        paid=SENT_AFTER if sent else None,
    )
    for sent in (True, False)
}
"""Cash on delivery, by whether it was sent already."""


def past_of(age: timedelta, card: bool, chance: random.Random) -> Past:
    """How an order of that age went, by chance. Only orders younger than the reservation can still be waiting."""
    roll = chance.random()
    if not card:
        return CALLED_OFF_UNPAID if roll < 0.03 else AT_THE_DOOR[age > SENT_AFTER]
    if roll < 0.04:
        return LEFT_UNPAID if age > GIVEN_UP else WAITING
    if roll < 0.06 and age > CALLED_OFF:
        return CALLED_OFF_UNPAID
    return PAID[age > SENT_AFTER, roll < 0.11 and age > SECOND_TRY]
