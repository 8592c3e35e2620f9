"""The line about shipping on the shop: never where it cannot come true."""

from dataclasses import replace

from storefront.quoting.item import QuoteItem
from storefront.quoting.quote import quote
from storefront.quoting.tariff import Rate, Sending, Tariff
from storefront.shipping.load import Temperature
from storefront.views.free_line import FreeLine, free_line
from tests.quoting.tariffs import HOME, NO_TEXT, TARIFF, TUESDAY_MORNING, place, tea

COOL = Sending("cool", NO_TEXT, NO_TEXT, True, (), {"kanto": Rate(925, 1, None)}, Temperature.COOL)
BOTH = replace(TARIFF, sendings=(*TARIFF.sendings, COOL))


def cream(yen: int) -> QuoteItem:
    return QuoteItem("CREAM", 1, yen, "food", temperature=Temperature.COOL)


def line(*items: QuoteItem, to: str = "Tokyo", tariff: Tariff = BOTH) -> FreeLine | None:
    return free_line(quote(items, tariff, TUESDAY_MORNING, place(to)).sent)


def with_threshold(free_from: int | None) -> Tariff:
    rates = {region: replace(rate, free_from=free_from) for region, rate in HOME.rates.items()}
    return replace(TARIFF, sendings=(replace(HOME, rates=rates),))


def test_it_says_what_is_missing_and_what_it_saves() -> None:
    assert line(tea(3500)) == FreeLine(2000, 3500, 5500, 650, cool=False, in_reach=True)
    assert line(tea(2749)) == FreeLine(2751, 2749, 5500, 650, cool=False, in_reach=False)
    assert line(tea(5499)) == FreeLine(1, 5499, 5500, 650, cool=False, in_reach=True)
    assert line(tea(5500)) == FreeLine(0, 5500, 5500, 650, cool=False, in_reach=True)


def test_cool_goods_count_for_nothing() -> None:
    assert line(tea(3500), cream(4000)) == FreeLine(2000, 3500, 5500, 650, cool=True, in_reach=True)
    assert line(cream(9000)) is None


def test_where_the_shop_never_pays_it_is_silent() -> None:
    assert line(tea(9000), to="Okinawa") is None
    assert line(tea(9000), cream(900), to="Okinawa") is None, "nothing can be sent at all"


def test_no_threshold_and_a_threshold_of_zero_are_never_read_as_paid_by_the_shop() -> None:
    for free_from in (None, 0):
        tariff = with_threshold(free_from)
        assert line(tea(9000), tariff=tariff) is None
        assert quote([tea(9000)], tariff, TUESDAY_MORNING, place("Tokyo")).shipping == 650


def test_a_way_that_is_always_paid_for_promises_nothing() -> None:
    paid = {region: replace(rate, free_from=None) for region, rate in HOME.rates.items()}
    tariff = replace(TARIFF, sendings=(HOME, Sending("express", NO_TEXT, NO_TEXT, True, (), paid)))
    chosen = quote([tea(9000)], tariff, TUESDAY_MORNING, place("Tokyo"), sending="express")
    assert chosen.shipping == 650
    assert free_line(chosen.sent) is None
