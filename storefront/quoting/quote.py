"""What an order will cost, all told: the only source of a figure that a shopper sees.

Product page, dialog, cart, checkout, confirmation, order and mail take their figures from `quote()`. It reads
nothing and changes nothing: lines, tariff, destination and time go in, one frozen value comes out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from storefront.money import Yen
from storefront.pricing.tax import TaxPart, split
from storefront.quoting.tariff import Paying, Rate, Sending, Tariff
from storefront.shipping.calendar import arrives_on, dispatch_on
from storefront.shipping.prefectures import Prefecture


@dataclass(frozen=True)
class QuoteItem:
    """What goes in: a variant, how many, its price in yen with tax and its tax class."""

    sku: str
    quantity: int
    unit_price: Yen
    tax_class: str

    @property
    def amount(self) -> Yen:
        """Yen for the whole line."""
        return self.unit_price * self.quantity


class Refusal(StrEnum):
    """Why a payment method cannot serve this order."""

    TOO_MUCH = "too_much"
    TOO_LITTLE = "too_little"
    NOT_WITH_SENDING = "not_with_sending"


@dataclass(frozen=True)
class PaymentChoice:
    """One payment method for this order: its fee and the total with it, or why it does not apply."""

    paying: Paying
    fee: Yen
    total: Yen
    refusal: Refusal | None = None
    limit: Yen | None = None


@dataclass(frozen=True)
class SendingChoice:
    """One way to send this order: price (0 where the shop pays), list price, first day; None before the region is known."""

    sending: Sending
    price: Yen
    list_price: Yen
    leaves_on: date
    earliest_on: date
    free_from: Yen | None


@dataclass(frozen=True)
class Quote:
    """The whole cost of an order, yen with tax.

    `shipping` is None while no destination is known; then `shipping_least` and `shipping_most` bound it and
    `total` leaves it out. `gap` is what is missing until the shop pays the shipping: None where that cannot
    happen, 0 when reached. `fee` belongs to the chosen payment method, 0 while none is chosen. `taxes` sum to
    `total`.
    """

    items: tuple[QuoteItem, ...]
    goods: Yen
    shipping: Yen | None
    shipping_least: Yen
    shipping_most: Yen
    free_from: Yen | None
    gap: Yen | None
    fee: Yen
    total: Yen
    taxes: tuple[TaxPart, ...]
    destination: Prefecture | None
    sending: SendingChoice | None
    sendings: tuple[SendingChoice, ...]
    payment: PaymentChoice | None
    payments: tuple[PaymentChoice, ...]
    leaves_on: date

    @property
    def count(self) -> int:
        """Pieces in all lines."""
        return sum(item.quantity for item in self.items)

    @property
    def total_least(self) -> Yen:
        """The total where shipping is cheapest; `total` itself once the region is known."""
        return self.goods + self.shipping_least + self.fee

    @property
    def total_most(self) -> Yen:
        """The total where shipping is dearest; `total` itself once the region is known."""
        return self.goods + self.shipping_most + self.fee

    def fee_bounds(self, choice: PaymentChoice) -> tuple[Yen, Yen]:
        """Least and most the fee of a payment method can be, whatever region it turns out to be."""
        low = choice.paying.fee(self.goods + self.shipping_least)
        return low, choice.paying.fee(self.goods + self.shipping_most)

    @property
    def in_reach(self) -> bool:
        """Whether it helps to say how far it is to the value from which the shop pays: from half of it on."""
        return self.free_from is not None and 2 * self.goods >= self.free_from

    @property
    def earliest_on(self) -> date | None:
        """The first possible delivery day, None before the region is known."""
        return self.sending.earliest_on if self.sending else None

    @property
    def tax(self) -> Yen:
        """Tax contained in `total`, all rates."""
        return sum(part.tax for part in self.taxes)


def quote(
    items: Sequence[QuoteItem],
    tariff: Tariff,
    now: datetime,
    destination: Prefecture | None = None,
    sending: str | None = None,
    payment: str | None = None,
) -> Quote:
    """Price an order. Unknown or absent `sending` takes the first method; unknown `payment` takes none.

    A chosen payment method that does not apply stays visible with its refusal and adds no fee.
    """
    goods = sum(item.amount for item in items)
    leaves_on = dispatch_on(now, tariff.cutoff_hour, tariff.closed)
    sendings = _sendings(goods, tariff, destination, leaves_on)
    chosen = next(
        (c for c in sendings if c.sending.code == sending), sendings[0] if sendings else None
    )
    shipping = chosen.price if chosen else None
    base = goods + (shipping or 0)
    way = chosen.sending if chosen else None
    at_the_door = way is None or way.cash_on_delivery
    payments = tuple(payment_choice(paying, base, at_the_door) for paying in tariff.payings)
    paid_by = next((choice for choice in payments if choice.paying.code == payment), None)
    fee = paid_by.fee if paid_by and not paid_by.refusal else 0
    least, most, free_from = _bounds(goods, tariff, chosen, sending)
    service = tariff.service_tax
    return Quote(
        items=tuple(items),
        goods=goods,
        shipping=shipping,
        shipping_least=least,
        shipping_most=most,
        free_from=free_from,
        gap=None if free_from is None else max(0, free_from - goods),
        fee=fee,
        total=base + fee,
        taxes=split(
            [
                *((tariff.tax[item.tax_class], item.amount) for item in items),
                (service, (shipping or 0) + fee),
            ]
        ),
        destination=destination,
        sending=chosen,
        sendings=sendings,
        payment=paid_by,
        payments=payments,
        leaves_on=leaves_on,
    )


def _price(rate: Rate, goods: Yen) -> Yen:
    return 0 if rate.free_from and goods >= rate.free_from else rate.price


def _sendings(
    goods: Yen, tariff: Tariff, destination: Prefecture | None, leaves_on: date
) -> tuple[SendingChoice, ...]:
    if destination is None:
        return ()
    choices = []
    for sending in tariff.sendings:
        rate = sending.rates.get(destination.region)
        if rate is None:
            continue
        choices.append(
            SendingChoice(
                sending=sending,
                price=_price(rate, goods),
                list_price=rate.price,
                leaves_on=leaves_on,
                earliest_on=arrives_on(leaves_on, rate.transit_days),
                free_from=rate.free_from,
            )
        )
    return tuple(choices)


def _bounds(
    goods: Yen, tariff: Tariff, chosen: SendingChoice | None, code: str | None
) -> tuple[Yen, Yen, Yen | None]:
    """Least and most the shipping can be, and the goods value from which the shop pays it."""
    if chosen:
        return chosen.price, chosen.price, chosen.free_from
    sending = tariff.sending(code) or (tariff.sendings[0] if tariff.sendings else None)
    rates = list(sending.rates.values()) if sending else []
    if not rates:
        return 0, 0, None
    prices = [_price(rate, goods) for rate in rates]
    thresholds = [rate.free_from for rate in rates if rate.free_from]
    return min(prices), max(prices), min(thresholds) if thresholds else None


def payment_choice(paying: Paying, base: Yen, at_the_door: bool) -> PaymentChoice:
    """What a payment method costs for goods plus shipping of `base` yen, or why it does not apply.

    `at_the_door`: whether the way of sending allows the money to be collected on delivery.
    """
    fee = paying.fee(base)
    refusal: Refusal | None = None
    limit: Yen | None = None
    if paying.most is not None and base > paying.most:
        refusal, limit = Refusal.TOO_MUCH, paying.most
    elif paying.least is not None and base < paying.least:
        refusal, limit = Refusal.TOO_LITTLE, paying.least
    elif paying.code == "cod" and not at_the_door:
        refusal = Refusal.NOT_WITH_SENDING
    return PaymentChoice(paying, fee, base + fee, refusal, limit)


__all__ = [
    "PaymentChoice",
    "Quote",
    "QuoteItem",
    "Refusal",
    "SendingChoice",
    "payment_choice",
    "quote",
]
