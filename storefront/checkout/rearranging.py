"""Sending an order elsewhere, on another day or another way, before it is packed: what that comes to, by the shop's own quote.

What was bought never changes. Who has paid is not asked for more: a dearer way is borne by the shop, and said so; of a cheaper one
the difference goes back as a refund. An order that is not paid yet simply costs something else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from storefront.cart.cart import quote_item
from storefront.checkout.placing import frozen_parcels
from storefront.locales import Text
from storefront.money import Yen, allocate
from storefront.orders.order import FrozenParcel, Order, OrderState
from storefront.orders.refund import left_of
from storefront.pricing.adjustment import Adjustment
from storefront.quoting.paying import PaymentChoice, Refusal
from storefront.quoting.quote import Quote, quote
from storefront.quoting.tariff import Tariff
from storefront.shipping.prefectures import Prefecture, by_code

CONTACT = ("name", "postal_code", "prefecture", "address", "building", "phone")


@dataclass(frozen=True)
class Wish:
    """Who, where to, how and when: `day` None is as early as possible, `slot` "" any time of day."""

    name: str
    postal_code: str
    prefecture: str
    address: str
    building: str
    phone: str
    way: str
    day: date | None = None
    slot: str = ""


class Settled(StrEnum):
    """What becomes of a difference. none: there is none. total: nothing is paid yet, the order costs that much more or less.
    borne: it is paid and the shop bears it. back: it is paid, and it goes back.
    """

    NONE = "none"
    TOTAL = "total"
    BORNE = "borne"
    BACK = "back"


@dataclass(frozen=True)
class Plan:
    """What an order becomes. Yen with tax; `difference` is what sending and fee cost more (less, below zero) than they did.

    `fields`: codes of what changes, none for nothing. `shipping`, `fee` and `total` are the order's afterwards.
    """

    fields: tuple[str, ...]
    parcels: list[FrozenParcel]
    promised_on: date
    day_chosen: bool
    slot_name: Text
    sending_code: str
    sending_name: Text
    cash_on_delivery_possible: bool
    shipping: Yen
    fee: Yen
    total: Yen
    difference: Yen = 0
    settled: Settled = Settled.NONE
    unpayable: PaymentChoice | None = None
    """The way it is to be paid, where that cannot be had for it any more."""

    @property
    def mark(self) -> str:
        """What tells it from a plan that was worked out at another moment."""
        sums = (self.shipping, self.fee, self.total, self.difference, self.settled.value)
        days = [(one["way"], one["leaves_on"], one["arrives_on"]) for one in self.parcels]
        return repr((sums, days, self.promised_on.isoformat(), self.fields))

    @property
    def moves_money(self) -> bool:
        """Whether money goes back when it is done."""
        return self.settled is Settled.BACK


def changeable(order: Order) -> bool:
    """Whether where and when may still change: nothing has left, and it is not over."""
    return order.state in (OrderState.PENDING, OrderState.PLACED) and order.first_sent_at is None


def wish_of(order: Order, tariff: Tariff) -> Wish:
    """How it stands now."""
    to, way = order.contact, tariff.sending(order.sending_code)
    slots = way.slots if way else ()
    slot = next((one.code for one in slots if dict(one.name) == dict(order.slot_name)), "")
    return Wish(
        to.name, to.postal_code, to.prefecture, to.address, to.building, to.phone,
        order.sending_code, order.promised_on if order.day_chosen else None, slot,
    )  # fmt: skip


def quote_again(
    order: Order, tariff: Tariff, now: datetime, destination: Prefecture | None, way: str
) -> Quote:
    """What sending the order there costs now, at the prices and discounts it was placed with.

    Lines of which everything was refunded are left out. The others count as they were bought: what was refunded of them takes
    nobody's free shipping away.
    """
    left = left_of(order, order.refunds)
    items, off = [], []
    for line in order.lines:
        if not left.pieces[line.id]:
            continue
        fresh, name = quote_item(line.variant, line.quantity), f"{line.id}"
        items.append(replace(fresh, sku=name, unit_price=line.unit_price))
        if line.discount:
            off.append(Adjustment("frozen", -line.discount, {}, {name: line.amount}))
    return quote(items, tariff, now, destination, way, order.payment_code, off)


def same_road(order: Order, wish: Wish) -> bool:
    """Whether it goes to the same region by the same way: its agreed price then stays, whatever a new order would cost."""
    there, here = by_code(wish.prefecture), by_code(order.contact.prefecture)
    return (
        there is not None
        and here is not None
        and there.region == here.region
        and wish.way == order.sending_code
    )


def keeps_day(order: Order, wish: Wish) -> bool:
    """Whether the day asked for is the one it has."""
    return wish.day == (order.promised_on if order.day_chosen else None)


def plan(order: Order, wish: Wish, priced: Quote, tariff: Tariff) -> Plan:
    """What the order becomes; `priced` has the way that is wished for, and can be had. Writes nothing."""
    before, chosen = wish_of(order, tariff), priced.sending
    assert chosen is not None
    kept, slots = same_road(order, wish), {slot.code: slot.name for slot in chosen.slots}
    wish = replace(
        wish,
        day=wish.day if chosen.days else None,
        slot=wish.slot if wish.slot in slots else "",
    )
    fresh = frozen_parcels(chosen, wish.day, tariff)
    if kept and keeps_day(order, wish):
        parcels, promised = order.parcels, order.promised_on
    elif kept and _alike(fresh, order.parcels):
        parcels = [_on_days(old, new) for old, new in zip(order.parcels, fresh, strict=True)]
        promised = wish.day or chosen.earliest_on
    else:
        kept = kept and chosen.price == paid_for(order.parcels)
        parcels, promised = fresh, wish.day or chosen.earliest_on
    made = Plan(
        fields=_fields(before, wish),
        parcels=list(parcels),
        promised_on=promised,
        day_chosen=wish.day is not None,
        slot_name=order.slot_name
        if wish.slot == before.slot and kept
        else slots.get(wish.slot, {}),
        sending_code=order.sending_code if kept else chosen.sending.code,
        sending_name=order.sending_name if kept else chosen.sending.name,
        cash_on_delivery_possible=chosen.cash_on_delivery,
        shipping=order.shipping,
        fee=order.fee,
        total=order.total,
    )
    if promised != order.promised_on and "day" not in made.fields:
        made = replace(made, fields=(*made.fields, "day"))
    return made if kept else _settled(order, made, priced)


def _settled(order: Order, made: Plan, priced: Quote) -> Plan:
    """The same with what becomes of the difference."""
    price = priced.shipping or 0
    if order.paid_at is None:
        way = priced.payment
        fee = priced.fee if way and not way.refusal else order.fee
        more = price - order.shipping + fee - order.fee
        total = order.total + more
        fields = (*made.fields, "sums") if more else made.fields
        return replace(
            made, shipping=price, fee=fee, total=total, difference=more, fields=fields,
            settled=Settled.TOTAL if more else Settled.NONE,
            unpayable=way if way and way.refusal not in (None, Refusal.CLOSED) else None,
        )  # fmt: skip
    now_paid = paid_for(order.parcels)
    more = price - now_paid
    if more > 0:
        parcels = _costing(made.parcels, now_paid)
        fields = (*made.fields, "borne")
        return replace(made, parcels=parcels, difference=more, settled=Settled.BORNE, fields=fields)
    back = min(-more, left_of(order, order.refunds).shipping)
    if not back:
        return made
    return replace(made, difference=-back, settled=Settled.BACK, fields=(*made.fields, "refunded"))


def paid_for(parcels: Sequence[FrozenParcel]) -> Yen:
    """What its buyer pays for sending an order the way it goes now: the shipping it was placed with, less what went back when it
    became cheaper since. What was given back for another reason is not in it.
    """
    return sum(one["price"] for one in parcels)


def _fields(before: Wish, wish: Wish) -> tuple[str, ...]:
    changed = (name for name in (*CONTACT, "way", "day", "slot"))
    return tuple(one for one in changed if getattr(before, one) != getattr(wish, one))


def _alike(fresh: Sequence[FrozenParcel], old: Sequence[FrozenParcel]) -> bool:
    return [(one["way"], one["boxes"]) for one in fresh] == [
        (one["way"], one["boxes"]) for one in old
    ]


def _on_days(old: FrozenParcel, new: FrozenParcel) -> FrozenParcel:
    return {**old, "leaves_on": new["leaves_on"], "arrives_on": new["arrives_on"]}


def _costing(parcels: Sequence[FrozenParcel], paid: Yen) -> list[FrozenParcel]:
    """The parcels with what their buyer pays for them in all; the rest of their price is the shop's."""
    shares = allocate(paid, [one["price"] for one in parcels])
    return [{**one, "price": share} for one, share in zip(parcels, shares, strict=True)]
