"""Finding an order for somebody outside: by number and e-mail, one answer for every mismatch."""

import unicodedata
from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.orders.order import Order, OrderContact, OrderLine
from storefront.orders.refund import Refund


def order_by_number(number: str) -> Order | None:
    """The order of that number with lines, their products and pictures, contact, refunds with theirs and additions, or None; two
    statements.

    Says nothing about who may see it. The timeline is read when it is asked for.
    """
    variant = joinedload(OrderLine.variant)
    shown = variant.joinedload(Variant.picture), variant.joinedload(Variant.product)
    asked = (
        select(Order)
        .where(Order.number == number)
        .options(
            joinedload(Order.contact),
            joinedload(Order.refunds).joinedload(Refund.lines),
            joinedload(Order.additions),
            selectinload(Order.lines).options(*shown),
        )
    )
    return db.session.scalars(asked).unique().one_or_none()


def made_up(numbers: Collection[str]) -> frozenset[str]:
    """Which of these numbers belong to orders that nobody placed (`Order.simulated`). One statement, none for nothing."""
    wanted = sorted({number for number in numbers if number})
    if not wanted:
        return frozenset()
    asked = select(Order.number).where(Order.number.in_(wanted), Order.simulated)
    return frozenset(map(str, db.session.scalars(asked)))


def order_for(number: str, email: str) -> Order | None:
    """The order of that number if it was placed with that e-mail address, else None.

    Takes what people type: full-width digits, a leading #, spaces, any case.
    """
    typed = unicodedata.normalize("NFKC", number).strip().lstrip("#").strip()
    address = unicodedata.normalize("NFKC", email).strip().lower()
    return db.session.scalar(
        select(Order)
        .join(OrderContact)
        .where(Order.number == typed, func.lower(OrderContact.email) == address)
    )


def number_known(number: str) -> bool:
    """Whether there is an order of that number. One statement, none for what is no number."""
    if not (number.isascii() and number.isdigit() and len(number) <= 12):
        return False
    return db.session.scalar(select(Order.id).where(Order.number == number)) is not None
