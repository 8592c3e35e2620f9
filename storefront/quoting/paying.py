"""Ways to pay an order: what each costs, and why some cannot be had."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storefront.money import Yen
from storefront.quoting.sending import SendingChoice
from storefront.quoting.tariff import Paying


class Refusal(StrEnum):
    """Why a payment method cannot serve this order. closed: no order, at this moment. not_to_add: no goods added to an
    order, since the money would come when the parcel is packed, or elsewhere than at the order's own door."""

    CLOSED = "closed"
    TOO_MUCH = "too_much"
    TOO_LITTLE = "too_little"
    NOT_WITH_SENDING = "not_with_sending"
    NOT_THERE = "not_there"
    NOT_TO_ADD = "not_to_add"


@dataclass(frozen=True)
class PaymentChoice:
    """One payment method for this order: its fee and the total with it, or why it does not apply.

    `limit` is the yen that stand in the way. `opened_by` is the cheapest way to send with which it would apply.
    """

    paying: Paying
    fee: Yen
    total: Yen
    refusal: Refusal | None = None
    limit: Yen | None = None
    opened_by: SendingChoice | None = None


def payment_choice(
    paying: Paying, base: Yen, at_the_door: bool, region: str = "", now: datetime | None = None
) -> PaymentChoice:
    """What a payment method costs for goods plus shipping of `base` yen, or why it does not apply.

    `at_the_door`: whether the way of sending allows the money to be collected on delivery. Without `now` nothing is closed.
    """
    fee = paying.fee(base)
    refusal: Refusal | None = None
    limit: Yen | None = None
    if now is not None and paying.closed(now):
        refusal = Refusal.CLOSED
    elif paying.most is not None and base > paying.most:
        refusal, limit = Refusal.TOO_MUCH, paying.most
    elif paying.least is not None and base < paying.least:
        refusal, limit = Refusal.TOO_LITTLE, paying.least
    elif region in paying.not_to:
        refusal = Refusal.NOT_THERE
    elif paying.at_the_door and not at_the_door:
        refusal = Refusal.NOT_WITH_SENDING
    return PaymentChoice(paying, fee, base + fee, refusal, limit)


def payment_choices(
    payings: Sequence[Paying],
    goods: Yen,
    chosen: SendingChoice | None,
    sendings: Sequence[SendingChoice],
    region: str,
    now: datetime,
) -> tuple[PaymentChoice, ...]:
    """Every method for goods of `goods` yen sent the chosen way; with what would open those that do not apply."""
    base = goods + (chosen.price if chosen else 0)
    at_the_door = chosen is None or chosen.cash_on_delivery
    found = []
    for paying in payings:
        choice = payment_choice(paying, base, at_the_door, region, now)
        if choice.refusal is Refusal.NOT_WITH_SENDING:
            choice = PaymentChoice(
                paying,
                choice.fee,
                choice.total,
                choice.refusal,
                None,
                _opener(paying, goods, sendings),
            )
        found.append(choice)
    return tuple(found)


def _opener(paying: Paying, goods: Yen, sendings: Sequence[SendingChoice]) -> SendingChoice | None:
    """The cheapest way to send that this method works with."""
    able = [
        one
        for one in sendings
        if one.cash_on_delivery and not payment_choice(paying, goods + one.price, True).refusal
    ]
    return min(able, key=lambda one: one.price, default=None)
