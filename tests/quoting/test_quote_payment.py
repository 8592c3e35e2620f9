"""What paying adds, and where a way to pay does not apply."""

import pytest

from storefront.quoting.quote import Refusal, quote
from tests.quoting.tariffs import TARIFF, TUESDAY_MORNING, place, tea


@pytest.mark.parametrize(
    ("goods", "shipping", "fee"),
    [
        (1280, 650, 330),
        (9999, 0, 330),
        (10_000, 0, 330),
        (10_001, 0, 440),
        (30_000, 0, 440),
        (30_001, 0, 660),
        (100_000, 0, 660),
        (100_001, 0, 1100),
        (300_000, 0, 1100),
    ],
)
def test_the_fee_at_the_door_goes_by_tiers(goods: int, shipping: int, fee: int) -> None:
    priced = quote([tea(goods)], TARIFF, TUESDAY_MORNING, place("Tokyo"), payment="cod")
    assert (priced.shipping, priced.fee, priced.total) == (shipping, fee, goods + shipping + fee)


@pytest.mark.parametrize(("goods", "fee"), [(8500, 330), (8501, 440)])
def test_shipping_counts_towards_the_tier_but_the_fee_itself_does_not(goods: int, fee: int) -> None:
    priced = quote([tea(goods)], TARIFF, TUESDAY_MORNING, place("Okinawa"), payment="cod")
    assert priced.shipping == 1500
    assert priced.fee == fee
    assert priced.total == goods + 1500 + fee


@pytest.mark.parametrize("goods", [300_001, 1_000_000])
def test_above_its_limit_cash_is_refused_and_adds_nothing(goods: int) -> None:
    priced = quote([tea(goods)], TARIFF, TUESDAY_MORNING, place("Tokyo"), payment="cod")
    assert priced.payment is not None
    assert (priced.payment.refusal, priced.payment.limit) == (Refusal.TOO_MUCH, 300_000)
    assert (priced.fee, priced.total) == (0, goods)


def test_below_its_least_a_card_is_refused() -> None:
    priced = quote([tea(1)], TARIFF, TUESDAY_MORNING, place("Tokyo"), payment="card")
    assert priced.payment is not None
    assert priced.payment.refusal is None, "with shipping it is 651 yen"
    nothing_known = quote([tea(49)], TARIFF, TUESDAY_MORNING, payment="card")
    assert nothing_known.payment is not None
    assert (nothing_known.payment.refusal, nothing_known.payment.limit) == (Refusal.TOO_LITTLE, 50)


def test_no_cash_where_nobody_meets_at_the_door() -> None:
    priced = quote([tea(1280)], TARIFF, TUESDAY_MORNING, place("Tokyo"), "door", "cod")
    assert priced.payment is not None
    assert priced.payment.refusal is Refusal.NOT_WITH_SENDING
    assert (priced.fee, priced.total) == (0, 1930)


def test_a_card_costs_nothing() -> None:
    priced = quote([tea(1280)], TARIFF, TUESDAY_MORNING, place("Tokyo"), payment="card")
    assert (priced.fee, priced.total) == (0, 1930)


@pytest.mark.parametrize("code", [None, "", "shells"])
def test_no_way_to_pay_adds_nothing_yet(code: str | None) -> None:
    priced = quote([tea(1280)], TARIFF, TUESDAY_MORNING, place("Tokyo"), payment=code)
    assert (priced.payment, priced.fee, priced.total) == (None, 0, 1930)


def test_every_way_to_pay_is_shown_with_its_own_total() -> None:
    priced = quote([tea(1280)], TARIFF, TUESDAY_MORNING, place("Tokyo"))
    assert [(choice.paying.code, choice.fee, choice.total) for choice in priced.payments] == [
        ("card", 0, 1930),
        ("cod", 330, 2260),
    ]
