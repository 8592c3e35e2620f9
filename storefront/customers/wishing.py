"""Writing down what a person said about suggestions: it holds for their mails, and for the browsers they ordered from."""

from datetime import datetime

from sqlalchemy import func, select, update

from storefront.customers.kept import CustomerWish, Source, wishes_of
from storefront.database import insert_row
from storefront.extensions import db
from storefront.orders.order import Order, OrderContact
from storefront.visitors.visitor import Visitor


def wish(
    email: str, offers: bool, source: Source, by: tuple[int | None, str], now: datetime
) -> bool:
    """Keep that a person wants suggestions, or none; `by`: the member who was told. False when that stands already.

    Browsers that were switched off by such a word are switched on by its taking back; those the buyer switched stay as they
    are. The caller commits.
    """
    before = wishes_of(email)
    stands = before[0].offers if before else True
    if stands is offers:
        return False
    insert_row(
        CustomerWish, email=email.lower(), offers=offers, source=source,
        member_id=by[0], name=by[1], said_at=now,
    )  # fmt: skip
    theirs = (
        select(Order.visitor_id)
        .join(OrderContact)
        .where(func.lower(OrderContact.email) == email.lower(), Order.visitor_id.is_not(None))
    )
    switched = (
        Visitor.offers_off_at == before[0].said_at if offers else Visitor.offers_off_at.is_(None)
    )
    db.session.execute(
        update(Visitor)
        .where(Visitor.id.in_(theirs), switched)
        .values(offers_off_at=None if offers else now)
        .execution_options(synchronize_session=False)
    )
    return True
