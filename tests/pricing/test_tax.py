"""Tax contained in prices: one rounding per rate, and nothing lost between the parts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.pricing.tax import TaxClass, TaxPart, TaxRate, contained, rates_on, split

amounts = st.lists(
    st.tuples(st.sampled_from([8, 10]), st.integers(min_value=0, max_value=10_000_000)), max_size=20
)


@pytest.mark.parametrize(
    ("amount", "percent", "tax"),
    [
        (1280, 8, 94),
        (1160, 8, 85),
        (1320, 10, 120),
        (650, 10, 59),
        (108, 8, 8),
        (107, 8, 7),
        (110, 10, 10),
        (109, 10, 9),
        (13, 8, 0),
        (14, 8, 1),
        (0, 10, 0),
        (100, 0, 0),
    ],
)
def test_the_tax_inside_an_amount_is_rounded_down(amount: int, percent: int, tax: int) -> None:
    assert contained(amount, percent) == tax


def test_each_rate_is_rounded_once_and_not_line_by_line() -> None:
    thirteen_times = [(8, 13)] * 13
    assert split(thirteen_times) == (TaxPart(8, 169, 12),)
    assert sum(contained(amount, percent) for percent, amount in thirteen_times) == 0


def test_rates_come_lowest_first_and_empty_ones_not_at_all() -> None:
    assert split([(10, 650), (8, 1280), (10, 1320)]) == (
        TaxPart(8, 1280, 94),
        TaxPart(10, 1970, 179),
    )
    assert split([(8, 1280), (10, 0)]) == (TaxPart(8, 1280, 94),)
    assert split([]) == ()


@given(amounts)
def test_the_parts_sum_to_the_whole(lines: list[tuple[int, int]]) -> None:
    parts = split(lines)
    assert sum(part.taxable for part in parts) == sum(amount for _, amount in lines)


@given(amounts)
def test_tax_is_never_more_than_its_rate_nor_off_by_a_yen(lines: list[tuple[int, int]]) -> None:
    for part in split(lines):
        exact = part.taxable * part.percent / (100 + part.percent)
        assert 0 <= exact - part.tax < 1


def rate(tax_class: TaxClass, percent: int, starts_on: date) -> TaxRate:
    return TaxRate(tax_class=tax_class.value, percent=percent, starts_on=starts_on)


RATES = [
    rate(TaxClass.FOOD, 8, date(2019, 10, 1)),
    rate(TaxClass.GOODS, 8, date(2014, 4, 1)),
    rate(TaxClass.GOODS, 10, date(2019, 10, 1)),
]


@pytest.mark.parametrize(
    ("day", "rates"),
    [
        (date(2019, 9, 30), {"goods": 8}),
        (date(2019, 10, 1), {"food": 8, "goods": 10}),
        (date(2026, 11, 24), {"food": 8, "goods": 10}),
        (date(2014, 3, 31), {}),
    ],
)
def test_a_rate_holds_from_its_first_day_on(day: date, rates: dict[str, int]) -> None:
    assert rates_on(RATES, day) == rates
    assert rates_on(reversed(RATES), day) == rates
