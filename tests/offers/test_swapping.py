"""What takes the place of a line: as many of a larger pack as hold nearest to what the line holds."""

from dataclasses import replace

import pytest

from storefront.offers.choosing import Proposal, propose
from storefront.offers.goods import Candidate, Pack
from storefront.offers.kinds import Kind, Placement
from tests.offers.pure import asked, at_hand, candidate, good, offer, shelf

SMALL = candidate("SLEEP-30", 1, 1280, left=99, pack=Pack(1, "bag", 30))
LARGE = candidate("SLEEP-90", 2, 2760, left=99, product_id=1, pack=Pack(1, "bag", 90))


def swap(one: Candidate, pieces: int, other: Candidate, each: int = 1) -> Proposal | None:
    made = offer(Kind.UP_SELL, good(other, each))
    line = asked(Placement.CART_LINE, f"line:1:{one.sku}")
    return propose(made, line, at_hand({one: pieces}), shelf(other), replaces=one.sku)


@pytest.mark.parametrize(
    ("pieces", "packs"), [(1, 1), (2, 1), (3, 1), (4, 1), (5, 2), (6, 2), (7, 2), (9, 3), (30, 10)]
)
def test_a_larger_pack_comes_as_often_as_it_is_nearest(pieces: int, packs: int) -> None:
    made = swap(SMALL, pieces, LARGE)
    assert made and [one.quantity for one in made.goods] == [packs]
    assert (made.had, made.price) == (pieces, packs * 2760)
    assert made.more == packs * 2760 - pieces * 1280


def test_two_as_near_mean_the_smaller_number() -> None:
    half = replace(SMALL, pack=Pack(1, "bag", 45))
    made = swap(half, 3, LARGE)
    assert made and made.goods[0].quantity == 1


@pytest.mark.parametrize(
    "other",
    [
        replace(LARGE, pack=None),
        replace(LARGE, pack=Pack(1, "g", 90)),
        replace(LARGE, pack=Pack(1, "bag", 30)),
        replace(LARGE, pack=Pack(1, "bag", 15)),
        replace(LARGE, product_id=2, pack=Pack(2, "bag", 90)),
    ],
    ids=["no unit", "another unit", "as large", "smaller", "another product"],
)
def test_anything_else_comes_once_for_each_piece(other: Candidate) -> None:
    made = swap(SMALL, 3, other)
    assert made and made.goods[0].quantity == 3
    nothing_known = swap(replace(SMALL, pack=None), 3, other)
    assert nothing_known and nothing_known.goods[0].quantity == 3


def test_never_fewer_than_the_offer_names() -> None:
    made = swap(SMALL, 1, LARGE, each=2)
    assert made and made.goods[0].quantity == 2
