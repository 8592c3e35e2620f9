"""What takes the place of a line: more of the same at less each, or something better."""

from collections.abc import Sequence

from storefront.money import Yen
from storefront.offers.fitting import AtHand
from storefront.offers.goods import Candidate
from storefront.offers.kinds import Kind
from storefront.offers.proposed import Proposed, holds, most_of, priced
from storefront.offers.sending import sending_change
from storefront.offers.terms import Good, Terms
from storefront.quoting.item import QuoteItem


def in_its_place(
    terms: Terms, found: Sequence[Candidate], at: AtHand, replaces: str
) -> tuple[tuple[Proposed, ...], Yen]:
    """The one thing that takes the place of a line, if it can be had and sent, and what all then costs more.

    A set is so many of the same. A larger pack comes as often as its contents are nearest to those of the line, anything
    else once for each piece.
    """
    line = next((item for item in at.items if item.sku == replaces), None)
    good = _meant(terms, replaces)
    one = next((c for c in found if good and c.variant_id == good.variant_id), None)
    if line is None or good is None or one is None:
        return (), 0
    quantity = good.quantity
    if terms.kind is Kind.SET_OF_N:
        fits = line.quantity < quantity
    else:
        quantity = _as_many(one, good, line, at)
        fits = one.sku not in at.skus
    if not fits or quantity > most_of(one):
        return (), 0
    after = at.quoted(one.item(quantity), without=replaces)
    made = priced(one, quantity, good.percent_off, sending_change(at.as_it_is(), after))
    if not holds(at, after, made.full - made.price):
        return (), 0
    return (made,), after.paid_goods - at.as_it_is().paid_goods


def _as_many(one: Candidate, good: Good, line: QuoteItem, at: AtHand) -> int:
    """How many of it stand for a line."""
    held = at.packs.get(line.sku)
    packs = one.pack.covers(line.quantity, held) if one.pack and held else None
    return good.quantity * line.quantity if packs is None else max(good.quantity, packs)


def _meant(terms: Terms, replaces: str) -> Good | None:
    """What takes a line's place: of a set the same goods, else the first it names."""
    same = terms.kind is Kind.SET_OF_N
    return next((good for good in terms.goods if not same or good.sku == replaces), None)
