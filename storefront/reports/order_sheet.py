"""Orders as rows for a spreadsheet: one a row, or one line of an order a row; some at a time, whatever their number."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from storefront.clock import shop_time
from storefront.extensions import db
from storefront.locales import choose
from storefront.orders.order import Order, OrderContact, OrderLine
from storefront.orders.refund import Refund

ORDER = (
    "number", "placed_at", "state", "goods", "discount", "shipping", "fee", "total", "refunded", "payment", "paid_at",
    "leave_on", "first_sent_at", "promised_on", "slot", "pieces", "name", "email", "phone", "postal_code", "prefecture",
    "address", "building",
)  # fmt: skip
"""The columns of a row for an order; yen with tax, times on the shop's clock."""
LINE = (
    "number", "placed_at", "state", "sku", "item", "label", "quantity", "unit_price", "line_discount", "line_total",
    "tax_percent", "name", "email",
)  # fmt: skip
"""The columns of a row for a line of an order."""


def order_rows(chunks: Iterable[Sequence[int]], locale: str) -> Iterator[Sequence[object]]:
    """A row for each order, in the order of the ids. One statement for each chunk; keeps nothing."""
    of_it = OrderLine.order_id == Order.id
    pieces = select(func.coalesce(func.sum(OrderLine.quantity), 0)).where(of_it).scalar_subquery()
    back = select(func.coalesce(func.sum(Refund.amount), 0)).where(Refund.order_id == Order.id)
    whom, o = OrderContact, Order
    asked = select(
        o.id, o.number, o.placed_at, o.state, o.goods, o.discount, o.shipping, o.fee, o.total, back.scalar_subquery(),
        o.payment_name, o.paid_at, o.leave_on, o.first_sent_at, o.promised_on, o.slot_name, pieces,
        whom.name, whom.email, whom.phone, whom.postal_code, whom.prefecture, whom.address, whom.building,
    ).outerjoin(whom, whom.order_id == o.id)  # fmt: skip
    for ids in chunks:
        found = {id: row for id, *row in db.session.execute(asked.where(o.id.in_(ids)))}
        for id in ids:
            if id in found:
                yield [_cell(value, locale) for value in found[id]]


def line_rows(chunks: Iterable[Sequence[int]], locale: str) -> Iterator[Sequence[object]]:
    """A row for each line of each order, in the order of the ids. One statement for each chunk; keeps nothing."""
    line, o = OrderLine, Order
    paid = line.unit_price * line.quantity - line.discount
    asked = (
        select(
            o.id, o.number, o.placed_at, o.state, line.sku, line.name, line.label, line.quantity, line.unit_price,
            line.discount, paid, line.tax_percent, OrderContact.name, OrderContact.email,
        )
        .join(line, line.order_id == o.id)
        .outerjoin(OrderContact, OrderContact.order_id == o.id)
        .order_by(line.id)
    )  # fmt: skip
    for ids in chunks:
        found: dict[int, list[Sequence[Any]]] = {}
        for id, *row in db.session.execute(asked.where(o.id.in_(ids))):
            found.setdefault(id, []).append(row)
        for id in ids:
            for line_row in found.get(id, ()):
                yield [_cell(value, locale) for value in line_row]


def _cell(value: object, locale: str) -> object:
    if isinstance(value, datetime):
        return shop_time(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, dict):
        return choose(value, locale)
    return "" if value is None else value
