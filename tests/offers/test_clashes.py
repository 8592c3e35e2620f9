"""How an offer meets those that are on: the same goods, the same place and cart, and what does not follow."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from storefront.offers.clashes import Clash, Met, clashes
from storefront.offers.kinds import Kind, Placement
from storefront.offers.problem import Sold
from storefront.offers.written import Written, WrittenGood
from storefront.quoting.item import QuoteItem

NOON = datetime(2026, 12, 1, 3, tzinfo=UTC)
WORDS = {"ja": "合います", "en": "They go together"}
SET = Written(
    "set", Kind.SET_OF_N, frozenset({Placement.DIALOG, Placement.CART_LINE}), WORDS, WORDS,
    goods=(WrittenGood("SLEEP-30", 3), WrittenGood("ROSE-30", 3)), percent_off=10,
    variants=("SLEEP-30", "ROSE-30"),
)  # fmt: skip
LADDER = replace(
    SET, code="ladder", kind=Kind.QUANTITY_LADDER, placements=frozenset({Placement.PRODUCT}),
    goods=(WrittenGood("SLEEP-30", 2, 5),), percent_off=0, variants=(), products=("sleep-blend",),
)  # fmt: skip
CROSS = Written("cross", Kind.CROSS_SELL, frozenset({Placement.DIALOG}), WORDS, WORDS)
SOLD = {"SLEEP-30": Sold("sleep-blend", QuoteItem("SLEEP-30", 1, 1280, "food"), 500, True)}


def met(one: Written, *others: Written) -> list[Met]:
    return list(clashes(one, others, SOLD))


def test_two_savings_on_the_same_goods_are_told_by_their_skus() -> None:
    assert met(SET, LADDER) == [Met(Clash.SAME_GOODS, "ladder", ("SLEEP-30",))]
    assert met(LADDER, SET) == [Met(Clash.SAME_GOODS, "set", ("SLEEP-30",))]


def test_two_for_the_same_cart_at_the_same_place_take_turns() -> None:
    assert met(SET, CROSS) == [Met(Clash.TURNS, "cross", ("dialog",))]
    beside = replace(CROSS, products=("sleep-blend",))
    assert met(SET, beside) == [Met(Clash.TURNS, "cross", ("dialog",))], "a SKU of that product"
    assert met(SET, replace(CROSS, variants=("ROSE-30",))) == [Met(Clash.TURNS, "cross", ("dialog",))]  # fmt: skip
    assert met(SET, replace(CROSS, products=("rose-blend",))) == []
    assert met(SET, replace(CROSS, categories=("teas",))) == []


def test_what_answers_a_no_stands_in_nobodys_way() -> None:
    assert met(SET, replace(CROSS, kind=Kind.DOWNSELL)) == []
    assert met(replace(CROSS, kind=Kind.DOWNSELL), SET) == []


def test_one_after_the_other_they_do_not_meet() -> None:
    before, after = replace(SET, ends_at=NOON), replace(CROSS, starts_at=NOON)
    assert met(before, after) == met(after, before) == []
    assert met(before, replace(after, starts_at=NOON - timedelta(minutes=1))) != []


def test_an_offer_never_meets_itself() -> None:
    assert met(SET, SET) == []


def test_one_that_follows_a_no_and_fits_no_more_is_told() -> None:
    down = replace(CROSS, code="down", kind=Kind.DOWNSELL)
    before = replace(SET, next_code="down")
    assert met(down, before) == []
    elsewhere = replace(down, placements=frozenset({Placement.THANK_YOU}))
    for unfit in (replace(down, next_code="other"), elsewhere):
        assert Met(Clash.UNFIT_NEXT, "set") in met(unfit, before)
    assert Met(Clash.UNFIT_NEXT, "set") in met(replace(CROSS, code="down"), before)


def test_a_smaller_proposal_that_is_not_on_is_told() -> None:
    following = replace(SET, next_code="down")
    assert met(following) == [Met(Clash.NEXT_NOT_ON, "down")]
    assert met(following, replace(CROSS, code="down", kind=Kind.DOWNSELL)) == []
