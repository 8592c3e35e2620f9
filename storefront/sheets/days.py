"""Days that differ from an ordinary week: added together, taken away one by one. Callers commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from storefront import revision
from storefront.clock import shop_day
from storefront.extensions import db
from storefront.locales import Text
from storefront.quoting.entering import refuse_bad_tariff
from storefront.revision import Part
from storefront.sheets.change import Gone, hold
from storefront.shipping.calendar_day import CalendarDay
from storefront.staff.audit import Act, Actor, write_down

CALENDAR = "days:list"
MOST_AT_ONCE = 60


@dataclass(frozen=True)
class Rest:
    """Days in a row. `way` "" is the shop itself, which is then `open` or shut; else the carrier of that way rests."""

    way: str
    first: date
    last: date
    open: bool
    name: Text

    @property
    def days(self) -> list[date]:
        """Each of them."""
        return [
            self.first + timedelta(days=place) for place in range((self.last - self.first).days + 1)
        ]


def days_ahead(now: datetime) -> Sequence[CalendarDay]:
    """The days from today on, the shop's own first."""
    asked = select(CalendarDay).where(CalendarDay.day >= shop_day(now))
    return db.session.scalars(asked.order_by(CalendarDay.day, CalendarDay.way)).all()


def put_days(rest: Rest, now: datetime) -> None:
    """Add the days to the session, judged with all other tables. Raises BadTariff."""
    with db.session.no_autoflush:
        db.session.add_all(
            CalendarDay(way=rest.way, day=day, open=rest.open, name=dict(rest.name))
            for day in rest.days
        )
        refuse_bad_tariff(now)
    db.session.flush()


def add_days(rest: Rest, by: Actor, now: datetime) -> None:
    """Add them. Raises BadTariff where a day is there already or the shop would rest for too long."""
    hold(CALENDAR, None)
    put_days(rest, now)
    after = {
        "days": [day.isoformat() for day in rest.days],
        "open": rest.open,
        "name": dict(rest.name),
    }
    write_down(by, Act.DAY_ADDED, _subject(rest.way), now, None, after)
    revision.bump(Part.SETTINGS)


def remove_day(day_id: int, by: Actor, now: datetime) -> None:
    """Take a day away that has not passed. Raises Gone where there is none, BadTariff where it has to stay."""
    hold(CALENDAR, None)
    row = db.session.get(CalendarDay, day_id)
    if row is None or row.day < shop_day(now):
        raise Gone(day_id)
    db.session.delete(row)
    refuse_bad_tariff(now)
    before = {"days": [row.day.isoformat()], "open": row.open, "name": dict(row.name)}
    write_down(by, Act.DAY_REMOVED, _subject(row.way), now, before)
    revision.bump(Part.SETTINGS)


def _subject(way: str) -> str:
    return f"calendar:{way or 'shop'}"
