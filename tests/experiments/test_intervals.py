"""Intervals that may be looked at every day: how wide they are, and that they hold."""

from math import exp, inf
from random import Random

import pytest

from storefront.experiments.intervals import Rate, likely, relative_change


def test_twice_the_rate_is_a_hundred_per_cent_more() -> None:
    found = relative_change(Rate(500, 10_000), Rate(1_000, 10_000))
    assert found.middle == pytest.approx(1.0)
    half = 0.1654715
    assert found.low == pytest.approx(2 * exp(-half) - 1, abs=1e-6), (
        "worked out from the formulas by itself: sqrt(0.0028 * 20,000) * the width at 20,000 looks"
    )
    assert found.high == pytest.approx(2 * exp(half) - 1, abs=1e-6)


def test_nothing_falls_by_more_than_all_of_it() -> None:
    """27 people of whom four ordered, and five of whom one did, told of −541.7% once."""
    for before, after in (
        (Rate(1, 5), Rate(4, 27)),
        (Rate(1, 5), Rate(1, 270)),
        (Rate(1, 1), Rate(1, 1)),
    ):
        found = relative_change(before, after)
        assert -1 <= found.low <= found.middle <= found.high


def test_without_a_hit_after_all_of_it_may_be_lost() -> None:
    found = relative_change(Rate(500, 10_000), Rate(0, 10_000))
    assert (found.low, found.middle) == (-1.0, -1.0)
    assert -1 < found.high < 0


def test_without_a_hit_before_nothing_is_known() -> None:
    found = relative_change(Rate(0, 10), Rate(5, 10))
    assert (found.low, found.middle, found.high) == (-inf, 0.0, inf)
    assert relative_change(Rate(1, 10), Rate(0, 0)).high == inf


def test_a_rate_lies_between_two_others() -> None:
    """Wilson (1927): 4 of 40 and 0 of 14, as tables of the interval have them."""
    found = likely(Rate(4, 40))
    assert (found.low, found.middle, found.high) == pytest.approx((0.0396, 0.1, 0.2305), abs=1e-4)
    assert likely(Rate(0, 14)).high == pytest.approx(0.2153, abs=1e-4)
    assert likely(Rate(0, 0)).high == 1.0


def test_more_looks_make_it_tighter() -> None:
    widths = [
        relative_change(Rate(n // 20, n), Rate(n // 20, n)).high for n in (400, 2_000, 10_000)
    ]
    assert widths == sorted(widths, reverse=True)


def test_looking_every_day_at_two_equal_groups_seldom_finds_a_difference() -> None:
    """2,000 visitors a group in 20 looks; the sources measured 1.3 to 1.7 false alarms in a hundred."""
    chance = Random(7)
    alarms = sum(_looked_at_daily(chance) for _ in range(300))
    assert alarms / 300 <= 0.05


def _looked_at_daily(chance: Random) -> bool:
    one = other = 0
    for day in range(1, 21):
        one += sum(chance.random() < 0.3 for _ in range(100))
        other += sum(chance.random() < 0.3 for _ in range(100))
        found = relative_change(Rate(one, 100 * day), Rate(other, 100 * day))
        if found.low > 0 or found.high < 0:
            return True
    return False
