"""What has just happened to a cart, in words, and what it did to the sending: the quote before against the one after."""

from collections.abc import Sequence

from flask import request
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from storefront.cart.cart import Cart, quote_item
from storefront.catalog.product import PUBLISHED
from storefront.catalog.variant import MOST_PER_LINE, Variant
from storefront.extensions import db
from storefront.quoting.item import QuoteItem
from storefront.quoting.shipping_cost import ShippingChange, shipping_change
from storefront.views.cart_page import Said, name_of, priced_items

LONGEST_SKU = 32


def change_since(cart: Cart | None, variant: Variant, had: int) -> ShippingChange | None:
    """What became of the sending since the cart held `had` pieces of a variant; None where nothing did."""
    if cart is None:
        return None
    now = cart.items()
    if sum(item.quantity for item in now if item.sku == variant.sku) == had:
        return None
    before = priced_items(_with(now, variant, had))
    return shipping_change(before.sent, priced_items(now).sent)


def told_by_address(cart: Cart | None) -> tuple[Said | None, ShippingChange | None]:
    """What the address says has just happened, as far as the cart bears it out, and what it did to the sending.

    "added" and "changed" name a SKU, with "had" for how many there were; "removed" comes with "quantity".
    """
    for happened in ("added", "changed"):
        line = cart.line_with(request.args.get(happened, "")) if cart else None
        if line:
            words = str(_("カートに入れました：%(name)s", name=name_of(line.variant)))
            had = _count("had")
            change = None if had is None else change_since(cart, line.variant, had)
            return Said(words) if happened == "added" else None, change
    sku, number = request.args.get("removed", ""), _count("quantity")
    if not sku or not number or (cart and cart.line_with(sku)):
        return None, None
    variant = offered_variant(sku)
    if variant is None:
        return None, None
    return said_removed(variant, number, 0), change_since(cart, variant, number)


def said_removed(variant: Variant, had: int, place: int) -> Said:
    """That a line is gone, with the way back."""
    words = _("%(name)sを取り除きました", name=name_of(variant))
    return Said(words, sku=variant.sku, quantity=had, place=place)


def offered_variant(sku: str) -> Variant | None:
    """A variant with what a line shows of it, whether or not it can be had at present."""
    if len(sku) > LONGEST_SKU:
        return None
    return db.session.scalar(
        select(Variant)
        .join(Variant.product)
        .where(Variant.sku == sku, Variant.published, PUBLISHED)
        .options(contains_eager(Variant.product), joinedload(Variant.picture))
    )


def _count(name: str) -> int | None:
    """A number of pieces from the address, from 0 to the most of a line; None for anything else."""
    typed = request.args.get(name, "")
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 3):
        return None
    return int(typed) if int(typed) <= MOST_PER_LINE else None


def _with(items: Sequence[QuoteItem], variant: Variant, count: int) -> list[QuoteItem]:
    others = [item for item in items if item.sku != variant.sku]
    return [*others, quote_item(variant, count)] if count else others
