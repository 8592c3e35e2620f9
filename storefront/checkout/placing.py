"""Placing an order: everything is frozen, stock is taken and the payment written down, in one transaction.

No money moves here. The caller commits, calls the gateway with the frozen charge, settles, commits again.
"""

import secrets
from datetime import date, datetime

from sqlalchemy import bindparam, or_, select

from storefront.cart.cart import Cart, CartLine
from storefront.cart.ending import close_cart
from storefront.catalog import stock
from storefront.checkout.checkout import Checkout
from storefront.checkout.seen import Seen, parcels_of, same_sums
from storefront.checkout.steps import Step, next_step
from storefront.extensions import db
from storefront.jobs.queue import enqueue
from storefront.locales import Locale
from storefront.money import Yen, allocate
from storefront.orders import lifecycle, search_term
from storefront.orders.order import (
    FrozenAdjustment,
    FrozenParcel,
    FrozenTax,
    Order,
    OrderContact,
    OrderLine,
    OrderState,
)
from storefront.orders.redating import promise_until
from storefront.payments.payment import Payment, new_payment
from storefront.quoting.quote import Quote
from storefront.quoting.sending import Parcel, SendingChoice
from storefront.quoting.tariff import Tariff
from storefront.visitors.visitor import visitor_id

FIRST_NUMBER = 10_000
_PLACED_WITH = (
    select(Order)
    .where(
        or_(Order.place_key == bindparam("placed_with"), Order.cart_id == bindparam("placed_from"))
    )
    .order_by(Order.id)
    .limit(1)
)


class CannotPlace(Exception):
    """The order was not placed; nothing was written."""


class Incomplete(CannotPlace):
    """An answer is missing or no longer valid; `step` is where to go."""

    def __init__(self, step: Step) -> None:
        super().__init__(step.value)
        self.step = step


class CartChanged(CannotPlace):
    """The cart is not the one that was confirmed (another tab, another device)."""


class TotalChanged(CannotPlace):
    """The order costs something else than the buyer saw; `quote` is the new one."""

    def __init__(self, quote: Quote) -> None:
        super().__init__(f"the total is now {quote.total}")
        self.quote = quote


class AnswersChanged(CannotPlace):
    """Address, delivery or payment are not what was confirmed: they were changed in another tab."""


class SumsChanged(CannotPlace):
    """The total is the same, but not what makes it up: one price rose while another fell."""


class ParcelsChanged(CannotPlace):
    """It would go another way, or in another number of boxes, than the buyer saw."""


class PromiseChanged(CannotPlace):
    """The parcel would arrive on another day than the buyer saw: the cut-off passed meanwhile."""


def order_placed_with(place_key: str, cart_id: int = 0) -> Order | None:
    """The order that a place key has made, or that was made from the same cart in another tab."""
    return db.session.scalar(_PLACED_WITH, {"placed_with": place_key, "placed_from": cart_id})


def promised_day(checkout: Checkout, quote: Quote) -> date | None:
    """The delivery day the buyer is told: the day asked for, else the earliest; None before the region is known."""
    return checkout.delivery_date or quote.earliest_on


def place_order(
    cart: Cart,
    checkout: Checkout,
    quote: Quote,
    tariff: Tariff,
    seen: Seen,
    locale: Locale,
    now: datetime,
    visitor_key: str = "",
) -> Payment:
    """Make the order and its first payment attempt from a confirmed checkout.

    `visitor_key` is whose browser it comes from, "" while nothing was written of them.

    In this order: cart at the version seen, answers complete and as seen, total, parcels and day as seen, cart closed,
    order and lines written, stock taken (variants in id order), expiry job and payment written. Raises one
    of CannotPlace or stock.NotEnoughStock; the caller then rolls back and nothing has happened. The place key
    and the cart are unique on the order, so placing twice is impossible.
    """
    order = agreed_order(cart, checkout, quote, tariff, seen, locale, now)
    if visitor_key:
        order.visitor_id = visitor_id(visitor_key)
    method = quote.payment
    assert method is not None
    payment = new_payment(
        order,
        method.paying,
        now,
        source=checkout.card_token if method.paying.code == "card" else "",
        label=checkout.card_label if method.paying.code == "card" else "",
        keep=method.paying.code == "card" and checkout.keep_card,
    )
    number_order(order, cart, now)
    return payment


def agreed_order(
    cart: Cart,
    checkout: Checkout,
    quote: Quote,
    tariff: Tariff,
    seen: Seen,
    locale: Locale,
    now: datetime,
) -> Order:
    """The order as it was agreed to, its cart closed; not in the session yet: `number_order` is next. Raises CannotPlace."""
    _agree(cart, checkout, quote, seen)
    if not close_cart(cart, seen.cart_version):
        raise CartChanged
    return _freeze(cart, checkout, quote, tariff, seen.place_key, locale, now)


def number_order(order: Order, cart: Cart, now: datetime) -> None:
    """Write an order down with its number, its goods taken from the shelf, and the job that gives it up unpaid.

    Raises stock.NotEnoughStock.
    """
    db.session.add(order)
    db.session.flush()
    order.number = str(FIRST_NUMBER + order.id)
    stock.take({line.variant_id: line.quantity for line in cart.lines}, order.stock_reference, now)
    lifecycle.record(order, "placed", now)
    search_term.index(order)
    enqueue("orders.expire", {"order": order.number}, order.reserved_until)
    db.session.flush()


def _agree(cart: Cart, checkout: Checkout, quote: Quote, seen: Seen) -> None:
    """Raise unless the checkout is complete and still is what the buyer saw."""
    if cart.version != seen.cart_version:
        raise CartChanged
    step = next_step(cart, checkout, quote)
    if step is not Step.CONFIRM:
        raise Incomplete(step)
    if seen.answers and checkout.mark != seen.answers:
        raise AnswersChanged
    if quote.total != seen.total:
        raise TotalChanged(quote)
    if not same_sums(seen, cart, quote):
        raise SumsChanged
    if seen.parcels and parcels_of(quote) != seen.parcels:
        raise ParcelsChanged
    if seen.promised_on is not None and promised_day(checkout, quote) != seen.promised_on:
        raise PromiseChanged


def _freeze(
    cart: Cart,
    checkout: Checkout,
    quote: Quote,
    tariff: Tariff,
    place_key: str,
    locale: Locale,
    now: datetime,
) -> Order:
    sending, payment = quote.sending, quote.payment
    assert sending is not None and payment is not None and quote.shipping is not None
    slots = {slot.code: slot.name for slot in sending.slots}
    parcels = frozen_parcels(sending, checkout.delivery_date, tariff)
    return Order(
        state=OrderState.PENDING,
        place_key=place_key,
        cart_id=cart.id,
        access_key=secrets.token_hex(12),
        locale=locale,
        goods=quote.goods,
        discount=quote.discount,
        adjustments=frozen_adjustments(quote),
        shipping=quote.shipping,
        fee=quote.fee,
        total=quote.total,
        taxes=frozen_taxes(quote),
        service_tax=tariff.service_tax,
        sending_code=sending.sending.code,
        sending_name=sending.sending.name,
        parcels=parcels,
        cash_on_delivery_possible=sending.cash_on_delivery,
        promised_on=checkout.delivery_date or sending.earliest_on,
        day_chosen=checkout.delivery_date is not None,
        promise_until=promise_until(parcels, payment.paying, tariff, now),
        slot_name=slots.get(checkout.time_slot, {}),
        payment_code=payment.paying.code,
        payment_name=payment.paying.name,
        placed_at=now,
        reserved_until=payment.paying.held_until(now),
        lines=_lines(cart, quote, tariff),
        contact=_contact(checkout),
    )


def frozen_taxes(quote: Quote) -> list[FrozenTax]:
    """A quote's tax parts as the order keeps them."""
    return [{"percent": p.percent, "taxable": p.taxable, "tax": p.tax} for p in quote.taxes]


def frozen_adjustments(quote: Quote) -> list[FrozenAdjustment]:
    """Why the goods cost less, as the order keeps it; they sum to the discount even where goods cost less than that."""
    parts = allocate(-quote.discount, [-one.amount for one in quote.adjustments] or [0])
    return [
        {"code": one.code, "label": dict(one.label), "amount": part}
        for one, part in zip(quote.adjustments, parts, strict=False)
    ]


def frozen_parcels(sending: SendingChoice, day: date | None, tariff: Tariff) -> list[FrozenParcel]:
    """The parcels of an order as it keeps them; one for a day asked for leaves so that it is there on that day."""
    return [
        {
            "way": one.sending.code,
            "name": dict(one.sending.name),
            "temperature": one.sending.temperature.value,
            "boxes": one.boxes,
            "pieces": one.load.pieces,
            "price": one.price,
            "list_price": one.list_price,
            "leaves_on": _leaves_on(one, day, tariff).isoformat(),
            "arrives_on": (day or one.earliest_on).isoformat(),
        }
        for one in sending.parcels
    ]


def _leaves_on(parcel: Parcel, day: date | None, tariff: Tariff) -> date:
    if day is None:
        return parcel.leaves_on
    leaves = parcel.leaves_on + (day - parcel.earliest_on)
    return tariff.calendar.last_packing(leaves, not_before=parcel.leaves_on)


def _lines(cart: Cart, quote: Quote, tariff: Tariff) -> list[OrderLine]:
    """A line for each of the cart's, with its share of the discount."""
    shared = zip(cart.lines, quote.shares, strict=True)
    return [_line(cart_line, share, tariff) for cart_line, share in shared]


def _line(cart_line: CartLine, share: Yen, tariff: Tariff) -> OrderLine:
    variant = cart_line.variant
    return OrderLine(
        variant_id=variant.id,
        sku=variant.sku,
        name=variant.product.name,
        label=variant.label,
        quantity=cart_line.quantity,
        unit_price=variant.price,
        discount=share,
        impression_id=cart_line.impression_id,
        tax_percent=tariff.tax[variant.tax_class],
    )


def _contact(checkout: Checkout) -> OrderContact:
    return OrderContact(
        email=checkout.email,
        name=checkout.name,
        postal_code=checkout.postal_code,
        prefecture=checkout.prefecture,
        address=checkout.address,
        building=checkout.building,
        phone=checkout.phone,
    )
