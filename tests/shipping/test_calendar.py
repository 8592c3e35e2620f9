"""When a parcel leaves and arrives: cut-off, weekends, holidays, and the days set apart."""

from datetime import UTC, date, datetime, time

import pytest

from storefront.clock import SHOP_ZONE
from storefront.shipping.calendar import Calendar, arrives_on, closes_at, days_from, leaves_on

PLAIN = Calendar()
THREE = time(15)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment on the shop's clock."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHOP_ZONE)


@pytest.mark.parametrize(
    ("moment", "leaves"),
    [
        (at(date(2026, 11, 24), 14, 59), date(2026, 11, 24)),  # Tuesday, a minute before
        (at(date(2026, 11, 24), 15, 0), date(2026, 11, 25)),  # at the cut-off it has passed
        (at(date(2026, 11, 24), 0, 0), date(2026, 11, 24)),  # the day begins at midnight in Japan
        (at(date(2026, 11, 20), 15, 0), date(2026, 11, 24)),  # Friday evening, Monday is a holiday
        (at(date(2026, 11, 21), 10, 0), date(2026, 11, 24)),  # Saturday
        (at(date(2027, 4, 28), 15, 0), date(2027, 4, 30)),  # Showa Day on Thursday
        (at(date(2027, 4, 30), 15, 0), date(2027, 5, 6)),  # Golden Week: 1 to 5 May are days off
        (at(date(2026, 12, 31), 15, 0), date(2027, 1, 4)),  # New Year, a holiday on Friday
    ],
)
def test_an_order_leaves_on_the_packing_day_it_counts_for(moment: datetime, leaves: date) -> None:
    assert leaves_on(moment, THREE, 0, PLAIN) == leaves


def test_handling_days_are_packing_days() -> None:
    friday = at(date(2026, 11, 20), 10)
    assert leaves_on(friday, THREE, 1, PLAIN) == date(2026, 11, 24)
    assert leaves_on(friday, THREE, 2, PLAIN) == date(2026, 11, 25)


def test_the_shops_own_days_win_over_weekdays_and_holidays() -> None:
    own = Calendar(
        opened=frozenset({date(2026, 11, 23), date(2026, 11, 21)}),
        shut=frozenset({date(2026, 11, 24)}),
    )
    assert own.packs(date(2026, 11, 23)), "a public holiday the shop works on"
    assert own.packs(date(2026, 11, 21)), "a Saturday the shop works on"
    assert not own.packs(date(2026, 11, 24)), "a Tuesday off"
    assert leaves_on(at(date(2026, 11, 23), 15), THREE, 0, own) == date(2026, 11, 25)


def test_a_rest_without_an_end_is_an_error_and_no_endless_search() -> None:
    with pytest.raises(LookupError, match="60 days"):
        Calendar(weekdays=frozenset()).next_packing(date(2026, 11, 24))


def test_a_carrier_that_rests_rings_on_its_next_day() -> None:
    new_year = Calendar(idle={"home": frozenset({date(2027, 1, 1), date(2027, 1, 2)})})
    assert arrives_on(date(2026, 12, 31), 1, new_year, "home") == date(2027, 1, 3)
    assert arrives_on(date(2026, 12, 31), 1, new_year, "postbox") == date(2027, 1, 1)
    assert days_from(date(2026, 12, 31), 4, new_year, "home") == (
        date(2026, 12, 31),
        date(2027, 1, 3),
    )


def test_the_cut_off_is_told_only_while_it_is_ahead() -> None:
    tuesday = date(2026, 11, 24)
    assert closes_at(at(tuesday, 14, 59), THREE, PLAIN) == at(tuesday, 15)
    assert closes_at(at(tuesday, 15), THREE, PLAIN) is None
    assert closes_at(at(date(2026, 11, 23), 9), THREE, PLAIN) is None, "a holiday"
    assert closes_at(datetime(2026, 11, 24, 5, 59, tzinfo=UTC), THREE, PLAIN) == at(tuesday, 15)


def test_a_parcel_kept_for_a_day_leaves_on_a_packing_day() -> None:
    sunday, friday = date(2026, 11, 29), date(2026, 11, 27)
    assert PLAIN.last_packing(sunday, not_before=date(2026, 11, 24)) == friday
    assert PLAIN.last_packing(sunday, not_before=sunday) == sunday, "never before it could leave"
