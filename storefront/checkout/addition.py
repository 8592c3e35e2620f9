"""What goods cost that are added to an order, until when, by which ways to pay, and whether they go in its parcels."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from storefront.cart.cart import quote_item
from storefront.catalog.variant import Variant
from storefront.locales import Text
from storefront.money import Yen
from storefront.offers.accepting import Piece
from storefront.offers.incentives import reduced
from storefront.offers.kinds import Kind
from storefront.offers.terms import Terms
from storefront.orders.order import Order
from storefront.orders.redating import ready_by
from storefront.quoting.item import QuoteItem
from storefront.quoting.paying import PaymentChoice, Refusal, payment_choice
from storefront.quoting.quote import quote
from storefront.quoting.tariff import HELD_FOR, Paying, Tariff
from storefront.shipping.prefectures import by_code

TOLD_WITHIN = timedelta(hours=1)
"""So long news of money that the buyer brought may take: it has to be here when packing begins."""
TIME_TO_BRING = {"konbini": timedelta(hours=3), "bank_transfer": timedelta(days=1)}
"""What a buyer needs at least to bring money. Not here: a transfer that somebody of the shop has to look for."""


@dataclass(frozen=True)
class Brought:
    """The offer an addition comes by: what it takes off, in whole per cent of each line, and why in words."""

    code: str = ""
    percent_off: int = 0
    reason: Text = field(default_factory=dict)
    impression_id: int | None = None

    def off(self, amount: Yen) -> Yen:
        """Yen taken off a line."""
        return reduced(amount, self.percent_off)


def brought_by(terms: Terms, pieces: Sequence[Piece]) -> Brought:
    """What an offer takes off these goods of it; the same for each of them."""
    named = {(good.sku, good.quantity): good.percent_off for good in terms.goods}
    offs = [named.get((one.sku, one.quantity), 0) for one in pieces]
    percent = min(offs, default=0) if terms.kind is Kind.THANK_YOU else 0
    return Brought(terms.code, percent, terms.title)


def goods_of(wanted: Mapping[Variant, int], by: Brought) -> Yen:
    """Yen that goods cost with what their offer takes off."""
    amounts = (one.price * count for one, count in wanted.items())
    return sum(amount - by.off(amount) for amount in amounts)


def packed_at(order: Order, tariff: Tariff) -> datetime:
    """When packing of an order begins: until then something can be added. UTC or the shop's zone."""
    return ready_by(order.parcels, tariff)


def ways_to_add(
    order: Order, goods: Yen, tariff: Tariff, now: datetime
) -> tuple[PaymentChoice, ...]:
    """The ways to pay for goods of `goods` yen more: each with the yen it comes to, or why it does not apply.

    An order that is paid at the door stays so, with the fee for the whole of it: only the fee's growth is counted
    here. Nothing more is collected at the door of one that is paid.
    """
    at_the_door = order.paid_at is None
    return tuple(
        way_to_add(order, goods, paying, tariff, now)
        for paying in tariff.payings
        if paying.at_the_door is at_the_door
    )


def way_to_add(
    order: Order, goods: Yen, paying: Paying, tariff: Tariff, now: datetime
) -> PaymentChoice:
    """One of them."""
    there = by_code(order.contact.prefecture)
    region = there.region.value if there else ""
    if paying.at_the_door:
        base = order.total - order.fee + goods
        way = payment_choice(paying, base, order.cash_on_delivery_possible, region, now)
        more = max(0, way.fee - order.fee)
        way = replace(way, fee=more, total=goods + more)
    else:
        way = payment_choice(paying, goods, False, region, now)
    wrong_door = paying.at_the_door is (order.paid_at is not None)
    too_slow = paying.paid_later and bring_until(order, paying, tariff, now) is None
    if not way.refusal and (wrong_door or too_slow):
        return replace(way, refusal=Refusal.NOT_TO_ADD)
    return way


def bring_until(order: Order, paying: Paying, tariff: Tariff, now: datetime) -> datetime | None:
    """Until when money may be brought so that it is here when packing begins; None where that is too soon."""
    needs, due = TIME_TO_BRING.get(paying.code), paying.due_at(now)
    if needs is None or due is None:
        return None
    until = min(due, packed_at(order, tariff) - TOLD_WITHIN)
    return until if until - now >= needs else None


def reserved_until(
    order: Order, paying: Paying, tariff: Tariff, now: datetime
) -> tuple[datetime, datetime | None]:
    """Until when goods of an addition wait for their money, and until when the buyer may bring it (None: at once)."""
    due = bring_until(order, paying, tariff, now) if paying.paid_later else None
    return (due + TOLD_WITHIN if due else now + HELD_FOR), due


def same_parcels(order: Order, more: Iterable[QuoteItem], tariff: Tariff, now: datetime) -> bool:
    """Whether more goods go in the order's parcels as they are: the same ways, the same number of boxes."""
    items = [quote_item(line.variant, line.quantity) for line in order.lines]
    there = by_code(order.contact.prefecture)
    asked = quote([*items, *more], tariff, now, there, order.sending_code)
    if asked.sending is None or asked.sending.sending.code != order.sending_code:
        return False
    now_so = sorted((one.sending.code, one.boxes) for one in asked.sending.parcels)
    return now_so == sorted((one["way"], one["boxes"]) for one in order.parcels)
