"""Several words that many orders have, looked for together: in the weeks a page needs, and no further.

Neither word leads to few orders, and to look at one order after the other would go through all of them where the words never
meet. So the orders of each word are read week by week (`OrderTerm.week`), and what all words have in common is sorted. That is bounded by
what the index holds of these words, and for a page it is a few weeks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil, prod
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, intersect, select, union_all

from storefront.extensions import db
from storefront.orders.order import Order
from storefront.orders.search_term import WEEK, OrderTerm, Span, week_of

Condition = ColumnElement[bool]
Ids = Select[tuple[int]]
DENSE = 25
"""Where one of so many orders has all words, a page is found quicker by looking at one order after the other."""
SPARE = 2
"""Weeks are taken for so many times a page: words are not spread evenly."""


def questions(words: Sequence[Sequence[Span]], now: datetime) -> list[Select[Any]]:
    """What has to be known first, each a number: the first and the last week with orders, the orders of the week that is over
    and of this one, and those of each word in them."""
    weeks = [week_of(now) - 1, week_of(now)]
    begins = datetime.fromtimestamp(weeks[0] * WEEK, UTC)
    lately = select(func.count()).select_from(Order).where(Order.placed_at >= begins)
    each = (select(func.count()).select_from(_having(word, weeks).subquery()) for word in words)
    return [select(func.min(OrderTerm.week)), select(func.max(OrderTerm.week)), lately, *each]


@dataclass(frozen=True)
class Window:
    """Some weeks: `ids` are the orders that have all words in them. None: those are to be told by looking at each order of `weeks`."""

    ids: Ids | None
    weeks: Condition


@dataclass(frozen=True)
class Meeting:
    """Words and the weeks there are. `near`: weeks that should hold a page. `dense`: a page is there at once."""

    words: Sequence[Sequence[Span]]
    first: int
    last: int
    near: int
    dense: bool

    def windows(self, falling: bool, at: int | None) -> Iterator[Window]:
        """What is to be looked through, one after the other, until a page is full."""
        for place, weeks in enumerate(self.parts(falling, at)):
            looked_at = self.dense and place == 0
            yield Window(None if looked_at else self.together(weeks), _placed_in(weeks))

    def parts(self, falling: bool, at: int | None) -> list[range]:
        """All weeks, beginning with one (None: at the end): first those where a page should be, then the others."""
        weeks = range(self.first, self.last + 1)
        if at is not None:
            weeks = range(self.first, at + 1) if falling else range(at, self.last + 1)
        if falling:
            return [some for some in (weeks[-self.near :], weeks[: -self.near]) if some]
        return [some for some in (weeks[: self.near], weeks[self.near :]) if some]

    def together(self, weeks: Sequence[int] | None = None) -> Ids:
        """The orders of some weeks, or of all, that have all words."""
        some = weeks or range(self.first, self.last + 1)
        first, *others = (_having(word, some).subquery() for word in self.words)
        if (
            _postgresql()
        ):  # which may take a word of many orders for one of none, and then compares each with each
            every = intersect(*(select(one.c.order_id) for one in (first, *others)))
            return select(every.subquery().c.order_id)
        id = func.coalesce(
            first.c.order_id, first.c.order_id
        )  # no index: it is to go through the first
        return select(id).where(*(id.in_(select(one.c.order_id)) for one in others))


def meeting(
    words: Sequence[Sequence[Span]], answers: Sequence[int | None], page: int
) -> Meeting | None:
    """What the answers to `questions` say; None where there are no words at all."""
    first, last, lately, *each = answers
    if first is None or last is None:
        return None
    common = prod(min(1, (number or 0) / lately) for number in each) if lately else 0
    a_week = common * (lately or 0) / 2
    near = ceil(SPARE * page / a_week) if a_week else last - first
    return Meeting(words, first, last, min(near, last - first) + 1, common * DENSE >= 1)


def latest_with(words: Sequence[Sequence[Span]], most: int, now: datetime) -> list[int]:
    """The latest orders that have all words, by their ids, at most so many; none for no word. Three statements at most."""
    if not words:
        return []
    asked = select(*(one.scalar_subquery() for one in questions(words, now)))
    met = meeting(words, list(db.session.execute(asked).one()), most)
    found: list[int] = []
    if met is None:
        return found
    for weeks in met.parts(falling=True, at=None):
        ids = met.together(weeks).subquery()
        some = select(ids.c[0]).distinct().order_by(ids.c[0].desc()).limit(most - len(found))
        found += db.session.scalars(some)
        if len(found) == most:
            break
    return found


def _placed_in(weeks: range) -> Condition:
    begins, ends = (datetime.fromtimestamp(week * WEEK, UTC) for week in (weeks[0], weeks[-1] + 1))
    return and_(Order.placed_at >= begins, Order.placed_at < ends)


def _having(word: Sequence[Span], weeks: Sequence[int]) -> Ids:
    """The orders of some weeks that have a word, in the words of the index that has both: no other could be taken for it."""
    of_them = OrderTerm.week.in_(list(weeks))
    each = [select(OrderTerm.order_id).where(of_them, _within(span)) for span in word]
    if len(each) == 1:
        return each[0]
    both = union_all(*each).subquery()
    return select(both.c.order_id)


def _within(span: Span) -> Condition:
    term: Any = OrderTerm.term
    if span.whole:
        return term == span.first  # type: ignore[no-any-return]
    if _postgresql():
        return and_(term.op("~>=~")(span.first), term.op("~<~")(span.after))
    return and_(term >= span.first, term < span.after)


def _postgresql() -> bool:
    return db.session.get_bind().dialect.name == "postgresql"
