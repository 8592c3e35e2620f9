"""The one gate that every offer passes, at every placement: may it be made to this visitor, here and now, and if not, why.

The gate knows nothing of goods: whether something fits is `offers.fitting`'s question.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b

from storefront.money import Yen
from storefront.offers import silence
from storefront.offers.kinds import MOST_ON_PAGE, Audience, Placement
from storefront.offers.silence import History
from storefront.offers.terms import Terms

NO_OFFER_PERCENT = 10
"""So many of a hundred visitors see no offer at all, anywhere, for good: what offers do shows only against none."""
INTERRUPTING = frozenset({Placement.DIALOG})
"""Surfaces that step in between; a page shows at most one of them."""


class Why(StrEnum):
    """Why an offer is not made."""

    OFF = "off"
    """The visitor wants none."""
    NOBODY = "nobody"
    """Staff, a robot, or a page fetched before anybody asked for it."""
    NOT_ON = "not_on"
    NOT_HERE = "not_here"
    AUDIENCE = "audience"
    VALUE = "value"
    NOT_AT_HAND = "not_at_hand"
    ROLLOUT = "rollout"
    CONTROL = "control"
    """The tenth that sees no offers anywhere."""
    REFUSED = "refused"
    REFUSED_HERE = "refused_here"
    IGNORED = "ignored"
    ACCEPTED = "accepted"
    ACCEPTED_HERE = "accepted_here"
    """Something was taken at this placement in this visit: a yes asks for no more."""
    ONE_AT_A_TIME = "one_at_a_time"
    """Something else stepped in between on this page or for this product in this visit."""
    NOTHING_FITS = "nothing_fits"
    NOT_CHOSEN = "not_chosen"
    """Others that fitted had their turn."""


@dataclass(frozen=True)
class Asked:
    """Where and about what an offer is asked for.

    `products`, `variants` and `categories` are at hand: those of the page, the line or the cart. `value` is the yen
    of goods in the cart or order, `room` how many goods the page may still propose. `interrupted` says that something stepped in already, `answering` that this would be
    the answer to a no that was just said here.
    """

    placement: Placement
    context: str
    products: frozenset[int] = frozenset()
    variants: frozenset[int] = frozenset()
    categories: frozenset[int] = frozenset()
    value: Yen = 0
    room: int = MOST_ON_PAGE
    interrupted: bool = False
    answering: bool = False


@dataclass(frozen=True)
class Who:
    """For whom: their key, what they did so far, and whether anybody is there at all."""

    key: str
    history: History = field(default_factory=History)
    nobody: bool = False


def why_not(terms: Terms, asked: Asked, who: Who, now: datetime) -> Why | None:
    """The first rule that stands in the way, None when the offer may be made.

    What is not about this place and these goods is said first, so that no other reason is told of it; the control group
    comes last: its rows say what would have been shown.
    """
    if asked.placement not in terms.placements:
        return Why.NOT_HERE
    if not _at_hand(terms, asked):
        return Why.NOT_AT_HAND
    return (
        _not_meant(terms, asked, who, now) or _silent(terms, asked, who, now) or _held(terms, who)
    )


def _not_meant(terms: Terms, asked: Asked, who: Who, now: datetime) -> Why | None:
    """Rules of the visitor's wish and of the offer itself."""
    returning = terms.audience is Audience.RETURNING
    rules = (
        (who.nobody, Why.NOBODY),
        (who.history.offers_off, Why.OFF),
        (not terms.on(now), Why.NOT_ON),
        (
            terms.audience is not Audience.EVERYONE and who.history.ordered != returning,
            Why.AUDIENCE,
        ),
        (asked.value < terms.goods_from, Why.VALUE),
        (terms.goods_to is not None and asked.value > terms.goods_to, Why.VALUE),
    )
    return next((why for broken, why in rules if broken), None)


def _at_hand(terms: Terms, asked: Asked) -> bool:
    return terms.anything or bool(
        terms.products & asked.products
        or terms.variants & asked.variants
        or terms.categories & asked.categories
    )


def _silent(terms: Terms, asked: Asked, who: Who, now: datetime) -> Why | None:
    """Rules of what the visitor did."""
    history = who.history
    if silence.accepted(history, terms, now):
        return Why.ACCEPTED
    if silence.refused(history, terms, now):
        return Why.REFUSED
    return _silent_here(terms, asked, history, now)


def _silent_here(terms: Terms, asked: Asked, history: History, now: datetime) -> Why | None:
    """Rules of what they did at this placement, with whatever offer."""
    if silence.placement_accepted(history, asked.placement):
        return Why.ACCEPTED_HERE
    if not asked.answering and silence.placement_refused(history, asked.placement):
        return Why.REFUSED_HERE
    if silence.ignored_until(history, asked.placement, terms, now):
        return Why.IGNORED
    if asked.interrupted and asked.placement in INTERRUPTING:
        return Why.ONE_AT_A_TIME
    return None


def _held(terms: Terms, who: Who) -> Why | None:
    """Rules of chance, the same for a visitor as long as the key lives."""
    if percentile(f"offer:{terms.code}", who.key) >= terms.rollout_percent:
        return Why.ROLLOUT
    if in_control(who.key):
        return Why.CONTROL
    return None


def in_control(key: str) -> bool:
    """Whether a visitor belongs to the tenth that sees no offers: the same at every placement, in mails too."""
    return percentile("control", key) < NO_OFFER_PERCENT


@lru_cache(maxsize=8192)
def percentile(of: str, key: str) -> int:
    """A number from 0 to 99 that a visitor has in one question: spread evenly, independent between questions."""
    return int.from_bytes(blake2b(f"{of}|{key}".encode(), digest_size=4).digest(), "big") % 100
