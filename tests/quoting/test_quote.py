"""What an order costs once it is known where it goes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from storefront.pricing.tax import TaxPart
from storefront.quoting.quote import quote
from tests.quoting.tariffs import TARIFF, TUESDAY_MORNING, mug, place, tea


@pytest.mark.parametrize(
    ("where", "goods", "shipping", "gap", "total"),
    [
        ("Tokyo", 1280, 650, 4220, 1930),
        ("Tokyo", 5499, 650, 1, 6149),
        ("Tokyo", 5500, 0, 0, 5500),
        ("Tokyo", 5501, 0, 0, 5501),
        ("Hokkaido", 1280, 1000, 4220, 2280),
        ("Miyagi", 1280, 700, 4220, 1980),
        ("Aichi", 1280, 700, 4220, 1980),
        ("Ishikawa", 1280, 700, 4220, 1980),
        ("Osaka", 1280, 800, 4220, 2080),
        ("Hiroshima", 1280, 800, 4220, 2080),
        ("Kagawa", 1280, 1000, 4220, 2280),
        ("Fukuoka", 5499, 1000, 1, 6499),
        ("Fukuoka", 5500, 0, 0, 5500),
    ],
)
def test_shipping_is_the_regions_rate_until_the_shop_pays_it(
    where: str, goods: int, shipping: int, gap: int, total: int
) -> None:
    priced = quote([tea(goods)], TARIFF, TUESDAY_MORNING, place(where))
    assert (priced.goods, priced.shipping, priced.gap, priced.total) == (
        goods,
        shipping,
        gap,
        total,
    )
    assert (priced.shipping_least, priced.shipping_most) == (shipping, shipping)
    assert (priced.total_least, priced.total_most) == (total, total)


@pytest.mark.parametrize("goods", [1, 5499, 5500, 299_999])
def test_to_okinawa_the_buyer_always_pays(goods: int) -> None:
    priced = quote([tea(goods)], TARIFF, TUESDAY_MORNING, place("Okinawa"))
    assert priced.shipping == 1500
    assert (priced.free_from, priced.gap) == (None, None)
    assert not priced.in_reach


@pytest.mark.parametrize(("goods", "told"), [(2749, False), (2750, True), (5500, True)])
def test_the_way_to_free_shipping_is_told_from_half_of_it_on(goods: int, told: bool) -> None:
    assert quote([tea(goods)], TARIFF, TUESDAY_MORNING, place("Tokyo")).in_reach is told


def test_taxes_are_those_of_each_rate_and_shipping_counts_as_goods() -> None:
    priced = quote([tea(1280), tea(1160), mug(1320)], TARIFF, TUESDAY_MORNING, place("Tokyo"))
    assert priced.taxes == (TaxPart(8, 2440, 180), TaxPart(10, 1970, 179))
    assert priced.tax == 359


def test_shipping_on_food_alone_still_holds_tax_of_the_other_rate() -> None:
    priced = quote([tea(1280)], TARIFF, TUESDAY_MORNING, place("Tokyo"), payment="cod")
    assert priced.taxes == (TaxPart(8, 1280, 94), TaxPart(10, 980, 89))


@pytest.mark.parametrize(
    ("moment", "leaves_on", "earliest_on"),
    [
        (datetime(2026, 11, 24, 5, 59, tzinfo=UTC), date(2026, 11, 24), date(2026, 11, 25)),
        (datetime(2026, 11, 24, 6, 0, tzinfo=UTC), date(2026, 11, 25), date(2026, 11, 26)),
        (datetime(2026, 11, 21, 1, 0, tzinfo=UTC), date(2026, 11, 24), date(2026, 11, 25)),
        (datetime(2026, 12, 29, 6, 0, tzinfo=UTC), date(2026, 12, 31), date(2027, 1, 1)),
    ],
)
def test_dates_keep_to_the_cut_off_weekends_holidays_and_closed_days(
    moment: datetime, leaves_on: date, earliest_on: date
) -> None:
    priced = quote([tea(1280)], TARIFF, moment, place("Tokyo"))
    assert (priced.leaves_on, priced.earliest_on) == (leaves_on, earliest_on)


@pytest.mark.parametrize(("where", "days"), [("Tokyo", 1), ("Hokkaido", 2), ("Okinawa", 4)])
def test_farther_regions_wait_longer(where: str, days: int) -> None:
    priced = quote([tea(1280)], TARIFF, TUESDAY_MORNING, place(where))
    assert priced.earliest_on == priced.leaves_on + timedelta(days=days)


def test_without_a_way_that_is_known_the_cheapest_is_taken() -> None:
    for code in (None, "", "balloon"):
        priced = quote([tea(1280)], TARIFF, TUESDAY_MORNING, place("Tokyo"), sending=code)
        assert priced.sending is not None
        assert priced.sending.sending.code == "home"


def test_nothing_at_all_costs_only_its_shipping() -> None:
    priced = quote([], TARIFF, TUESDAY_MORNING, place("Tokyo"))
    assert (priced.goods, priced.count, priced.total) == (0, 0, 650)
    assert priced.taxes == (TaxPart(10, 650, 59),)
