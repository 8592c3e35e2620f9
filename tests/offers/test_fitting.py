"""Which goods fit: every misfit reached once, by name, and what the rules let through."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from storefront.offers.fitting import AtHand, Misfit, gap_misfit, misfit
from storefront.offers.goods import Because, Candidate, Idea
from storefront.offers.kinds import Kind
from storefront.quoting.tariff import Sending, Tariff
from storefront.shipping.limits import Limits
from storefront.shipping.prefectures import Region
from tests.offers.pure import at_hand, candidate, good, offer
from tests.quoting.tariffs import HOME, TARIFF

TEA = candidate("TEA", 1, 3000)
HONEY = candidate("HONEY", 2, 1400)
MUG = candidate("MUG", 3, 1500)
PICKED = Because(Idea.STAFF)
BOX = Limits(300, 200, 100, 2000)
ONE_BOX: Tariff = replace(TARIFF, sendings=(replace(HOME, limits=BOX),))
"""Everything goes in one box of 30 by 20 by 10 cm with 2 kg at most."""
LARGE_BOX: Tariff = replace(TARIFF, sendings=(replace(HOME, limits=replace(BOX, boxes=2)),))
"""Two such boxes, each for its price."""


def beside(one: Candidate, *cart: Candidate, quantity: int = 1, **more: object) -> Misfit | None:
    return misfit(one, quantity, at_hand(dict.fromkeys(cart or (TEA,), 1), **more))


def two_pairs() -> AtHand:
    """Two teas and two honeys, each pair for a tenth less: 880 yen. A mug would make a bundle of 708 that takes one of each."""
    pairs = offer(Kind.SET_OF_N, good(TEA, 2, 10), good(HONEY, 2, 10), code="pairs")
    three = (good(TEA), good(HONEY), good(MUG))
    return at_hand({TEA: 2, HONEY: 2}, [pairs, offer(Kind.BUNDLE, *three, percent_off=12, id=2)])


def just_enough() -> AtHand:
    """Tea for just as much as the shop sends at its own cost; with honey it is a bundle, and 2,070 yen less than both."""
    tea = replace(TEA, price=5500)
    return at_hand({tea: 1}, [offer(Kind.BUNDLE, good(tea), good(HONEY), percent_off=30)])


MISFITS: dict[str, tuple[Misfit, Callable[[], Misfit | None]]] = {
    "none left": (Misfit.SOLD_OUT, lambda: beside(replace(HONEY, left=0))),
    "fewer left than proposed": (
        Misfit.SOLD_OUT, lambda: beside(replace(HONEY, left=2, because=PICKED), quantity=3)),
    "more than a line may hold": (
        Misfit.SOLD_OUT, lambda: beside(replace(HONEY, left=500, because=PICKED), quantity=100)),
    "in the cart": (Misfit.IN_CART, lambda: beside(TEA, TEA)),
    "another size of what is in the cart": (
        Misfit.SUBSTITUTE, lambda: beside(replace(TEA, sku="TEA-L", variant_id=9, price=900), TEA)),
    "its neighbour on the shelf": (
        Misfit.SUBSTITUTE,
        lambda: beside(replace(HONEY, category_id=1, because=Because(Idea.SHELF)), TEA)),
    "more than half of what is at hand": (Misfit.TOO_DEAR, lambda: beside(replace(HONEY, price=1501))),
    "hardly above its cost": (Misfit.NO_MARGIN, lambda: beside(replace(HONEY, cost=1261))),
    "larger than any box": (
        Misfit.UNSENDABLE, lambda: beside(replace(HONEY, sides=(301, 90, 90)), tariff=ONE_BOX)),
    "chilled beside what is not": (
        Misfit.MORE_SHIPPING, lambda: beside(replace(HONEY, temperature="cool"))),
    "taking a saving away": (
        Misfit.LOSES_SAVING, lambda: misfit(MUG, 1, two_pairs())),
    "taking off so much that the shop pays for the sending no longer": (
        Misfit.LOSES_SENDING, lambda: misfit(HONEY, 1, just_enough())),
    "too little to close the gap": (
        Misfit.LEAVES_GAP, lambda: gap_misfit(HONEY, at_hand({TEA: 1}))),
}  # fmt: skip


@pytest.mark.parametrize("name", MISFITS)
def test_goods_are_not_proposed(name: str) -> None:
    why, found = MISFITS[name]
    assert found() is why


def test_every_misfit_is_reached() -> None:
    assert {why for why, _ in MISFITS.values()} == set(Misfit)


def test_what_fits_is_proposed() -> None:
    assert beside(HONEY) is None
    assert beside(replace(HONEY, price=1500)) is None
    assert beside(replace(HONEY, cost=1260)) is None
    assert beside(replace(HONEY, left=1)) is None


def test_what_staff_picked_may_cost_more_and_stand_on_the_same_shelf() -> None:
    assert beside(replace(HONEY, price=9000, cost=100, because=PICKED)) is None
    assert beside(replace(HONEY, category_id=1, because=PICKED)) is None
    assert beside(replace(HONEY, category_id=1)) is None, "bought together says it is no substitute"


def test_a_cost_that_nobody_knows_bars_nothing() -> None:
    assert beside(replace(HONEY, cost=0)) is None


def test_what_goes_nowhere_already_cannot_be_made_worse() -> None:
    huge = candidate("HUGE", 8, 9000, sides=(900, 900, 900))
    assert beside(HONEY, huge, tariff=ONE_BOX) is None


def test_a_filler_reaches_the_value_and_costs_no_more_to_send() -> None:
    tea = at_hand({replace(TEA, price=4600): 1})
    assert gap_misfit(replace(HONEY, price=900), tea) is None
    assert gap_misfit(replace(HONEY, price=899), tea) is Misfit.LEAVES_GAP
    assert gap_misfit(HONEY, at_hand({replace(TEA, price=5500): 1})) is Misfit.LEAVES_GAP


def test_a_filler_may_be_dear_but_has_to_fit_and_to_bring_something() -> None:
    tea = at_hand({replace(TEA, price=4000): 1})
    dear = replace(HONEY, price=2400)
    assert gap_misfit(dear, tea) is None
    assert gap_misfit(replace(dear, cost=2390), tea) is Misfit.NO_MARGIN
    boxed = at_hand({replace(TEA, price=4000): 1}, tariff=ONE_BOX)
    assert gap_misfit(replace(dear, sides=(400, 10, 10)), boxed) is Misfit.UNSENDABLE


def test_a_filler_that_needs_a_second_paid_box_is_none() -> None:
    heavy = replace(TEA, price=4600, grams=1500)
    at = at_hand({heavy: 1}, tariff=replace(LARGE_BOX, sendings=(paid_but_in_kanto(),)))
    light, stone = replace(HONEY, grams=400), replace(HONEY, grams=900)
    assert gap_misfit(light, at) is None
    assert gap_misfit(stone, at) is Misfit.MORE_SHIPPING


def paid_but_in_kanto() -> Sending:
    """A way that the shop pays from 5,500 yen on in Kanto alone: elsewhere each box costs what it costs."""
    (way,) = LARGE_BOX.sendings
    rates = {
        region: replace(rate, free_from=5500 if region == Region.KANTO else None)
        for region, rate in way.rates.items()
    }
    return replace(way, rates=rates)
