"""The product page and its parts: the same figures whether it is shown whole, swapped in part or refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, g, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from storefront.catalog import browsing, tiers
from storefront.catalog.picture import Picture
from storefront.catalog.product import Product
from storefront.catalog.variant import MOST_PER_LINE, StockLevel, Variant, few_left
from storefront.claims.gate import Shown, shown_for
from storefront.jinja import hole, translate
from storefront.locales import Text
from storefront.money import Yen
from storefront.views import current
from storefront.views.catalog_cards import per_unit, unit_words
from storefront.views.catalog_claims import Reason, best_of, reasons_for, was_of
from storefront.views.catalog_gap import gap_code, gap_words
from storefront.views.catalog_landed import landed
from storefront.views.catalog_structured import structured
from storefront.views.frame import site_url
from storefront.views.product_slot import slot_hole, slot_html
from storefront.views.snapshot import snapshot

NO_SLOT = Markup("")


@dataclass(frozen=True)
class Tier:
    """A variant as a choice; `unit_price` only where the step to it is told as a saving by the unit.

    `was` is a struck-out price in yen, `reasons` are claims in words; both have passed the gate.
    """

    sku: str
    title: str
    text: str
    price: Yen
    unit_price: Yen | None
    unit_text: str
    per: str
    gain: str
    was: Yen | None
    reasons: tuple[Reason, ...]
    checked: bool
    off: bool


@dataclass(frozen=True)
class Thumb:
    """A small picture under the large one; `sku` where it stands for another variant, `href` works without scripts."""

    pic: Picture
    href: str
    sku: str
    current: bool
    number: int


def product_or_404(slug: str) -> Product:
    """A published product with at least one variant on offer, ready to be shown."""
    product = browsing.product_by_slug(slug)
    if product is None or not _offered(product):
        abort(404)
    return product


def page_context(slug: str, sku: str | None) -> dict[str, Any]:
    """The page as everybody sees it: what is the visitor's own stays a hole. 404 for an unknown product or SKU."""
    product = product_or_404(slug)
    chosen = chosen_variant(product, sku)
    shown = shown_for(product.id, current.now())
    return product_context(
        product, chosen, gap=hole(f"gap:{gap_code(chosen)}"), slot=slot_hole(chosen), shown=shown
    )


def variant_context(slug: str, sku: str | None) -> dict[str, Any]:
    """The same for one visitor, nothing left open: for the parts that change with the variant."""
    product = product_or_404(slug)
    chosen = chosen_variant(product, sku)
    return product_context(
        product,
        chosen,
        gap=Markup(gap_words(gap_code(chosen))),  # a rendered template  # nosec B704
        slot=slot_html(chosen),
        spoken=True,
    )


def buy_box_context(
    product: Product, chosen_sku: str, quantity: str, problem: str
) -> dict[str, Any]:
    """The page again after "put it in the cart" was refused; `problem` says why in words.

    Serves `catalog/product.html` and `catalog/_buy_box.html` alike; answer with 422.
    """
    full = product_or_404(product.slug)
    chosen = chosen_variant(full, chosen_sku)
    gap = Markup(gap_words(gap_code(chosen)))  # a rendered template  # nosec B704
    shown = shown_for(full.id, current.now())
    slot = slot_html(chosen)
    return product_context(
        full, chosen, gap=gap, slot=slot, quantity=quantity, problem=problem, shown=shown
    )


def product_context(
    product: Product,
    chosen: Variant,
    gap: Markup,
    spoken: bool = False,
    quantity: str = "1",
    problem: str = "",
    slot: Markup = NO_SLOT,
    shown: Sequence[Shown] = (),
) -> dict[str, Any]:
    """What the product page and its parts are given; `gap` is the visitor's own line about free shipping, or its
    hole, `slot` what is suggested, or its hole.

    `shown` are the claims that may be made; the parts that change with the variant make none.
    """
    shelf = snapshot().shelf(product.category.slug)
    g.shelf = (shelf.parent or shelf.slug) if shelf else ""
    offered = _offered(product)
    return {
        "product": product,
        "chosen": chosen,
        "title": translate(product.name),
        "crumbs": [(translate(name), path) for name, path in _crumbs(product)],
        "tiers": _tiers(offered, chosen, shown),
        "best": best_of(shown),
        "main_pic": chosen.picture or product.gallery[0].picture,
        "thumbs": _thumbs(product, offered, chosen),
        "landed": landed(chosen),
        "gap": gap,
        "slot": slot,
        "spoken": spoken,
        "available": [(v.label, _address(product, v)) for v in offered if v.stock > 0],
        "page_url": _address(product, chosen),
        "plain_url": url_for("catalog.product", slug=product.slug),
        "structured": structured(product, offered, _crumbs(product)),
        "quantity": quantity,
        "most": max(1, min(chosen.stock, MOST_PER_LINE)),
        "problem": problem,
        "site_url": site_url,
    }


def _offered(product: Product) -> list[Variant]:
    return [variant for variant in product.variants if variant.published]


def chosen_variant(product: Product, sku: str | None) -> Variant:
    """The variant of that SKU; without one the variant in the first picture if it is there, else the first in stock."""
    offered = _offered(product)
    if sku is not None:
        return next((variant for variant in offered if variant.sku == sku), None) or abort(404)
    there = [variant for variant in offered if variant.stock > 0] or offered
    first = product.gallery[0].picture_id if product.gallery else None
    return next((variant for variant in there if variant.picture_id == first), there[0])


def _tiers(offered: Sequence[Variant], chosen: Variant, shown: Sequence[Shown]) -> list[Tier]:
    gains = [None, *tiers.steps(offered)]
    return [
        Tier(
            sku=variant.sku,
            title=translate(variant.label),
            text=_said_of(variant),
            price=variant.price,
            unit_price=variant.unit_price if not (step and step.adds) else None,
            unit_text=unit_words(variant),
            per=per_unit(variant),
            gain=translate(step.adds) if step and step.adds else "",
            was=was_of(shown, variant.id),
            reasons=reasons_for(shown, variant.id),
            checked=variant is chosen,
            off=variant.stock <= 0,
        )
        for variant, step in zip(offered, gains, strict=True)
    ]


def _said_of(variant: Variant) -> str:
    """Its benefit, and what is to be known of its stock before choosing."""
    benefit = translate(variant.benefit)
    match variant.stock_level:
        case StockLevel.NONE:
            return str(_("在庫なし。%(benefit)s", benefit=benefit))
        case StockLevel.FEW:
            left = few_left(variant.stock)
            return str(_("%(benefit)s（残り%(left)s点）", benefit=benefit, left=left))
    return benefit


def _thumbs(product: Product, offered: Sequence[Variant], chosen: Variant) -> list[Thumb]:
    """The gallery, the picture of the chosen variant first; sizes of one thing are shown by their choice alone."""
    by_picture: dict[int | None, Variant] = {}
    for variant in sorted(offered, key=lambda v: v.stock <= 0):
        by_picture.setdefault(variant.picture_id, variant)
    main = chosen.picture or product.gallery[0].picture
    pictures = [main] + [
        place.picture
        for place in product.gallery
        if place.picture is not main and not (product.compare and place.picture_id in by_picture)
    ]
    thumbs = []
    for number, pic in enumerate(pictures, 1):
        other = by_picture.get(pic.id) if number > 1 else None
        href = _address(product, other) if other else pic.url(pic.widths[-1], "webp")
        thumbs.append(Thumb(pic, href, other.sku if other else "", number == 1, number))
    return thumbs if len(thumbs) > 1 else []


def _address(product: Product, variant: Variant) -> str:
    return url_for("catalog.product", slug=product.slug, sku=variant.sku)


def _crumbs(product: Product) -> list[tuple[Text, str]]:
    kept = snapshot()
    trail = [(kept.profile.name, url_for("catalog.home"))]
    shelf = kept.shelf(product.category.slug)
    for slug in (shelf.parent, shelf.slug) if shelf else ():
        above = kept.shelf(slug) if slug else None
        if above:
            trail.append((above.name, url_for("catalog.category", slug=above.slug)))
    return trail
