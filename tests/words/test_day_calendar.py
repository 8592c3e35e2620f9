"""The calendar of delivery days: whole weeks, each day either to be chosen or with the reason why not."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask_babel import force_locale

from storefront.quoting.quote import quote
from storefront.quoting.tariff import Tariff
from storefront.shipping.calendar import Calendar
from storefront.views.day_calendar import DayCalendar, Standing, day_calendar
from tests.quoting.tariffs import HOME, TARIFF, TUESDAY_MORNING, place, tea
from tests.support.shops import open_shop

TWO_WEEKS = replace(TARIFF, sendings=(replace(HOME, days_to_choose=14),))
NEW_YEAR = Calendar(
    shut=frozenset({date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 4)}),
    idle={"home": frozenset({date(2027, 1, 1)})},
)


@pytest.fixture(scope="module", autouse=True)
def _shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with open_shop("sqlite", tmp_path_factory.mktemp("shop")) as opened, opened.app_context():
        yield opened


def weeks(tariff: Tariff, now: datetime = TUESDAY_MORNING, language: str = "ja") -> DayCalendar:
    with force_locale(language):
        sending = quote([tea(1280)], tariff, now, place("Tokyo")).sending
        assert sending is not None
        found = day_calendar(sending)
        assert found is not None
        return found


def test_weeks_run_from_monday_to_sunday_around_the_days_to_choose() -> None:
    calendar = weeks(TWO_WEEKS)
    assert calendar.earliest == date(2026, 11, 25)
    assert calendar.weekdays == tuple("月火水木金土日")
    assert [week[0].day for week in calendar.weeks] == [
        date(2026, 11, 23),
        date(2026, 11, 30),
        date(2026, 12, 7),
    ]
    cells = [cell for week in calendar.weeks for cell in week]
    assert {len(week) for week in calendar.weeks} == {7}
    assert [cell.day for cell in cells if cell.open] == [
        date(2026, 11, day) for day in range(25, 31)
    ] + [date(2026, 12, day) for day in range(1, 9)]
    assert [cell.place for cell in cells if cell.open] == list(range(1, 15))
    assert [cell.standing for cell in cells[:2]] == [Standing.EARLY] * 2
    assert {cell.standing for cell in cells[-5:]} == {Standing.LATER}


def test_months_are_named_where_they_begin_and_holidays_by_a_word() -> None:
    cells = [cell for week in weeks(TWO_WEEKS).weeks for cell in week]
    assert {cell.day: cell.month for cell in cells if cell.month} == {
        date(2026, 11, 23): "11月",
        date(2026, 12, 1): "12月",
    }
    assert {cell.day: cell.mark for cell in cells if cell.mark} == {date(2026, 11, 23): "祝日"}
    assert cells[0].words == "11月23日(月)、祝日、お届けが間に合いません"
    assert cells[2].words == "11月25日(水)"


def test_a_day_without_deliveries_is_no_choice_and_says_why() -> None:
    tariff = replace(TWO_WEEKS, calendar=NEW_YEAR)
    calendar = weeks(tariff, datetime(2026, 12, 28, 1, 0, tzinfo=UTC))
    cells = {cell.day: cell for week in calendar.weeks for cell in week}
    rest = cells[date(2027, 1, 1)]
    assert (rest.standing, rest.mark) == (Standing.IDLE, "休み")
    assert rest.words == "1月1日(金)、配送業者の休み"
    assert cells[date(2026, 12, 30)].open and cells[date(2026, 12, 30)].mark == "店休"
    assert "休み：配送業者がお届けを休みます（1月1日(金)）" in calendar.notes
    assert "店休：店は休みですが、お届けはします" in calendar.notes


def test_it_speaks_english() -> None:
    calendar = weeks(TWO_WEEKS, language="en")
    assert calendar.weekdays[0] == "Mon"
    first = calendar.weeks[0][0]
    assert (first.month, first.mark) == ("Nov", "Hol.")
    assert first.words == "Mon, 23 Nov, Hol., too soon to deliver"


def test_a_way_that_waits_for_no_day_has_no_calendar() -> None:
    letterbox = replace(TARIFF, sendings=(replace(HOME, days_to_choose=0),))
    sending = quote([tea(1280)], letterbox, TUESDAY_MORNING, place("Tokyo")).sending
    assert sending is not None
    assert day_calendar(sending) is None


def test_the_whole_window_may_lie_in_one_week() -> None:
    one = replace(TARIFF, sendings=(replace(HOME, days_to_choose=1),))
    calendar = weeks(one)
    assert len(calendar.weeks) == 1
    assert [cell.day for cell in calendar.weeks[0] if cell.open] == [date(2026, 11, 25)]
