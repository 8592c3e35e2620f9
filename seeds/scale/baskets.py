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
from storefront.checkout.placing import frozen_taxes
from storefront.extensions import db
from storefront.quoting.quote import QuoteItem, quote
from storefront.quoting.tariff import Paying, Tariff
from storefront.shipping.prefectures import PREFECTURES, Prefecture, Region

MOST_QUANTITY = 3
AT_THE_DOOR = 0.25
"""The part of baskets that is to be paid in cash on delivery."""


@dataclass(frozen=True)
class Basket:
    """What somebody buys, as the tables keep it: money and sending for the order, a row for each line."""

    total: int
    money: bulk.Row
    sending: bulk.Row
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
        made.append(_basket(lines, destination, way, tariff, now))
    return made


def _variants(count: int, chance: random.Random) -> list[Any]:
    last = db.session.scalar(select(func.max(Variant.id))) or 1
    wanted = sorted({max(1, int(last * chance.random() ** 2)) for _ in range(count)})
    columns = (
        Variant.id,
        Variant.sku,
        Product.name,
        Variant.label,
        Variant.price,
        Variant.tax_class,
    )
    found: list[Any] = []
    for begin in range(0, len(wanted), 1000):
        some = Variant.id.in_(wanted[begin : begin + 1000])
        found += db.session.execute(select(*columns).join(Product).where(some)).all()
    return found


def _basket(
    lines: Sequence[tuple[Any, int]],
    destination: Prefecture,
    way: str,
    tariff: Tariff,
    now: datetime,
) -> Basket:
    items = [QuoteItem(one.sku, quantity, one.price, one.tax_class) for one, quantity in lines]
    priced = quote(items, tariff, now, destination, payment=way)
    if priced.payment is None or priced.payment.refusal:
        priced = quote(items, tariff, now, destination, payment="card")
    assert priced.sending is not None and priced.payment is not None
    sending, paying = priced.sending.sending, priced.payment.paying
    taxes = as_json(frozen_taxes(priced))
    return Basket(
        total=priced.total,
        money=(priced.goods, priced.shipping, priced.fee, priced.total, taxes, tariff.service_tax),
        sending=(sending.code, as_json(sending.name), sending.cash_on_delivery),
        paying=paying,
        payment=(paying.code, as_json(paying.name)),
        lines=tuple(_line(one, quantity, tariff) for one, quantity in lines),
        destination=destination,
        transit_days=sending.rates[destination.region].transit_days,
    )


def _line(one: Any, quantity: int, tariff: Tariff) -> bulk.Row:
    texts = (as_json(one.name), as_json(one.label))
    return (one.id, one.sku, *texts, quantity, one.price, tariff.tax[one.tax_class])
