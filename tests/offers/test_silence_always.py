"""Days pass, offers are seen, ignored, refused and taken in any order: the silences hold, by the shop's gate and clock."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from storefront.offers.choosing import choose
from storefront.offers.gate import Asked, Who, Why, why_not
from storefront.offers.goods import Candidate
from storefront.offers.impression import Shown
from storefront.offers.kinds import Placement
from storefront.offers.silence import History
from tests.offers.pure import KEY, NOW, PLAIN, asked, at_hand, candidate, shelf

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OFFERS = [replace(PLAIN, id=1, code="first"), replace(PLAIN, id=2, code="second")]
PLACES = [Placement.PRODUCT, Placement.CART]
MONTH = 30 * DAY
SEEN = {Why.REFUSED, Why.ACCEPTED, Why.ACCEPTED_HERE, Why.REFUSED_HERE, Why.IGNORED}
GOODS = shelf(candidate("HONEY", 20), candidate("MUG", 21))
TEA = candidate("TEA", 1, 3000)


class Visitor(RuleBasedStateMachine):
    """Somebody who comes and goes. What they did is kept as the shop keeps it, and beside it in plain words."""

    @initialize()
    def comes(self) -> None:
        self.now, self.visit, self.pages = NOW, 1, 0
        self.rows: list[Shown] = []
        self.noes: dict[int, datetime] = {}
        self.yeses: dict[int, datetime] = {}
        self.refused_in: set[tuple[Placement, int]] = set()
        self.taken_in: set[tuple[Placement, int]] = set()
        self.unwanted: set[tuple[str, int]] = set()
        self.last_answer: dict[Placement, datetime] = {}
        self.silent_since: dict[Placement, list[datetime]] = {place: [] for place in PLACES}

    def somebody(self) -> Who:
        return Who(KEY, History(tuple(self.rows), str(self.visit)))

    def question(self, place: Placement) -> Asked:
        return asked(place, f"page:{self.pages}")

    def why(self, number: int, place: Placement) -> Why | None:
        return why_not(OFFERS[number], self.question(place), self.somebody(), self.now)

    @rule(minutes=st.integers(1, 90))
    def some_minutes_pass(self, minutes: int) -> None:
        self.now += minutes * MINUTE

    @rule(days=st.integers(1, 20))
    def days_pass_and_another_visit_begins(self, days: int) -> None:
        self.now += days * DAY
        self.visit += 1

    @rule(
        place=st.sampled_from(PLACES),
        number=st.integers(0, 1),
        answer=st.sampled_from(["", "", "", "clicked_at", "accepted_at", "refused_at"]),
    )
    def looks_at_a_page(self, place: Placement, number: int, answer: str) -> None:
        """The shop makes the offer if it may; the visitor leaves it or answers it."""
        self.pages += 1
        if self.why(number, place):
            return
        made = self.proposed(number, place)
        if not made:
            return
        moments = {"clicked_at": None, "accepted_at": None, "refused_at": None}
        if answer:
            moments[answer] = self.now
            self.last_answer[place] = self.now
        row = Shown(
            OFFERS[number].id,
            place.value,
            f"page:{self.pages}",
            str(self.visit),
            self.now,
            **moments,
            goods=" ".join(f"{one.product_id}:{one.sku}" for one in made),
        )
        self.rows.append(row)
        if answer == "refused_at":
            self.noes[number] = self.now
            self.refused_in.add((place, self.visit))
            self.unwanted |= {(one.sku, self.visit) for one in made}
        if answer == "accepted_at":
            self.yeses[number] = self.now
            self.taken_in.add((place, self.visit))

    def proposed(self, number: int, place: Placement) -> list[Candidate]:
        """The goods that the shop would show there."""
        made = choose(
            [OFFERS[number]],
            self.question(place),
            self.somebody(),
            at_hand({TEA: 1}, now=self.now),
            GOODS,
        ).shown
        return [one.candidate for one in made.goods] if made else []

    @invariant()
    def goods_that_were_refused_stay_away_for_the_visit_under_every_offer_and_everywhere(
        self,
    ) -> None:
        refused = {sku for sku, visit in self.unwanted if visit == self.visit}
        if refused:
            for place in PLACES:
                for number in range(2):
                    assert not {one.sku for one in self.proposed(number, place)} & refused

    @invariant()
    def after_a_yes_its_place_asks_for_no_more_in_the_visit(self) -> None:
        for place, visit in self.taken_in:
            if visit == self.visit:
                assert all(self.why(number, place) in SEEN for number in range(2))

    @invariant()
    def a_no_is_kept_for_thirty_days_everywhere(self) -> None:
        for number, at in self.noes.items():
            for place in PLACES:
                if self.now - at < MONTH:
                    assert self.why(number, place) in {Why.REFUSED, Why.ACCEPTED}
                else:
                    assert self.why(number, place) is not Why.REFUSED

    @invariant()
    def a_yes_is_kept_for_thirty_days_everywhere(self) -> None:
        for number, at in self.yeses.items():
            for place in PLACES:
                assert (self.why(number, place) is Why.ACCEPTED) == (self.now - at < MONTH)

    @invariant()
    def after_a_no_its_place_is_silent_for_the_visit(self) -> None:
        for place in PLACES:
            for number in range(2):
                if (place, self.visit) in self.refused_in:
                    assert self.why(number, place) in SEEN

    @invariant()
    def a_place_that_was_ignored_three_times_is_silent_for_two_weeks_at_least(self) -> None:
        for place in PLACES:
            ignored = self.ignored(place)
            if len(ignored) >= 3 and self.now < ignored[-1] + 14 * DAY:
                assert all(self.why(number, place) in SEEN for number in range(2))

    @invariant()
    def no_silence_for_being_ignored_is_longer_than_ninety_days(self) -> None:
        for place in PLACES:
            ignored = self.ignored(place)
            for number in range(2):
                if self.why(number, place) is Why.IGNORED:
                    assert len(ignored) >= 3
                    assert self.now < ignored[-1] + 90 * DAY

    @invariant()
    def between_tries_the_silence_doubles(self) -> None:
        """Of shows that were each ignored, those after the silences are 14, 28, 56 and then 90 days apart at least."""
        for place in PLACES:
            spans = [14, 28, 56, 90]
            ignored = self.ignored(place)
            tries = [(a, b) for a, b in pairwise(ignored) if b - a >= 14 * DAY]
            settled = [(a, b) for a, b in tries if sum(seen < b for seen in ignored) >= 3]
            for turn, (before, tried) in enumerate(settled):
                assert tried - before >= spans[min(turn, 3)] * DAY

    def ignored(self, place: Placement) -> list[datetime]:
        """When the place was seen since the last answer there, an hour ago or earlier."""
        since = self.last_answer.get(place)
        return [
            one.seen_at
            for one in self.rows
            if one.seen_at
            and one.placement == place.value
            and not one.answered
            and (since is None or one.seen_at > since)
            and one.seen_at <= self.now - HOUR
        ]


Visitor.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestVisitor = Visitor.TestCase
