"""What one more piece means for the visitor's cart: how far it is to shipping on the shop, and whether the parcel changes.

The only part of a product page that differs between visitors, so it is told in a hole of the kept page. The hole
carries what is needed of the piece (yen, grams, sides, whether it is kept cool), and no statement is asked.
"""

from datetime import date
from functools import lru_cache

from flask import current_app, render_template

from storefront.catalog.variant import Variant
from storefront.lab.patterns import Off, Pattern
from storefront.offers.incentives import Deal, adjustments
from storefront.quoting.item import QuoteItem, load_of
from storefront.quoting.quote import ORDINARY_FIRST, quote
from storefront.quoting.shipping_cost import shipping_change, shipping_cost
from storefront.shipping.load import NOTHING, Load, Temperature, piece
from storefront.shipping.prefectures import Prefecture
from storefront.views import current
from storefront.views.free_line import free_line
from storefront.views.snapshot import snapshot, stage
from storefront.views.switches import switched_off


def gap_code(variant: Variant) -> str:
    """A piece as a hole carries it: 1280-75-220-150-60-0."""
    cool = int(variant.temperature == Temperature.COOL)
    return "-".join(map(str, (variant.price, variant.weight_grams, *variant.sides, cool)))


def gap_words(code: str) -> str:
    """The words for a piece and the visitor's cart; empty where there is nothing to tell."""
    price, grams, *sides, cool = map(int, code.split("-"))
    glance, moment = current.glance(), current.now()
    database = current_app.config["SQLALCHEMY_DATABASE_URI"]
    kept = (database, glance.settings, current.locale(), stage())
    return _words(
        piece(price, grams, sides),
        bool(cool),
        glance.items,
        snapshot().deals(moment) if glance.items else (),
        current.area(),
        glance.way,
        kept,
        switched_off(),
    )


@lru_cache(maxsize=2048)
def _words(
    one: Load,
    is_cool: bool,
    items: tuple[QuoteItem, ...],
    deals: tuple[Deal, ...],
    area: Prefecture | None,
    way: str,
    _made_under: tuple[str, int, str, tuple[date, ...]],
    off: Off,
) -> str:
    """Kept by all that it is made of."""
    tariff, moment = snapshot().tariff, current.now()
    ambient, cool = _loads(items, deals)
    more, more_cool = (NOTHING, one) if is_cool else (one, NOTHING)
    before = shipping_cost(ambient, cool, tariff, moment, area, way)
    after = shipping_cost(ambient + more, cool + more_cool, tariff, moment, area, way)
    anywhere = shipping_cost(ambient + more, cool + more_cool, tariff, moment)
    filled = bool(ambient or cool)
    return render_template(
        "catalog/_gap.html",
        line=free_line(after, bool(cool + more_cool)),
        change=None if Pattern.SHIPPING_EARLY in off else shipping_change(before, after),
        in_cart=ambient.value + cool.value,
        too_big=filled and before.sendable and not (after.sendable or anywhere.sendable),
        nowhere=filled and before.sendable and not after.sendable and anywhere.sendable,
    )


def _loads(items: tuple[QuoteItem, ...], deals: tuple[Deal, ...]) -> tuple[Load, Load]:
    """What the cart holds as parcels see it, ordinary and cool goods, at what is paid for them."""
    priced = quote(items, snapshot().tariff, current.now(), adjustments=adjustments(items, deals))
    worths = [item.amount - share for item, share in zip(items, priced.shares, strict=True)]
    ordinary, cool = (load_of(items, kind, worths) for kind in ORDINARY_FIRST)
    return ordinary, cool
