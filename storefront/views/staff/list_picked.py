"""Which orders something is to be done with: those that were ticked, or all that fit a filter, with how many that were."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl

from flask import request
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from storefront.clock import shop_day
from storefront.extensions import db
from storefront.orders.listing import MOST_COUNTED, Question
from storefront.orders.order import Order
from storefront.views import current
from storefront.views.staff.list_filters import Asked, asked_of, ways_to_pay

ALL = "all"
AT_ONCE = 200


@dataclass(frozen=True)
class Picked:
    """What the form says. `numbers`: ticked ones; without any it is all that fits `query`, of which there were `count`."""

    numbers: tuple[str, ...]
    query: str
    count: int

    @property
    def fields(self) -> dict[str, object]:
        """The same as fields of a form, for the question in between."""
        if self.numbers:
            return {"picks": ",".join(self.numbers), "query": self.query}
        return {"scope": ALL, "count": self.count, "query": self.query}

    @property
    def told(self) -> dict[str, object]:
        """The filter as the audit keeps it: that words were looked for, never which, since they may name a buyer."""
        asked = self.asked
        found = {"searched": True} if asked.has_words else {}
        return {"query": asked.query(q=None), **found}

    @property
    def asked(self) -> Asked:
        """The filter, read anew."""
        args = MultiDict(parse_qsl(self.query))
        return asked_of(args, shop_day(current.now()), ways_to_pay())

    def question(self) -> Question:
        """The filter as it is answered now."""
        asked = self.asked
        return Question(asked.wanted, asked.sorting, current.now())

    def counted(self) -> int:
        """How many there are now: of all that fit, or of those ticked."""
        return self.question().count() if not self.numbers else len(self.numbers)

    def ids(self) -> Iterator[list[int]]:
        """Their ids, some at a time, each with a statement of its own; numbers nobody has are left out."""
        if not self.numbers:
            yield from self.question().chunks(AT_ONCE)
            return
        for begin in range(0, len(self.numbers), AT_ONCE):
            some = self.numbers[begin : begin + AT_ONCE]
            asked = select(Order.id).where(Order.number.in_(some)).order_by(Order.id)
            yield list(db.session.scalars(asked))


def picked() -> Picked | None:
    """What was picked, in the form that was sent or in the address; None for nothing, or for what no list ever sends."""
    form = request.form if request.method == "POST" else request.args
    query = form.get("query", "")[:2000]
    if form.get("scope") == ALL:
        count = form.get("count", "")
        known = (
            count.isascii() and count.isdigit() and len(count) <= 4 and int(count) <= MOST_COUNTED
        )
        return Picked((), query, int(count)) if known and int(count) else None
    numbers = [*form.getlist("pick"), *form.get("picks", "").split(",")]
    found = tuple(
        dict.fromkeys(one for one in numbers if one.isascii() and one.isdigit() and len(one) <= 12)
    )
    return Picked(found, query, len(found)) if 0 < len(found) <= AT_ONCE else None
