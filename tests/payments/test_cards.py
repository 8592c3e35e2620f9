"""Reading a card as it is typed."""

from datetime import date

import pytest

from storefront.payments.gateways.cards import (
    NUMBERS,
    Behaviour,
    behaviour_of,
    expiry_of,
    is_card_number,
)


def test_the_numbers_of_the_contract() -> None:
    assert behaviour_of("4242 4242 4242 4242") is Behaviour.PAYS
    assert behaviour_of("４０００−００００−００００−０００２") is Behaviour.DECLINED
    assert behaviour_of("4000 0000 0000 9995") is Behaviour.NO_FUNDS
    assert behaviour_of("4000 0027 6000 3184") is Behaviour.THREE_D_SECURE
    assert behaviour_of("4000 0000 0000 0119") is Behaviour.TIMES_OUT
    assert behaviour_of("4242 4242 4242 4241") is None
    assert all(is_card_number(number) for number in NUMBERS)


@pytest.mark.parametrize(
    ("typed", "real"),
    [
        ("4111 1111 1111 1111", True),
        ("378282246310005", True),
        ("4111 1111 1111 1112", False),
        ("42", False),
        ("", False),
        ("x" * 16, False),
    ],
)
def test_what_could_be_somebodys_card(typed: str, real: bool) -> None:
    assert is_card_number(typed) is real


@pytest.mark.parametrize(
    ("typed", "last_day"),
    [
        ("12/29", date(2029, 12, 31)),
        ("1229", date(2029, 12, 31)),
        ("１２／２９", date(2029, 12, 31)),
        ("2/28", date(2028, 2, 29)),
        ("12 / 2029", date(2029, 12, 31)),
        ("13/29", None),
        ("0/29", None),
        ("12/1929", None),
        ("", None),
        ("soon", None),
    ],
)
def test_an_expiry_is_the_last_day_of_its_month(typed: str, last_day: date | None) -> None:
    assert expiry_of(typed) == last_day
