"""What has just happened to a cart, in words, and what it did to the sending: the quote before against the one after."""

from collections.abc import Sequence

from flask import request
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from storefront.cart.cart import Cart, CartLine, quote_item
from storefront.catalog.product import PUBLISHED
from storefront.catalog.variant import MOST_PER_LINE, Variant
from storefront.extensions import db
from storefront.lab.patterns import Pattern
from storefront.quoting.item import QuoteItem
from storefront.quoting.shipping_cost import ShippingChange, shipping_change
from storefront.views.cart_page import Said, name_of, priced_items
from storefront.views.switches import is_on

LONGEST_SKU = 32
MOST_NAMED = 5
"""SKUs an address may name."""


def change_since(cart: Cart | None, variant: Variant, had: int) -> ShippingChange | None:
    """What became of the sending since the cart held `had` pieces of a variant; None where nothing did."""
    if cart is None:
        return None
    now = cart.items()
    if sum(item.quantity for item in now if item.sku == variant.sku) == had:
        return None
    return change_from(_with(now, variant, had), cart)


def change_from(before: Sequence[QuoteItem], cart: Cart) -> ShippingChange | None:
    """What became of the sending since the cart held these goods; None where nothing did, or where it is told later."""
    if not is_on(Pattern.SHIPPING_EARLY):
        return None
    return shipping_change(priced_items(before).sent, priced_items(cart.items()).sent)


def told_by_address(cart: Cart | None) -> tuple[Said | None, ShippingChange | None]:
    """What the address says has just happened, as far as the cart bears it out, and what it did to the sending.

    "added", "taken" (from an offer) and "changed" name a SKU, with "had" for how many there were; "removed" comes with "quantity"; "swapped"
    with "from", the SKU whose place it took, and "had".
    """
    if cart and request.args.get("swapped"):
        return _swapped(cart)
    for happened in ("added", "taken", "changed"):
        lines = _lines(cart, happened)
        if lines:
            had = _count("had") if len(lines) == 1 else None
            change = None if had is None else change_since(cart, lines[0].variant, had)
            return None if happened == "changed" else said_added(lines), change
    sku, number = request.args.get("removed", ""), _count("quantity")
    if not sku or not number or (cart and cart.line_with(sku)):
        return None, None
    variant = offered_variant(sku)
    if variant is None:
        return None, None
    return said_removed(variant, number, 0), change_since(cart, variant, number)


def said_added(lines: Sequence[CartLine]) -> Said:
    """That something went in."""
    names = str(_("、")).join(name_of(line.variant) for line in lines)
    return Said(str(_("カートに入れました：%(name)s", name=names)))


def said_swapped(cart: Cart, line: CartLine, before: Variant, had: int) -> Said:
    """That a line took the place of another, or became more, with the way back."""
    name, place = name_of(line.variant), cart.lines.index(line)
    if line.variant.sku == before.sku:
        words = _("%(name)sを%(count)s点のセットにしました", name=name, count=line.quantity)
        back = str(_("%(count)s点に戻す", count=had))
    else:
        words, back = _in_its_place(line, name, name_of(before), had), ""
    return Said(str(words), "ok", before.sku, had, place, line.variant.sku, back)


def said_switched(off: bool) -> Said:
    """That nothing is suggested any more, with the way back; or that suggestions are shown again."""
    if not off:
        return Said(str(_("おすすめを表示します。")))
    return Said(str(_("おすすめは表示しません。")), offers="on")


def _in_its_place(line: CartLine, name: str, before: str, had: int) -> str:
    """What took the place of what; how many of each where that differs."""
    if line.quantity == had:
        return str(_("%(before)sを%(name)sに替えました", before=before, name=name))
    counts = {"had": had, "count": line.quantity}
    words = _(
        "%(before)s %(had)s点を%(name)s %(count)s点に替えました", before=before, name=name, **counts
    )
    return str(words)


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


def _lines(cart: Cart | None, happened: str) -> list[CartLine]:
    """The lines an address names, those that are there."""
    named = request.args.getlist(happened)[:MOST_NAMED]
    found = [cart.line_with(sku) for sku in dict.fromkeys(named)] if cart else []
    return [line for line in found if line]


def _swapped(cart: Cart) -> tuple[Said | None, ShippingChange | None]:
    line = cart.line_with(request.args["swapped"])
    before, had = offered_variant(request.args.get("from", "")), _count("had")
    if (
        line is None
        or before is None
        or not had
        or (line.variant.sku == before.sku and line.quantity == had)
    ):
        return None, None
    if line.variant.sku != before.sku and cart.line_with(before.sku):
        return None, None
    others = [item for item in cart.items() if item.sku != line.variant.sku]
    return said_swapped(cart, line, before, had), change_from(
        [*others, quote_item(before, had)], cart
    )


def _with(items: Sequence[QuoteItem], variant: Variant, count: int) -> list[QuoteItem]:
    others = [item for item in items if item.sku != variant.sku]
    return [*others, quote_item(variant, count)] if count else others
