"""Invoices and credit notes read off frozen rows: their lines sum to their totals, and their totals to the order."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storefront.orders.documents import (
    CreditNote,
    Document,
    EntryKind,
    Invoice,
    credit_note_of,
    invoice_of,
)
from storefront.orders.order import FrozenParcel, Order, OrderState
from storefront.orders.refunding import NothingToRefund, new_refund
from storefront.pricing.tax import TaxPart
from tests.support.papers import BACK_AT, BACK_ON, SOLD_ON, both, confirmed_orders, order_of


def the_invoice(order: Order) -> Invoice:
    found = invoice_of(order)
    assert found is not None
    return found


def the_note(order: Order, number: int = 1) -> CreditNote:
    found = credit_note_of(order, number)
    assert found is not None
    return found


def back(order: Order, pieces: dict[int, int], shipping: int = 0, fee: int = 0) -> None:
    chosen = {line: pieces.get(line.id, 0) for line in order.lines}
    new_refund(order, list(order.refunds), chosen, shipping, fee, "割れていた", BACK_AT)


def parcel(name: str, price: int) -> FrozenParcel:
    return {
        "way": "any", "name": dict(both(name)), "temperature": "ambient", "boxes": 1, "pieces": 1,
        "price": price, "list_price": price, "leaves_on": "2026-11-24", "arrives_on": "2026-11-25",
    }  # fmt: skip


def lines_of(document: Document) -> list[tuple[str, int, int, bool, int]]:
    return [(e.kind.value, e.quantity, e.percent, e.reduced, e.amount) for e in document.entries]


def assert_adds_up(document: Document) -> None:
    assert sum(entry.amount for entry in document.entries) == document.total
    assert sum(part.taxable for part in document.rates) == document.total
    for part in document.rates:
        same = [entry.amount for entry in document.entries if entry.percent == part.percent]
        assert sum(same) == part.taxable
    assert {e.percent for e in document.entries if e.amount} >= {p.percent for p in document.rates}


def test_version_one_is_the_order_as_it_was_placed() -> None:
    order = order_of([(1, 1280, 8), (2, 1540, 10)], shipping=650, fee=330)
    paper = the_invoice(order)
    assert lines_of(paper) == [
        ("goods", 1, 8, True, 1280),
        ("goods", 2, 10, False, 3080),
        ("shipping", 1, 10, False, 650),
        ("fee", 1, 10, False, 330),
    ]
    assert paper.rates == [TaxPart(8, 1280, 94), TaxPart(10, 4060, 369)]
    assert (paper.version, paper.total, paper.refunds) == (1, 5340, [])
    assert (paper.sold_on, paper.issued_on) == (SOLD_ON, SOLD_ON)
    assert (paper.simplified, paper.paid, paper.any_reduced) == (True, True, True)


def test_what_cost_nothing_is_no_line() -> None:
    assert lines_of(the_invoice(order_of([(1, 900, 10)]))) == [("goods", 1, 10, False, 900)]


def test_a_discount_is_a_line_per_rate_and_a_share_at_each_good() -> None:
    order = order_of([(1, 1000, 8), (1, 1000, 10), (1, 1000, 10)], discount=100)
    paper = the_invoice(order)
    goods = [entry for entry in paper.entries if entry.kind is EntryKind.GOODS]
    assert [entry.share for entry in goods] == [34, 33, 33]
    assert lines_of(paper)[3:] == [("discount", 1, 8, True, -34), ("discount", 1, 10, False, -66)]
    assert paper.rates == [TaxPart(8, 966, 71), TaxPart(10, 1934, 175)]
    assert_adds_up(paper)


def test_after_a_refund_the_next_version_shows_what_remains_and_names_the_refund() -> None:
    order = order_of([(1, 1280, 8), (2, 1540, 10)], shipping=650)
    back(order, {2: 1}, shipping=650)
    paper = the_invoice(order)
    assert lines_of(paper) == [("goods", 1, 8, True, 1280), ("goods", 1, 10, False, 1540)]
    assert (paper.version, paper.total, paper.issued_on, paper.sold_on) == (
        2,
        2820,
        BACK_ON,
        SOLD_ON,
    )
    assert [(note.number, note.total, note.issued_on) for note in paper.refunds] == [
        (1, 2190, BACK_ON)
    ]


def test_a_credit_note_tells_what_went_back_and_when_it_was_sold() -> None:
    order = order_of([(1, 1280, 8), (2, 1540, 10)], shipping=650)
    back(order, {1: 1, 2: 1}, shipping=150)
    note = the_note(order)
    assert lines_of(note) == [
        ("goods", 1, 8, True, 1280),
        ("goods", 1, 10, False, 1540),
        ("shipping", 1, 10, False, 150),
    ]
    assert note.rates == [TaxPart(8, 1280, 94), TaxPart(10, 1690, 153)]
    assert (note.total, note.reason) == (2970, "割れていた")
    assert (note.issued_on, note.sold_on) == (BACK_ON, SOLD_ON)
    assert credit_note_of(order, 2) is None


def test_when_everything_has_gone_back_an_empty_version_remains() -> None:
    order = order_of([(2, 1540, 10)], fee=330)
    back(order, {1: 2}, fee=330)
    paper = the_invoice(order)
    assert (paper.entries, paper.rates, paper.total, paper.version) == ([], [], 0, 2)


@pytest.mark.parametrize(
    ("state", "paid", "there"),
    [
        (OrderState.PENDING, False, False),
        (OrderState.EXPIRED, False, False),
        (OrderState.PLACED, True, True),
        (OrderState.PLACED, False, True),
        (OrderState.FULFILLED, True, True),
        (OrderState.CANCELLED, True, True),
        (OrderState.CANCELLED, False, False),
    ],
)
def test_an_invoice_is_there_once_something_is_sold(
    state: OrderState, paid: bool, there: bool
) -> None:
    order = order_of([(1, 900, 10)], paid=paid)
    order.state = state
    assert (invoice_of(order) is not None) is there


def test_the_addressee_makes_it_the_full_form_and_stays_away_from_strangers() -> None:
    order = order_of([(1, 900, 10)])
    order.contact.invoice_to, order.contact.invoice_to_company = "株式会社はっぱ", True
    back(order, {1: 1})
    assert (the_invoice(order).addressee, the_invoice(order).simplified) == (
        "株式会社はっぱ",
        False,
    )
    hidden = invoice_of(order, named=False)
    note = credit_note_of(order, 1, named=False)
    assert hidden is not None
    assert note is not None
    assert (hidden.addressee, hidden.simplified, note.addressee) == ("", True, "")
    assert "はっぱ" not in repr(hidden)


def test_the_day_of_the_sale_is_japan_s() -> None:
    order = order_of([(1, 900, 10)], paid=False)
    order.confirmed_at = datetime(2026, 12, 31, 15, 30, tzinfo=UTC)
    assert the_invoice(order).sold_on == date(2027, 1, 1)


@settings(max_examples=150)
@given(confirmed_orders(), st.data())
def test_at_every_moment_the_invoice_and_the_credit_notes_sum_to_the_order(
    order: Order, data: st.DataObject
) -> None:
    for _ in range(3):
        paper = the_invoice(order)
        notes = [the_note(order, refund.number) for refund in order.refunds]
        for document in (paper, *notes):
            assert_adds_up(document)
            for part in document.rates:
                exact = part.taxable * part.percent / (100 + part.percent)
                assert abs(part.tax - exact) < 1
        assert paper.total + sum(note.total for note in notes) == order.total
        taxes = sum(part.tax for document in (paper, *notes) for part in document.rates)
        assert taxes == sum(part.tax for part in order.tax_parts)
        assert all(entry.share >= 0 for entry in paper.entries)
        left = {
            e.name["ja"]: e.quantity for e in paper.entries if e.kind is EntryKind.GOODS and e.name
        }
        pieces = {n.id: data.draw(st.integers(0, left.get(n.name["ja"], 0))) for n in order.lines}
        rest = order.shipping - sum(refund.shipping for refund in order.refunds)
        try:
            back(order, pieces, data.draw(st.integers(0, rest)))
        except NothingToRefund:
            return


def test_the_shipping_of_several_parcels_names_every_way() -> None:
    order = order_of([(1, 1280, 8)], shipping=1575)
    order.parcels = [parcel("宅配便", 650), parcel("クール便", 925)]
    entry = the_invoice(order).entries[-1]
    assert (entry.name, entry.more_names) == (both("宅配便"), [both("クール便")])
