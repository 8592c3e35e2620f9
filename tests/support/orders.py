"""Orders for tests, placed through the shop's own rules: a cart, a guest's answers, `place_order`."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from flask import Flask
from sqlalchemy import select

from storefront.cart.cart import Cart, new_cart
from storefront.catalog.variant import Variant
from storefront.checkout.checkout import begin_checkout
from storefront.checkout.placing import Seen, place_order
from storefront.database import writing
from storefront.extensions import db
from storefront.locales import Locale
from storefront.orders.order import Order
from storefront.payments.gateways import Outcome, OutcomeStatus
from storefront.payments.payment import Payment
from storefront.payments.settling import collect_at_the_door, settle
from storefront.pricing.adjustment import Adjustment
from storefront.quoting.quote import quote
from storefront.quoting.tariff_reading import load_tariff
from storefront.shipping.prefectures import by_code
from storefront.views.order_access import order_link

EMAIL = "minori@example.jp"
ANSWERS: dict[str, object] = {
    "email": EMAIL,
    "name": "若葉 みのり",
    "postal_code": "1500041",
    "prefecture": "13",
    "address": "渋谷区神南1-2-3",
    "building": "葉っぱ荘 101",
    "phone": "09012345678",
    "shipping_method": "home",
    "time_slot": "14-16",
    "payment_method": "card",
    "card_token": "card_test",
    "card_label": "•••• 4242",
}
BOUGHT = (("SLEEP-30", 1), ("GLASS-MUG", 2))


@dataclass(frozen=True)
class Placed:
    """An order as its buyer knows it: the number, and the paths of its pages with their key."""

    number: str
    show: str
    thank_you: str
    status: str
    pay: str


@contextmanager
def behind_the_counter(app: Flask) -> Iterator[None]:
    """An application context with leave to write, closed again before the next request comes."""
    token = writing.set(True)
    with app.app_context():
        yield
        db.session.commit()
        db.session.remove()
    writing.reset(token)


def placed(
    app: Flask, make: Callable[..., Order], now: datetime, lang: Locale = "ja", **more: object
) -> Placed:
    """Make an order by one of the functions below, and hand out its links."""
    with behind_the_counter(app):
        order = make(now, **more)
        links = {
            name: order_link(order, endpoint, lang)
            for name, endpoint in (
                ("show", "orders.show"),
                ("thank_you", "orders.thank_you"),
                ("status", "orders.status"),
                ("pay", "paying.pay"),
            )
        }
        return Placed(str(order.number), **links)


def place(
    now: datetime,
    *,
    locale: Locale = "ja",
    bought: tuple[tuple[str, int], ...] | None = None,
    day: date | None = None,
    off: tuple[Adjustment, ...] = (),
    **answers: object,
) -> Payment:
    """An order that waits for its payment, with the attempt just written; committed."""
    cart = _cart(now, bought)
    checkout = begin_checkout(cart.id, now)
    for name, value in {**ANSWERS, **answers}.items():
        setattr(checkout, name, value)
    checkout.delivery_date = day
    tariff = load_tariff(now)
    asked = quote(
        cart.items(),
        tariff,
        now,
        by_code(checkout.prefecture),
        checkout.shipping_method,
        checkout.payment_method,
        off,
    )
    seen = Seen(secrets.token_hex(8), cart.version, asked.total)
    payment = place_order(cart, checkout, asked, tariff, seen, locale, now)
    db.session.commit()
    return payment


def paid(now: datetime, **more: object) -> Order:
    """An order paid by card."""
    return _settled(place(now, **more), OutcomeStatus.CAPTURED, now)  # type: ignore[arg-type]


def declined(now: datetime, **more: object) -> Order:
    """An order whose card was declined; it waits for another try."""
    return _settled(place(now, **more), OutcomeStatus.DECLINED, now)  # type: ignore[arg-type]


def unanswered(now: datetime, **more: object) -> Order:
    """An order of which nobody knows yet whether the money moved."""
    return _settled(place(now, **more), OutcomeStatus.UNKNOWN, now)  # type: ignore[arg-type]


def asked_by_bank(now: datetime, **more: object) -> Order:
    """An order that waits for the buyer to answer the bank (3-D Secure)."""
    return _settled(place(now, **more), OutcomeStatus.NEEDS_ACTION, now)  # type: ignore[arg-type]


def cash_on_delivery(now: datetime, **more: object) -> Order:
    """An order to be paid at the door."""
    payment = place(now, payment_method="cod", card_token="", card_label="", **more)  # type: ignore[arg-type]
    collect_at_the_door(payment, now)
    db.session.commit()
    return payment.order


def _settled(payment: Payment, status: OutcomeStatus, now: datetime) -> Order:
    ref = "demo_" + secrets.token_hex(6)
    path = f"/demo/3-d-secure/{ref}" if status is OutcomeStatus.NEEDS_ACTION else ""
    failure = "card_declined" if status is OutcomeStatus.DECLINED else ""
    settle(payment, Outcome(status, ref, failure, path), now)
    db.session.commit()
    return payment.order


def _cart(now: datetime, bought: tuple[tuple[str, int], ...] | None) -> Cart:
    cart = new_cart(now)
    for sku, quantity in bought or BOUGHT:
        variant = db.session.scalars(select(Variant).where(Variant.sku == sku)).one()
        cart.add(variant, quantity, now)
    db.session.flush()
    return cart
