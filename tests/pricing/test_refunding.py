"""What goes back: pieces of a line, and the tax in it. Remainders first."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from storefront.pricing.refunding import share_back, taxes_back
from storefront.pricing.tax import TaxPart, contained, split

yen = st.integers(0, 200_000)


def one_by_one(paid: int, bought: int) -> list[int]:
    return [share_back(paid, bought, before, 1) for before in range(bought)]


def test_three_pieces_for_a_thousand_yen_leave_a_yen_for_the_last() -> None:
    assert one_by_one(1000, 3) == [333, 333, 334]


def test_two_pieces_at_once_give_what_they_give_one_after_the_other() -> None:
    assert share_back(1000, 3, 0, 2) == 666
    assert share_back(1000, 3, 1, 2) == 333 + 334


def test_less_than_a_yen_a_piece_still_adds_up() -> None:
    assert one_by_one(2, 7) == [0, 0, 0, 1, 0, 0, 1]


def test_what_cost_nothing_gives_nothing_back() -> None:
    assert one_by_one(0, 3) == [0, 0, 0]


@pytest.mark.parametrize(("returned", "more"), [(0, 4), (3, 1), (2, 2), (0, -1), (-1, 1)])
def test_there_is_nothing_beyond_what_was_bought(returned: int, more: int) -> None:
    with pytest.raises(ValueError, match="more pieces than are left"):
        share_back(1000, 3, returned, more)


@given(yen, st.lists(st.integers(1, 20), min_size=1, max_size=8))
@example(1000, [1, 1, 1])
@example(1, [2, 5])
def test_all_pieces_in_any_grouping_give_back_the_line_exactly(
    paid: int, groups: list[int]
) -> None:
    bought, returned, back = sum(groups), 0, []
    for count in groups:
        back.append(share_back(paid, bought, returned, count))
        returned += count
    assert sum(back) == paid
    assert min(back) >= 0


@given(yen, st.integers(1, 60), st.data())
def test_a_part_never_gives_back_a_yen_more_than_its_share(
    paid: int, bought: int, data: st.DataObject
) -> None:
    returned = data.draw(st.integers(0, bought - 1))
    more = data.draw(st.integers(1, bought - returned))
    assert abs(share_back(paid, bought, returned, more) - paid * more / bought) < 1


def test_the_tax_of_a_first_refund_is_what_its_own_sum_contains() -> None:
    assert taxes_back({}, [(8, 1280), (10, 650)]) == (TaxPart(8, 1280, 94), TaxPart(10, 650, 59))


def test_two_refunds_of_half_a_yen_of_tax_make_one_yen_together() -> None:
    first = taxes_back({}, [(10, 7)])
    second = taxes_back({10: 7}, [(10, 7)])
    assert [part.tax for part in first + second] == [0, 1]
    assert contained(14, 10) == 1


def test_a_rate_of_which_nothing_goes_back_is_left_out() -> None:
    assert taxes_back({10: 500}, [(8, 1280), (10, 0)]) == (TaxPart(8, 1280, 94),)


refunds = st.lists(
    st.lists(st.tuples(st.sampled_from([8, 10]), yen), min_size=1, max_size=4), max_size=6
)


@given(refunds)
@example([[(10, 7)], [(10, 7)], [(8, 13), (10, 1)]])
def test_the_taxes_of_all_refunds_sum_to_the_tax_of_the_whole(
    made: list[list[tuple[int, int]]],
) -> None:
    before: dict[int, int] = {}
    taxes: dict[int, int] = {}
    for amounts in made:
        for part in taxes_back(before, amounts):
            assert 0 <= part.tax <= part.taxable
            assert abs(part.tax - part.taxable * part.percent / (100 + part.percent)) < 1
            taxes[part.percent] = taxes.get(part.percent, 0) + part.tax
            before[part.percent] = before.get(part.percent, 0) + part.taxable
    whole = split(amount for amounts in made for amount in amounts)
    assert {part.percent: part.tax for part in whole} == taxes
    assert {part.percent: part.taxable for part in whole} == before
