"""People as rows for a spreadsheet: some at a time, whatever their number."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import func, select

from storefront.clock import shop_day
from storefront.customers.kept import CustomerWish
from storefront.customers.people import people
from storefront.extensions import db

COLUMNS = (
    "name", "email", "phone", "verified", "orders", "last_number", "last_on", "wants_offers",
)  # fmt: skip
"""The columns of a row; yes and no as 1 and 0, days on the shop's clock."""
AT_ONCE = 500


def person_rows(now: datetime, typed: str = "") -> Iterator[Sequence[object]]:
    """A row for each person whom the same words find in the list, those with the latest order first.

    Two statements for each block, whose transaction ends with it, so that a slow reader holds nothing.
    """
    before: int | None = None
    while True:
        found = people(now, typed, before, AT_ONCE)
        unwanted = _unwanted([one.email.lower() for one in found.rows])
        db.session.rollback()
        for one in found.rows:
            wants = one.email.lower() not in unwanted
            yield [
                one.name, one.email, one.phone, int(one.verified), one.orders, one.number, shop_day(one.last_at).isoformat(),
                int(wants),
            ]  # fmt: skip
        if found.next_id is None:
            return
        before = found.next_id


def _unwanted(emails: Sequence[str]) -> set[str]:
    """Those who said last that they want no suggestions."""
    last = select(func.max(CustomerWish.id)).where(CustomerWish.email.in_(emails))
    asked = select(CustomerWish.email).where(
        CustomerWish.id.in_(last.group_by(CustomerWish.email)), CustomerWish.offers.is_(False)
    )
    return set(db.session.scalars(asked))
