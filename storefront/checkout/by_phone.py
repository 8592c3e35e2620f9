"""Placing an order that staff take by phone: the same order by the same rules; money that moves at once by a link.

No card is typed by staff. Who pays by card or wallet gets a mail with a link and pays there, with more time than somebody who
sits before the page, and is reminded of the link while it lasts.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete

from storefront.cart.cart import Cart
from storefront.checkout.checkout import Checkout
from storefront.checkout.draft import PhoneDraft
from storefront.checkout.placing import agreed_order, number_order
from storefront.checkout.seen import Seen
from storefront.clock import day_begins, shop_day
from storefront.extensions import db
from storefront.jobs.queue import enqueue
from storefront.locales import Locale
from storefront.orders import lifecycle
from storefront.orders.order import Order
from storefront.orders.redating import ready_by
from storefront.payments.payment import Payment, new_payment
from storefront.payments.settling import remind_at
from storefront.quoting.quote import Quote
from storefront.quoting.tariff import Paying, Tariff

LINK_DAYS = 3
"""Days after the day of the call in which the link can be paid: as many as for a convenience store."""
LOOK_AFTER = timedelta(minutes=10)
"""When to look whether the numbers for a store or a transfer were given; the link goes out where they were not."""


def by_link(paying: Paying) -> bool:
    """Whether the buyer pays by a link in a mail: where money moves at once, and not at the door."""
    return not paying.paid_later and not paying.at_the_door


def link_until(now: datetime) -> datetime:
    """Until when a link can be paid: one second before the end of a shop day."""
    return day_begins(shop_day(now) + timedelta(LINK_DAYS + 1)) - timedelta(seconds=1)


def place_by_phone(
    cart: Cart,
    checkout: Checkout,
    quote: Quote,
    tariff: Tariff,
    seen: Seen,
    locale: Locale,
    now: datetime,
    taken_by: tuple[int, str],
) -> tuple[Order, Payment | None]:
    """Make the order of a sheet, which then is gone, and its payment attempt where no link is to be paid first.

    `taken_by`: member and name.

    As `placing.place_order`, and raises the same. The caller commits, or charges.
    """
    assert quote.payment is not None
    paying = quote.payment.paying
    order = agreed_order(cart, checkout, quote, tariff, seen, locale, now)
    order.taken_by = taken_by[0]
    payment, look_at = None, now
    if by_link(paying):
        order.reserved_until = link_until(now)
        order.promise_until = ready_by(order.parcels, tariff)
    else:
        payment, look_at = new_payment(order, paying, now), now + LOOK_AFTER
    number_order(order, cart, now)
    lifecycle.record(order, "taken_by_phone", now, taken_by[1])
    db.session.execute(delete(PhoneDraft).where(PhoneDraft.cart_id == cart.id))
    if not paying.at_the_door:
        key, told = f"order:{order.number}:pay_link", {"order": order.number}
        enqueue("mail.pay_link", told, look_at, key=key)
        if (at := remind_at(order.reserved_until)) > now:
            enqueue("mail.pay_link_reminder", told, at, key=f"{key}:reminder")
    return order, payment
