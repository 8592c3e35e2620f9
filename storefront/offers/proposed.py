"""One thing that is proposed, with what it costs."""

from dataclasses import dataclass

from storefront.catalog.variant import MOST_PER_LINE
from storefront.money import Yen
from storefront.offers.fitting import AtHand
from storefront.offers.goods import Candidate
from storefront.offers.incentives import reduced
from storefront.offers.sending import SendingChange, loses_sending
from storefront.quoting.quote import Quote


@dataclass(frozen=True)
class Proposed:
    """One thing that is proposed: how many of it, what they cost, and what they cost with the offer. Yen with tax.

    `sending` is what becomes of the shipping with it; of a bundle, with all of it.
    """

    candidate: Candidate
    quantity: int
    full: Yen
    price: Yen
    sending: SendingChange


def priced(one: Candidate, quantity: int, percent_off: int, sending: SendingChange) -> Proposed:
    """So many of it, at so many per cent off."""
    full = one.price * quantity
    return Proposed(one, quantity, full, full - reduced(full, percent_off), sending)


def most_of(one: Candidate) -> int:
    """How many of it a line of a cart may hold."""
    return min(one.left, MOST_PER_LINE)


def holds(at: AtHand, after: Quote, saved: Yen) -> bool:
    """Whether it can be sent, with no loss of the shop's paying for that, and really takes off what is said: another rule
    may have taken its place."""
    before = at.as_it_is()
    held = after.sendable and not loses_sending(before, after)
    return held and after.discount - before.discount >= saved
