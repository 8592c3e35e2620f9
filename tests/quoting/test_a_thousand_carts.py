"""A thousand carts to each of the 47 prefectures, paid in every way: the sums hold for all of them."""

from dataclasses import replace

import pytest
from flask import Flask

from storefront.quoting.item import QuoteItem
from storefront.quoting.quote import Quote, quote
from storefront.quoting.tariff import Tariff
from storefront.shipping.prefectures import PREFECTURES, Prefecture, Region, in_region
from tests.quoting.carts import Basket, baskets
from tests.quoting.sound import check, check_dates, check_sums
from tests.quoting.tariffs import TUESDAY_MORNING

CARTS = 1000


@pytest.fixture(scope="module")
def carts(seeded: Flask, shelf: list[QuoteItem]) -> list[Basket]:
    return list(baskets(shelf, CARTS))


@pytest.fixture(scope="module")
def tariff(published: Tariff, everything: Tariff) -> Tariff:
    """What is in force, with every way to pay, whether switched on or not."""
    return replace(published, payings=everything.payings)


def asked(
    basket: Basket, tariff: Tariff, to: Prefecture, way: str | None = None, paid: str | None = None
) -> Quote:
    return quote(
        basket.items,
        tariff,
        TUESDAY_MORNING,
        to,
        way,
        paid,
        basket.adjustments,
    )


def test_the_carts_are_as_different_as_orders_are(carts: list[Basket], published: Tariff) -> None:
    quotes = [asked(one, published, PREFECTURES[12]) for one in carts]
    ways = [q.sending.parcel_class for q in quotes if q.sending]
    assert sum(1 for q in quotes if not q.sendable) > 5
    assert {way[0][0] for way in ways} == {"home", "postbox", "cool"}
    assert sum(1 for way in ways if len(way) == 2) > 100, "split into ordinary and cool"
    assert sum(1 for way in ways if way[0][1] > 1) > 20, "in several boxes"
    assert sum(1 for q in quotes if q.discount) > 200
    assert sum(1 for q in quotes if q.gap == 0) > 200
    assert sum(1 for q in quotes if q.gap) > 200


def test_everything_adds_up_in_every_region_and_for_every_way_to_pay(
    carts: list[Basket], tariff: Tariff
) -> None:
    checked = 0
    for basket in carts:
        for region in Region:
            there = in_region(region)[0]
            shown = asked(basket, tariff, there)
            check(shown, tariff)
            for choice in shown.payments:
                priced = asked(basket, tariff, there, None, choice.paying.code)
                check_sums(priced)
                fee = 0 if choice.refusal else choice.fee
                assert (priced.payment, priced.fee) == (choice, fee)
                assert priced.total == shown.total + fee
                checked += 1
    assert checked == CARTS * 10 * 6


def test_all_47_prefectures_pay_and_get_what_the_first_of_their_region_does(
    carts: list[Basket], tariff: Tariff
) -> None:
    for number, basket in enumerate(carts):
        method = tariff.payings[number % len(tariff.payings)].code
        for region in Region:
            first, *others = in_region(region)
            shown = asked(basket, tariff, first, None, method)
            for prefecture in others:
                there = asked(basket, tariff, prefecture, None, method)
                assert there.destination is prefecture
                assert replace(there, destination=first) == shown


def test_one_thing_more_never_raises_the_shipping_of_the_same_parcels(
    carts: list[Basket], shelf: list[QuoteItem], tariff: Tariff
) -> None:
    """Whatever a cart travels as, by each way it could go: as long as it does so with the thing in it, at no higher price."""
    same = cheaper = 0
    for number, basket in enumerate(carts):
        more = replace(shelf[number % len(shelf)], quantity=1 + number % 2)
        fuller = replace(basket, items=(*basket.items, more))
        for region in Region:
            there = in_region(region)[0]
            before, after = asked(basket, tariff, there), asked(fuller, tariff, there)
            prices = {choice.parcel_class: choice.price for choice in after.sendings}
            for choice in before.sendings:
                if choice.parcel_class in prices:
                    assert prices[choice.parcel_class] <= choice.price
                    same += 1
                    cheaper += prices[choice.parcel_class] < choice.price
    assert same > CARTS * 10
    assert cheaper > CARTS, "where the shop pays from now on"


def test_no_other_way_is_cheaper_than_the_one_taken_unasked(
    carts: list[Basket], published: Tariff
) -> None:
    for number, basket in enumerate(carts):
        prefecture = PREFECTURES[number % 47]
        taken = asked(basket, published, prefecture)
        check_dates(taken, published, TUESDAY_MORNING)
        for choice in taken.sendings:
            other = asked(basket, published, prefecture, choice.sending.code)
            check(other, published)
            assert (taken.shipping or 0) <= (other.shipping or 0) == choice.price
            assert other.sending == choice
