"""What a confirmation page carries: it comes back whole, and a parcel that became another is a difference of its own."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from storefront.checkout.seen import Change, Seen, SeenLine, differences, unpack

SEEN = Seen(
    "key",
    3,
    1930,
    date(2026, 11, 25),
    7,
    (SeenLine(1, 1, 1280),),
    650,
    0,
    "mark",
    (("home", 1), ("cool", 2)),
)


def test_what_is_packed_comes_back_whole() -> None:
    assert unpack(SEEN.packed()) == SEEN


@pytest.mark.parametrize(
    "packed", [None, [], [1], "text", [*SEEN.packed(), 1], [*SEEN.packed()[:-1], 5]]
)
def test_anything_else_is_refused(packed: Any) -> None:
    with pytest.raises(ValueError):
        unpack(packed)


def test_another_way_or_another_number_of_boxes_is_told_before_the_price() -> None:
    now = replace(SEEN, parcels=(("home", 2), ("cool", 2)), shipping=1300)
    found = differences(SEEN, now)
    assert [one.change for one in found] == [Change.WAY, Change.SHIPPING]
    assert (found[0].before, found[0].after) == (SEEN.parcels, now.parcels)


def test_a_page_that_showed_no_parcels_compares_none() -> None:
    assert differences(replace(SEEN, parcels=()), SEEN) == []
