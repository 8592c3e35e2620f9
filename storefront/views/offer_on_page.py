"""What becomes of an offer on the page of a product once it was answered there."""

from collections.abc import Sequence

from flask import Response, render_template, request

from storefront.catalog.variant import Variant
from storefront.offers.accepting import Made
from storefront.offers.choosing import Proposal, propose
from storefront.offers.goods import Candidate
from storefront.offers.kinds import Kind, Placement, Source
from storefront.offers.terms import Good, Terms
from storefront.quoting.shipping_cost import ShippingChange
from storefront.views.cart_changes import offered_variant
from storefront.views.cart_page import Said
from storefront.views.catalog_gap import gap_code, gap_words
from storefront.views.offer_view import Shown, block_id, view_of
from storefront.views.offering import Table
from storefront.views.product_slot import after_no_on_page, context_of, table_beside
from storefront.views.responses import cart_count, own_parts
from storefront.views.snapshot import snapshot


def taken_on_page(made: Made, said: Said, change: ShippingChange | None) -> Response:
    """What went in, with the rest of what was proposed; the number on the cart and the way to the shop's paying follow."""
    variant = looked_at(made)
    rest = _rest(variant, made) if variant else None
    id = block_id(made.placement, made.replaces)
    html = render_template(
        "offers/_taken.html", id=id, words=said.text, offer=rest, change=change, to_cart=True
    )
    gap = gap_words(gap_code(variant)) if variant else ""
    return own_parts([html, *filter(None, [cart_count(), gap])])


def smaller_on_page(made: Made, terms: Terms) -> tuple[Proposal, Table] | None:
    """The one smaller proposal after a no that is written down; None is silence."""
    variant = looked_at(made)
    table = table_beside(variant) if variant else None
    proposal = after_no_on_page(table, made, terms) if table else None
    return (proposal, table) if proposal and table else None


def page_of(made: Made) -> tuple[str, str] | None:
    """The slug and SKU of the page an offer stood on."""
    variant = looked_at(made)
    return (variant.product.slug, variant.sku) if variant else None


def looked_at(made: Made) -> Variant | None:
    """The variant that was looked at: the one the form names, if the offer was about its product."""
    variant = offered_variant(request.form.get("about", ""))
    there = variant and context_of(variant.product_id) == made.context
    return variant if there else None


def _rest(variant: Variant, made: Made) -> Shown | None:
    """The other things that were proposed, those that still fit, at their present prices."""
    terms = next((one for one in snapshot().offers if one.id == made.offer_id), None)
    table = table_beside(variant)
    if terms is None or terms.kind is not Kind.CROSS_SELL or table is None:
        return None
    asked = table.asked(Placement.PRODUCT, made.context)

    def found(source: Source, goods: Sequence[Good]) -> list[Candidate]:
        return [one for one in table.found.candidates(source, goods) if made.piece(one.sku)]

    rest = propose(terms, asked, table.at, found)
    return view_of(rest, table) if rest else None
