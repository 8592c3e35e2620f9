"""Lists of orders: filters that hold together, every order on one page of the list, bounded counts, and the index that serves each."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, text, update

from seeds.scale import bulk
from seeds.scale.orders import fill
from storefront.extensions import db
from storefront.orders.listing import PER_PAGE, Mark, Question, Sorting
from storefront.orders.order import Order, OrderState
from storefront.orders.wanted import Money, Parcels, Sort, Wanted
from tests.support.orders import cash_on_delivery, declined, paid
from tests.support.statements import statements

TODAY = date(2026, 11, 24)
PENDING, PLACED, FULFILLED = OrderState.PENDING, OrderState.PLACED, OrderState.FULFILLED


def numbers(wanted: Wanted, now: datetime, sorting: Sorting | None = None) -> list[str]:
    return [row.number for row in Question(wanted, sorting or Sorting(), now).page().rows]


def test_filters_hold_together_and_each_takes_any_of_its_values(shop: Flask, now: datetime) -> None:
    card = str(paid(now - timedelta(days=6)).number)
    door = str(cash_on_delivery(now - timedelta(hours=1)).number)
    unpaid = str(declined(now).number)
    sent = paid(now - timedelta(days=9), prefecture="47")
    db.session.execute(
        update(Order).where(Order.id == sent.id).values(state=FULFILLED, first_sent_at=now)
    )
    db.session.commit()
    gone = str(sent.number)
    for wanted, expected in (
        (Wanted(), [unpaid, door, card, gone]),
        (Wanted(states=(PENDING,)), [unpaid]),
        (Wanted(money=(Money.AWAITED, Money.AT_THE_DOOR)), [unpaid, door]),
        (Wanted(money=(Money.PAID,)), [card, gone]),
        (Wanted(money=(Money.PAID,), parcels=(Parcels.TO_PACK,)), [card]),
        (Wanted(money=(Money.PAID,), states=(PENDING,)), []),
        (Wanted(parcels=(Parcels.TO_PACK, Parcels.SENT)), [door, card, gone]),
        (Wanted(parcels=(Parcels.PART,)), []),
        (Wanted(methods=("cod",)), [door]),
        (Wanted(methods=("cod", "card"), states=(PLACED,)), [door, card]),
        (Wanted(area="47"), [gone]),
        (Wanted(area="47", parcels=(Parcels.TO_PACK,)), []),
        (Wanted(placed_from=TODAY), [unpaid, door]),
        (Wanted(placed_to=TODAY - timedelta(days=1)), [card, gone]),
        (Wanted(leave_to=TODAY - timedelta(days=1), parcels=(Parcels.TO_PACK,)), [card]),
        (Wanted(leave_from=TODAY), [unpaid, door]),
        (Wanted(least=1, most=5010), [unpaid, card]),
        (Wanted(most=0), []),
        (Wanted(noted=True), []),
        (Wanted(money=(Money.BACK,)), []),
        (Wanted(text="若葉", money=(Money.PAID,), area="13"), [card]),
    ):  # fmt: skip
        assert sorted(numbers(wanted, now)) == sorted(expected), wanted
        assert Question(wanted, Sorting(), now).count() == len(expected)


@pytest.mark.parametrize("falling", [True, False])
def test_each_order_stands_on_one_page_forward_and_back(
    many: Flask, now: datetime, falling: bool
) -> None:
    for by in Sort:
        question = Question(Wanted(money=(Money.PAID,)), Sorting(by, falling), now)
        first = page = question.page()
        seen = [[row.id for row in page.rows]]
        while page.after:
            page = question.page(page.after)
            seen.append([row.id for row in page.rows])
        every = [id for ids in seen for id in ids]
        assert len(every) == len(set(every)) > 2 * PER_PAGE
        assert first.count == (len(every) if by is not Sort.TOTAL else PER_PAGE + 1)
        assert [len(ids) for ids in seen[:-1]] == [PER_PAGE] * (len(seen) - 1)
        back = []
        while page.before:
            page = question.page(page.before)
            back.insert(0, [row.id for row in page.rows])
        assert back == seen[:-1]
        for forged in (Mark(0, 0), Mark(8 * 10**15 - 1, 10**18 - 1), Mark(5, 5, back=True)):
            assert question.page(forged).count in {0, len(every), PER_PAGE + 1}


@pytest.fixture
def many(shop: Flask, now: datetime) -> Flask:
    """A shop with 200 orders of two years."""
    bulk.get_ready()
    fill(200, now)
    bulk.go_on_counting(Order)
    db.session.commit()
    return shop


INDEXES = {
    "all": (Wanted(), Sort.PLACED, "ix_order_placed"),
    "state": (Wanted(states=(PENDING,)), Sort.PLACED, "ix_order_state_placed"),
    "method": (Wanted(methods=("cod",)), Sort.PLACED, "ix_order_method_placed"),
    "ship-by": (Wanted(parcels=(Parcels.TO_PACK,), leave_to=TODAY), Sort.LEAVE, "ix_order_state_leave"),
    "total": (Wanted(), Sort.TOTAL, "ix_order_total"),
    "text": (Wanted(text="guest1"), Sort.PLACED, "order_search_term"),
    "prefecture": (Wanted(area="47"), Sort.PLACED, "ix_order_contact_area"),
}  # fmt: skip


def test_no_question_reads_all_orders(many: Flask, now: datetime) -> None:
    """Looked at on SQLite, which tells its plan; PostgreSQL reads so small a table whole, and rightly."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the plan of so small a table says nothing")
    for name, (wanted, by, index) in INDEXES.items():
        asked: list[tuple[str, object]] = []

        def note(_c, _cursor, statement, parameters, *_rest, sent=asked) -> None:
            sent.append((statement, parameters))

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            Question(wanted, Sorting(by), now).page()
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        assert len(asked) <= 3
        plans = [_plan(*one) for one in asked]
        assert any(index in plan for plan in plans), (name, plans)
        for plan in plans:
            assert "SCAN order\n" not in plan.replace('"', ""), (name, plan)


def test_orders_whose_money_went_back_are_counted_by_their_refunds(
    shop: Flask, now: datetime
) -> None:
    """By their state all orders would be looked at, where few got money back."""
    with statements(shop) as sent:
        Question(Wanted(money=(Money.BACK,)), Sorting(), now)
    assert len(sent) == 1
    assert 'FROM "order"' not in sent[0]


def _plan(statement: str, parameters: object) -> str:
    connection = db.session.connection().connection.driver_connection
    found = connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
    return "\n".join(str(row[3]) for row in found) + "\n"


def test_the_day_an_order_leaves_follows_its_parcels(shop: Flask, now: datetime) -> None:
    order = paid(now)
    assert order.leave_on == TODAY
    order.parcels = [{**one, "leaves_on": "2026-12-01"} for one in order.parcels]
    db.session.commit()
    stored = db.session.execute(text('SELECT leave_on FROM "order"')).scalar_one()
    assert str(stored) == "2026-12-01"
