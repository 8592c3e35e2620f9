"""What becomes of the dialog after adding once its suggestion was answered."""

from collections.abc import Sequence

from flask import Response, render_template

from storefront.cart.cart import Cart, CartLine
from storefront.offers.accepting import Made
from storefront.offers.choosing import Candidates, propose
from storefront.offers.goods import Candidate
from storefront.offers.kinds import Placement, Source
from storefront.offers.terms import Good
from storefront.quoting.shipping_cost import ShippingChange
from storefront.views.cart_adding import dialog_context
from storefront.views.cart_page import Said
from storefront.views.catalog_gap import gap_code, gap_words
from storefront.views.offer_view import Shown, block_id, view_of
from storefront.views.offering import Table, table_of_cart
from storefront.views.responses import cart_count, own_parts
from storefront.views.snapshot import snapshot
from storefront.views.suggesting import dialog_question, line_in_question


def taken_in_dialog(cart: Cart, made: Made, said: Said, change: ShippingChange | None) -> Response:
    """What went in, with the rest of what was proposed; the dialog's sums and the number on the cart follow."""
    line = line_in_question(cart, made) or cart.lines[-1]
    rest = None if made.replaces else _rest(cart, made, line)
    id = block_id(made.placement, made.replaces)
    html = render_template("offers/_taken.html", id=id, words=said.text, offer=rest)
    now = render_template("cart/_dialog_now.html", change=change, **dialog_context(cart, line, ""))
    return own_parts([html, now, *filter(None, [cart_count(), gap_words(gap_code(line.variant))])])


def told_in_dialog(cart: Cart | None, made: Made, words: str, there: bool = False) -> Response:
    """Why nothing went in (409), with what can still be had of the offer; `there` says that it is in the cart already:
    the sums then tell what another tab put in."""
    line = line_in_question(cart, made) if cart else None
    rest = _rest(cart, made, line) if cart and line and not made.replaces else None
    id = block_id(made.placement, made.replaces)
    kind = "info" if there else "warn"
    html = render_template(
        "offers/_taken.html", id=id, words=words, offer=rest, kind=kind, to_cart=there
    )
    parts = [html, cart_count()]
    if there and cart and line:
        sums = dialog_context(cart, line, "")
        parts.append(render_template("cart/_dialog_now.html", change=None, **sums))
    return own_parts(parts, 409)


def _rest(cart: Cart, made: Made, line: CartLine) -> Shown | None:
    """The other things that were proposed, those that still fit, at their present prices."""
    terms = next((one for one in snapshot().offers if one.id == made.offer_id), None)
    if terms is None:
        return None
    table = table_of_cart(cart, {Placement.DIALOG}, line.variant)
    if not terms.on(table.at.now):
        return None
    found = propose(terms, dialog_question(table, line), table.at, _among(table, made))
    return view_of(found, table) if found else None


def _among(table: Table, made: Made) -> Candidates:
    """The candidates of a table, those that were shown before."""

    def found(source: Source, goods: Sequence[Good]) -> list[Candidate]:
        return [one for one in table.found.candidates(source, goods) if made.piece(one.sku)]

    return found
