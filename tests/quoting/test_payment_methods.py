"""Ways to pay beside card and cash: their limits are data, and the rules hold for them."""

from datetime import datetime

import pytest
from flask import Flask

from storefront.quoting.paying import Refusal, payment_choice
from storefront.quoting.tariff_reading import load_tariff

LIMITS = {
    "konbini": (200, 300_000),
    "wallet": (1, 500_000),
    "bank_transfer": (100, 1_000_000),
    "transfer": (100, 1_000_000),
}


def test_they_stand_between_card_and_cash_in_the_order_they_are_shown(
    shop: Flask, now: datetime
) -> None:
    assert [one.code for one in load_tariff(now).payings] == ["card", *LIMITS, "cod"]


@pytest.mark.parametrize("code", LIMITS)
def test_each_has_its_limits_no_fee_of_ours_and_words(
    shop: Flask, now: datetime, code: str
) -> None:
    paying = load_tariff(now).paying(code)
    assert paying is not None
    least, most = LIMITS[code]
    assert (paying.least, paying.most, paying.fees) == (least, most, ())
    assert [payment_choice(paying, sum_, False).refusal for sum_ in (least - 1, least, most, most + 1)] == [
        Refusal.TOO_LITTLE, None, None, Refusal.TOO_MUCH,
    ]  # fmt: skip
    assert all(text["ja"] and text["en"] for text in (paying.name, paying.note, paying.due))


@pytest.mark.parametrize("code", ["bank_transfer", "transfer"])
def test_who_pays_the_bank_is_said_in_both_languages(shop: Flask, now: datetime, code: str) -> None:
    paying = load_tariff(now).paying(code)
    assert paying is not None
    assert "振込手数料はお客さまのご負担" in paying.note["ja"]
    assert "Your bank's charge is yours to pay" in paying.note["en"]
