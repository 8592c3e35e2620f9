"""The gate: every reason why an offer is not made, reached once, and the order in which they are asked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from storefront.offers.gate import Asked, Who, Why, in_control, percentile, why_not
from storefront.offers.kinds import Audience, OfferState, Placement
from storefront.offers.terms import Terms
from tests.offers.pure import KEY, NOW, PLAIN, SPARED, asked, shown, who

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Case = tuple[Terms, Asked, Who]


def case(
    terms: Terms = PLAIN, question: Asked | None = None, somebody: Who | None = None, **more: object
) -> Case:
    return replace(terms, **more), question or asked(), somebody or who()  # type: ignore[arg-type]


BARRED: dict[str, tuple[Why, Callable[[], Case]]] = {
    "a robot": (Why.NOBODY, lambda: case(somebody=Who(KEY, nobody=True))),
    "offers switched off": (Why.OFF, lambda: case(somebody=who(offers_off=True))),
    "a draft": (Why.NOT_ON, lambda: case(state=OfferState.DRAFT)),
    "taken back": (Why.NOT_ON, lambda: case(state=OfferState.STOPPED)),
    "not begun": (Why.NOT_ON, lambda: case(starts_at=NOW + HOUR)),
    "over this moment": (Why.NOT_ON, lambda: case(ends_at=NOW)),
    "another placement": (Why.NOT_HERE, lambda: case(placements=frozenset({Placement.CART}))),
    "for newcomers, to one who ordered": (
        Why.AUDIENCE, lambda: case(audience=Audience.NEW, somebody=who(ordered=True))),
    "for those who ordered, to a newcomer": (
        Why.AUDIENCE, lambda: case(audience=Audience.RETURNING)),
    "too little in the cart": (Why.VALUE, lambda: case(question=asked(value=2999), goods_from=3000)),
    "too much in the cart": (Why.VALUE, lambda: case(question=asked(value=5501), goods_to=5500)),
    "its product is not at hand": (
        Why.NOT_AT_HAND, lambda: case(question=asked(products=frozenset({8})), products=frozenset({7}))),
    "rolled out to nobody": (Why.ROLLOUT, lambda: case(rollout_percent=0)),
    "the tenth without offers": (Why.CONTROL, lambda: case(somebody=who(key=SPARED))),
    "refused": (
        Why.REFUSED, lambda: case(somebody=who(shown(NOW - DAY, refused_at=NOW - DAY)))),
    "another one refused here in this visit": (
        Why.REFUSED_HERE,
        lambda: case(somebody=who(shown(NOW, offer_id=2, visit="1", refused_at=NOW)))),
    "three times ignored": (
        Why.IGNORED, lambda: case(somebody=who(*[shown(NOW - DAY, context=f"p:{n}") for n in "123"]))),
    "taken already": (
        Why.ACCEPTED, lambda: case(somebody=who(shown(NOW - DAY, accepted_at=NOW - DAY)))),
    "another one taken here in this visit": (
        Why.ACCEPTED_HERE,
        lambda: case(somebody=who(shown(NOW, offer_id=2, visit="1", accepted_at=NOW)))),
    "something stepped in already": (
        Why.ONE_AT_A_TIME, lambda: case(question=asked(Placement.DIALOG, interrupted=True))),
}  # fmt: skip
ELSEWHERE = {Why.NOTHING_FITS, Why.NOT_CHOSEN}
"""These two are not the gate's: `test_choosing` reaches them."""


@pytest.mark.parametrize("name", BARRED)
def test_an_offer_is_not_made_where(name: str) -> None:
    why, made = BARRED[name]
    assert why_not(*made(), NOW) is why


def test_every_reason_is_reached() -> None:
    assert {why for why, _ in BARRED.values()} == set(Why) - ELSEWHERE


def test_an_offer_is_made_to_somebody_new_in_the_right_place() -> None:
    assert why_not(*case(), NOW) is None
    on = case(
        starts_at=NOW,
        ends_at=NOW + HOUR,
        goods_from=3000,
        goods_to=3000,
        question=asked(value=3000),
    )
    assert why_not(*on, NOW) is None


def test_one_of_its_triggers_is_enough() -> None:
    meant = {
        "products": frozenset({1}),
        "variants": frozenset({20}),
        "categories": frozenset({300}),
    }
    for one in (
        asked(products=frozenset({1, 2})),
        asked(variants=frozenset({20})),
        asked(categories=frozenset({300})),
    ):
        assert why_not(*case(question=one, **meant), NOW) is None
    assert why_not(*case(question=asked(), **meant), NOW) is Why.NOT_AT_HAND


def test_interruptions_bar_interrupting_surfaces_alone() -> None:
    assert why_not(*case(question=asked(Placement.CART, interrupted=True)), NOW) is None


def test_the_answer_to_a_no_may_be_made_in_the_place_that_was_just_refused() -> None:
    somebody = who(shown(NOW, offer_id=2, visit="1", refused_at=NOW))
    assert why_not(*case(question=asked(answering=True), somebody=somebody), NOW) is None
    itself = who(shown(NOW, offer_id=1, visit="1", refused_at=NOW))
    assert why_not(*case(question=asked(answering=True), somebody=itself), NOW) is Why.REFUSED


def test_whoever_is_spared_would_have_been_told_any_other_reason_first() -> None:
    refused = who(shown(NOW - DAY, refused_at=NOW - DAY), key=SPARED)
    assert why_not(*case(somebody=refused), NOW) is Why.REFUSED


def test_one_visitor_in_ten_is_shown_none_at_all_and_all_others_may_be_everywhere() -> None:
    keys = [f"key-{n}" for n in range(2_000)]
    spared = {
        place: {
            key for key in keys if why_not(*case(question=asked(place), somebody=who(key=key)), NOW)
        }
        for place in Placement
    }
    assert len({frozenset(some) for some in spared.values()}) == 1
    assert 160 < len(spared[Placement.CART]) < 240
    assert spared[Placement.MAIL] == {key for key in keys if in_control(key)}


def test_a_rollout_that_grows_keeps_whom_it_had() -> None:
    keys = [f"key-{n}" for n in range(1000)]
    tenth = {key for key in keys if percentile("offer:a", key) < 10}
    half = {key for key in keys if percentile("offer:a", key) < 50}
    assert tenth < half
    assert tenth != {key for key in keys if percentile("offer:b", key) < 10}
