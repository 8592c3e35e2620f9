"""What holds for every order there could be."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from storefront.quoting.quote import Quote, QuoteItem, quote
from storefront.shipping.prefectures import PREFECTURES, Prefecture
from tests.quoting.tariffs import TARIFF, TUESDAY_MORNING

items = st.lists(
    st.builds(
        QuoteItem,
        sku=st.just("ANY"),
        quantity=st.integers(min_value=1, max_value=99),
        unit_price=st.integers(min_value=1, max_value=50_000),
        tax_class=st.sampled_from(["food", "goods"]),
    ),
    max_size=8,
)
where = st.sampled_from([None, *PREFECTURES])
ways = st.sampled_from([None, "home", "door"])
payments = st.sampled_from([None, "card", "cod"])
moments = st.datetimes(
    min_value=datetime(2026, 1, 1), max_value=datetime(2030, 12, 31), timezones=st.just(UTC)
)


@given(items, where, ways, payments)
def test_the_parts_add_up_and_nothing_is_negative(
    lines: list[QuoteItem], to: Prefecture | None, way: str | None, paid: str | None
) -> None:
    priced = quote(lines, TARIFF, TUESDAY_MORNING, to, way, paid)
    assert priced.total == priced.goods + (priced.shipping or 0) + priced.fee
    assert sum(part.taxable for part in priced.taxes) == priced.total
    assert 0 <= priced.tax <= priced.total
    assert min(priced.goods, priced.shipping or 0, priced.fee, priced.gap or 0) >= 0
    assert min(priced.shipping_least, priced.shipping_most) >= 0


@given(items, st.sampled_from(PREFECTURES))
def test_the_shop_pays_exactly_from_its_line_on(lines: list[QuoteItem], to: Prefecture) -> None:
    priced = quote(lines, TARIFF, TUESDAY_MORNING, to)
    if to.ja == "沖縄県":
        assert priced.shipping == 1500
    else:
        assert (priced.shipping == 0) is (priced.goods >= 5500)
        assert priced.gap == max(0, 5500 - priced.goods)


@given(items, where, moments)
def test_no_promise_lies_in_the_past(
    lines: list[QuoteItem], to: Prefecture | None, moment: datetime
) -> None:
    priced: Quote = quote(lines, TARIFF, moment, to)
    assert priced.leaves_on >= moment.date()
    assert priced.leaves_on.weekday() < 5
    assert (priced.earliest_on is None) is (to is None)
    if priced.earliest_on:
        assert priced.earliest_on > priced.leaves_on
