"""Orders in memory to make papers of, and what a PDF says."""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime

from hypothesis import strategies as st
from pypdf import PageObject, PdfReader

from storefront.locales import Text
from storefront.money import allocate
from storefront.orders.order import (
    FrozenAdjustment,
    FrozenTax,
    Order,
    OrderContact,
    OrderLine,
    OrderState,
)
from storefront.pricing.tax import split
from storefront.printing.sheet import Sheet
from tests.support.sums import amounts

SOLD_AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
BACK_AT = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
SOLD_ON = date(2026, 11, 24)
BACK_ON = date(2026, 11, 30)

Bought = tuple[int, int, int]
"""Pieces, yen each, per cent."""


def order_of(
    bought: Sequence[Bought], shipping: int = 0, fee: int = 0, discount: int = 0, paid: bool = True
) -> Order:
    """A confirmed order, as it would have been frozen; the discount is shared by largest remainder."""
    lines = [_line(number, *piece) for number, piece in enumerate(bought, 1)]
    for line, share in zip(lines, allocate(discount, [one.amount for one in lines]), strict=True):
        line.discount = share
    parts = split([*((line.tax_percent, line.paid) for line in lines), (10, shipping + fee)])
    goods = sum(line.amount for line in lines)
    return Order(
        id=7, number="10234", state=OrderState.PLACED, locale="ja", goods=goods, discount=discount,
        shipping=shipping, fee=fee, total=goods - discount + shipping + fee, service_tax=10,
        taxes=[FrozenTax(percent=p.percent, taxable=p.taxable, tax=p.tax) for p in parts],
        sending_name=both("宅配便"), parcels=[], adjustments=_adjustments(discount),
        payment_name=both("クレジットカード" if paid else "代金引換"),
        placed_at=SOLD_AT, confirmed_at=SOLD_AT, paid_at=SOLD_AT if paid else None,
        paid_on=SOLD_ON if paid else None, lines=lines,
        contact=OrderContact(order_id=7, invoice_to="", invoice_to_company=False),
    )  # fmt: skip


@st.composite
def confirmed_orders(draw: st.DrawFn) -> Order:
    """Any paid order of up to six lines, with shipping, a fee and up to three fifths off."""
    piece = st.tuples(st.integers(1, 7), st.integers(1, 20_000), st.sampled_from([8, 10]))
    bought = draw(st.lists(piece, min_size=1, max_size=6))
    goods = sum(count * price for count, price, _percent in bought)
    off = goods * draw(st.integers(0, 60)) // 100
    return order_of(bought, draw(st.integers(0, 1500)), draw(st.integers(0, 1100)), discount=off)


def both(words: str) -> Text:
    return {"ja": words, "en": words}


def pages_of(pdf: bytes) -> list[str]:
    """What each page of a PDF says, without its line breaks and spaces."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert all(embedded(page) for page in pages)
    return ["".join(page.extract_text().split()) for page in pages]


def embedded(page: PageObject) -> bool:
    """Whether every typeface that a page names lies in the file."""
    named = page["/Resources"]["/Font"].values()  # type: ignore[index]
    described = [font.get_object().get("/FontDescriptor", {}) for font in named]
    return bool(described) and all("/FontFile2" in one for one in described)


def yen_in(pdf: bytes) -> list[int]:
    """Every amount in yen that a PDF prints, sorted."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return sorted(yen for page in pages for yen in amounts(page.extract_text()))


def yen_on(sheet: Sheet) -> list[int]:
    """Every amount in yen that a sheet wants printed, sorted; its total stands there twice."""
    words = [sheet.total.text, sheet.total.text, sheet.statement, *sheet.warnings, *sheet.notes]
    words += [part for row in sheet.rows for part in (row.note, row.unit_price, row.amount)]
    words += [part for rate in sheet.rates for part in (rate.taxable, rate.tax)]
    return sorted(yen for one in words for yen in amounts(one))


def _adjustments(discount: int) -> list[FrozenAdjustment]:
    if not discount:
        return []
    return [{"code": "off", "label": both("割引"), "amount": -discount}]


def _line(number: int, quantity: int, price: int, percent: int) -> OrderLine:
    name = f"{'茶' if percent == 8 else '器'}{number}"
    return OrderLine(
        id=number, order_id=7, sku=f"SKU-{number}", name=both(name), label=both("30包"),
        quantity=quantity, unit_price=price, discount=0, tax_percent=percent,
    )  # fmt: skip
