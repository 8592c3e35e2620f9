"""The days of delivery as a calendar: whole weeks from Monday, days that cannot be chosen with the reason in words."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from flask_babel import gettext as _

from storefront.jinja import MONTHS_EN, WEEKDAYS_EN, WEEKDAYS_JA, format_date, locale_code
from storefront.quoting.sending import SendingChoice
from storefront.shipping.calendar import ONE_DAY, Calendar, national_holidays

WEEK = 7


class Standing(StrEnum):
    """Whether a day can be chosen, and if not, why."""

    OPEN = "open"
    EARLY = "early"
    """A parcel ordered now would not be there yet."""
    IDLE = "idle"
    """The carrier does not deliver."""
    LATER = "later"
    """Too far ahead to be named."""


@dataclass(frozen=True)
class Cell:
    """A day. `month` is said once at the beginning and with each first of a month; `place` counts the days to choose.

    `mark` is a word small enough to stand under the number, `words` all of it for those who hear the page.
    """

    day: date
    standing: Standing
    place: int
    month: str
    mark: str
    words: str

    @property
    def open(self) -> bool:
        """Whether it can be chosen."""
        return self.standing is Standing.OPEN


@dataclass(frozen=True)
class DayCalendar:
    """The weeks to choose from; `notes` explain the marks in them."""

    earliest: date
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...]


def day_calendar(choice: SendingChoice) -> DayCalendar | None:
    """The calendar of a way to send; None where no day can be named."""
    days = choice.days
    if not days:
        return None
    first = days[0] - timedelta(days=days[0].weekday())
    last = days[-1] + timedelta(days=WEEK - 1 - days[-1].weekday())
    count = (last - first).days + 1
    cells = [_cell(first + offset * ONE_DAY, first, choice, days) for offset in range(count)]
    weeks = tuple(tuple(cells[at : at + WEEK]) for at in range(0, count, WEEK))
    return DayCalendar(choice.earliest_on, weekday_names(), weeks, _notes(cells, choice))


def weekday_names() -> tuple[str, ...]:
    """月 to 日, Mon to Sun."""
    return tuple(WEEKDAYS_JA) if locale_code() == "ja" else WEEKDAYS_EN


def month_name(day: date) -> str:
    """11月 / Nov."""
    return f"{day.month}月" if locale_code() == "ja" else MONTHS_EN[day.month - 1]


def _cell(day: date, first: date, choice: SendingChoice, days: tuple[date, ...]) -> Cell:
    standing = _standing(day, choice, days)
    mark = _mark(day, standing, choice.calendar)
    reason = _reason(standing)
    return Cell(
        day=day,
        standing=standing,
        place=days.index(day) + 1 if standing is Standing.OPEN else 0,
        month=month_name(day) if day in (first, day.replace(day=1)) else "",
        mark=mark,
        words=_("、").join(part for part in (format_date(day), _told(mark), reason) if part),
    )


def _standing(day: date, choice: SendingChoice, days: tuple[date, ...]) -> Standing:
    if day in days:
        return Standing.OPEN
    if day < choice.earliest_on:
        return Standing.EARLY
    if _idle(day, choice):
        return Standing.IDLE
    return Standing.LATER


def _idle(day: date, choice: SendingChoice) -> bool:
    return any(not choice.calendar.delivers(day, parcel.sending.code) for parcel in choice.parcels)


def _mark(day: date, standing: Standing, calendar: Calendar) -> str:
    if standing is Standing.IDLE:
        return str(_("休み"))
    if day in calendar.shut:
        return str(_("店休"))
    return str(_("祝日")) if day in national_holidays(day.year) else ""


def _told(mark: str) -> str:
    """A mark as it is said; that the carrier rests is said as the reason."""
    return "" if mark == _("休み") else mark


def _reason(standing: Standing) -> str:
    words: str = {
        Standing.OPEN: "",
        Standing.EARLY: _("お届けが間に合いません"),
        Standing.IDLE: _("配送業者の休み"),
        Standing.LATER: _("まだ選べません"),
    }[standing]
    return words


def _notes(cells: list[Cell], choice: SendingChoice) -> tuple[str, ...]:
    idle = [format_date(cell.day) for cell in cells if cell.standing is Standing.IDLE]
    shut = any(cell.mark == _("店休") for cell in cells)
    early = any(cell.standing is Standing.EARLY for cell in cells)
    notes = [
        _("%(day)sより前は、お届けが間に合いません", day=format_date(choice.earliest_on))
        if early
        else "",
        _("休み：配送業者がお届けを休みます（%(days)s）", days=_("・").join(idle)) if idle else "",
        _("店休：店は休みですが、お届けはします") if shut else "",
    ]
    return tuple(str(note) for note in notes if note)
