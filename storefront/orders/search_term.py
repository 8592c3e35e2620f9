"""Words by which staff find orders: each stands in one table, in one spelling, and is found by its beginning.

Terms hold what a buyer said of themselves, so they go when a buyer is erased (`forget`).
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_, delete, insert, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from storefront.catalog.search import fold
from storefront.database import Model, table_of
from storefront.extensions import db
from storefront.money import Yen
from storefront.orders.order import Order, OrderContact, OrderLine

LONGEST = 64
MOST_WORDS = 4
AT_ONCE = 2000
WEEK = 7 * 24 * 60 * 60
_AMOUNT = re.compile(r"[¥\\\\]?([0-9][0-9,]{0,11})円?")
_BYTEWISE = String(LONGEST).with_variant(String(LONGEST, collation="C"), "postgresql")


class OrderTerm(Model):
    """One word of one order. In the order of its bytes on both databases, so that a beginning is a range."""

    __tablename__ = "order_search_term"

    term: Mapped[str] = mapped_column(_BYTEWISE, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("order.id"), primary_key=True, index=True)
    week: Mapped[int]
    """When the order was placed, see `week_of`."""

    __table_args__ = (
        Index(
            "ix_order_search_term_week", "week", "term", "order_id",
            postgresql_ops={"term": "varchar_pattern_ops"},
        ),
        {"sqlite_with_rowid": False},
    )  # fmt: skip


@dataclass(frozen=True)
class Span:
    """Terms that a word finds: those that begin with `first`, or that term alone."""

    first: str
    whole: bool = False

    @property
    def after(self) -> str:
        """The first text that does not begin with it."""
        following = ord(self.first[-1]) + 1
        return self.first[:-1] + chr(0xE000 if following == 0xD800 else following)

    def holds(self, term: Any) -> ColumnElement[bool]:
        """The span as a condition."""
        if self.whole:
            return term == self.first  # type: ignore[no-any-return]
        return and_(term >= self.first, term < self.after)


def week_of(moment: datetime) -> int:
    """Weeks since 1970."""
    return int(moment.timestamp()) // WEEK


def terms_of(
    number: str, total: Yen, name: str, email: str, phone: str, skus: Iterable[str]
) -> set[str]:
    """All words of one order: its number and amount, its buyer's name, address and phone, and its SKUs.

    A name stands whole and once more for each further word of it, a phone number also with its last four figures.
    """
    names = fold(name).split()
    called = ["".join(names[place:]) for place in range(len(names))]
    digits = compared(phone)
    found = {compared(number), amount_term(total), *called, compared(email), digits, digits[-4:]}
    return {term[:LONGEST] for term in found | {compared(sku) for sku in skus}} - {""}


def amount_term(total: Yen) -> str:
    """An amount as a term: not to be taken for a number."""
    return f"¥{total}"


def index(order: Order) -> None:
    """Write down the words of a new order: one statement. The caller commits."""
    db.session.execute(insert(table_of(OrderTerm)), list(_rows(order)))


def index_again(order: Order) -> None:
    """The same for one whose contact, lines or total have changed. The caller commits."""
    db.session.flush()
    forget([order.id])
    index(order)


def forget(order_ids: Collection[int]) -> None:
    """Take away all words of these orders, when their buyer is erased. Safe to repeat; the caller commits."""
    db.session.execute(delete(OrderTerm).where(OrderTerm.order_id.in_(order_ids)))


def fill() -> int:
    """Write down the words of every order that has none, some thousand at a time; how many. Commits block by block."""
    done, last = 0, 0
    while block := _wordless(last):
        rows = [
            {"term": term, "order_id": id, "week": week}
            for id, week, terms in _terms(block)
            for term in terms
        ]
        if rows:
            db.session.execute(insert(table_of(OrderTerm)), rows)
        db.session.commit()
        done, last = done + len(block), block[-1]
    return done


def words_of(typed: str) -> list[list[Span]]:
    """What was typed, word by word, all of which an order has to meet by any of its spans; none for nothing.

    Any width, either kana, with or without hyphens, ¥ and commas. A word is the beginning of a term; an amount is whole.
    """
    found = []
    for word in unicodedata.normalize("NFKC", typed[:200]).split()[:MOST_WORDS]:
        amount, plain = _AMOUNT.fullmatch(word), compared(word)[:LONGEST]
        spans = [Span(plain)] if plain and (not amount or word.isdigit()) else []
        if amount:
            spans.append(Span(amount_term(int(amount[1].replace(",", ""))), whole=True))
        if spans:
            found.append(spans)
    return found


def has_word(spans: Iterable[Span], term: Any = OrderTerm.term) -> ColumnElement[bool]:
    """A word as a condition on terms."""
    return or_(*(span.holds(term) for span in spans))


@lru_cache(maxsize=10_000)
def compared(text: str) -> str:
    """A text as it is compared: any width, either kana, small letters, no spaces or hyphens."""
    return fold(text).replace(" ", "")


def _rows(order: Order) -> Iterator[dict[str, object]]:
    contact, skus = order.contact, (line.sku for line in order.lines)
    terms = terms_of(
        str(order.number), order.total, contact.name, contact.email, contact.phone, skus
    )
    placed = {"order_id": order.id, "week": week_of(order.placed_at)}
    return ({"term": term, **placed} for term in sorted(terms))


def _wordless(last: int) -> list[int]:
    has = select(OrderTerm.order_id).where(OrderTerm.order_id == Order.id).exists()
    wanted = select(Order.id).where(Order.id > last, Order.number.is_not(None), ~has)
    return list(db.session.scalars(wanted.order_by(Order.id).limit(AT_ONCE)))


def _terms(ids: list[int]) -> Iterator[tuple[int, int, set[str]]]:
    skus: dict[int, list[str]] = {}
    between = (ids[0], ids[-1])
    lines = select(OrderLine.order_id, OrderLine.sku).where(OrderLine.order_id.between(*between))
    for id, sku in db.session.execute(lines):
        skus.setdefault(id, []).append(sku)
    contact = OrderContact.name, OrderContact.email, OrderContact.phone
    own = Order.id, Order.placed_at, Order.number, Order.total
    asked = select(*own, *contact).join(Order.contact).where(Order.id.in_(ids))
    for id, at, number, total, name, email, phone in db.session.execute(asked):
        yield id, week_of(at), terms_of(str(number), total, name, email, phone, skus.get(id, []))
