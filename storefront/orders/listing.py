"""A page of all orders, fifty at a time, as quick over a million as over a thousand.

A list is read in its order from an index that has it, a strip for each state (and each way to pay) that is wanted, until a page
is full. Where a filter lets through few orders (FEW), those are looked up and sorted instead; several words that many orders have
are looked for together (`meeting`). Nothing is ever counted beyond
MOST_COUNTED, and no further than a page where orders are looked at one by one, and no page is found by counting off the ones before it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, literal, or_, select, tuple_, union_all

from storefront.extensions import db
from storefront.locales import Text
from storefront.money import Yen
from storefront.orders.meeting import Meeting, Window, meeting, questions
from storefront.orders.note import HAS_NOTE
from storefront.orders.order import Order, OrderContact, OrderLine, OrderState
from storefront.orders.refund import Refund
from storefront.orders.search_term import Span, week_of, words_of
from storefront.orders.wanted import Condition, Ids, Money, Sort, Wanted, cases, conditions, sources

PER_PAGE = 50
MOST_COUNTED = 1000
FEW = 5000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_MOST = 2**31 - 1
COLUMN: dict[Sort, Any] = {
    Sort.PLACED: Order.placed_at,
    Sort.TOTAL: Order.total,
    Sort.LEAVE: Order.leave_on,
}


@dataclass(frozen=True)
class Sorting:
    """The order of a list; falling: the newest, dearest, latest first."""

    by: Sort = Sort.PLACED
    falling: bool = True


@dataclass(frozen=True)
class Mark:
    """Where in a list one stands: beside this order. `back`: the page is the one before it, else the one after."""

    value: int
    id: int
    back: bool = False


@dataclass(frozen=True)
class Row:
    """One order in a list. Yen with tax; `refunded` is what went back."""

    id: int
    number: str
    state: OrderState
    placed_at: datetime
    reserved_until: datetime
    paid_at: datetime | None
    first_sent_at: datetime | None
    leave_on: date
    total: Yen
    payment_name: Text
    simulated: bool
    name: str
    pieces: int
    refunded: Yen
    noted: bool


@dataclass(frozen=True)
class Page:
    """Orders, how many there are in all (one more than `most` for any more), and where the neighbouring pages are."""

    rows: Sequence[Row]
    count: int
    before: Mark | None = None
    after: Mark | None = None
    most: int = MOST_COUNTED
    """So far it was counted: MOST_COUNTED, or a page where many orders had to be looked at for each that fits."""

    @property
    def uncounted(self) -> bool:
        """Whether there are more than were counted."""
        return self.count > self.most


class Question:
    """One list of orders: what is wanted, in which order; asks how best to find it as it is made (one statement, or none)."""

    def __init__(self, wanted: Wanted, sorting: Sorting, now: datetime) -> None:
        self.sorting = sorting
        self._methods = wanted.methods
        self._cases = cases(wanted, now)
        self._conditions = conditions(wanted, sorting.by)
        self._other_than_words = conditions(replace(wanted, text=""), sorting.by)
        self._nothing = self._cases == []
        asked = [] if self._nothing else sources(wanted, sorting.by)
        if (
            asked and self._cases and Money.BACK not in wanted.money
        ):  # no index has those of a state
            either = [and_(Order.state == state, also) for state, also in self._cases]
            asked.append(select(Order.id).where(or_(*either)))
        self._meeting: Meeting | None = None
        self._few = self._fewest(asked, words_of(wanted.text), now)
        by_one = sorting.by is Sort.TOTAL and self._cases is not None
        self._many = self._few is None and (bool(asked) or by_one)

    def page(self, mark: Mark | None = None) -> Page:
        """The first page, or the one beside a mark; two statements, one more for words that seldom meet."""
        if self._nothing:
            return Page((), 0)
        back = mark is not None and mark.back
        found = self._found(PER_PAGE + 1, mark, counted=not self._many)
        keys = [(_number(value), id) for value, id, *_count in found[:PER_PAGE]]
        keys = keys[::-1] if back else keys
        more = len(found) > PER_PAGE
        first = Mark(*keys[0], back=True) if keys and (more if back else mark is not None) else None
        last = Mark(*keys[-1]) if keys and (back or more) else None
        orders = rows([id for _value, id in keys])
        if self._many:
            return Page(orders, len(found) if mark is None else PER_PAGE + 1, first, last, PER_PAGE)
        return Page(orders, found[0][2] if found else 0, first, last)

    def count(self, most: int = MOST_COUNTED) -> int:
        """How many there are, at most one more than `most`. One statement."""
        return 0 if self._nothing else int(db.session.scalar(self._counting(most)) or 0)

    def keys(self, most: int, mark: Mark | None = None) -> list[tuple[int, int]]:
        """Values sorted by, and ids, of the next `most` orders beyond a mark. One statement, or two."""
        if self._nothing:
            return []
        return [(_number(value), id) for value, id in self._found(most, mark)]

    def chunks(self, size: int) -> Iterator[list[int]]:
        """The ids of all of it in order, some at a time, each with a statement of its own."""
        mark = None
        while keys := self.keys(size, mark):
            yield [id for _value, id in keys]
            mark = Mark(*keys[-1])

    def _counting(self, most: int) -> Select[tuple[int]]:
        way = _directed((COLUMN[self.sorting.by], Order.id), self.sorting.falling)
        ordered = [strip.order_by(*way) if self._many else strip for strip in self._strips()]
        ids = [strip.with_only_columns(Order.id).limit(most + 1) for strip in ordered]
        every = union_all(*(select(one.subquery().c.id) for one in ids)).subquery()
        some = select(every.c.id).limit(most + 1).subquery()
        return select(func.count()).select_from(some)

    def _found(self, most: int, mark: Mark | None, counted: bool = False) -> list[Any]:
        """Values sorted by, and ids, beyond a mark; `counted`: with the count of all."""
        found: list[Any] = []
        for window in self._windows(mark):
            asked = self._next(most - len(found), mark, window)
            if counted:
                asked = asked.add_columns(self._counting(MOST_COUNTED).scalar_subquery())
            found += db.session.execute(asked)
            if len(found) == most:
                break
        return found

    def _windows(self, mark: Mark | None) -> Iterator[Window | None]:
        """What is looked through one after the other; None: all at once."""
        if self._meeting is None or self.sorting.by is not Sort.PLACED:
            yield None
            return
        at = week_of(_EPOCH + mark.value * _TICK) if mark is not None else None
        yield from self._meeting.windows(self._falling(mark), at)

    def _falling(self, mark: Mark | None) -> bool:
        return self.sorting.falling != (mark is not None and mark.back)

    def _next(self, most: int, mark: Mark | None, window: Window | None) -> Select[tuple[Any, int]]:
        column, falling = COLUMN[self.sorting.by], self._falling(mark)
        strips = []
        for strip in self._strips(window):
            one = strip.with_only_columns(column.label("value"), Order.id.label("id"))
            if mark is not None:
                one = one.where(_beyond(column, _stored(self.sorting.by, mark), falling))
            one = one.order_by(*_directed((column, Order.id), falling)).limit(most)
            strips.append(one.subquery())
        every = union_all(*(select(strip.c.value, strip.c.id) for strip in strips)).subquery()
        asked = select(every.c.value, every.c.id)
        return asked.order_by(*_directed((every.c.value, every.c.id), falling)).limit(most)

    def _strips(self, window: Window | None = None) -> Iterator[Select[Any]]:
        every = select(Order.id).where(*self._conditions)
        few = self._few.limit(FEW + 1) if self._few is not None else None
        if few is not None:
            every = _among(select(few.subquery().c[0].label("id")).distinct(), self._conditions)
        elif (met := self._met(window)) is not None:
            few, every = met, _among(met, self._other_than_words)
        elif window is not None:
            every = every.where(window.weeks)
        strips = [] if few is not None else self._parted()
        if strips:
            yield from (every.where(*strip) for strip in strips)
        else:
            at = func.coalesce(Order.state, Order.state)  # no index: the order of the list has one
            either = [and_(at == state, also) for state, also in self._cases or ()]
            yield every.where(or_(*either)) if either else every

    def _met(self, window: Window | None) -> Ids | None:
        """The orders that have all words, where that is found out first: of some weeks, or of all."""
        if window is not None:
            return window.ids
        return None if self._meeting is None or self._meeting.dense else self._meeting.together()

    def _parted(self) -> list[tuple[Condition, ...]]:
        """One condition for each strip of the index that has this order; none where one index has it all."""
        by = self.sorting.by
        if by is Sort.TOTAL or (by is Sort.PLACED and self._cases is None and not self._methods):
            return []
        states = self._cases or [(state, literal(True)) for state in OrderState]
        each: list[tuple[Condition, ...]] = [(Order.state == state, also) for state, also in states]
        if by is Sort.LEAVE or not self._methods:
            return each
        return [
            (Order.payment_code == method, *one) for method in sorted(set(self._methods)) for one in each
        ]  # fmt: skip

    def _fewest(
        self, asked: Sequence[Ids], words: Sequence[Sequence[Span]], now: datetime
    ) -> Ids | None:
        """The filter that lets through the fewest orders, if those are few; else several words are looked for together."""
        if not asked:
            return None
        some = (one.limit(FEW + 1).subquery() for one in asked)
        sizes = [select(func.count()).select_from(one) for one in some]
        more = questions(words, now) if len(words) > 1 else []
        answers = db.session.execute(select(*(one.scalar_subquery() for one in (*sizes, *more))))
        counted = list(answers.one())
        least = min(range(len(asked)), key=counted.__getitem__)
        self._nothing = counted[least] == 0
        if counted[least] <= FEW:
            return asked[least]
        if more:
            self._meeting = meeting(words, counted[len(asked) :], PER_PAGE)
        return None


def _among(ids: Select[Any], which: Sequence[Condition]) -> Select[Any]:
    """Those of these orders that meet the conditions, looked up by their ids."""
    some = ids.subquery()
    return select(Order.id).select_from(some).join(Order, Order.id == some.c[0]).where(*which)


def rows(ids: Sequence[int]) -> list[Row]:
    """These orders, in this order. One statement."""
    if not ids:
        return []
    of_it = OrderLine.order_id == Order.id
    pieces = select(func.coalesce(func.sum(OrderLine.quantity), 0)).where(of_it)
    back = select(func.coalesce(func.sum(Refund.amount), 0)).where(Refund.order_id == Order.id)
    asked = (
        select(
            Order.id, Order.number, Order.state, Order.placed_at, Order.reserved_until, Order.paid_at,
            Order.first_sent_at, Order.leave_on, Order.total, Order.payment_name, Order.simulated,
            OrderContact.name, pieces.scalar_subquery(), back.scalar_subquery(), HAS_NOTE,
        )
        .join(OrderContact, OrderContact.order_id == Order.id, isouter=True)
        .where(Order.id.in_(ids))
    )  # fmt: skip
    found = {one.id: Row(*one) for one in db.session.execute(asked)}
    return [found[id] for id in ids if id in found]


def _directed(columns: Sequence[Any], falling: bool) -> list[Any]:
    return [column.desc() if falling else column.asc() for column in columns]


def _beyond(column: Any, at: tuple[object, int], falling: bool) -> Condition:
    here, there = tuple_(column, Order.id), tuple_(literal(at[0]), literal(at[1]))
    return here < there if falling else here > there


def _number(value: datetime | date | int | str) -> int:
    """A value sorted by, as it stands in an address."""
    if isinstance(value, datetime):
        return (value - _EPOCH) // _TICK
    return value.toordinal() if isinstance(value, date) else int(value)


def _stored(by: Sort, mark: Mark) -> tuple[object, int]:
    """A mark as the tables have it; one that came from another list, or from nowhere, as near to it as can be."""
    id = min(mark.id, _MOST)
    match by:
        case Sort.PLACED:
            return _EPOCH + mark.value * _TICK, id
        case Sort.LEAVE:
            return date.fromordinal(min(max(mark.value, 1), date.max.toordinal())), id
        case Sort.TOTAL:
            return min(mark.value, _MOST), id
