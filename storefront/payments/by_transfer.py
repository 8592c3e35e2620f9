"""Money that goes back by bank transfer: the buyer names an account, staff send the sum and say so, the account is forgotten."""

from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from storefront.database import claim
from storefront.extensions import db
from storefront.orders import lifecycle
from storefront.payments.bank_account import NamedAccount
from storefront.payments.giving_back import ask_for_account, tell_sent
from storefront.payments.reimbursement import BOUNCED, Reimbursement, ReimbursementState
from storefront.shop.account import BankAccount

KEPT_FOR = timedelta(days=30)
"""So long an account is kept after the money was sent: by then a transfer that failed has come back."""

OPEN = (ReimbursementState.NEEDS_ACCOUNT, ReimbursementState.READY)


class AccountChanged(Exception):
    """The buyer has named another account since: whoever sent the money is to look where it went."""


def account_of(row: Reimbursement) -> NamedAccount | None:
    """The account of one sum as it is stored now; None before it was named and after it was erased."""
    return db.session.get(NamedAccount, row.id, populate_existing=True)


def name_account(row: Reimbursement, account: BankAccount, now: datetime) -> bool:
    """Keep the account that the buyer named, or another one in its place. The caller commits.

    False, with nothing written, once staff have sent the money or where no account is needed.
    """
    if not claim(row, Reimbursement.state, OPEN, ReimbursementState.READY, updated_at=now):
        return False
    kept = account_of(row)
    if kept is None:
        kept = NamedAccount(reimbursement_id=row.id)
        db.session.add(kept)
    for name, value in {**asdict(account), "named_at": now}.items():
        setattr(kept, name, value)
    lifecycle.record(row.payment.order, "account_named", now, str(row.id))
    return True


def mark_sent(row: Reimbursement, now: datetime, ending: str = "") -> bool:
    """Staff sent it from the shop's account; the buyer is told. True when this call marked it. The caller commits.

    `ending`: the last digits of the account it was sent to. Raises AccountChanged when another one is named by now.
    """
    ready = ReimbursementState.READY
    if not claim(row, Reimbursement.state, ready, ready, updated_at=now):
        return False
    account = account_of(row)
    if ending and (account is None or not account.number.endswith(ending)):
        raise AccountChanged(f"the account that is named now does not end in {ending}")
    sent = ReimbursementState.SUCCEEDED
    claim(row, Reimbursement.state, ready, sent, updated_at=now, succeeded_at=now)
    tell_sent(row, now)
    return True


def came_back(row: Reimbursement, now: datetime) -> bool:
    """The buyer's bank sent a transfer back, or the shop's bank refused it: ask for another account. The caller commits.

    False, with nothing written, for a sum that did not go to an account.
    """
    if not row.to_account:
        return False
    sent = [ReimbursementState.READY, ReimbursementState.SUCCEEDED]
    wanted = ReimbursementState.NEEDS_ACCOUNT
    moved = {"updated_at": now, "succeeded_at": None, "failure": BOUNCED}
    if not claim(row, Reimbursement.state, sent, wanted, **moved):
        return False
    db.session.execute(delete(NamedAccount).where(NamedAccount.reimbursement_id == row.id))
    ask_for_account(row, now)
    return True


def forget_accounts(now: datetime) -> int:
    """Erase accounts to which the money was sent long enough ago; returns how many. The caller commits."""
    sent = select(Reimbursement.id).where(
        Reimbursement.state == ReimbursementState.SUCCEEDED,
        Reimbursement.succeeded_at < now - KEPT_FOR,
    )
    result = db.session.execute(delete(NamedAccount).where(NamedAccount.reimbursement_id.in_(sent)))
    return result.rowcount  # type: ignore[attr-defined, no-any-return]
