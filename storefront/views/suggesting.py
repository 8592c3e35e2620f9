"""What the dialog after adding and the cart page suggest."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from storefront.cart.cart import Cart, CartLine
from storefront.offers.accepting import Made
from storefront.offers.choosing import Decision, Proposal
from storefront.offers.gate import Asked
from storefront.offers.impression import note, note_withheld
from storefront.offers.kinds import MOST_ON_PAGE, Answer, Kind, Placement
from storefront.offers.ladder import after_no
from storefront.offers.terms import Terms
from storefront.views import current
from storefront.views.offer_on_page import smaller_on_page
from storefront.views.offer_view import TOLD, Shown, shown_of, tokens_of, told_first, view_of
from storefront.views.offering import Table, offers_here, table_of_cart
from storefront.views.snapshot import snapshot
from storefront.views.visitor import known_visitor, nobody, visit, who

HERE = frozenset({Placement.DIALOG, Placement.CART, Placement.CART_LINE})


@dataclass(frozen=True)
class CartSuggestions:
    """What stands on the cart page: one offer below the totals, one at a line, and what the page tells of it all.

    Together they propose three new things at most.

    `off` says that the visitor wants none.
    """

    below: Shown | None = None
    at_line: Shown | None = None
    tokens: Sequence[str] = ()
    off: bool = False


def dialog_suggestion(cart: Cart, line: CartLine) -> Shown | None:
    """What goes with a line that was just put in; writes down what the visitor is about to see. The caller commits."""
    table = table_of_cart(cart, {Placement.DIALOG}, line.variant)
    decision, asked = _beside(table, line)
    write_down(decision, asked)
    return shown_of(decision, table)


def cart_suggestions(
    cart: Cart | None, added: str = "", refused: Made | None = None
) -> CartSuggestions:
    """What the cart page suggests. Writes nothing: the page tells what was seen.

    `added` is what went in without scripts: what the dialog would have suggested then stands here. `refused` is what
    was refused without scripts: here stands the answer to that no.
    """
    if cart is None or not any(line.left for line in cart.lines):
        return CartSuggestions()
    if who().history.offers_off:
        return CartSuggestions(off=True)
    if refused and refused.placement in HERE:
        terms = next((one for one in snapshot().offers if one.id == refused.offer_id), None)
        made = _after_no(cart, refused, terms) if terms else None
        if made is None:
            return CartSuggestions()
        proposal, table = made
        shown = view_of(proposal, table)
        if proposal.placement is Placement.CART_LINE:
            return CartSuggestions(at_line=shown, tokens=[shown.token])
        return CartSuggestions(below=shown, tokens=[shown.token])
    places = {Placement.CART, Placement.CART_LINE}
    line = cart.line_with(added) if added else None
    table = table_of_cart(cart, places | {Placement.DIALOG} if line else places)
    at_line, more = _at_a_line(cart, table)
    below, tokens = _below(cart, table, line, MOST_ON_PAGE - (1 if at_line else 0))
    return CartSuggestions(below, at_line, told_first((at_line, below), [*tokens, *more]))


def dialog_question(table: Table, line: CartLine) -> Asked:
    """What the dialog about a line asks."""
    return table.asked(Placement.DIALOG, f"product:{line.variant.product_id}", [line.variant])


def line_in_question(cart: Cart, made: Made) -> CartLine | None:
    """The line a dialog is about: the one of its product that went in last."""
    lines = [one for one in cart.lines if f"product:{one.variant.product_id}" == made.context]
    return lines[-1] if lines else None


def answer_to_no(made: Made, terms: Terms) -> Shown | None:
    """The one smaller proposal after a no, written down as seen; None is silence. The caller commits."""
    if made.placement is Placement.PRODUCT:
        found = smaller_on_page(made, terms)
    else:
        cart = current.current_cart()
        found = _after_no(cart, made, terms) if cart else None
    if found is None:
        return None
    proposal, table = found
    note_shown(proposal, known_visitor().id)
    return view_of(proposal, table)


def no_words() -> str:
    """What is said after a no that has no answer."""
    return str(_("わかりました。ここには、しばらくおすすめを出しません。"))


def write_down(decision: Decision, asked: Asked) -> None:
    """Write down what somebody is about to see, and what they would have seen. The caller commits."""
    told = [(terms, why) for terms, why in decision.withheld if why in TOLD]
    if nobody() or not (decision.shown or told):
        return
    visitor, now = known_visitor(), current.now()
    if decision.shown:
        note_shown(decision.shown, visitor.id)
    for terms, why in told:
        note_withheld(visitor.id, terms.id, asked.placement, asked.context, why, now)


def note_shown(made: Proposal, visitor_id: int) -> None:
    """Write down that somebody is about to see an offer. The caller commits."""
    where = (visitor_id, made.terms.id, made.placement, made.context)
    note(*where, Answer.SEEN, current.now(), visit=visit(), chance=made.chance)


def _after_no(cart: Cart, made: Made, terms: Terms) -> tuple[Proposal, Table] | None:
    line = cart.line_with(made.replaces) if made.replaces else line_in_question(cart, made)
    about = line.variant if line else None
    table = table_of_cart(cart, {made.placement}, about)
    asked = table.asked(made.placement, made.context, [about] if about else None)
    proposal = after_no(
        terms,
        offers_here(),
        asked,
        who(),
        table.at,
        table.found.candidates,
        replaces=made.replaces,
    )
    return (proposal, table) if proposal else None


def _beside(table: Table, line: CartLine, room: int = MOST_ON_PAGE) -> tuple[Decision, Asked]:
    asked = dialog_question(table, line)
    about, sku = [line.variant], line.variant.sku
    return table.decide(asked.placement, asked.context, about, replaces=sku, room=room), asked


def _below(
    cart: Cart, table: Table, added: CartLine | None, room: int
) -> tuple[Shown | None, list[str]]:
    """Below the totals, at most so many goods as the page has room for."""
    if added:
        decision, asked = _beside(table, added, room)
        if decision.shown and not decision.shown.replaces:
            shown = shown_of(decision, table)
            return shown, tokens_of(decision, asked, shown)
    context, told = f"cart:{cart.id}", list[str]()
    asked = table.asked(Placement.CART, context)
    for offers in _gap_first(offers_here()):
        decision = table.decide(Placement.CART, context, offers=offers, room=room)
        shown = shown_of(decision, table)
        told += tokens_of(decision, asked, shown)
        if shown:
            return shown, told
    return None, told


def _gap_first(offers: Sequence[Terms]) -> tuple[list[Terms], list[Terms]]:
    """What reaches the shop's paying for shipping, and then all else."""
    gap = [one for one in offers if one.kind is Kind.GAP_FILLER]
    return gap, [one for one in offers if one.kind is not Kind.GAP_FILLER]


def _at_a_line(cart: Cart, table: Table) -> tuple[Shown | None, list[str]]:
    """At the first line for which there is something: one at a time is enough."""
    told: list[str] = []
    for line in cart.lines:
        if not line.left:
            continue
        context, about = f"line:{cart.id}:{line.variant.sku}", [line.variant]
        decision = table.decide(Placement.CART_LINE, context, about, replaces=line.variant.sku)
        shown = shown_of(decision, table)
        told += tokens_of(decision, table.asked(Placement.CART_LINE, context, about), shown)
        if shown:
            return shown, told
    return None, told
