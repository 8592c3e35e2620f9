"""What the cart page, its fragments and the dialog after adding are made from."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from storefront.cart.cart import Cart, CartLine, OnlyLeft
from storefront.catalog.variant import MOST_PER_LINE, Variant
from storefront.locales import choose
from storefront.money import Yen
from storefront.quoting.quote import PaymentChoice, Quote, quote
from storefront.views import current
from storefront.views.snapshot import snapshot


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
class PayRow:
    """A payment method in the panel: what it adds, from least to most, and the total with it once that is known."""

    choice: PaymentChoice
    least: Yen
    most: Yen
    total: Yen | None


def cart_context(cart: Cart | None, **more: Any) -> dict[str, Any]:
    """What `cart/show.html` and `cart/_contents.html` need. `more` overrides said, problem, focus, announced."""
    priced = priced_cart(cart) if cart and cart.lines else None
    return {
        "cart": cart,
        "quote": priced,
        "pay_rows": pay_rows(priced) if priced else [],
        "service_tax": snapshot().tariff.service_tax,
        "said": None,
        "problem": None,
        "focus": "",
        "announced": "",
        **more,
    }


def priced_cart(cart: Cart) -> Quote:
    """The quote of what can be bought of a cart, sent to the visitor's region."""
    return quote(cart.items(), snapshot().tariff, current.now(), current.area())


def pay_rows(priced: Quote) -> list[PayRow]:
    """Every payment method with what it adds to this order."""
    known = priced.shipping is not None
    return [
        PayRow(choice, *priced.fee_bounds(choice), choice.total if known else None)
        for choice in priced.payments
    ]


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
