"""What goods do to the shipping while no region is known: told for each region, never from the ends of a range."""

from dataclasses import replace

import pytest

from storefront.offers.fitting import AtHand
from storefront.offers.goods import Candidate
from storefront.offers.sending import SendingChange, sending_change
from storefront.shipping.limits import Limits
from storefront.shipping.prefectures import Region
from tests.offers.pure import at_hand, candidate
from tests.quoting.tariffs import HOME, TARIFF, place

TEA = candidate("TEA", 1, 4300)
HONEY = candidate("HONEY", 2, 1400)
SPOON = candidate("SPOON", 3, 100)


def change(one: Candidate, at: AtHand) -> SendingChange:
    return sending_change(at.as_it_is(), at.quoted(one.item()))


def test_what_the_shop_then_pays_everywhere_but_to_okinawa_does_not_stay_the_same() -> None:
    at = at_hand({TEA: 1})
    assert change(HONEY, at) == SendingChange(-1000, 0, on_shop=True)
    assert (at.as_it_is().shipping_most, at.quoted(HONEY.item()).shipping_most) == (1500, 1500)


def test_what_changes_nothing_anywhere_stays_the_same() -> None:
    assert change(SPOON, at_hand({TEA: 1})) == SendingChange(0, 0)


@pytest.mark.parametrize(("name", "less"), [("東京都", -650), ("北海道", -1000), ("沖縄県", 0)])
def test_where_the_region_is_known_it_is_known_to_the_yen(name: str, less: int) -> None:
    known = change(HONEY, at_hand({TEA: 1}, destination=place(name)))
    assert (known.least, known.most) == (less, less)


def test_what_the_shop_pays_in_a_few_regions_only_is_not_said_of_most() -> None:
    few = {Region.KANTO, Region.TOHOKU}
    rates = {
        region: replace(rate, free_from=5500 if region in few else None)
        for region, rate in HOME.rates.items()
    }
    at = at_hand({TEA: 1}, tariff=replace(TARIFF, sendings=(replace(HOME, rates=rates),)))
    assert change(HONEY, at) == SendingChange(-700, 0)


def test_what_then_goes_to_fewer_regions_is_said_to_be_lost() -> None:
    kanto = {Region.KANTO.value: HOME.rates[Region.KANTO.value]}
    small = replace(HOME, limits=Limits(300, 200, 100, 2000))
    ways = (small, replace(HOME, code="near", rates=kanto))
    at = at_hand({TEA: 1}, tariff=replace(TARIFF, sendings=ways))
    assert change(SPOON, at).lost is False
    assert change(replace(SPOON, sides=(400, 10, 10)), at) == SendingChange(0, 0, lost=True)
