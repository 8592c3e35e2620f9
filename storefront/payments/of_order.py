"""The money of one order: its attempts, and what went back of them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from storefront.extensions import db
from storefront.money import Yen
from storefront.orders.amendment import Amendment
from storefront.orders.order import Order
from storefront.payments.dispute import Dispute
from storefront.payments.payment import LIVE, Payment
from storefront.payments.reimbursement import Reimbursement


def payments_of(order: Order) -> Sequence[Payment]:
    """Every attempt to pay it, the first one first, its disputes loaded."""
    asked = (
        select(Payment)
        .where(Payment.order_id == order.id)
        .options(joinedload(Payment.disputes))
        .order_by(Payment.id)
    )
    return db.session.scalars(asked.execution_options(populate_existing=True)).unique().all()


def live_for(amendment: Amendment) -> Payment | None:
    """The one attempt to pay an addition from which money may still come."""
    meant = (Payment.amendment_id == amendment.id, Payment.state.in_(LIVE))
    return db.session.scalar(select(Payment).where(*meant))


def last_for(amendment: Amendment) -> Payment | None:
    """The newest attempt to pay an addition; None for one that is paid at the door."""
    meant = select(Payment).where(Payment.amendment_id == amendment.id)
    return db.session.scalar(meant.order_by(Payment.id.desc()).limit(1))


def disputes_of(order: Order) -> Sequence[Dispute]:
    """Every dispute about a payment of it, however it stands, the first one first."""
    asked = select(Dispute).join(Dispute.payment).where(Payment.order_id == order.id)
    rows = asked.order_by(Dispute.id).execution_options(populate_existing=True)
    return db.session.scalars(rows).all()


def bank_takes_back(order: Order) -> bool:
    """Whether its buyer has money that paid it from the bank, or may get it there: no gateway must send it a second time."""
    return any(one.bank_has_it and one.payment.applied for one in disputes_of(order))


def reimbursements_of(order: Order) -> Sequence[Reimbursement]:
    """Every sum that went back or is on its way, the first one first, its payment loaded."""
    asked = (
        select(Reimbursement)
        .join(Reimbursement.payment)
        .where(Payment.order_id == order.id)
        .options(contains_eager(Reimbursement.payment))
        .order_by(Reimbursement.id)
    )
    return db.session.scalars(asked).all()


def taken_from(payments: Iterable[Payment], amount: Yen) -> list[tuple[Payment, Yen]]:
    """Which payments give back `amount` yen that paid the order, and how much each: the newest first.

    Less in all than `amount` where so much did not come in.
    """
    parts = []
    for payment in sorted(payments, key=lambda one: one.id, reverse=True):
        part = min(amount, payment.applied - payment.refunded)
        if part > 0:
            parts.append((payment, part))
            amount -= part
    return parts
