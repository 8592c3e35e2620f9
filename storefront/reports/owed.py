"""Money on its way back to buyers, for those who send it: what goes by transfer, and what the payment companies are sending."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from storefront.extensions import db
from storefront.orders.order import Order
from storefront.payments.bank_account import NamedAccount
from storefront.payments.payment import Payment
from storefront.payments.reimbursement import Reimbursement, ReimbursementState

MOST = 200
"""So many of each sort at most."""
SHOWN_FOR = timedelta(days=30)
"""So long a transfer that was sent is listed: by then one that failed has come back."""


@dataclass(frozen=True)
class Owed:
    """One sum, the order it belongs to, and the account it goes to where the buyer named one."""

    row: Reimbursement
    number: str
    account: NamedAccount | None
    made_up: bool = False
    """Nobody placed that order."""


def owed(now: datetime) -> dict[ReimbursementState, list[Owed]]:
    """Every sum that has not arrived, and the transfers of the last days, by their state; the oldest first. Two statements."""
    waiting = _asked().where(Reimbursement.state != ReimbursementState.SUCCEEDED)
    sent = _asked().where(
        Reimbursement.state == ReimbursementState.SUCCEEDED,
        Reimbursement.succeeded_at > now - SHOWN_FOR,
        NamedAccount.reimbursement_id.is_not(None),
    )
    found: dict[ReimbursementState, list[Owed]] = {state: [] for state in ReimbursementState}
    for asked in (waiting.order_by(Reimbursement.id), sent.order_by(Reimbursement.id.desc())):
        for one in db.session.execute(asked.limit(MOST)):
            found[ReimbursementState(one[0].state)].append(Owed(*one))
    return found


def one_owed(reimbursement_id: int) -> Owed | None:
    """One sum as it stands now."""
    found = db.session.execute(_asked().where(Reimbursement.id == reimbursement_id)).first()
    return Owed(*found) if found else None


def _asked() -> Select[Any]:
    return (
        select(Reimbursement, Order.number, NamedAccount, Order.simulated)
        .join(Payment, Payment.id == Reimbursement.payment_id)
        .join(Order, Order.id == Payment.order_id)
        .outerjoin(NamedAccount, NamedAccount.reimbursement_id == Reimbursement.id)
        .options(contains_eager(Reimbursement.payment))
    )
