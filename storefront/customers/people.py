"""People as their orders tell of them: found, listed by their latest order, and one person with what they bought.

Orders belong to one person when they carry the same e-mail address, in any case. An address counts as verified once an order under
it was paid: until then anybody may have typed it, and such an order adds to no sum.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import aliased

from storefront.database import UTCDateTime
from storefront.extensions import db
from storefront.money import Yen
from storefront.orders.meeting import latest_with
from storefront.orders.order import Order, OrderContact, OrderState
from storefront.orders.refund import Refund
from storefront.orders.search_term import words_of
from storefront.visitors.visitor import Visitor

PAGE_SIZE = 50
ORDERS_SHOWN = 20
MOST_MATCHES = 1000
"""Orders that a search looks at, the latest first: a word that fits more is no search any more."""
_EMAIL = func.lower(OrderContact.email)
REAL = (Order.paid_at.is_not(None), Order.simulated.is_(False))


@dataclass(frozen=True)
class Person:
    """A line of the list: the person as their latest order has them; yen of paid orders, refunds not taken off."""

    order_id: int
    number: str
    name: str
    email: str
    phone: str
    last_at: datetime
    orders: int
    verified: bool
    simulated: bool


@dataclass(frozen=True)
class People:
    """A page of the list; `next_id` is what the following one begins below, None at the end."""

    rows: Sequence[Person]
    next_id: int | None


@dataclass(frozen=True)
class Sums:
    """All orders of a person together. Yen: `spent` of paid orders, `refunded` of them; made-up orders count nowhere."""

    orders: int
    paid: int
    spent: Yen
    refunded: Yen
    first_at: datetime | None
    last_at: datetime | None
    offers_off_at: datetime | None
    """When the last of their browsers was told to show no suggestions."""

    @property
    def verified(self) -> bool:
        """Whether the address is known to be theirs."""
        return self.paid > 0


@dataclass(frozen=True)
class Bought:
    """One order in a person's history."""

    id: int
    number: str
    placed_at: datetime
    state: OrderState
    total: Yen
    refunded: Yen
    paid: bool
    simulated: bool


def people(
    now: datetime, typed: str = "", before: int | None = None, most: int = PAGE_SIZE
) -> People:
    """A page of people, those with the latest order first; one statement, at most three more for words."""
    asked = _listed().limit(most + 1)
    if typed.strip():
        matched = latest_with(words_of(typed), MOST_MATCHES, now)
        if not matched:
            return People([], None)
        asked = asked.where(OrderContact.order_id.in_(_latest_of(matched, before, most)))
    elif before is not None:
        asked = asked.where(OrderContact.order_id < before)
    rows = [Person(*row) for row in db.session.execute(asked)]
    more = len(rows) > most
    return People(rows[:most], rows[most - 1].order_id if more else None)


def person_of(number: str) -> OrderContact | None:
    """Whoever placed the order of that number, as it has them; None without one. Erased ones have no e-mail."""
    asked = select(OrderContact).join(Order).where(Order.number == number)
    return db.session.scalar(asked)


def same_address(email: str) -> ColumnElement[bool]:
    """Beside contacts: those of a person, in any case."""
    return func.lower(OrderContact.email) == email.lower()


def sums_of(email: str) -> Sums:
    """Everything a person bought, in one statement."""
    theirs = select(Order.id).join(OrderContact).where(same_address(email))
    given_back = (
        select(func.coalesce(func.sum(Refund.amount), 0))
        .join(Order, Order.id == Refund.order_id)
        .where(Order.id.in_(theirs), *REAL)
        .scalar_subquery()
    )
    off = (
        select(func.max(Visitor.offers_off_at))
        .join(Order, Order.visitor_id == Visitor.id)
        .where(Order.id.in_(theirs))
        .scalar_subquery()
    )
    paid = case((REAL[0] & REAL[1], 1), else_=0)
    row = db.session.execute(
        select(
            func.count(), func.coalesce(func.sum(paid), 0),
            func.coalesce(func.sum(case((paid == 1, Order.total), else_=0)), 0),
            given_back, func.min(Order.placed_at, type_=UTCDateTime),
            func.max(Order.placed_at, type_=UTCDateTime), off,
        ).where(Order.id.in_(theirs))
    ).one()  # fmt: skip
    return Sums(int(row[0]), int(row[1]), int(row[2]), int(row[3] or 0), *row[4:])


def bought_by(email: str, before: int | None = None, most: int = ORDERS_SHOWN) -> list[Bought]:
    """A person's orders, the newest first, one more than `most` where there are more; one statement."""
    given_back = (
        select(func.coalesce(func.sum(Refund.amount), 0))
        .where(Refund.order_id == Order.id)
        .correlate(Order)
        .scalar_subquery()
    )
    asked = (
        select(
            Order.id, Order.number, Order.placed_at, Order.state, Order.total, given_back,
            Order.paid_at.is_not(None), Order.simulated,
        )
        .join(OrderContact)
        .where(same_address(email))
        .order_by(Order.id.desc())
        .limit(most + 1)
    )  # fmt: skip
    if before is not None:
        asked = asked.where(Order.id < before)
    rows = db.session.execute(asked)
    return [
        Bought(id, number, at, OrderState(state), *rest) for id, number, at, state, *rest in rows
    ]


def _listed() -> Select[tuple[object, ...]]:
    """People, each at the latest order: that is looked up for each order in turn, never sorted or grouped as a whole."""
    same = aliased(OrderContact)
    of_same = func.lower(same.email) == _EMAIL
    latest = (
        select(func.max(same.order_id)).where(of_same).correlate(OrderContact).scalar_subquery()
    )
    count = select(func.count()).where(of_same).correlate(OrderContact).scalar_subquery()
    return (
        select(
            OrderContact.order_id, Order.number, OrderContact.name, OrderContact.email,
            OrderContact.phone, Order.placed_at, count, _verified(same, of_same), Order.simulated,
        )
        .join(Order, Order.id == OrderContact.order_id)
        .where(OrderContact.email != "", OrderContact.order_id == latest)
        .order_by(OrderContact.order_id.desc())
    )  # fmt: skip


def _verified(same: type[OrderContact], of_same: ColumnElement[bool]) -> ColumnElement[bool]:
    paid = aliased(Order)
    return (
        select(paid.id)
        .join(same, same.order_id == paid.id)
        .where(of_same, paid.paid_at.is_not(None), paid.simulated.is_(False))
        .correlate(OrderContact)
        .exists()
    )


def _latest_of(order_ids: Sequence[int], before: int | None, most: int) -> Select[tuple[int]]:
    """Of the people who placed these orders the latest order of each, a page of them."""
    contact = aliased(OrderContact)
    theirs = select(func.lower(contact.email)).where(
        contact.order_id.in_(order_ids), contact.email != ""
    )
    last = func.max(OrderContact.order_id)
    found = select(last.label("id")).where(_EMAIL.in_(theirs)).group_by(_EMAIL)
    if before is not None:
        found = found.having(last < before)
    some = found.order_by(last.desc()).limit(most + 1).subquery()
    return select(some.c.id)
