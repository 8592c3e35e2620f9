"""Two years of orders in every state, each with lines, contact, payments, timeline and the cart it came from.

They stand for a history that was brought over: the ledger begins with the first count and knows nothing of them.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from sqlalchemy import select

from seeds.scale import bulk
from seeds.scale.baskets import Basket, baskets
from seeds.scale.bulk import as_json, as_time
from seeds.scale.catalogue import WORDS
from seeds.scale.histories import Past, past_of
from storefront.cart.cart import Cart, CartLine
from storefront.checkout.placing import FIRST_NUMBER
from storefront.clock import shop_day
from storefront.extensions import db
from storefront.orders.order import Order, OrderContact, OrderEvent, OrderLine
from storefront.orders.search_term import OrderTerm, terms_of, week_of
from storefront.payments.gateways.installed import provider_code
from storefront.payments.payment import Payment, PaymentState
from storefront.quoting.tariff import HELD_FOR, Tariff
from storefront.quoting.tariff_reading import load_tariff
from storefront.shipping.calendar import Calendar, leaves_on, ready_by
from storefront.shipping.postcode import Postcode

SPAN = timedelta(days=730)
DIFFERENT_BASKETS = 20_000
ORDERS_EACH = 4
"""Orders of one customer, on average."""
PLACES_EACH = 50
"""Different towns of one prefecture that customers live in."""

ORDER = (
    "id", "number", "state", "place_key", "cart_id", "access_key", "locale", "goods", "discount", "adjustments", "shipping", "fee", "total",
    "taxes", "service_tax", "sending_code", "sending_name", "parcels", "cash_on_delivery_possible", "promised_on",
    "day_chosen", "slot_name", "payment_code", "payment_name", "placed_at", "confirmed_at", "paid_at", "paid_on",
    "promise_until", "reserved_until", "leave_on", "version", "simulated",
)  # fmt: skip
LINE = (
    "order_id",
    "variant_id",
    "sku",
    "name",
    "label",
    "quantity",
    "unit_price",
    "discount",
    "tax_percent",
)
CONTACT = (
    "order_id",
    "email",
    "name",
    "postal_code",
    "prefecture",
    "address",
    "building",
    "phone",
    "invoice_to",
    "invoice_to_company",
)
PAYMENT = (
    "order_id", "method", "gateway", "amount", "state", "idempotency_key", "provider_ref", "source", "source_label",
    "failure", "action_path", "voucher", "keep_card", "kept_card", "received", "applied", "refunded", "returned",
    "created_at", "updated_at",
)  # fmt: skip
TERM = ("term", "order_id", "week")
EVENT = ("order_id", "kind", "detail", "happened_at")
CART = ("id", "state", "version", "created_at", "updated_at")
CART_LINE = ("cart_id", "variant_id", "quantity", "seen_price")

Places = Mapping[str, Sequence[tuple[str, str]]]
"""Postcode and the beginning of the address, by prefecture."""


@dataclass(frozen=True)
class Sheet:
    """One order about to be written: what, when, by whom, and what became of it."""

    id: int
    cart_id: int
    customer: int
    at: datetime
    basket: Basket
    past: Past
    simulated: bool = False


def fill(count: int, now: datetime) -> None:
    """Add that many orders, spread over the last two years and ever denser. Commits block by block."""
    chance = random.Random(count)
    tariff = load_tariff(now)
    choice = baskets(min(DIFFERENT_BASKETS, count), tariff, now, chance)
    places = towns()
    first, first_cart = bulk.next_id(Order), bulk.next_id(Cart)
    customers = max(1, count // ORDERS_EACH)

    def sheet(number: int) -> Sheet:
        at = (now - SPAN * (1 - ((number + 0.5) / count) ** 0.8)).replace(microsecond=0)
        basket = chance.choice(choice)
        past = past_of(now - at, basket.paying.code == "card", chance)
        customer = chance.randrange(customers)
        return Sheet(first + number, first_cart + number, customer, at, basket, past)

    for begin in range(0, count, bulk.AT_ONCE):
        end = min(begin + bulk.AT_ONCE, count)
        write([sheet(number) for number in range(begin, end)], places, tariff, chance)
        db.session.commit()


def write(sheets: list[Sheet], places: Places, tariff: Tariff, chance: random.Random) -> None:
    """One block of orders, table by table. The caller commits."""
    bulk.write(Cart, CART, map(_cart, sheets))
    bulk.write(CartLine, CART_LINE, _cart_lines(sheets))
    bulk.write(Order, ORDER, (_order(sheet, tariff, chance) for sheet in sheets))
    bulk.write(OrderLine, LINE, _lines(sheets))
    bulk.write(OrderContact, CONTACT, (_contact(sheet, places) for sheet in sheets))
    bulk.write(OrderTerm, TERM, _terms(sheets, places))
    bulk.write(Payment, PAYMENT, _payments(sheets))
    bulk.write(OrderEvent, EVENT, _events(sheets))


def number_of(sheet: Sheet) -> str:
    """The order's number."""
    return str(FIRST_NUMBER + sheet.id)


def _cart(sheet: Sheet) -> bulk.Row:
    at = as_time(sheet.at)
    return (sheet.cart_id, "ordered", 1 + len(sheet.basket.lines), at, at)


def _cart_lines(sheets: list[Sheet]) -> Iterator[bulk.Row]:
    for sheet in sheets:
        for variant, _, _, _, quantity, price, *_ in sheet.basket.lines:
            yield (sheet.cart_id, variant, quantity, price)


def _order(sheet: Sheet, tariff: Tariff, chance: random.Random) -> bulk.Row:
    basket, past, at = sheet.basket, sheet.past, sheet.at
    leaves = _leaves_on(at.replace(minute=0, second=0), tariff.cutoff)
    arrives = leaves + timedelta(days=basket.transit_days)
    paid_at = at + past.paid if past.paid is not None else None
    return (
        sheet.id, number_of(sheet), past.state.value, f"history-{sheet.id}", sheet.cart_id,
        f"{chance.getrandbits(96):024x}", "en" if sheet.customer % 5 == 0 else "ja",
        *basket.money, *basket.sending[:2], _parcels(basket, leaves, arrives), basket.sending[2],
        arrives.isoformat(),
        False, "{}", *basket.payment, as_time(at),
        as_time(at + past.confirmed) if past.confirmed is not None else None,
        as_time(paid_at) if paid_at else None, shop_day(paid_at).isoformat() if paid_at else None,
        as_time(max(_ready_by(leaves, tariff.cutoff), at + HELD_FOR)), as_time(at + HELD_FOR),
        leaves.isoformat(), 0, sheet.simulated,
    )  # fmt: skip


def _lines(sheets: list[Sheet]) -> Iterator[bulk.Row]:
    return ((sheet.id, *line) for sheet in sheets for line in sheet.basket.lines)


def _contact(sheet: Sheet, places: Places) -> bulk.Row:
    families, givens = WORDS["people"]["families"], WORDS["people"]["givens"]
    who, code = sheet.customer, sheet.basket.destination.code
    name = f"{families[who % len(families)]} {givens[who // len(families) % len(givens)]}"
    postcode, town = places[code][who % len(places[code])]
    address = f"{town}{who % 9 + 1}-{who % 23 + 1}-{who % 7 + 1}"
    phone = f"090{who % 100_000_000:08d}"
    return (
        sheet.id,
        f"guest{who}@happa.example",
        name,
        postcode,
        code,
        address,
        "",
        phone,
        "",
        False,
    )


def _payments(sheets: list[Sheet]) -> Iterator[bulk.Row]:
    for sheet in sheets:
        paying, card = sheet.basket.paying, sheet.basket.paying.code == "card"
        for number, attempt in enumerate(sheet.past.tries):
            key = f"history-{sheet.id}-{number}"
            source = ("history", "Visa •••• 4242") if card else ("", "")
            total = sheet.basket.total
            came = total if attempt.state is PaymentState.CAPTURED else 0
            yield (
                sheet.id, paying.code, provider_code(paying.gateway), total, attempt.state.value, key,
                f"ref-{key}" if card else None, *source, attempt.failure, "", "{}", False, "", came, came, 0, 0,
                as_time(sheet.at), as_time(sheet.at + attempt.after),
            )  # fmt: skip


def _terms(sheets: list[Sheet], places: Places) -> Iterator[bulk.Row]:
    for sheet in sheets:
        _, email, name, *_, phone, _, _ = _contact(sheet, places)
        skus = (line[1] for line in sheet.basket.lines)
        for term in terms_of(number_of(sheet), sheet.basket.total, name, email, phone, skus):
            yield (term, sheet.id, week_of(sheet.at))


def _events(sheets: list[Sheet]) -> Iterator[bulk.Row]:
    for sheet in sheets:
        for kind, detail, after in sheet.past.events:
            yield (sheet.id, kind, detail, as_time(sheet.at + after))


@lru_cache(maxsize=20_000)
def _leaves_on(hour: datetime, cutoff: time) -> date:
    return leaves_on(hour, cutoff, 0, Calendar())


@lru_cache(maxsize=20_000)
def _ready_by(leaves: date, cutoff: time) -> datetime:
    return ready_by(leaves, cutoff, 0, Calendar())


def _parcels(basket: Basket, leaves: date, arrives: date) -> str:
    days = {"leaves_on": leaves.isoformat(), "arrives_on": arrives.isoformat()}
    return as_json([{**parcel, **days} for parcel in basket.parcels])


def towns() -> Places:
    """Some real towns of every prefecture, spread over its list."""
    found: dict[str, list[tuple[str, str]]] = {}
    columns = (Postcode.prefecture, Postcode.code, Postcode.city, Postcode.town)
    for code, postcode, city, town in db.session.execute(
        select(*columns).where(Postcode.town != "").order_by(Postcode.code)
    ):
        found.setdefault(code, []).append((postcode, city + town))
    return {code: towns[:: max(1, len(towns) // PLACES_EACH)] for code, towns in found.items()}
