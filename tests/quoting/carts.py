"""Carts of the shop's own goods, drawn by lot and the same each time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from storefront.cart.cart import quote_item
from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.pricing.adjustment import Adjustment
from storefront.quoting.item import QuoteItem
from storefront.shipping.load import Temperature

FRESH = QuoteItem("FRESH-CAKE", 1, 1620, "food", 480, (180, 120, 90), Temperature.COOL)
CHILLED = QuoteItem("CHILLED-GIFT", 1, 5940, "goods", 2100, (330, 240, 160), Temperature.COOL)
CARD = QuoteItem("GREETING-CARD", 1, 253, "goods", 12, (155, 110, 2))
CADDY = QuoteItem("CHEST", 1, 4997, "goods", 4800, (480, 330, 210))
"""Beside what the shop has: thin, bulky and cool things, with prices that leave remainders."""


@dataclass(frozen=True)
class Basket:
    """What somebody buys at one go, and what comes off it."""

    items: tuple[QuoteItem, ...]
    adjustments: tuple[Adjustment, ...] = ()


def shelf_of() -> list[QuoteItem]:
    """One piece of everything on sale, by SKU, and a few things more."""
    query = select(Variant).options(joinedload(Variant.product)).order_by(Variant.sku)
    on_sale = [quote_item(one) for one in db.session.scalars(query) if one.sellable]
    return [*on_sale, FRESH, CHILLED, CARD, CADDY]


def baskets(shelf: Sequence[QuoteItem], count: int, seed: int = 20261124) -> Iterator[Basket]:
    """`count` of them: most with a line or two, some with a dozen, a few too big to send.

    Every fourth is discounted, every fifth has something cool in it beside what the lot brings.
    """
    lot = Random(seed)
    cool = [one for one in shelf if one.temperature == Temperature.COOL]
    for number in range(count):
        lines = lot.choices((1, 2, 3, 5, 12, 20), (30, 25, 20, 14, 8, 3))[0]
        most = lot.choices((1, 3, 30), (50, 40, 10))[0]
        drawn = lot.sample(shelf, lines)
        if number % 5 == 2 and cool and not any(one in cool for one in drawn):
            drawn.append(lot.choice(cool))
        items = tuple(replace(one, quantity=lot.randint(1, most)) for one in drawn)
        goods = sum(item.amount for item in items)
        off = lot.choice((1, 100, 333, 500, goods // 10, goods)) if number % 4 == 3 else 0
        yield Basket(items, off_by(off))


def off_by(yen: int) -> tuple[Adjustment, ...]:
    """A discount of that much, none for 0."""
    return (Adjustment("off", -yen, {"ja": "", "en": ""}),) if yen else ()
