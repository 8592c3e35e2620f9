"""What the buyer had before their eyes when they pressed the button, and what is different now.

The confirmation page carries it, signed. It is only ever compared, never used to price or to promise anything.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

from storefront.cart.cart import Cart
from storefront.checkout.checkout import Checkout
from storefront.money import Yen
from storefront.quoting.quote import Quote

ParcelClass: TypeAlias = tuple[tuple[str, int], ...]
"""The code of each parcel's way and how many boxes go by it."""


@dataclass(frozen=True)
class SeenLine:
    """One line as it stood there: which variant, how many, for how many yen each."""

    variant_id: int
    quantity: int
    unit_price: Yen


@dataclass(frozen=True)
class Seen:
    """The confirmation page: its place key, the cart's version, the total, and what made it up; yen with tax.

    `promised_on` None: no day was shown, and none is compared. `answers`: the checkout's mark, not compared
    when empty. `parcels`: the way of each parcel and its boxes, not compared when empty.
    """

    place_key: str
    cart_version: int
    total: Yen
    promised_on: date | None = None
    cart_id: int = 0
    lines: tuple[SeenLine, ...] = ()
    shipping: Yen = 0
    fee: Yen = 0
    answers: str = ""
    parcels: ParcelClass = ()

    def packed(self) -> list[Any]:
        """As the plain values that a signed token holds; `unpack` is the way back."""
        lines = [[line.variant_id, line.quantity, line.unit_price] for line in self.lines]
        day = self.promised_on.isoformat() if self.promised_on else ""
        return [
            self.place_key,
            self.cart_version,
            self.total,
            day,
            self.cart_id,
            lines,
            self.shipping,
            self.fee,
            self.answers,
            [list(parcel) for parcel in self.parcels],
        ]


def unpack(packed: Any) -> Seen:
    """What `packed` made. Raises ValueError for anything else."""
    try:
        key, version, total, day, cart_id, lines, shipping, fee, answers, parcels = packed
        return Seen(
            str(key),
            int(version),
            int(total),
            date.fromisoformat(day) if day else None,
            int(cart_id),
            tuple(SeenLine(int(one), int(count), int(price)) for one, count, price in lines),
            int(shipping),
            int(fee),
            str(answers),
            tuple((str(way), int(boxes)) for way, boxes in parcels),
        )
    except TypeError as problem:
        raise ValueError("not what a confirmation page carries") from problem


def seen_now(place_key: str, cart: Cart, checkout: Checkout, quote: Quote) -> Seen:
    """What a confirmation page shows at this moment."""
    return Seen(
        place_key,
        cart.version,
        quote.total,
        checkout.delivery_date or quote.earliest_on,
        cart.id,
        tuple(_lines(cart)),
        quote.shipping or 0,
        quote.fee,
        checkout.mark,
        parcels_of(quote),
    )


def same_sums(before: Seen, cart: Cart, quote: Quote) -> bool:
    """Whether what made up the total is as it was shown: each line, the shipping, the fee. True where no lines were."""
    lines = tuple(_lines(cart))
    return not before.lines or (before.lines, before.shipping, before.fee) == (
        lines,
        quote.shipping or 0,
        quote.fee,
    )


def parcels_of(quote: Quote) -> ParcelClass:
    """The way of each parcel and its boxes; none while no way is known."""
    return quote.sending.parcel_class if quote.sending else ()


class Change(StrEnum):
    """What can be different."""

    ADDED = "added"
    REMOVED = "removed"
    QUANTITY = "quantity"
    PRICE = "price"
    WAY = "way"
    """It goes another way, or in another number of boxes."""
    SHIPPING = "shipping"
    FEE = "fee"
    DAY = "day"


@dataclass(frozen=True)
class Difference:
    """One thing that is different: of which variant (0: of the whole order), and how it was and is."""

    change: Change
    variant_id: int
    before: Any
    after: Any


def differences(before: Seen, now: Seen) -> list[Difference]:
    """Everything that is different, lines first; empty when only the cart's version moved."""
    return [*_in_lines(before, now), *_in_whole(before, now)]


def _lines(cart: Cart) -> Iterator[SeenLine]:
    return (SeenLine(one.variant_id, one.quantity, one.variant.price) for one in cart.lines)


def _in_lines(before: Seen, now: Seen) -> Iterator[Difference]:
    old = {line.variant_id: line for line in before.lines}
    new = {line.variant_id: line for line in now.lines}
    for variant_id in [*new, *(gone for gone in old if gone not in new)]:
        was, is_ = old.get(variant_id), new.get(variant_id)
        if was is None and is_ is not None:
            yield Difference(Change.ADDED, variant_id, 0, is_.quantity)
        elif is_ is None and was is not None:
            yield Difference(Change.REMOVED, variant_id, was.quantity, 0)
        elif was is not None and is_ is not None:
            if was.quantity != is_.quantity:
                yield Difference(Change.QUANTITY, variant_id, was.quantity, is_.quantity)
            if was.unit_price != is_.unit_price:
                yield Difference(Change.PRICE, variant_id, was.unit_price, is_.unit_price)


def _in_whole(before: Seen, now: Seen) -> Iterator[Difference]:
    if before.parcels and before.parcels != now.parcels:
        yield Difference(Change.WAY, 0, before.parcels, now.parcels)
    if before.shipping != now.shipping:
        yield Difference(Change.SHIPPING, 0, before.shipping, now.shipping)
    if before.fee != now.fee:
        yield Difference(Change.FEE, 0, before.fee, now.fee)
    if before.promised_on != now.promised_on:
        yield Difference(Change.DAY, 0, before.promised_on, now.promised_on)
