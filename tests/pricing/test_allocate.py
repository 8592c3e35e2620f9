"""Sharing a sum out: no yen is lost, and none is given twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.money import allocate

sums = st.integers(min_value=-10_000_000, max_value=10_000_000)
weights = st.lists(st.integers(min_value=0, max_value=1_000_000), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("amount", "shared_by", "shares"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (348, [1280, 1400, 2720], [83, 90, 175]),
        (-348, [1280, 1400, 2720], [-83, -90, -175]),
        (1, [1, 3], [0, 1]),
        (5, [0, 0], [5, 0]),
        (0, [3, 4], [0, 0]),
        (7, [1], [7]),
        (10, [0, 5, 0, 5], [0, 5, 0, 5]),
    ],
)
def test_shares(amount: int, shared_by: list[int], shares: list[int]) -> None:
    assert allocate(amount, shared_by) == shares


@given(sums, weights)
def test_shares_sum_to_the_amount(amount: int, shared_by: list[int]) -> None:
    shares = allocate(amount, shared_by)
    assert sum(shares) == amount
    assert len(shares) == len(shared_by)


@given(sums, weights.filter(any))
def test_no_share_is_a_yen_off(amount: int, shared_by: list[int]) -> None:
    whole = sum(shared_by)
    for share, weight in zip(allocate(amount, shared_by), shared_by, strict=True):
        assert abs(share * whole - amount * weight) < whole


@given(sums, weights)
def test_what_is_taken_off_is_shared_like_what_is_added(amount: int, shared_by: list[int]) -> None:
    assert allocate(-amount, shared_by) == [-share for share in allocate(amount, shared_by)]


def test_there_has_to_be_somebody_to_share_among() -> None:
    with pytest.raises(ValueError, match="nothing to share among"):
        allocate(100, [])
