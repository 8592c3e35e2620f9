"""The eight-week rule, worked by hand at every edge: 24 November 2026, so the 56 days looked at begin on 29 September."""

from datetime import date, timedelta

import pytest

from storefront.claims.past_price import Charged, PastPrice, past_price
from storefront.claims.rule import Rule
from storefront.clock import day_begins
from tests.claims.histories import TODAY, ago, history


def judged(charged: list[Charged], present: int = 1000) -> PastPrice | Rule:
    return past_price(charged, present, TODAY)


def test_months_at_the_higher_price_lowered_eight_days_ago() -> None:
    found = judged([Charged(1540, day_begins(date(2026, 4, 1))), *history((1000, 8))])
    assert found == PastPrice(
        1540, date(2026, 4, 1), date(2026, 11, 15), unbroken=True, days=48, of_days=56
    )


@pytest.mark.parametrize(
    ("days_at_high", "found"),
    [(27, Rule.NOT_OVER_HALF), (28, Rule.NOT_OVER_HALF), (29, 29), (56, 56)],
)
def test_more_than_half_of_fifty_six_days(days_at_high: int, found: Rule | int) -> None:
    """Low for a year, raised for some days up to yesterday, lowered today."""
    answer = judged(history((1000, 400), (1500, days_at_high), (1000, 0)))
    assert (answer.days if isinstance(answer, PastPrice) else answer) == found


@pytest.mark.parametrize(
    ("days_on_sale", "found"), [(13, Rule.UNDER_TWO_WEEKS), (14, 14), (15, 15)]
)
def test_two_weeks_in_all_when_the_thing_is_new(days_on_sale: int, found: Rule | int) -> None:
    answer = judged(history((1500, days_on_sale), (1000, 0)))
    assert (answer.days if isinstance(answer, PastPrice) else answer) == found


@pytest.mark.parametrize(
    ("last_charged", "found"), [(1, 56), (13, 44), (14, 43), (15, Rule.TOO_LONG_AGO)]
)
def test_two_weeks_since_the_last_day(last_charged: int, found: Rule | int) -> None:
    """The lower price begins on the day after the last one at the higher price."""
    answer = judged(history((1500, 400), (1000, last_charged - 1)))
    assert (answer.days if isinstance(answer, PastPrice) else answer) == found


@pytest.mark.parametrize(
    ("on_sale", "at_high", "found"),
    [
        (30, 15, Rule.NOT_OVER_HALF),
        (30, 16, 16),
        (31, 16, 16),
        (20, 11, Rule.UNDER_TWO_WEEKS),
        (28, 14, Rule.NOT_OVER_HALF),
        (27, 14, 14),
    ],
)
def test_a_thing_on_sale_for_less_than_eight_weeks_is_judged_by_its_own_time(
    on_sale: int, at_high: int, found: Rule | int
) -> None:
    answer = judged(history((1000, on_sale), (1500, at_high), (1000, 0)))
    assert (answer.days if isinstance(answer, PastPrice) else answer) == found
    if isinstance(answer, PastPrice):
        assert answer.of_days == on_sale


def test_days_add_up_over_a_price_raised_and_lowered_again_and_again() -> None:
    waves = history((1500, 56), (1000, 46), (1500, 40), (1000, 30), (1500, 20), (1000, 10))
    answer = judged(waves)
    assert answer == PastPrice(1500, ago(56), ago(11), unbroken=False, days=30, of_days=56)


def test_waves_that_were_low_half_of_the_time_prove_nothing() -> None:
    assert judged(history((1500, 56), (1000, 42), (1500, 28), (1000, 14))) is Rule.NOT_OVER_HALF


def test_back_to_the_same_price_after_a_short_rise() -> None:
    answer = judged(history((1320, 237), (1650, 22), (1320, 8)), present=1320)
    assert answer is Rule.NOT_OVER_HALF


def test_the_same_price_written_twice_is_one_unbroken_time() -> None:
    answer = judged(history((1500, 200), (1500, 30), (1000, 3)))
    assert answer == PastPrice(1500, ago(200), ago(4), unbroken=True, days=53, of_days=56)


def test_of_two_higher_prices_the_one_charged_longer_is_compared() -> None:
    answer = judged(history((2000, 56), (1500, 40), (1000, 2)))
    assert answer == PastPrice(1500, ago(40), ago(3), unbroken=True, days=38, of_days=56)


def test_a_lower_past_is_not_a_saving() -> None:
    assert judged(history((900, 100), (1000, 3))) is Rule.NOT_HIGHER
    assert judged(history((1000, 100))) is Rule.NO_EARLIER_PRICE
    assert judged([]) is Rule.NO_EARLIER_PRICE


def test_a_price_of_this_morning_has_no_past() -> None:
    assert judged(history((1500, 0))) is Rule.NO_EARLIER_PRICE


def test_a_day_belongs_to_the_price_at_its_end() -> None:
    """Raised at noon and lowered at 23:59 of the same day: that day was a cheap one."""
    noon = day_begins(ago(20)) + timedelta(hours=12)
    late = day_begins(ago(20)) + timedelta(hours=23, minutes=59)
    flash = [*history((1000, 100)), Charged(1500, noon), Charged(1000, late)]
    assert judged(flash) is Rule.NO_EARLIER_PRICE
    last = [*history((1500, 15)), Charged(1000, day_begins(TODAY) - timedelta(seconds=1))]
    answer = judged(last)
    assert isinstance(answer, PastPrice)
    assert (answer.days, answer.last_on, answer.of_days) == (14, ago(2), 15)
