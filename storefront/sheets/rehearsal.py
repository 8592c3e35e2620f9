"""What a change of settings would do to orders: the real quote over the tables as they would be, then taken back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from storefront.cart.cart import quote_item
from storefront.catalog.product import PUBLISHED, Product
from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.locales import Text
from storefront.money import Yen
from storefront.quoting.item import QuoteItem
from storefront.quoting.quote import quote
from storefront.quoting.tariff import Tariff
from storefront.quoting.tariff_reading import load_tariff
from storefront.shipping.load import Temperature
from storefront.shipping.prefectures import Prefecture, by_code

SAMPLES = ("13", "01", "47")
"""Tokyo, Hokkaido, Okinawa: near, far, and where the shop hardly ever pays."""


@dataclass(frozen=True)
class By:
    """Which way the samples are sent and paid, where the change is about one: then a sample that cannot has no sum."""

    way: str | None = None
    payment: str | None = None


@dataclass(frozen=True)
class Basket:
    """Goods of the shop as they are on sale: their names with how many, and as `quote()` takes them."""

    names: tuple[tuple[Text, int], ...]
    items: tuple[QuoteItem, ...]


@dataclass(frozen=True)
class Sum:
    """What a basket costs somewhere, yen with tax; None where it cannot be sent or paid so. Of it: shipping, fee, tax."""

    total: Yen | None
    shipping: Yen = 0
    fee: Yen = 0
    tax: Yen = 0


@dataclass(frozen=True)
class Effect:
    """One basket sent to one place, before the change and after it."""

    basket: Basket
    place: Prefecture
    before: Sum
    after: Sum

    @property
    def same(self) -> bool:
        """Whether nothing about it changes."""
        return self.before == self.after

    @property
    def changes(self) -> bool:
        """Whether anything does."""
        return not self.same

    @property
    def difference(self) -> Yen:
        """Yen more, or below zero less; 0 where one of the two cannot be had."""
        if self.before.total is None or self.after.total is None:
            return 0
        return self.after.total - self.before.total


def baskets() -> list[Basket]:
    """Three of them: the smallest thing, some of middling price, and the dearest with one that is to be kept cool."""
    asked = (
        select(Variant)
        .join(Product)
        .where(PUBLISHED, Variant.published)
        .options(joinedload(Variant.product))
        .order_by(Variant.price, Variant.id)
    )
    found = db.session.scalars(asked).all()
    ordinary = [one for one in found if one.temperature == Temperature.AMBIENT]
    if not ordinary:
        return []
    small = min(ordinary, key=lambda one: (one.length_mm * one.width_mm * one.height_mm, one.id))
    middle, cool = ordinary[len(ordinary) // 2], [one for one in found if one not in ordinary]
    return [
        _basket((small, 1)),
        _basket((middle, 2)),
        _basket((ordinary[-1], 1), *((one, 1) for one in cool[:1])),
    ]


def tariffs(
    change: Callable[[], None], before_at: datetime, after_at: datetime
) -> tuple[Tariff, Tariff]:
    """The tariff before and after `change`, which writes rows; they are taken back whatever happens.

    `before_at` and `after_at` are the moments it is read for. Ends the transaction. Raises what `change` raises.
    """
    try:
        old = load_tariff(before_at)
        change()
        db.session.flush()
        db.session.expire_all()
        return old, load_tariff(after_at)
    finally:
        db.session.rollback()


def rehearse(
    change: Callable[[], None], before_at: datetime, after_at: datetime, by: By = By()
) -> list[Effect]:
    """Three baskets to three places, before and after a change; see `tariffs`."""
    samples = baskets()
    old, new = tariffs(change, before_at, after_at)
    return effects(samples, old, new, before_at, after_at, by)


def effects(
    samples: Sequence[Basket],
    old: Tariff,
    new: Tariff,
    before_at: datetime,
    after_at: datetime,
    by: By = By(),
) -> list[Effect]:
    """The samples under two tariffs."""
    places = [place for code in SAMPLES if (place := by_code(code))]
    return [
        Effect(
            basket,
            place,
            _sum(basket, old, before_at, place, by),
            _sum(basket, new, after_at, place, by),
        )
        for basket in samples
        for place in places
    ]


def _sum(basket: Basket, tariff: Tariff, at: datetime, place: Prefecture, by: By) -> Sum:
    paid_by = tariff.paying(by.payment)
    way = by.way or next((w.code for w in tariff.sendings if w.cash_on_delivery), None)
    named = way if by.way or (paid_by and paid_by.at_the_door) else None
    found = quote(basket.items, tariff, at, place, sending=named, payment=by.payment)
    sent = found.sending
    if not found.sendable or found.shipping is None or sent is None:
        return Sum(None)
    if by.way and all(parcel.sending.code != by.way for parcel in sent.parcels):
        return Sum(None)
    if by.payment and (found.payment is None or found.payment.refusal is not None):
        return Sum(None)
    return Sum(found.total, found.shipping, found.fee, found.tax)


def _basket(*goods: tuple[Variant, int]) -> Basket:
    return Basket(
        tuple((one.product.name, count) for one, count in goods),
        tuple(quote_item(one, count) for one, count in goods),
    )
