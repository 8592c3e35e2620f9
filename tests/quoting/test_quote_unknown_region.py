"""Before it is known where an order goes, the quote bounds what it will be."""

from hypothesis import given
from hypothesis import strategies as st

from storefront.quoting.quote import quote
from storefront.shipping.prefectures import PREFECTURES
from tests.quoting.tariffs import TARIFF, TUESDAY_MORNING, tea

goods_values = st.integers(min_value=1, max_value=400_000)


def test_a_small_order_shows_the_whole_range() -> None:
    priced = quote([tea(1280)], TARIFF, TUESDAY_MORNING)
    assert priced.shipping is None
    assert (priced.shipping_least, priced.shipping_most) == (650, 1500)
    assert (priced.total_least, priced.total_most) == (1930, 2780)
    assert (priced.total, priced.gap, priced.earliest_on) == (1280, 4220, None)
    assert (priced.sending, priced.sendings) == (None, ())


def test_a_large_order_is_free_except_where_it_never_is() -> None:
    priced = quote([tea(5500)], TARIFF, TUESDAY_MORNING)
    assert (priced.shipping_least, priced.shipping_most, priced.gap) == (0, 1500, 0)


@given(goods_values)
def test_no_region_turns_out_cheaper_or_dearer_than_was_said(goods: int) -> None:
    before = quote([tea(goods)], TARIFF, TUESDAY_MORNING)
    for prefecture in PREFECTURES:
        known = quote([tea(goods)], TARIFF, TUESDAY_MORNING, prefecture)
        assert before.shipping_least <= (known.shipping or 0) <= before.shipping_most
        assert before.total_least <= known.total <= before.total_most


@given(goods_values)
def test_some_region_pays_the_least_and_some_the_most(goods: int) -> None:
    before = quote([tea(goods)], TARIFF, TUESDAY_MORNING)
    known = [quote([tea(goods)], TARIFF, TUESDAY_MORNING, one).shipping or 0 for one in PREFECTURES]
    assert (min(known), max(known)) == (before.shipping_least, before.shipping_most)
