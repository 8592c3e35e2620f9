"""What of all orders somebody wants to see: filters that hold together, and what each of them means for the tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true

from storefront.clock import day_begins
from storefront.money import Yen
from storefront.orders.note import OrderNote
from storefront.orders.order import Order, OrderContact, OrderState
from storefront.orders.refund import Refund
from storefront.orders.search_term import OrderTerm, has_word, words_of

SOON = timedelta(days=1)
Condition = ColumnElement[bool]
Ids = Select[tuple[int]]


class Money(StrEnum):
    """How it stands with the money. soon: awaited, and its time is over within a day. back: some or all of it went back."""

    AWAITED = "awaited"
    SOON = "soon"
    AT_THE_DOOR = "at_the_door"
    PAID = "paid"
    BACK = "back"
    NONE = "none"


class Parcels(StrEnum):
    """How much has left; none: nothing has, and nothing will as it stands."""

    TO_PACK = "to_pack"
    PART = "part"
    SENT = "sent"
    NONE = "none"


class Sort(StrEnum):
    """What a list is sorted by."""

    PLACED = "placed"
    TOTAL = "total"
    LEAVE = "leave"


@dataclass(frozen=True)
class Wanted:
    """Filters; an empty one lets everything through. Of several values of one filter any will do, all filters hold together.

    Days are the shop's, first and last included; yen with tax.
    """

    text: str = ""
    states: tuple[OrderState, ...] = ()
    money: tuple[Money, ...] = ()
    parcels: tuple[Parcels, ...] = ()
    methods: tuple[str, ...] = ()
    area: str = ""
    placed_from: date | None = None
    placed_to: date | None = None
    leave_from: date | None = None
    leave_to: date | None = None
    least: Yen | None = None
    most: Yen | None = None
    noted: bool = False


_CONFIRMED = (OrderState.PLACED, OrderState.FULFILLED)
_OVER = (OrderState.CANCELLED, OrderState.EXPIRED)
_REFUNDED = select(Refund.id).where(Refund.order_id == Order.id).exists()


def cases(wanted: Wanted, now: datetime) -> list[tuple[OrderState, Condition]] | None:
    """The states an order may be in, each with what else has to be true in it; None where any will do.

    State, money and parcels of an order are told by the same columns: taken together here, so that no database looks
    through a million orders for one that is paid and waits for its payment.
    """
    if not (wanted.states or wanted.money or wanted.parcels):
        return None
    found = []
    for state in wanted.states or OrderState:
        money = [_money(one, now).get(state) for one in wanted.money] or [true()]
        parcels = [_parcels(one).get(state) for one in wanted.parcels] or [true()]
        fits = [[one for one in some if one is not None] for some in (money, parcels)]
        if all(fits):
            found.append((state, and_(*(or_(*some) for some in fits))))
    return found


def _money(asked: Money, now: datetime) -> dict[OrderState, Condition]:
    """What it means in each state; states it cannot be are left out."""
    match asked:
        case Money.AWAITED:
            return {OrderState.PENDING: true()}
        case Money.SOON:
            return {OrderState.PENDING: Order.reserved_until < now + SOON}
        case Money.AT_THE_DOOR:
            return dict.fromkeys(_CONFIRMED, Order.paid_at.is_(None))
        case Money.PAID:
            return dict.fromkeys((*_CONFIRMED, *_OVER), Order.paid_at.is_not(None))
        case Money.BACK:
            return dict.fromkeys((*_CONFIRMED, *_OVER), _REFUNDED)
        case Money.NONE:
            return dict.fromkeys(_OVER, Order.paid_at.is_(None))


def _parcels(asked: Parcels) -> dict[OrderState, Condition]:
    match asked:
        case Parcels.TO_PACK:
            return {OrderState.PLACED: Order.first_sent_at.is_(None)}
        case Parcels.PART:
            return {OrderState.PLACED: Order.first_sent_at.is_not(None)}
        case Parcels.SENT:
            return {OrderState.FULFILLED: true()}
        case Parcels.NONE:
            return dict.fromkeys((OrderState.PENDING, *_OVER), true())


def conditions(wanted: Wanted, sort: Sort) -> list[Condition]:
    """All other filters, said of an order that is at hand.

    In words no index answers, but for what the list is sorted by: a database that knows little of its tables would take another
    index for one of them, and sort what it finds there.
    """
    total, leave, placed = (
        column if by is sort else func.coalesce(column, column)
        for by, column in (
            (Sort.TOTAL, Order.total),
            (Sort.LEAVE, Order.leave_on),
            (Sort.PLACED, Order.placed_at),
        )
    )
    found = [*_between(total, wanted.least, wanted.most), *_placed(wanted, placed)]
    found += _between(leave, wanted.leave_from, wanted.leave_to)
    if wanted.leave_to is not None:
        # nothing leaves before it is ordered: a list that begins with the newest need not look at those
        found.append(placed < day_begins(wanted.leave_to + timedelta(days=1)))
    if wanted.methods:
        found.append(Order.payment_code.in_(wanted.methods))
    term = func.coalesce(OrderTerm.term, OrderTerm.term)
    for word in words_of(wanted.text):
        there = (OrderTerm.order_id == Order.id, has_word(word, term))
        found.append(_has(select(OrderTerm.order_id).where(*there)))
    if wanted.noted:
        found.append(_has(select(OrderNote.order_id).where(OrderNote.order_id == Order.id)))
    if wanted.area:
        there = (OrderContact.order_id == Order.id, OrderContact.prefecture == wanted.area)
        found.append(_has(select(OrderContact.order_id).where(*there)))
    return found


def _has(asked: Ids) -> Condition:
    """Whether there is such a row: looked up for the order at hand, never all of them first."""
    return asked.limit(1).correlate(Order).scalar_subquery().is_not(None)


def sources(wanted: Wanted, sort: Sort) -> list[Ids]:
    """Filters that may let through few orders, each as the ids it lets through; without those the order of the list serves."""
    found: list[Ids] = [
        select(OrderTerm.order_id).where(has_word(word)) for word in words_of(wanted.text)
    ]
    if wanted.area:
        found.append(select(OrderContact.order_id).where(OrderContact.prefecture == wanted.area))
    if wanted.noted:
        found.append(select(OrderNote.order_id))
    if wanted.money == (Money.BACK,):
        found.append(select(Refund.order_id))
    ranges: dict[Sort, Sequence[Condition]] = {
        Sort.TOTAL: _between(Order.total, wanted.least, wanted.most),
        Sort.LEAVE: _leaves(wanted),
        Sort.PLACED: _placed(wanted, Order.placed_at),
    }
    found += [select(Order.id).where(*some) for by, some in ranges.items() if some and by != sort]
    if wanted.methods and sort != Sort.PLACED:
        found.append(select(Order.id).where(Order.payment_code.in_(wanted.methods)))
    return found


def _placed(wanted: Wanted, at: Any) -> list[Condition]:
    first, last = wanted.placed_from, wanted.placed_to
    found = [at >= day_begins(first)] if first else []
    return [*found, at < day_begins(last + timedelta(days=1))] if last else found


def _leaves(wanted: Wanted) -> list[Condition]:
    """With every state by name: so the days are found by the index that has both."""
    days = _between(Order.leave_on, wanted.leave_from, wanted.leave_to)
    return [Order.state.in_(wanted.states or tuple(OrderState)), *days] if days else []


def _between(column: Any, least: object, most: object) -> list[Condition]:
    found = [column >= least] if least is not None else []
    return [*found, column <= most] if most is not None else found
