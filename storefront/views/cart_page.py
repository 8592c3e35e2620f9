"""What the cart page, its fragments and the dialog after adding are made from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from storefront.cart.cart import Cart, CartLine, OnlyLeft
from storefront.catalog.variant import MOST_PER_LINE, Variant
from storefront.jinja import translate
from storefront.locales import choose
from storefront.money import Yen
from storefront.quoting.item import QuoteItem
from storefront.quoting.quote import Parcel, Quote, quote
from storefront.shipping.load import Temperature
from storefront.shipping.prefectures import Region, in_region
from storefront.views import current
from storefront.views.free_line import free_line
from storefront.views.payment_rows import name_of_chosen, payment_rows
from storefront.views.sending_words import boxed_name, limit_words, way_name
from storefront.views.snapshot import snapshot
from storefront.views.time_left import deadline
from storefront.views.way_rows import other_ways

AMBIENT, COOL = Temperature.AMBIENT, Temperature.COOL


@dataclass(frozen=True)
class Said:
    """One sentence about what has just happened. With `sku` it can be undone by putting `quantity` back.

    `place` is the position among the lines where it is said.
    """

    text: str
    kind: str = "ok"
    sku: str = ""
    quantity: int = 0
    place: int = 0


@dataclass(frozen=True)
class Problem:
    """Why a line was not changed: which one, what was typed, and the words beside it."""

    sku: str
    typed: str
    words: str


@dataclass(frozen=True)
class ParcelRow:
    """A parcel of several as the panel shows it: its way and boxes, yen with tax, its first day, what goes in it."""

    name: str
    price: Yen
    earliest_on: date
    goods: str


def cart_context(cart: Cart | None, **more: Any) -> dict[str, Any]:
    """What `cart/show.html` and `cart/_contents.html` need. `more` overrides said, problem, focus, announced, change."""
    priced = priced_cart(cart) if cart and cart.items() else None
    return {
        "cart": cart,
        "quote": priced,
        **(_panel(cart, priced) if cart and priced else {}),
        "reckoned": _reckoned(priced) if priced else "",
        "service_tax": snapshot().tariff.service_tax,
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
    """The same for goods that need not lie in the cart."""
    told = current.glance()
    tariff, moment = snapshot().tariff, current.now()
    return quote(items, tariff, moment, current.area(), told.way, told.paying)


def _panel(cart: Cart, priced: Quote) -> dict[str, Any]:
    """The parts of the panel that a quote alone does not say."""
    sent = priced.sending
    return {
        "pay_rows": payment_rows([priced] if priced.destination else _everywhere(priced)),
        "parcel_rows": [_parcel(one, cart) for one in sent.parcels] if sent and sent.split else [],
        "other_ways": other_ways([priced]) if sent else (),
        "way": way_name(sent) if sent else "",
        "promise": deadline(sent) if sent else "",
        "free": free_line(priced.sent),
        "obstacles": [] if priced.sendable else _obstacles(priced, cart),
    }


def _everywhere(priced: Quote) -> list[Quote]:
    """The same goods priced for every region they can go to; the quote itself where they can go nowhere."""
    tariff, moment = snapshot().tariff, current.now()
    places = (in_region(region)[0] for region in Region)
    found = [quote(priced.items, tariff, moment, place) for place in places]
    return [one for one in found if one.sendable] or [priced]


def _parcel(parcel: Parcel, cart: Cart) -> ParcelRow:
    goods = _goods(cart, parcel.sending.temperature)
    return ParcelRow(boxed_name(parcel), parcel.price, parcel.earliest_on, goods)


def _goods(cart: Cart, temperature: str) -> str:
    """The names of what travels at a temperature."""
    lines = [line for line in cart.lines if line.left and line.variant.temperature == temperature]
    return str(_("、")).join(name_of(line.variant) for line in lines)


def _obstacles(priced: Quote, cart: Cart) -> list[tuple[str, str]]:
    """What cannot be sent and why: the goods for which no way is left, with what stands in each way."""
    tariff, refused = snapshot().tariff, {one.sending.code for one in priced.not_sent}
    found: list[tuple[str, str]] = []
    for temperature, ways in ((AMBIENT, tariff.ambient), (COOL, tariff.cool)):
        goods = _goods(cart, temperature)
        if goods and all(way.code in refused for way in ways):
            found += [
                (goods, f"{translate(one.sending.name)}{_('：')}{limit_words(one)}")
                for one in priced.not_sent
                if one.sending.temperature == temperature
            ]
    return found


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
