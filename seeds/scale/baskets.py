"""Baskets: what customers put together, priced by the shop's own `quote()`."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from seeds.scale import bulk
from seeds.scale.bulk import as_json
from storefront.catalog.product import Product
from storefront.catalog.variant import Variant
from storefront.checkout.placing import frozen_parcels, frozen_taxes
from storefront.extensions import db
from storefront.orders.order import FrozenParcel
from storefront.quoting.item import QuoteItem
from storefront.quoting.quote import Quote, quote
from storefront.quoting.tariff import Paying, Tariff
from storefront.shipping.prefectures import PREFECTURES, Prefecture, Region

MOST_QUANTITY = 3
AT_THE_DOOR = 0.25
"""The part of baskets that is to be paid in cash on delivery."""


COLUMNS = (
    Variant.id,
    Variant.sku,
    Product.name,
    Variant.label,
    Variant.price,
    Variant.tax_class,
    Variant.weight_grams,
    Variant.length_mm,
    Variant.width_mm,
    Variant.height_mm,
    Variant.temperature,
)
"""What of a variant, joined with its product, a basket has to know."""


@dataclass(frozen=True)
class Basket:
    """What somebody buys, as the tables keep it: money and sending for the order, a row for each line."""

    total: int
    money: bulk.Row
    sending: bulk.Row
    parcels: list[FrozenParcel]
    paying: Paying
    payment: bulk.Row
    lines: tuple[bulk.Row, ...]
    destination: Prefecture
    transit_days: int


def baskets(count: int, tariff: Tariff, now: datetime, chance: random.Random) -> list[Basket]:
    """Baskets of one to four variants. Some goods are bought far more often than others, Kanto buys most."""
    variants = _variants(count, chance)
    weights = [5 if one.region == Region.KANTO else 1 for one in PREFECTURES]
    made = []
    for destination in chance.choices(PREFECTURES, weights, k=count):
        several = min(len(variants), chance.choice((1, 1, 2, 2, 3, 4)))
        lines = [
            (one, chance.randint(1, MOST_QUANTITY)) for one in chance.sample(variants, several)
        ]
        way = "cod" if chance.random() < AT_THE_DOOR else "card"
        made.append(basket_of(lines, destination, way, tariff, now))
    return made


def _variants(count: int, chance: random.Random) -> list[Any]:
    last = db.session.scalar(select(func.max(Variant.id))) or 1
    wanted = sorted({max(1, int(last * chance.random() ** 2)) for _ in range(count)})
    found: list[Any] = []
    for begin in range(0, len(wanted), 1000):
        some = Variant.id.in_(wanted[begin : begin + 1000])
        found += db.session.execute(
            select(*COLUMNS).join(Product).where(some).order_by(Variant.id)
        ).all()
    return found


def basket_of(
    lines: Sequence[tuple[Any, int]],
    destination: Prefecture,
    way: str,
    tariff: Tariff,
    now: datetime,
) -> Basket:
    """Rows of COLUMNS and their quantities, sent there and paid that way, or as near to it as the shop can."""
    items = [_item(one, quantity) for one, quantity in lines]
    destination, priced = _quoted(items, destination, way, tariff, now)
    assert priced.sending is not None and priced.payment is not None
    sending, paying = priced.sending, priced.payment.paying
    leaves, arrives = sending.leaves_on, sending.earliest_on
    taxes = as_json(frozen_taxes(priced))
    return Basket(
        total=priced.total,
        money=(
            priced.goods,
            priced.discount,
            as_json([]),
            priced.shipping,
            priced.fee,
            priced.total,
            taxes,
            tariff.service_tax,
        ),
        sending=(sending.sending.code, as_json(sending.sending.name), sending.cash_on_delivery),
        parcels=frozen_parcels(sending, None, tariff),
        paying=paying,
        payment=(paying.code, as_json(paying.name)),
        lines=tuple(_line(one, quantity, tariff) for one, quantity in lines),
        destination=destination,
        transit_days=(arrives - leaves).days,
    )


def _quoted(
    items: list[QuoteItem], destination: Prefecture, way: str, tariff: Tariff, now: datetime
) -> tuple[Prefecture, Quote]:
    """What it costs there, or in the first prefecture that chilled goods reach; by card where `way` is refused."""
    for prefecture in (destination, *PREFECTURES):
        for method in (way, "card"):
            priced = quote(items, tariff, now, prefecture, payment=method)
            if priced.sending and priced.payment and not priced.payment.refusal:
                return prefecture, priced
    raise ValueError("No way takes this basket to any prefecture.")


def _item(one: Any, quantity: int) -> QuoteItem:
    sides = (one.length_mm, one.width_mm, one.height_mm)
    return QuoteItem(
        one.sku, quantity, one.price, one.tax_class, one.weight_grams, sides, one.temperature
    )


def _line(one: Any, quantity: int, tariff: Tariff) -> bulk.Row:
    texts = (as_json(one.name), as_json(one.label))
    return (one.id, one.sku, *texts, quantity, one.price, 0, tariff.tax[one.tax_class])
