"""What an order will cost, all told: the only source of a figure that a shopper sees.

Product page, dialog, cart, checkout, confirmation, order and mail take their figures from `quote()`. It reads
nothing and changes nothing: lines, tariff, destination and time go in, one frozen value comes out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from storefront.money import Yen
from storefront.pricing.adjustment import Adjustment, discount_of, shares_of
from storefront.pricing.tax import TaxPart, split
from storefront.quoting.item import QuoteItem, load_of
from storefront.quoting.paying import PaymentChoice, Refusal, payment_choices
from storefront.quoting.sending import NotSent, SendingChoice
from storefront.quoting.shipping_cost import ShippingCost, shipping_cost
from storefront.quoting.tariff import Tariff
from storefront.shipping.load import Load, Temperature
from storefront.shipping.prefectures import Prefecture

ORDINARY_FIRST = (Temperature.AMBIENT, Temperature.COOL)


@dataclass(frozen=True)
class Quote:
    """The whole cost of an order, yen with tax.

    `goods` is before `discount`, `shares` is what of it falls on each item. `shipping` is None while no
    destination is known, and where nothing goes there; `total` then leaves it out. `fee` belongs to the chosen
    payment method, 0 while none is chosen. `taxes` sum to `total`.
    """

    items: tuple[QuoteItem, ...]
    goods: Yen
    adjustments: tuple[Adjustment, ...]
    discount: Yen
    shares: tuple[Yen, ...]
    sent: ShippingCost
    fee: Yen
    total: Yen
    taxes: tuple[TaxPart, ...]
    destination: Prefecture | None
    payment: PaymentChoice | None
    payments: tuple[PaymentChoice, ...]
    leaves_on: date

    @property
    def count(self) -> int:
        """Pieces in all lines."""
        return sum(item.quantity for item in self.items)

    @property
    def paid_goods(self) -> Yen:
        """The goods less the discount."""
        return self.goods - self.discount

    @property
    def shipping(self) -> Yen | None:
        """Yen for sending; None while the region is unknown, and where nothing goes there."""
        return self.sent.price

    @property
    def shipping_least(self) -> Yen:
        """The least the shipping can be; `shipping` itself once the region is known."""
        return self.sent.least

    @property
    def shipping_most(self) -> Yen:
        """The most the shipping can be; `shipping` itself once the region is known."""
        return self.sent.most

    @property
    def sending(self) -> SendingChoice | None:
        """The way chosen, else the cheapest; None while the region is unknown, and where nothing goes there."""
        return self.sent.chosen

    @property
    def sendings(self) -> tuple[SendingChoice, ...]:
        """Every way that can be had; none while the region is unknown."""
        return self.sent.offered

    @property
    def not_sent(self) -> tuple[NotSent, ...]:
        """The ways that cannot be had, each with what stands in the way."""
        return self.sent.not_sent

    @property
    def sendable(self) -> bool:
        """Whether the goods can be sent in one order, and to the destination if it is known."""
        return self.sent.sendable

    @property
    def free_from(self) -> Yen | None:
        """The value of ordinary goods from which the shop pays for sending them; None where it never does."""
        return self.sent.free_from

    @property
    def counted(self) -> Yen:
        """What of the goods counts towards `free_from`: ordinary goods, less their share of the discount."""
        return self.sent.counted

    @property
    def gap(self) -> Yen | None:
        """What is missing until the shop pays the shipping of ordinary goods; 0 when reached, None if it never does."""
        return self.sent.gap

    @property
    def in_reach(self) -> bool:
        """Whether it helps to say how far it is to the value from which the shop pays: from half of it on."""
        return self.sent.in_reach

    @property
    def total_least(self) -> Yen:
        """The total where shipping is cheapest; `total` itself once the region is known."""
        return self.paid_goods + self.shipping_least + self.fee

    @property
    def total_most(self) -> Yen:
        """The total where shipping is dearest; `total` itself once the region is known."""
        return self.paid_goods + self.shipping_most + self.fee

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
    adjustments: Sequence[Adjustment] = (),
) -> Quote:
    """Price an order. Unknown, absent or impossible `sending` takes the cheapest way; unknown `payment` takes none.

    A chosen payment method that does not apply stays visible with its refusal and adds no fee.
    """
    goods = sum(item.amount for item in items)
    discount = discount_of(goods, adjustments)
    shares = shares_on(items, adjustments, tariff)
    worths = [item.amount - share for item, share in zip(items, shares, strict=True)]
    ambient, cool = (load_of(items, kind, worths) for kind in ORDINARY_FIRST)
    sent = shipping_cost(ambient, cool, tariff, now, destination, sending)
    shipping = sent.price or 0
    region = destination.region.value if destination else ""
    payments = payment_choices(
        tariff.payings, goods - discount, sent.chosen, sent.offered, region, now
    )
    paid_by = next((choice for choice in payments if choice.paying.code == payment), None)
    fee = paid_by.fee if paid_by and not paid_by.refusal else 0
    return Quote(
        items=tuple(items),
        goods=goods,
        adjustments=tuple(adjustments),
        discount=discount,
        shares=shares,
        sent=sent,
        fee=fee,
        total=goods - discount + shipping + fee,
        taxes=_taxes(items, worths, tariff, shipping + fee),
        destination=destination,
        payment=paid_by,
        payments=payments,
        leaves_on=sent.chosen.leaves_on if sent.chosen else _leaves_on(ambient, cool, tariff, now),
    )


def shares_on(
    items: Sequence[QuoteItem], adjustments: Sequence[Adjustment], tariff: Tariff
) -> tuple[Yen, ...]:
    """What of the discounts falls on each item, in yen: first by tax rate and temperature, then by amount."""
    kinds = [(tariff.percent(item.tax_class), item.temperature) for item in items]
    amounts = [item.amount for item in items]
    return tuple(shares_of(adjustments, [item.sku for item in items], amounts, kinds))


def _leaves_on(ambient: Load, cool: Load, tariff: Tariff, now: datetime) -> date:
    """The day all of it leaves while no way is chosen: by the ways that stand for others."""
    ways = tariff.cool[:1] if cool else ()
    if ambient or not ways:
        ways = (tariff.standard, *ways)
    return max(tariff.leaves_on(now, way) for way in ways)


def _taxes(
    items: Sequence[QuoteItem], worths: Sequence[Yen], tariff: Tariff, service: Yen
) -> tuple[TaxPart, ...]:
    lines = (
        (tariff.percent(item.tax_class), worth) for item, worth in zip(items, worths, strict=True)
    )
    return split([*lines, (tariff.service_tax, service)])


__all__ = [
    "PaymentChoice",
    "Quote",
    "QuoteItem",
    "Refusal",
    "SendingChoice",
    "quote",
]
