"""Orders for tests, placed through the shop's own rules: a cart, a guest's answers, `place_order`."""

import secrets
from datetime import date, datetime

from sqlalchemy import select

from storefront.cart.cart import Cart, new_cart
from storefront.catalog.variant import Variant
from storefront.checkout.checkout import begin_checkout
from storefront.checkout.placing import Seen, place_order
from storefront.extensions import db
from storefront.locales import Locale
from storefront.orders.order import Order
from storefront.payments.gateways import Outcome, OutcomeStatus
from storefront.payments.payment import Payment, PaymentState
from storefront.payments.settling import collect_at_the_door, settle
from storefront.quoting.quote import quote
from storefront.quoting.tariff import load_tariff
from storefront.shipping.prefectures import by_code

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


def place(
    now: datetime,
    *,
    locale: Locale = "ja",
    bought: tuple[tuple[str, int], ...] | None = None,
    day: date | None = None,
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


def state_of(order: Order) -> PaymentState:
    """The state of an order's newest attempt."""
    newest = select(Payment.state).where(Payment.order_id == order.id).order_by(Payment.id.desc())
    return PaymentState(str(db.session.scalar(newest.limit(1))))


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
