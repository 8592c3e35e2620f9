"""Registration numbers: their form, and the check digit that tells a real one from a demo."""

import pytest

from storefront.shop.registration import could_be_real, is_registration_number


def test_the_tax_agency_s_own_number_could_be_real() -> None:
    assert could_be_real("T7000012050002")


@pytest.mark.parametrize("number", ["T0000000000000", "T7000012050003", "T7000012050020"])
def test_a_wrong_check_digit_gives_a_demo_away(number: str) -> None:
    assert is_registration_number(number)
    assert not could_be_real(number)


@pytest.mark.parametrize("number", ["", "7000012050002", "T700001205000", "T70000120500021", "T７000012050002", "t7000012050002"])  # fmt: skip
def test_t_and_thirteen_digits_or_nothing(number: str) -> None:
    assert not is_registration_number(number)
    assert not could_be_real(number)
