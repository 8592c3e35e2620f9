"""What became of offers, day by day: added up at night, so that a report of a year costs as little as one of a week.

A day is summed up anew for as long as something can still come: answers for two days, orders for a week. Days that are
not summed up yet, as today, are counted as they are.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Select,
    String,
    and_,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from storefront.clock import day_begins, shop_day
from storefront.database import Model
from storefront.experiments.intervals import Interval, Rate, relative_change
from storefront.extensions import db
from storefront.money import Yen
from storefront.offers.gate import Why
from storefront.offers.impression import OfferImpression
from storefront.offers.kinds import Placement
from storefront.orders.order import Order, OrderState

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
"""So long after the day they first saw an offer (or were spared it) an order counts: most who order have done so by then."""

LEAST_PEOPLE = 100
LEAST_ORDERS = 10
"""In each group: with fewer, a difference lies between anything and anything."""


class OfferDay(Model):
    """One day of an offer at a placement: rows that were shown, and those held back for a reason."""

    __tablename__ = "offer_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(
        ForeignKey("offer.id", ondelete="CASCADE"), primary_key=True
    )
    placement: Mapped[str] = mapped_column(String(12), primary_key=True)
    withheld: Mapped[str] = mapped_column(String(20), primary_key=True)
    made: Mapped[int]
    seen: Mapped[int]
    clicked: Mapped[int]
    accepted: Mapped[int]
    refused: Mapped[int]


class GroupDay(Model):
    """The visitors whose first row at a placement was on that day, and what they ordered within a week."""

    __tablename__ = "offer_group_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    placement: Mapped[str] = mapped_column(String(12), primary_key=True)
    control: Mapped[bool] = mapped_column(primary_key=True)
    visitors: Mapped[int]
    buyers: Mapped[int]
    orders: Mapped[int]
    goods: Mapped[Yen]


@dataclass(frozen=True)
class Group:
    """Visitors of a placement, counted once each, and what they ordered within a week of their first row there: `buyers`
    of them ordered, `goods` is yen with tax for goods less discounts, before refunds."""

    visitors: int = 0
    buyers: int = 0
    orders: int = 0
    goods: Yen = 0

    @property
    def rate(self) -> Rate:
        """How many of them ordered."""
        return Rate(self.buyers, self.visitors)

    def plus(self, other: "Group") -> "Group":
        """Both together; nobody is in two of different days."""
        return Group(*(getattr(self, name) + getattr(other, name) for name in SUMS))

    @property
    def average(self) -> Yen:
        """Yen of goods in an order, rounded down; 0 without one."""
        return self.goods // self.orders if self.orders else 0


@dataclass(frozen=True)
class Groups:
    """Who saw offers at a placement, and who would have, but belongs to the tenth that sees none anywhere."""

    shown: Group = Group()
    control: Group = Group()

    @property
    def enough(self) -> bool:
        """Whether there are people and orders enough in both to say how far they are apart."""
        people = min(self.shown.visitors, self.control.visitors)
        return people >= LEAST_PEOPLE and self.ordered

    @property
    def ordered(self) -> bool:
        """Whether enough of both ordered to conclude anything."""
        return min(self.shown.buyers, self.control.buyers) >= LEAST_ORDERS

    @property
    def change(self) -> Interval:
        """By what part more, or less, of those who saw offers ordered."""
        return relative_change(self.control.rate, self.shown.rate)


COUNTS = ("made", "seen", "clicked", "accepted", "refused")
SUMS = ("visitors", "buyers", "orders", "goods")


def sum_up(now: datetime) -> int:
    """Add up the days before today that are not settled yet; how many. Safe to repeat; the caller commits."""
    last, today = summed_up_to(), shop_day(now)
    day = last - WEEK - DAY if last else _first_day(today)
    count = (today - day).days
    for number in range(count):
        _sum_up(day + number * DAY)
    return count


def summed_up_to() -> date | None:
    """The last day that was added up."""
    return db.session.scalar(select(func.max(OfferDay.day)))


def answers_between(first: date, last: date, summed: date | None) -> list[Any]:
    """Rows (offer, placement, why held back or "", made, seen, clicked, accepted, refused) of these days. Two statements."""
    stored = (
        select(
            OfferDay.offer_id,
            OfferDay.placement,
            OfferDay.withheld,
            *(func.sum(getattr(OfferDay, name)) for name in COUNTS),
        )
        .where(OfferDay.day >= first, OfferDay.day <= last)
        .group_by(OfferDay.offer_id, OfferDay.placement, OfferDay.withheld)
    )
    rows = list(db.session.execute(stored))
    begins = max(first, summed + DAY) if summed else first
    return rows + list(db.session.execute(_answers(begins, last))) if begins <= last else rows


def groups_between(first: date, last: date) -> Mapping[Placement, Groups]:
    """The groups of all placements whose first row is of these days. Three statements."""
    summed = summed_up_to()
    stored = (
        select(
            GroupDay.placement,
            GroupDay.control,
            *(func.sum(getattr(GroupDay, name)) for name in SUMS),
        )
        .where(GroupDay.day >= first, GroupDay.day <= last)
        .group_by(GroupDay.placement, GroupDay.control)
    )
    rows = list(db.session.execute(stored))
    begins = max(first, summed + DAY) if summed else first
    if begins <= last:
        rows += db.session.execute(_grouped(begins, last))
    found: dict[Placement, Groups] = defaultdict(Groups)
    for place, control, *sums in rows:
        where, name = Placement(place), "control" if control else "shown"
        group = getattr(found[where], name).plus(Group(*map(int, sums)))
        found[where] = replace(found[where], **{name: group})
    return found


def _first_day(today: date) -> date:
    """Of the oldest row there is; today without any."""
    oldest = db.session.scalar(select(func.min(OfferImpression.made_at)))
    return shop_day(oldest) if oldest else today


def _sum_up(day: date) -> None:
    for model, asked, names in (
        (OfferDay, _answers(day, day), ("offer_id", "placement", "withheld", *COUNTS)),
        (GroupDay, _grouped(day, day), ("placement", "control", *SUMS)),
    ):
        once = {"synchronize_session": False}
        db.session.execute(delete(model).where(model.day == day).execution_options(**once))
        dated = asked.add_columns(literal(day).label("day"))
        db.session.execute(
            insert(model).from_select([*names, "day"], dated, include_defaults=False)
        )


def _answers(first: date, last: date) -> Select[Any]:
    of = (OfferImpression.offer_id, OfferImpression.placement, OfferImpression.withheld)
    moments = (f"{name}_at" for name in COUNTS)
    counts = (func.count(getattr(OfferImpression, name)) for name in moments)
    return select(*of, *counts).where(*_made(OfferImpression, first, last)).group_by(*of)


def _grouped(first: date, last: date) -> Select[Any]:
    """Who had their first row in these days, and their orders up to a week after the last: confirmed, not cancelled, not
    made up."""
    rows = _first_rows(first, last).subquery().c
    theirs = and_(
        Order.visitor_id == rows.visitor_id,
        Order.placed_at >= rows.made_at,
        Order.placed_at < day_begins(last + DAY) + WEEK,
        Order.confirmed_at.is_not(None),
        Order.state != OrderState.CANCELLED,
        Order.simulated.is_(False),
    )
    return (
        select(
            rows.placement,
            rows.control,
            func.count(rows.visitor_id.distinct()),
            func.count(Order.visitor_id.distinct()),
            func.count(Order.id),
            func.coalesce(func.sum(Order.goods - Order.discount), 0),
        )
        .outerjoin(Order, theirs)
        .group_by(rows.placement, rows.control)
    )


def _first_rows(first: date, last: date) -> Select[Any]:
    """For each placement and visitor the first row of seeing an offer, or of being spared all, if it is of these days."""
    here, earlier = OfferImpression, aliased(OfferImpression)
    spared = here.withheld == Why.CONTROL
    before = exists().where(
        earlier.visitor_id == here.visitor_id,
        earlier.placement == here.placement,
        earlier.made_at < day_begins(first),
        _counts(earlier),
    )
    return (
        select(
            here.placement,
            spared.label("control"),
            here.visitor_id,
            func.min(here.made_at).label("made_at"),
        )
        .where(*_made(here, first, last), _counts(here), ~before)
        .group_by(here.placement, spared, here.visitor_id)
    )


def _made(rows: Any, first: date, last: date) -> tuple[Any, Any]:
    return rows.made_at >= day_begins(first), rows.made_at < day_begins(last + DAY)


def _counts(rows: Any) -> Any:
    return or_(rows.seen_at.is_not(None), rows.withheld == Why.CONTROL)
