"""After a no: one smaller proposal, worded as what fits; after a second no, silence."""

from collections.abc import Sequence
from dataclasses import replace

from storefront.offers.choosing import Candidates, Proposal, propose
from storefront.offers.fitting import AtHand
from storefront.offers.gate import Asked, Who, why_not
from storefront.offers.terms import Terms
from storefront.offers.unwanted import unwanted


def after_no(
    refused: Terms,
    offers: Sequence[Terms],
    asked: Asked,
    who: Who,
    at: AtHand,
    candidates: Candidates,
    *,
    replaces: str = "",
) -> Proposal | None:
    """What is proposed once an offer was refused at a placement: its `next_id`, if that passes the gate and fits.

    The no is already in the history. Only the first one of a visit at a placement has an answer, and only once.
    """
    following = next((one for one in offers if one.id == refused.next_id), None)
    noes = [
        one
        for one in who.history.at(asked.placement)
        if _now_refused(one.refused_at, one.visit, who)
    ]
    if following is None or len(noes) != 1:
        return None
    answering = replace(asked, answering=True)
    if why_not(following, answering, who, at.now):
        return None
    left = unwanted(who.history, but=refused.id).left_of(candidates, following, at, replaces)
    return propose(following, answering, at, left, replaces=replaces)


def _now_refused(refused_at: object, visit: str, who: Who) -> bool:
    return bool(refused_at) and visit == who.history.visit
