"""When to be silent: what a visitor did with offers so far, and until when each of them keeps quiet.

The rules are those of the sources: one click hides an offer for thirty days and its placement for the visit, after a
number of shows nobody answered a placement is silent for some weeks, then tries once, and so on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storefront.offers.impression import Shown
from storefront.offers.terms import Terms

REFUSED_FOR = timedelta(days=30)
ACCEPTED_FOR = timedelta(days=30)
"""Nobody needs the same extra twice in a month."""
LONGEST = timedelta(days=90)
LOOKED_AT = timedelta(hours=1)
"""A show that old without an answer was ignored; until then it may still be answered."""


@dataclass(frozen=True)
class History:
    """What the shop knows of one visitor's answers. `visit` is the present one."""

    shown: tuple[Shown, ...] = ()
    visit: str = ""
    offers_off: bool = False
    ordered: bool = False

    def of(self, offer_id: int) -> list[Shown]:
        """What was shown of one offer, oldest first."""
        return [one for one in self.shown if one.offer_id == offer_id]

    def at(self, placement: str) -> list[Shown]:
        """What was shown at one placement, oldest first."""
        return [one for one in self.shown if one.placement == placement]


def refused(history: History, terms: Terms, now: datetime) -> bool:
    """Whether the offer was refused within thirty days."""
    return _within(REFUSED_FOR, (one.refused_at for one in history.of(terms.id)), now)


def accepted(history: History, terms: Terms, now: datetime) -> bool:
    """Whether the offer was taken within thirty days."""
    return _within(ACCEPTED_FOR, (one.accepted_at for one in history.of(terms.id)), now)


def placement_refused(history: History, placement: str) -> bool:
    """Whether something was refused at a placement during this visit."""
    return any(one.refused_at and one.visit == history.visit for one in history.at(placement))


def placement_accepted(history: History, placement: str) -> bool:
    """Whether something was taken at a placement during this visit: a yes asks for no more."""
    return any(one.accepted_at and one.visit == history.visit for one in history.at(placement))


def ignored_until(history: History, placement: str, terms: Terms, now: datetime) -> datetime | None:
    """Until when a placement is silent because nobody answered there; None when it is not.

    After `most_ignored` unanswered shows in a row it is silent for `quiet_days` from the last, then one more show is
    tried; each try nobody answers doubles the silence, up to 90 days. What was shown before the silence could begin
    is no try. Any answer begins anew.
    """
    ignored, until = 0, None
    for seen in _unanswered(history.at(placement), now):
        if until is None or seen >= until:
            ignored += 1
        if ignored >= terms.most_ignored:
            tries = min(ignored - terms.most_ignored, 10)
            until = seen + min(LONGEST, timedelta(days=terms.quiet_days) * 2**tries)
    return until if until and until > now else None


def _unanswered(shown: Sequence[Shown], now: datetime) -> list[datetime]:
    """When the shows since the last answer were seen, oldest first; those that may still be answered left out."""
    answers = [one.answered_at for one in shown]
    last = max((moment for moment in answers if moment), default=None)
    return sorted(
        one.seen_at
        for one in shown
        if one.seen_at
        and one.seen_at <= now - LOOKED_AT
        and not one.answered
        and (last is None or one.seen_at > last)
    )


def _within(span: timedelta, moments: Iterable[datetime | None], now: datetime) -> bool:
    return any(moment is not None and now - moment < span for moment in moments)
