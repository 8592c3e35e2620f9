"""The steps of checkout: what is still missing, judged against the quote of this very moment."""

from enum import StrEnum

from storefront.cart.cart import Cart
from storefront.checkout.checkout import Checkout
from storefront.quoting.quote import Quote


class Step(StrEnum):
    """Where a buyer has to be next."""

    CART = "cart"
    DELIVERY = "delivery"
    PAYMENT = "payment"
    CONFIRM = "confirm"


def next_step(cart: Cart | None, checkout: Checkout | None, quote: Quote | None) -> Step:
    """The first step whose answers are missing or no longer valid."""
    if cart is None or not cart.orderable:
        return Step.CART
    if checkout is None or quote is None or not _delivery_complete(checkout, quote):
        return Step.DELIVERY
    return Step.CONFIRM if _payment_complete(checkout, quote) else Step.PAYMENT


def _delivery_complete(checkout: Checkout, quote: Quote) -> bool:
    answered = (
        checkout.email,
        checkout.name,
        checkout.postal_code,
        checkout.destination,
        checkout.address,
        checkout.phone,
        checkout.shipping_method,
    )
    chosen = quote.sending
    if not all(answered) or chosen is None or chosen.sending.code != checkout.shipping_method:
        return False
    day = checkout.delivery_date
    if day is not None and day not in chosen.days:
        return False
    codes = {slot.code for slot in chosen.slots}
    return not checkout.time_slot or checkout.time_slot in codes


def _payment_complete(checkout: Checkout, quote: Quote) -> bool:
    payment = quote.payment
    if payment is None or payment.refusal:
        return False
    return checkout.by_phone or bool(checkout.card_token) or payment.paying.code != "card"
