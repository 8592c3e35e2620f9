"""A year of orders that nobody placed, so that a demo has a past to reckon with: every one of them marked as made up.

Nothing left the shelves for them, no mail was written, no claim is proved by them (`Order.simulated`). They are priced
by the shop's own `quote()` at what things cost on their day.
"""

import random
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select

from seeds.scale import bulk, orders
from seeds.scale.baskets import COLUMNS, basket_of
from seeds.scale.bulk import as_time
from seeds.scale.histories import past_of
from seeds.scale.orders import Sheet
from storefront.cart.cart import Cart
from storefront.catalog.price import Price
from storefront.catalog.product import Product
from storefront.checkout.placing import FIRST_NUMBER
from storefront.extensions import db
from storefront.money import Yen
from storefront.offers.also_bought import rebuild
from storefront.orders.order import Order
from storefront.payments.by_hand import MoneySeen
from storefront.payments.gateways.demo.ledger import DemoCharge
from storefront.payments.gateways.installed import OFFLINE
from storefront.payments.payment import Payment, PaymentState
from storefront.quoting.tariff_reading import load_tariff
from storefront.shipping.prefectures import PREFECTURES, Region

TASTES = "tastes.toml"
ORDERS = 600
SPAN = timedelta(days=365)
ENDS = timedelta(days=8)
"""So long ago the last one was: all are sent, and no comparison of books looks at them."""
CUSTOMERS = 240
AT_THE_DOOR = 0.15
CHARGE = (
    "ref", "key", "asked", "method", "amount", "order_number", "source", "keep_card", "locale", "status", "failure",
    "received", "dispute", "created_at",
)  # fmt: skip

Prices = Mapping[int, Sequence[tuple[datetime, Yen]]]
"""Since when a variant cost what, oldest first."""


@dataclass(frozen=True)
class Taste:
    """What somebody has in mind: SKUs with how many of a hundred orders have them."""

    weight: int
    most: int
    goods: Mapping[str, int]


def load(folder: Path, now: datetime) -> bool:
    """Write the orders into a shop that has none, and count what was bought together. Commits; False when there were some."""
    if db.session.scalar(select(Order.id).limit(1)) is not None:
        return False
    bulk.get_ready()
    chance = random.Random(ORDERS)
    tariff = load_tariff(now)
    sheets = list(_sheets(_tastes(folder), now, chance))
    orders.write(sheets, orders.towns(), tariff, chance)
    bulk.write(DemoCharge, CHARGE, _charges(sheets))
    _write_down_cash()
    bulk.go_on_counting(Cart, Order)
    db.session.commit()
    rebuild(now, simulated=True)
    db.session.commit()
    return True


def forget_pairs(now: datetime) -> None:
    """A shop that is real counts made-up orders no more. Safe to repeat; commits."""
    if db.session.scalar(select(Order.id).where(Order.simulated).limit(1)) is None:
        return
    db.session.rollback()
    rebuild(now)
    db.session.commit()


def _tastes(folder: Path) -> list[Taste]:
    entries = tomllib.loads((folder / TASTES).read_text())["taste"]
    return [Taste(entry["weight"], entry["most"], entry["goods"]) for entry in entries]


def _sheets(tastes: Sequence[Taste], now: datetime, chance: random.Random) -> Iterator[Sheet]:
    """The orders, the oldest first, and more of them towards the end."""
    tariff, prices = load_tariff(now), _prices()
    shelf = {row.sku: row for row in db.session.execute(select(*COLUMNS).join(Product))}
    first, first_cart = bulk.next_id(Order), bulk.next_id(Cart)
    weights = [taste.weight for taste in tastes]
    near = [5 if one.region == Region.KANTO else 1 for one in PREFECTURES]
    for number in range(ORDERS):
        ago = (SPAN - ENDS) * (1 - (number + 0.5) / ORDERS) ** 1.2
        at = (now - ENDS - ago).replace(microsecond=0)
        taste = chance.choices(tastes, weights)[0]
        lines = [
            (_as_it_was(shelf[sku], prices, at), count) for sku, count in _wanted(taste, chance)
        ]
        way = "cod" if chance.random() < AT_THE_DOOR else "card"
        basket = basket_of(lines, chance.choices(PREFECTURES, near)[0], way, tariff, now)
        past = past_of(now - at, basket.paying.code == "card", chance)
        customer = chance.randrange(CUSTOMERS)
        yield Sheet(first + number, first_cart + number, customer, at, basket, past, True)


def _wanted(taste: Taste, chance: random.Random) -> list[tuple[str, int]]:
    """One to four things, now and then more of one."""
    found = [sku for sku, of_100 in taste.goods.items() if chance.randrange(100) < of_100]
    found = found or chance.choices(list(taste.goods), list(taste.goods.values()))
    some = chance.sample(found, min(len(found), 4))
    return [(sku, chance.choice([1, 1, 1, taste.most])) for sku in some]


def _prices() -> Prices:
    found: dict[int, list[tuple[datetime, Yen]]] = {}
    asked = select(Price.variant_id, Price.applied_at, Price.price).order_by(Price.applied_at)
    for variant, since, price in db.session.execute(asked.where(Price.applied_at.is_not(None))):
        found.setdefault(variant, []).append((since, price))
    return found


def _as_it_was(row: Any, prices: Prices, at: datetime) -> SimpleNamespace:
    """A variant at its price of that day; before the first one known, at that."""
    known = prices[row.id]
    place = bisect_right(known, at, key=lambda one: one[0])
    return SimpleNamespace(**{**row._mapping, "price": known[max(0, place - 1)][1]})


def _write_down_cash() -> None:
    """What carriers brought for parcels paid at the door, as staff writes it down."""
    came = select(Payment.id, Payment.received, Payment.updated_at).where(
        Payment.gateway == OFFLINE, Payment.received > 0
    )
    rows = [(id, yen, f"history-{id}", as_time(at)) for id, yen, at in db.session.execute(came)]
    bulk.write(MoneySeen, ("payment_id", "amount", "reference", "seen_at"), rows)


def _charges(sheets: Sequence[Sheet]) -> Iterator[bulk.Row]:
    """What the demo's payment company has in its books, so that money can be sent back there."""
    for sheet in sheets:
        if sheet.basket.paying.gateway == OFFLINE:
            continue
        for number, attempt in enumerate(sheet.past.tries):
            if attempt.state is PaymentState.CAPTURED:
                key, total = f"history-{sheet.id}-{number}", sheet.basket.total
                yield (
                    f"ref-{key}", key, key, sheet.basket.paying.code, total, str(FIRST_NUMBER + sheet.id), "history",
                    False, "ja", "captured", "", total, "", as_time(sheet.at),
                )  # fmt: skip
