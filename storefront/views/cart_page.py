"""What the cart page, its fragments and the dialog after adding are made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from storefront.cart.cart import Cart, CartLine
from storefront.cart.refusal import OnlyLeft
from storefront.catalog.variant import MOST_PER_LINE, Variant
from storefront.jinja import translate
from storefront.locales import choose
from storefront.money import Yen
from storefront.offers.incentives import adjustments
from storefront.pricing.adjustment import Adjustment
from storefront.quoting.item import QuoteItem
from storefront.quoting.quote import Quote, quote
from storefront.quoting.sending import holding_up
from storefront.shipping.load import Temperature
from storefront.shipping.prefectures import Region, in_region
from storefront.views import current
from storefront.views.deadline import deadline
from storefront.views.free_line import free_line
from storefront.views.parcel_rows import rows_of_choice
from storefront.views.payment_rows import name_of_chosen, payment_rows
from storefront.views.sending_words import limit_words, way_name
from storefront.views.snapshot import snapshot
from storefront.views.sums import cart_sums
from storefront.views.way_rows import other_ways


@dataclass(frozen=True)
class Said:
    """One sentence about what has just happened. With `sku` it can be undone by putting `quantity` back.

    `place` is the position among the lines where it is said. `instead` is the SKU that took the place of `sku`, and
    leaves again when that comes back; `back` says so on the button, "" for the usual word. `offers` is what the way back
    of a switch posts: "on" or "off".
    """

    text: str
    kind: str = "ok"
    sku: str = ""
    quantity: int = 0
    place: int = 0
    instead: str = ""
    back: str = ""
    offers: str = ""


@dataclass(frozen=True)
class Problem:
    """Why a line was not changed: which one, what was typed, and the words beside it."""

    sku: str
    typed: str
    words: str


def cart_context(cart: Cart | None, **more: Any) -> dict[str, Any]:
    """What `cart/show.html` and `cart/_contents.html` need. `more` overrides said, problem, focus, announced, change."""
    priced = priced_cart(cart) if cart and cart.items() else None
    return {
        "cart": cart,
        "quote": priced,
        "savings": _savings(priced) if priced else {},
        **(_panel(cart, priced) if cart and priced else {}),
        "reckoned": _reckoned(priced) if priced else "",
        "said": None,
        "problem": None,
        "focus": "",
        "announced": "",
        "change": None,
        **more,
    }


def priced_cart(cart: Cart) -> Quote:
    """The quote of what can be bought of a cart, sent to the visitor's region, the way checkout was told."""
    return priced_items(cart.items())


def priced_items(items: Sequence[QuoteItem]) -> Quote:
    """The same for goods that need not lie in the cart, with what the offers that are on take off."""
    told, moment = current.glance(), current.now()
    tariff, off = snapshot().tariff, taken_off(items)
    return quote(items, tariff, moment, current.area(), told.way, told.paying, off)


def taken_off(items: Sequence[QuoteItem]) -> list[Adjustment]:
    """What the offers that are on take off goods, the same for everybody."""
    return adjustments(items, snapshot().deals(current.now()))


def everywhere(priced: Quote) -> list[Quote]:
    """The same goods priced for every region they can go to; the quote itself where they can go nowhere."""
    tariff, moment = snapshot().tariff, current.now()
    places = (in_region(region)[0] for region in Region)
    off = priced.adjustments
    found = [quote(priced.items, tariff, moment, place, adjustments=off) for place in places]
    return [one for one in found if one.sendable] or [priced]


def _panel(cart: Cart, priced: Quote) -> dict[str, Any]:
    """The parts of the panel that a quote alone does not say."""
    sent, goods = priced.sending, goods_by_temperature(cart)
    split = sent if sent and sent.split else None
    return {
        "pay_rows": payment_rows([priced] if priced.destination else everywhere(priced)),
        "parcel_rows": rows_of_choice(split, snapshot().tariff, goods=goods) if split else [],
        "other_ways": other_ways([priced]) if sent else (),
        "sums": cart_sums(priced, way_name(sent) if sent else "", snapshot().tariff.service_tax),
        "promise": deadline(sent) if sent else "",
        "free": free_line(priced.sent),
        "obstacles": [] if priced.sendable else _obstacles(priced, goods),
    }


def _savings(priced: Quote) -> dict[str, Yen]:
    """By SKU, what of the discount falls on each line."""
    shared = zip(priced.items, priced.shares, strict=True)
    return {item.sku: share for item, share in shared if share}


def goods_by_temperature(cart: Cart) -> dict[str, str]:
    """The names of the goods that travel alike; "" for none. Lines that cannot be bought are left out."""
    return {
        temperature.value: str(_("、")).join(
            name_of(line.variant)
            for line in cart.lines
            if line.left and line.variant.temperature == temperature
        )
        for temperature in Temperature
    }


def _obstacles(priced: Quote, goods: Mapping[str, str]) -> list[tuple[str, str]]:
    """What cannot be sent and why: the goods for which no way is left, with what stands in each way."""
    return [
        (
            goods[one.sending.temperature],
            f"{translate(one.sending.name)}{_('：')}{limit_words(one)}",
        )
        for one in holding_up(priced.not_sent, snapshot().tariff)
    ]


def _reckoned(priced: Quote) -> str:
    """Which answers of checkout the figures hold for; "" while it gave none that count."""
    told, sent = current.glance().way, priced.sending
    if sent is None or sent.sending.code != told:
        return ""
    way, paying = way_name(sent), name_of_chosen(priced)
    words: str = (
        _("ご注文手続きで選ばれた%(way)s・%(payment)sで計算しています。", way=way, payment=paying)
        if paying
        else _("ご注文手続きで選ばれた%(way)sで計算しています。", way=way)
    )
    return words


def name_of(variant: Variant) -> str:
    """The product and its variant in the language of the page: おやすみブレンド 30包 / Sleep Blend, 30 bags."""
    locale = current.locale()
    parts = (choose(variant.product.name, locale), choose(variant.label, locale))
    return (" " if locale == "ja" else ", ").join(part for part in parts if part)


def too_few(trouble: OnlyLeft, line: CartLine | None) -> str:
    """Why not that many, in words: what is left, and what of it the cart holds already."""
    if trouble.left >= MOST_PER_LINE:
        return str(_("一度にご注文いただけるのは%(most)s点までです", most=MOST_PER_LINE))
    if line:
        held = line.quantity
        words = _(
            "残りは%(left)s点です。カートにはすでに%(held)s点入っています",
            left=trouble.left,
            held=held,
        )
        return str(words)
    return str(_("残りは%(left)s点です", left=trouble.left))
