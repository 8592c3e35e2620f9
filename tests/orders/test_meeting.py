"""Several words that many orders have: the same pages as of any other list, read from the weeks that hold them."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select

from seeds.scale import bulk
from seeds.scale.orders import fill
from storefront.clock import day_begins, shop_day
from storefront.extensions import db
from storefront.orders import listing, meeting
from storefront.orders.listing import Question, Sorting
from storefront.orders.order import Order, OrderState
from storefront.orders.search_term import OrderTerm
from storefront.orders.wanted import Sort, Wanted
from tests.support.statements import statements

FULFILLED = (OrderState.FULFILLED,)


@pytest.fixture
def many(shop: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """A shop with 220 orders of two years, none of whose words is rare."""
    bulk.get_ready()
    fill(220, now)
    bulk.go_on_counting(Order)
    db.session.commit()
    monkeypatch.setattr(listing, "FEW", 0)
    return shop


def walked(wanted: Wanted, sorting: Sorting, now: datetime) -> list[int]:
    """All ids, page after page, and back again."""
    question = Question(wanted, sorting, now)
    page = question.page()
    seen = [[row.id for row in page.rows]]
    while page.after:
        page = question.page(page.after)
        seen.append([row.id for row in page.rows])
    back = []
    while page.before:
        page = question.page(page.before)
        back.insert(0, [row.id for row in page.rows])
    assert back == seen[:-1]
    return [id for ids in seen for id in ids]


def with_all(*words: str) -> set[int]:
    """The orders that have these words, looked at one after the other."""
    found: dict[int, set[str]] = {}
    for id, term in db.session.execute(select(OrderTerm.order_id, OrderTerm.term)):
        found.setdefault(id, set()).update(word for word in words if term.startswith(word))
    return {id for id, has in found.items() if has == set(words)}


@pytest.mark.parametrize("dense", [0, 10**9])
def test_each_order_that_has_all_words_stands_on_one_page(
    many: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch, dense: int
) -> None:
    monkeypatch.setattr(meeting, "DENSE", dense)
    for words in (("guest", "090"), ("guest1", "0900000001"), ("guest2", "10")):
        some, wanted = with_all(*words), Wanted(text=" ".join(words))
        assert some
        for by in Sort:
            every = walked(wanted, Sorting(by), now)
            assert (set(every), len(every)) == (some, len(some))
            assert every == walked(wanted, Sorting(by, falling=False), now)[::-1]
        question = Question(wanted, Sorting(), now)
        assert question.count() == len(some)
        assert sorted(id for ids in question.chunks(30) for id in ids) == sorted(some)


def test_words_that_never_meet_are_done_with_in_two_questions(many: Flask, now: datetime) -> None:
    with statements(many) as sent:
        page = Question(Wanted(text="guest1 guest2"), Sorting(), now).page()
    assert (page.count, list(page.rows)) == (0, [])
    assert len(sent) <= 3


def test_other_filters_hold_as_well(many: Flask, now: datetime) -> None:
    last = shop_day(now) - timedelta(days=90)
    every = walked(Wanted(text="guest 090", states=FULFILLED, placed_to=last), Sorting(), now)
    until = day_begins(last + timedelta(days=1))
    asked = select(Order.id).where(Order.state.in_(FULFILLED), Order.placed_at < until)
    assert set(every) == set(db.session.scalars(asked))
    assert len(every) > 50


def test_an_amount_may_be_a_word_among_others(many: Flask, now: datetime) -> None:
    order = db.session.query(Order).order_by(Order.id.desc()).first()
    assert order is not None
    for typed in (f"¥{order.total}", f"{order.total:,}円", str(order.total)):
        assert order.id in walked(Wanted(text=f"guest {typed}"), Sorting(), now)


def test_weeks_are_read_by_the_index_that_has_week_and_word(
    many: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the plan of so small a table says nothing")
    monkeypatch.setattr(meeting, "DENSE", 0)
    asked: list[tuple[str, object]] = []

    def note(_c, _cursor, statement, parameters, *_rest) -> None:
        asked.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    Question(Wanted(text="guest1 0900000001"), Sorting(), now).page()
    event.remove(db.engine, "before_cursor_execute", note)
    connection = db.session.connection().connection.driver_connection
    plan = [
        str(row[3]) for row in connection.execute("EXPLAIN QUERY PLAN " + asked[1][0], asked[1][1])
    ]
    by_week = "USING COVERING INDEX ix_order_search_term_week (week=? AND term>? AND term<?)"
    assert sum(by_week in line for line in plan) == 2
    assert not any(line.startswith("SCAN order ") for line in plan), plan
