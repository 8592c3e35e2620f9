"""Cards: what a list, the home page and an empty result show of a product."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from storefront.catalog.browsing import Entry
from storefront.catalog.picture import Picture
from storefront.catalog.product import Product
from storefront.catalog.variant import UNIT_STEP, StockLevel, Variant, few_left
from storefront.jinja import yen
from storefront.locales import Text
from storefront.money import Yen


@dataclass(frozen=True)
class Card:
    """One product in a list; prices in yen with tax."""

    url: str
    name: Text
    trait: Text
    pic: Picture | None
    price_from: Yen
    price_to: Yen
    unit_text: str
    stock_level: str
    stock_left: int | None
    sizes_text: Markup


def cards(entries: Iterable[Entry]) -> list[Card]:
    """The cards of a list, in its order."""
    return [_card(entry.product, entry.picture) for entry in entries]


def unit_words(variant: Variant) -> str:
    """1包あたり¥43; empty where a unit says nothing."""
    return _unit_price(variant.unit, variant.unit_price)


def unit_words_at(variant: Variant, price: Yen, quantity: int) -> str:
    """The same for so many at another price than the shelf's: rounded up, never less than is paid."""
    step = UNIT_STEP.get(variant.unit)
    if not step or not variant.unit_count:
        return ""
    return _unit_price(variant.unit, -(-price * step // (variant.unit_count * quantity)))


def per_unit(variant: Variant) -> str:
    """1包あたり: the unit of a unit price, as part of a sentence about a saving."""
    match variant.unit:
        case "bag":
            return str(_("1包あたり"))
        case "g":
            return str(_("10gあたり"))
        case "ml":
            return str(_("100mlあたり"))
    return ""


def _card(product: Product, picture: Picture | None) -> Card:
    variants = [variant for variant in product.variants if variant.published]
    level, left = _stock(product, variants)
    return Card(
        url=url_for("catalog.product", slug=product.slug),
        name=product.name,
        trait=product.trait,
        pic=picture,
        price_from=product.price_from,
        price_to=product.price_to,
        unit_text=_least_unit_price(variants),
        stock_level=level,
        stock_left=left,
        sizes_text=_how_many(product.variant_count),
    )


def _stock(product: Product, variants: Sequence[Variant]) -> tuple[str, int | None]:
    """The stock in a word; the number only where there is but one thing to choose."""
    if not product.in_stock:
        return StockLevel.NONE, None
    if len(variants) == 1 and (left := few_left(variants[0].stock)) is not None:
        return StockLevel.FEW, left
    return StockLevel.IN, None


def _how_many(count: int) -> Markup:
    """3種類, never broken in two; empty where there is nothing to choose."""
    if count < 2:
        return Markup()
    return Markup('<span class="nowrap">{}</span>').format(_("%(count)s種類", count=count))


def _least_unit_price(variants: Sequence[Variant]) -> str:
    """The lowest unit price, said to be the lowest where there are others; empty for mixed or no units."""
    units = {variant.unit for variant in variants}
    prices = {price for variant in variants if (price := variant.unit_price) is not None}
    if len(units) != 1 or not prices:
        return ""
    words = _unit_price(units.pop(), min(prices))
    return str(_("%(price)sから", price=words)) if len(prices) > 1 else words


def _unit_price(unit: str, price: Yen | None) -> str:
    if price is None:
        return ""
    match unit:
        case "bag":
            return str(_("1包あたり%(price)s", price=yen(price)))
        case "g":
            return str(_("10gあたり%(price)s", price=yen(price)))
        case "ml":
            return str(_("100mlあたり%(price)s", price=yen(price)))
    return ""
