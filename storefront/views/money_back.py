"""What goes back to the buyer of an order, as its pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from storefront.extensions import db
from storefront.money import Yen
from storefront.orders.order import Order
from storefront.payments.bank_account import NamedAccount
from storefront.payments.by_transfer import OPEN, account_of
from storefront.payments.payment import Payment
from storefront.payments.reimbursement import Reimbursement, ReimbursementState
from storefront.payments.settling import NOTES
from storefront.views.money_back_words import (
    account_words,
    standing_words,
    way_words,
    why_words,
)
from storefront.views.order_access import kept_link


@dataclass(frozen=True)
class MoneyBack:
    """One sum: why it goes back, by which way, how far it is. `page` is where the buyer names an account, "" where none is needed.

    `account` is None before it is named, after it was erased, and for a reader who may not see names.
    """

    id: int
    amount: Yen
    state: str
    why: str
    way: str
    standing: str
    wanted: str
    """Why an account is needed; "" where none is."""
    page: str
    account: NamedAccount | None = None

    @property
    def needed(self) -> bool:
        """Whether the buyer still has to name an account."""
        return self.state == ReimbursementState.NEEDS_ACCOUNT

    @property
    def sent(self) -> bool:
        """Whether it is back."""
        return self.state == ReimbursementState.SUCCEEDED

    @property
    def open(self) -> bool:
        """Whether an account may be named or corrected."""
        return self.state in OPEN


BRINGS_MONEY_BACK = frozenset({"refunded", *NOTES.values()})
"""Without one of these on the timeline, which every page of an order reads anyway, nothing goes back."""


def money_back_of(order: Order) -> Sequence[MoneyBack]:
    """Every sum that goes or went back, the newest first; opened by the same right as the present page."""
    if not any(event.kind in BRINGS_MONEY_BACK for event in order.events):
        return ()
    asked = (
        select(Reimbursement)
        .join(Payment)
        .where(Payment.order_id == order.id)
        .order_by(Reimbursement.id.desc())
    )
    return [shown(row, str(order.number), full=False) for row in db.session.scalars(asked)]


def reimbursement_of(order: Order, number: int) -> Reimbursement | None:
    """The sum of that id, if it is this order's."""
    asked = (
        select(Reimbursement)
        .join(Payment)
        .where(Payment.order_id == order.id, Reimbursement.id == number)
    )
    return db.session.scalar(asked)


def shown(row: Reimbursement, number: str, full: bool) -> MoneyBack:
    """One sum as pages show it; the account only for a reader who may see names."""
    wanted = row.state in OPEN
    return MoneyBack(
        id=row.id,
        amount=row.amount,
        state=row.state,
        why=why_words(row),
        way=way_words(row),
        standing=standing_words(row),
        wanted=account_words(row) if wanted else "",
        page=kept_link("reimbursements.show", number, id=str(row.id)) if wanted else "",
        account=account_of(row) if full else None,
    )
