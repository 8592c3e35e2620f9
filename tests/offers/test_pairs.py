"""Bought together: scores worked out by hand, and what holds for any baskets."""

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.offers.pairs import KEPT, LEAST_TOGETHER, SCALE, Baskets, Companions, Pair, hybrid
from tests.support.recs_plugin import build

TWENTY = [
    *[["tea", "honey"]] * 6,
    *[["tea", "mug"]] * 3,
    *[["tea"]] * 3,
    *[["honey", "mug"]] * 2,
    *[["mug"]] * 4,
    *[["tray"]] * 2,
]
"""Tea is in 12 of 20 orders, honey in 8, a mug in 9."""

baskets = st.lists(st.frozensets(st.integers(1, 9), max_size=5), max_size=60)


def found(some: list) -> list[Companions]:
    return list(Baskets(some).companions())


def test_scores_worked_out_by_hand() -> None:
    """p: tea .6, honey .4, mug .45; to the power of .3: .857917, .759658, .786980."""
    assert found(TWENTY) == [
        Companions("honey", 8, (Pair("tea", 777_076, 6),)),  # (6 + 6) / (8 + 10) / .857917
        Companions("mug", 9, (Pair("tea", 552_133, 3),)),  # (3 + 6) / (9 + 10) / .857917
        Companions(
            "tea",
            12,
            (
                Pair("honey", 598_356, 6),  # (6 + 4) / (12 + 10) / .759658
                Pair("mug", 433_186, 3),  # (3 + 4.5) / (12 + 10) / .786980
            ),
        ),
    ]


def test_two_orders_are_no_reason_and_lone_goods_have_no_company() -> None:
    assert LEAST_TOGETHER == 3
    beside = {one.item: {pair.other for pair in one.pairs} for one in found(TWENTY)}
    assert "mug" not in beside["honey"]
    assert "tray" not in beside


def test_an_empty_basket_is_none() -> None:
    assert Baskets([[], *TWENTY, []]).count == 20
    assert found([]) == found([[]]) == []


def test_a_thing_twice_in_an_order_is_in_one_order() -> None:
    assert found([["tea", "honey", "tea"]] * 3) == found([["tea", "honey"]] * 3)


def test_of_more_than_twenty_the_best_are_kept_and_told_by_what_they_have_above_the_next() -> None:
    companions = [[0, other] for other in range(1, KEPT + 3) for _ in range(LEAST_TOGETHER + other)]
    first, *_ = found(companions)
    orders, own = len(companions), len(companions)

    def score(other: int) -> int:
        return hybrid(LEAST_TOGETHER + other, own, LEAST_TOGETHER + other, orders)

    assert first.item == 0
    assert [pair.other for pair in first.pairs] == list(range(KEPT + 2, 2, -1))
    assert [pair.score for pair in first.pairs] == [
        score(pair.other) - score(2) for pair in first.pairs
    ]


def test_equals_stand_in_the_order_of_their_ids() -> None:
    first, *_ = found([[1, 9], [1, 4], [1, 7]] * LEAST_TOGETHER)
    assert [pair.other for pair in first.pairs] == [4, 7, 9]
    assert len({pair.score for pair in first.pairs}) == 1


@given(baskets, st.randoms())
def test_the_order_of_baskets_and_of_what_is_in_them_does_not_matter(some: list, chance) -> None:
    mixed = [chance.sample(sorted(basket), len(basket)) for basket in some]
    chance.shuffle(mixed)
    assert found(mixed) == found(some)


@given(baskets)
def test_it_is_what_counting_every_pair_by_itself_gives(some: list) -> None:
    orders = Counter(item for basket in some for item in basket)
    full = sum(1 for basket in some if basket)
    expected = []
    for item in sorted(orders):
        together = Counter(
            other for basket in some if item in basket for other in basket if other != item
        )
        scored = sorted(
            (-round(SCALE * _by_definition(count, orders[item], orders[other] / full)), other)
            for other, count in together.items()
            if count >= LEAST_TOGETHER
        )
        pairs = tuple(Pair(other, -minus, together[other]) for minus, other in scored)
        if pairs:
            expected.append(Companions(item, orders[item], pairs))
    assert found(some) == expected


def _by_definition(together: int, own: int, share: float) -> float:
    return ((together + 10 * share) / (own + 10)) / math.exp(0.3 * math.log(share))


@given(baskets, st.lists(st.integers(1, 12), max_size=4))
def test_what_is_in_the_cart_is_never_suggested_nor_anything_twice(some: list, cart: list) -> None:
    shown = build(some)(cart, 3)
    assert not set(shown) & set(cart)
    assert len(set(shown)) == len(shown) <= 3


@given(
    st.integers(3, 50), st.integers(0, 50), st.integers(0, 500), st.integers(1, 500), st.integers(0, 5000)
)  # fmt: skip
def test_a_score_falls_the_more_everybody_buys_it_anyway(
    together: int, alone: int, without: int, more: int, rest: int
) -> None:
    """While k p_j weighs less than what was counted: the rarer of two that are in as many orders with it."""
    own, rare, common = together + alone, together + without, together + without + more
    orders = own + common + rest
    if 0.7 * 10 * common / orders < 0.3 * together:
        assert hybrid(together, own, rare, orders) > hybrid(together, own, common, orders)


@given(st.integers(3, 50), st.integers(1, 50), st.integers(51, 500), st.integers(0, 5000))
def test_a_score_grows_with_the_orders_in_common_and_falls_with_those_without(
    together: int, more: int, others: int, rest: int
) -> None:
    own, orders = together + more, together + more + others + rest
    assert hybrid(together + 1, own, others, orders) > hybrid(together, own, others, orders)
    assert hybrid(together, own + 1, others, orders) < hybrid(together, own, others, orders)


@pytest.mark.parametrize("cart", [["tea"], ["tea", "mug"], ["nothing known"], []])
def test_where_nobody_knows_more_the_best_sellers_come(cart: list[str]) -> None:
    shown = build(TWENTY)(cart, 4)
    assert len(shown) == 4 - len(set(cart) & {"tea", "mug"})
    assert shown[-1] == "tray"
