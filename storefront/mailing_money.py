"""Mails of money that goes back, as jobs. Each looks at the present state when it runs."""

import logging
from datetime import datetime
from typing import Any

from storefront.extensions import db
from storefront.mail.payment_mail import payment_message
from storefront.mail.wording import MailKind
from storefront.mailing import keep
from storefront.payments.reimbursement import Reimbursement, ReimbursementState
from storefront.views.money_mail import account_wanted_mail, money_sent_mail

log = logging.getLogger("storefront.mailing")


def write_account_wanted(payload: dict[str, Any], now: datetime) -> None:
    """Ask for an account, once for each time one came to be needed, and only while it is. The caller commits."""
    row = _row(payload, ReimbursementState.NEEDS_ACCOUNT)
    if row is not None:
        key = f"reimbursement:{row.id}:account:{payload['at']}"
        keep(
            payment_message(account_wanted_mail(row, now), MailKind.ACCOUNT),
            key,
            row.payment.order,
            now,
        )


def write_money_sent(payload: dict[str, Any], now: datetime) -> None:
    """Write that the money was sent, once for each time it was, and only if it has not come back. The caller commits."""
    row = _row(payload, ReimbursementState.SUCCEEDED)
    if row is not None:
        key = f"reimbursement:{row.id}:sent:{payload['at']}"
        keep(
            payment_message(money_sent_mail(row, now), MailKind.MONEY_SENT),
            key,
            row.payment.order,
            now,
        )


def _row(payload: dict[str, Any], state: ReimbursementState) -> Reimbursement | None:
    row = db.session.get(Reimbursement, payload["reimbursement"])
    if row is None:
        log.error("no such sum to write of")
    return row if row is not None and row.state == state else None
