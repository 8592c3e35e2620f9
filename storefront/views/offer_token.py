"""An offer as its buttons carry it: signed, so that only what was shown can be taken, by whom it was shown to.

What stands on the page of a product is kept for all who see the same, so its tokens are nobody's own.
"""

from datetime import timedelta
from hashlib import blake2b
from typing import Any

from storefront import tokens
from storefront.offers.accepting import Made, Piece
from storefront.offers.choosing import Proposal
from storefront.offers.gate import Asked, Why
from storefront.offers.impression import Shown
from storefront.offers.kinds import Placement
from storefront.offers.terms import Terms
from storefront.views.visitor import visitor_key

PURPOSE = "offer"
LASTS = timedelta(days=2)


class StaleOffer(Exception):
    """Not made here, changed, older than two days, or made to somebody else."""


def token_of(proposal: Proposal) -> str:
    """The token of an offer that is shown."""
    pieces = [
        [one.candidate.sku, one.quantity, one.price, one.candidate.product_id]
        for one in proposal.goods
    ]
    where = [proposal.terms.id, proposal.placement.value, proposal.context]
    return _signed(proposal.placement, [*where, pieces, proposal.replaces, proposal.chance, ""])


def token_withheld(terms: Terms, asked: Asked, why: Why) -> str:
    """The token of one that was not: only to count that."""
    where = [terms.id, asked.placement.value, asked.context]
    return _signed(asked.placement, [*where, [], "", 0, why.value])


def token_seen_before(one: Shown) -> str:
    """The token of an offer that was seen elsewhere: only to tell that somebody looked into it."""
    where = [one.offer_id, one.placement, one.context]
    return _signed(Placement(one.placement), [*where, [], "", 0, ""])


def made_of(token: str) -> Made:
    """What a token says. Raises StaleOffer."""
    try:
        told = tokens.read(PURPOSE, token, LASTS)
        offer_id, placement, context, pieces, replaces, chance, withheld, whose = told
        if whose != _whose(Placement(placement)):
            raise StaleOffer
        return Made(
            int(offer_id),
            Placement(placement),
            str(context),
            tuple(Piece(str(sku), *map(int, figures)) for sku, *figures in pieces),
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


def _signed(placement: Placement, payload: list[Any]) -> str:
    return tokens.sign(PURPOSE, [*payload, _whose(placement)])


def _whose(placement: Placement) -> str:
    """What of the visitor's key an offer there carries: enough to know them again, and nothing to be them with."""
    if placement is Placement.PRODUCT:
        return ""
    return blake2b(visitor_key().encode(), digest_size=6).hexdigest()
