"""An offer as its buttons carry it: signed, so that only what was shown can be taken."""

from datetime import timedelta

from storefront import tokens
from storefront.offers.accepting import Made, Piece
from storefront.offers.choosing import Proposal
from storefront.offers.gate import Asked, Why
from storefront.offers.impression import Shown
from storefront.offers.kinds import Placement
from storefront.offers.terms import Terms

PURPOSE = "offer"
LASTS = timedelta(days=2)


class StaleOffer(Exception):
    """Not made here, changed, or older than two days."""


def token_of(proposal: Proposal) -> str:
    """The token of an offer that is shown."""
    pieces = [[one.candidate.sku, one.quantity, one.price] for one in proposal.goods]
    where = [proposal.terms.id, proposal.placement.value, proposal.context]
    return tokens.sign(PURPOSE, [*where, pieces, proposal.replaces, proposal.chance, ""])


def token_withheld(terms: Terms, asked: Asked, why: Why) -> str:
    """The token of one that was not: only to count that."""
    where = [terms.id, asked.placement.value, asked.context]
    return tokens.sign(PURPOSE, [*where, [], "", 0, why.value])


def token_seen_before(one: Shown) -> str:
    """The token of an offer that was seen elsewhere: only to tell that somebody looked into it."""
    where = [one.offer_id, one.placement, one.context]
    return tokens.sign(PURPOSE, [*where, [], "", 0, ""])


def made_of(token: str) -> Made:
    """What a token says. Raises StaleOffer."""
    try:
        offer_id, placement, context, pieces, replaces, chance, withheld = tokens.read(
            PURPOSE, token, LASTS
        )
        return Made(
            int(offer_id),
            Placement(placement),
            str(context),
            tuple(Piece(str(sku), int(count), int(price)) for sku, count, price in pieces),
            str(replaces),
            int(chance),
            str(withheld),
        )
    except (tokens.BadToken, TypeError, ValueError) as trouble:
        raise StaleOffer from trouble


def made_or_none(token: str) -> Made | None:
    """What a token says, None for one that is not ours, was changed or is too old."""
    try:
        return made_of(token)
    except StaleOffer:
        return None
