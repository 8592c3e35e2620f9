"""What sending and paying cost when the buyer last agreed to it, and what has become different since: why it costs more.

Kept with the answers when a step is saved. Only ever compared, never used to price anything.
"""

from dataclasses import dataclass
from enum import StrEnum

from storefront.checkout.checkout import AgreedPayment, AgreedSending, Checkout
from storefront.locales import Text
from storefront.money import Yen
from storefront.quoting.paying import PaymentChoice
from storefront.quoting.quote import Quote
from storefront.quoting.sending import NotSent
from storefront.quoting.tariff import Tariff
from storefront.shipping.limits import Limit


def agree_on_sending(checkout: Checkout, quote: Quote, shown: Yen | None = None) -> None:
    """Write down how it is sent and for how much; not committed. Safe to repeat.

    `shown` is the price that stood on the page, if that is known: where the quote has moved on meanwhile, it is told.
    """
    way = quote.sending
    if way is None:
        return
    checkout.agreed_sending = AgreedSending(
        way=way.sending.code,
        name=dict(way.sending.name),
        boxes=[parcel.boxes for parcel in way.parcels],
        price=way.price if shown is None else shown,
        shop_pays=way.parcels[0].price < way.parcels[0].list_price,
    )


def agree_on_payment(checkout: Checkout, quote: Quote, shown: Yen | None = None) -> None:
    """Write down how it is paid and for which fee; not committed. Safe to repeat. `shown` as above."""
    paid_by = quote.payment
    if paid_by is None or paid_by.refusal:
        return
    checkout.agreed_payment = AgreedPayment(
        code=paid_by.paying.code,
        name=dict(paid_by.paying.name),
        fee=paid_by.fee if shown is None else shown,
    )


class Cause(StrEnum):
    """Why sending is another matter than it was."""

    SWITCHED_OFF = "switched_off"
    TOO_BIG = "too_big"
    TOO_DEAR = "too_dear"
    """The goods are worth more than the way makes good."""
    NOT_THERE = "not_there"
    COOL_PARCEL = "cool_parcel"
    """Goods to keep cool came in and go as a parcel of their own."""
    MORE_BOXES = "more_boxes"
    BELOW_FREE = "below_free"
    """The goods no longer reach the value from which the shop pays."""
    PRICE = "price"
    """The price is another, up or down, by nothing else that is told."""


@dataclass(frozen=True)
class SendingNews:
    """The way it was to go, and why and for how much it goes now; yen with tax."""

    cause: Cause
    was: Text
    before: Yen
    after: Yen


def sending_news(checkout: Checkout, quote: Quote, tariff: Tariff) -> SendingNews | None:
    """What became of the sending agreed to; None while way and price are the same, and where nothing goes at all."""
    agreed, now = checkout.agreed_sending, quote.sending
    if not agreed or now is None:
        return None
    same_way = agreed["way"] == now.sending.code
    if same_way and agreed["price"] == now.price:
        return None
    cause = _grown(agreed, quote) if same_way else _gone(agreed["way"], quote.not_sent, tariff)
    return SendingNews(cause, agreed["name"], agreed["price"], now.price)


@dataclass(frozen=True)
class PaymentNews:
    """How it was to be paid, and what stands in the way now: `choice` None, it is switched off; else its refusal or fee."""

    was: Text
    before: Yen
    choice: PaymentChoice | None


def payment_news(checkout: Checkout, quote: Quote) -> PaymentNews | None:
    """What became of the payment agreed to; None while it can be had for the same fee."""
    agreed = checkout.agreed_payment
    if not agreed or agreed["code"] != checkout.payment_method:
        return None
    now = next((one for one in quote.payments if one.paying.code == agreed["code"]), None)
    if now is not None and now.refusal is None and now.fee == agreed["fee"]:
        return None
    return PaymentNews(agreed["name"], agreed["fee"], now)


def _gone(way: str, not_sent: tuple[NotSent, ...], tariff: Tariff) -> Cause:
    if tariff.sending(way) is None:
        return Cause.SWITCHED_OFF
    limit = next((one.excess.limit for one in not_sent if one.sending.code == way), None)
    match limit:
        case None:
            return Cause.PRICE
        case Limit.REGION:
            return Cause.NOT_THERE
        case Limit.VALUE:
            return Cause.TOO_DEAR
    return Cause.TOO_BIG


def _grown(agreed: AgreedSending, quote: Quote) -> Cause:
    assert quote.sending is not None
    parcels, boxes = quote.sending.parcels, agreed["boxes"]
    if quote.sending.price < agreed["price"]:
        return Cause.PRICE
    if len(parcels) > len(boxes):
        return Cause.COOL_PARCEL
    if agreed["shop_pays"] and parcels[0].price:
        return Cause.BELOW_FREE
    if sum(parcel.boxes for parcel in parcels) > sum(boxes):
        return Cause.MORE_BOXES
    return Cause.PRICE
