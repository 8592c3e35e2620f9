"""A thousand carts to each of the 47 prefectures, paid in every way: the sums hold for all of them."""

from dataclasses import replace

import pytest
from flask import Flask

from storefront.quoting.item import QuoteItem
from storefront.quoting.quote import Quote, quote
from storefront.quoting.tariff import Tariff
from storefront.shipping.prefectures import PREFECTURES, Prefecture, in_region
from tests.quoting.carts import Basket, baskets
from tests.quoting.sound import check, check_dates, check_sums
from tests.quoting.tariffs import TUESDAY_MORNING

CARTS = 1000


@pytest.fixture(scope="module")
def carts(seeded: Flask, shelf: list[QuoteItem]) -> list[Basket]:
    return list(baskets(shelf, CARTS))


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


def test_everything_adds_up_everywhere_and_for_every_way_to_pay(
    carts: list[Basket], published: Tariff
) -> None:
    methods = [paying.code for paying in published.payings]
    checked = 0
    for basket in carts:
        for prefecture in PREFECTURES:
            shown: Quote | None = None
            for place, method in enumerate(methods):
                priced = asked(basket, published, prefecture, None, method)
                shown = shown or priced
                choice = shown.payments[place]
                fee = 0 if choice.refusal else choice.fee
                assert (priced.total - fee, priced.fee) == (shown.total - shown.fee, fee)
                check(priced, published) if priced is shown else check_sums(priced)
                assert priced.destination is prefecture
                checked += 1
    assert checked == CARTS * 47 * len(methods)


def test_ways_to_pay_that_are_not_switched_on_yet_add_up_alike(
    carts: list[Basket], published: Tariff, everything: Tariff
) -> None:
    waiting = {one.code for one in everything.payings} - {one.code for one in published.payings}
    assert waiting == {"konbini", "wallet", "bank_transfer", "transfer"}
    for number, basket in enumerate(carts):
        prefecture = PREFECTURES[number % 47]
        for choice in asked(basket, everything, prefecture).payments:
            priced = asked(basket, everything, prefecture, None, choice.paying.code)
            check_sums(priced)
            assert choice.refusal or priced.total == choice.total
            assert not choice.refusal or priced.fee == 0


def test_prefectures_of_a_region_pay_alike(carts: list[Basket], published: Tariff) -> None:
    for basket in carts[:100]:
        for prefecture in PREFECTURES:
            first = in_region(prefecture.region)[0]
            there = asked(basket, published, prefecture, "home", "cod")
            assert replace(there, destination=first) == asked(
                basket, published, first, "home", "cod"
            )


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
