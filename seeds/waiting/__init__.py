"""A morning's work for whoever tries the staff area: orders that wait to be packed, or for their money.

Each is placed, paid, added to and sent in part by the shop's own rules, minutes or days ago: taken from the shelves, in the
books of the demo's payment company, mailed into the outbox. A shop that becomes real marks them as made up.
"""

import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from storefront.cart.cart import new_cart
from storefront.catalog.variant import Variant
from storefront.checkout.addition import way_to_add
from storefront.checkout.amending import amend
from storefront.checkout.checkout import Checkout, begin_checkout
from storefront.checkout.placing import place_order
from storefront.checkout.seen import Seen
from storefront.extensions import db
from storefront.locales import as_locale
from storefront.orders.note import add_note
from storefront.orders.order import Order
from storefront.orders.shipment import Leaving
from storefront.payments.fulfilling import send
from storefront.payments.gateways.cards import Behaviour
from storefront.payments.gateways.demo import DemoCharge, keep_card
from storefront.payments.gateways.installed import gateway_for
from storefront.payments.payment import Payment
from storefront.payments.settling import begin_offline, settle
from storefront.quoting.quote import quote
from storefront.quoting.tariff_reading import load_tariff
from storefront.shipping.prefectures import by_code

ORDERS = "orders.toml"
MARK = "waiting-"
"""So the key begins under which each was placed."""
WRITER = "中村 葉子"


@dataclass(frozen=True)
class Wish:
    """One order as the file tells it."""

    ago: int
    name: str
    to: tuple[str, str, str, str]
    bought: Mapping[str, int]
    by: str = "home"
    slot: str = "14-16"
    pays: str = "card"
    locale: str = "ja"
    adds: Mapping[str, int] = field(default_factory=dict)
    sent: int = 0
    note: str = ""


def load(folder: Path, now: datetime) -> int:
    """Place them all, the oldest first; how many there are. Commits after each, as buyers do."""
    entries: list[dict[str, Any]] = tomllib.loads((folder / ORDERS).read_text())["order"]
    for number, entry in enumerate(entries, 1):
        wish = Wish(**entry)
        moment = now - timedelta(minutes=wish.ago)
        payment = _place(wish, number, moment)
        order_id = payment.order_id
        _pay(payment, moment)
        _go_on(db.session.get_one(Order, order_id), wish, moment)
        db.session.commit()
    return len(entries)


def set_aside(_now: datetime) -> None:
    """Mark them as what nobody ordered: nothing to pack, nothing that proves a claim. Safe to repeat; commits."""
    mine = Order.place_key.startswith(MARK) & Order.simulated.is_(False)
    done = update(Order).where(mine).values(simulated=True)
    db.session.execute(done.execution_options(synchronize_session=False))
    db.session.commit()


def _place(wish: Wish, number: int, now: datetime) -> Payment:
    cart = new_cart(now)
    for sku, count in wish.bought.items():
        cart.add(_variant(sku), count, now)
    db.session.flush()
    checkout, tariff = _answered(cart.id, wish, number, now), load_tariff(now)
    there = by_code(checkout.prefecture)
    asked = quote(cart.items(), tariff, now, there, wish.by, wish.pays)
    seen = Seen(MARK + secrets.token_hex(8), cart.version, asked.total)
    return place_order(cart, checkout, asked, tariff, seen, as_locale(wish.locale), now)


def _answered(cart_id: int, wish: Wish, number: int, now: datetime) -> Checkout:
    checkout, card = begin_checkout(cart_id, now), wish.pays == "card"
    checkout.postal_code, checkout.prefecture, checkout.address, checkout.building = wish.to
    checkout.name, checkout.email = wish.name, f"buyer{number}@example.jp"
    checkout.phone = f"0901234{5600 + number}"
    checkout.shipping_method, checkout.time_slot = wish.by, wish.slot
    checkout.payment_method = wish.pays
    if card:
        checkout.card_token, checkout.card_label = keep_card(Behaviour.PAYS, "4242"), "•••• 4242"
    return checkout


def _pay(payment: Payment, now: datetime) -> None:
    """As the shop's button does: written down, asked, settled."""
    gateway = gateway_for(payment.gateway)
    if gateway is None:
        begin_offline(payment, now)
        return
    id, charge = payment.id, payment.charge("/")
    db.session.commit()
    outcome = gateway.start(charge)
    there = update(DemoCharge).where(DemoCharge.key == charge.key)
    db.session.execute(there.values(created_at=now))  # both books tell the same day
    settle(db.session.get_one(Payment, id), outcome, now)


def _go_on(order: Order, wish: Wish, now: datetime) -> None:
    if wish.adds:
        wanted = {_variant(sku): count for sku, count in wish.adds.items()}
        tariff = load_tariff(now)
        paying, more = (
            tariff.paying(order.payment_code),
            sum(one.price * n for one, n in wanted.items()),
        )
        assert paying is not None, wish.pays
        total = way_to_add(order, more, paying, tariff, now).total
        amend(order, wanted, paying, tariff, total, MARK + secrets.token_hex(8), now)
    if wish.sent:
        part = Leaving(0, {order.lines[0].id: wish.sent}, "yamato", "4912-3456-7890")
        send(order, [part], now + timedelta(hours=2), WRITER)
    if wish.note:
        key = secrets.token_hex(12)
        add_note(order, wish.note, None, WRITER, now, key, for_packers=True)


def _variant(sku: str) -> Variant:
    return db.session.scalars(select(Variant).where(Variant.sku == sku)).one()
