"""Forgetting a person: what says who they are goes, what tax law wants of their orders stays (seven years: 法人税法施行規則 第59条).

Stays: orders with their lines, sums and taxes, payments and refunds by amount, and the name an invoice was made out to. Goes:
names, addresses, telephone numbers and e-mail addresses of orders and of half-filled checkouts, mails, notes, search words, saved
lists that look for them, what was said about mails, named bank accounts, kept cards, numbers to pay by, and which browser it was.
Links to the orders open nothing any more.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, delete, exists, func, or_, select, update

from storefront.checkout.checkout import Checkout
from storefront.checkout.draft import PhoneDraft
from storefront.customers.kept import CustomerNote, CustomerWish
from storefront.customers.people import same_address
from storefront.database import Model
from storefront.extensions import db
from storefront.mail.outbox import OutboxMessage
from storefront.orders.amendment import Amendment, AmendmentState
from storefront.orders.note import OrderNote
from storefront.orders.order import Order, OrderContact, OrderState
from storefront.orders.search_term import OrderTerm, compared
from storefront.payments.bank_account import NamedAccount
from storefront.payments.dispute import Dispute
from storefront.payments.gateways import DisputeStatus
from storefront.payments.payment import LIVE, Payment
from storefront.payments.reimbursement import Reimbursement, ReimbursementState
from storefront.staff.saved_view import SavedView, words_in

NOBODY = "消去済み"
"""What stands for a name that was erased."""
SHOWN = 20
"""So many orders are named that stand in the way."""


class Why(StrEnum):
    """What stands in the way of erasing."""

    OPEN = "open"
    """Something is still to be paid, packed or sent."""
    OWED = "owed"
    """Money is on its way, in either direction, or somebody's bank asks for it."""


class CannotErase(Exception):
    """Nothing was erased; `held` says which orders are in the way, and why."""

    def __init__(self, held: Sequence[tuple[str, Why]]) -> None:
        super().__init__(f"{len(held)} orders are not over")
        self.held = held


@dataclass(frozen=True)
class Erased:
    """How much went, by kind; says nothing of what it was."""

    orders: int
    mails: int
    notes: int
    views: int = 0
    """Saved lists of orders that looked for the person."""


def in_the_way(email: str) -> list[tuple[str, Why]]:
    """The orders of a person that are not over; two statements."""
    theirs = select(Order.number).join(OrderContact).where(same_address(email)).order_by(Order.id)
    held = dict.fromkeys(db.session.scalars(theirs.where(_open()).limit(SHOWN)), Why.OPEN)
    for number in db.session.scalars(theirs.where(_owed()).limit(SHOWN)):
        held.setdefault(number, Why.OWED)
    return [(str(number), why) for number, why in held.items()]


def erase(email: str, now: datetime) -> Erased:
    """Forget a person. Safe to repeat: the second time nothing is found. The caller commits. Raises CannotErase.

    The orders are held first, so that none of them opens again meanwhile.
    """
    held = (
        select(Order.id, Order.number, Order.cart_id).join(OrderContact).where(same_address(email))
    )
    rows = db.session.execute(held.order_by(Order.id).with_for_update(of=Order)).all()
    if left := in_the_way(email):
        raise CannotErase(left)
    ids, numbers = [row.id for row in rows], [str(row.number) for row in rows]
    mails = _gone(OutboxMessage, OutboxMessage.order_number.in_(numbers)) if numbers else 0
    notes = _gone(OrderNote, OrderNote.order_id.in_(ids))
    notes += _gone(CustomerNote, CustomerNote.email == email.lower())
    _gone(CustomerWish, CustomerWish.email == email.lower())
    _gone(OrderTerm, OrderTerm.order_id.in_(ids))
    _gone(Checkout, Checkout.cart_id.in_([row.cart_id for row in rows]))
    _gone(Checkout, func.lower(Checkout.email) == email.lower())
    _forget_drafts(email)
    views = _forget_views(ids)
    _forget_money(ids)
    _forget_contacts(ids, now)
    return Erased(len(ids), mails, notes, views)


def _forget_contacts(ids: Sequence[int], now: datetime) -> None:
    fields = ("email", "postal_code", "prefecture", "address", "building", "phone")
    blank = dict.fromkeys(fields, "")
    db.session.execute(
        update(OrderContact)
        .where(OrderContact.order_id.in_(ids))
        .values(name=NOBODY, erased_at=now, **blank)
        .execution_options(synchronize_session=False)
    )
    for order_id in ids:
        db.session.execute(
            update(Order)
            .where(Order.id == order_id)
            .values(visitor_id=None, access_key=secrets.token_hex(12))
            .execution_options(synchronize_session=False)
        )


def _forget_money(ids: Sequence[int]) -> None:
    """What leads from the books to a person's account or card."""
    of_theirs = select(Payment.id).where(Payment.order_id.in_(ids))
    back = select(Reimbursement.id).where(Reimbursement.payment_id.in_(of_theirs))
    _gone(NamedAccount, NamedAccount.reimbursement_id.in_(back))
    db.session.execute(
        update(Payment)
        .where(Payment.order_id.in_(ids))
        .values(source="", source_label="", kept_card="", voucher={}, action_path="")
        .execution_options(synchronize_session=False)
    )


def _forget_drafts(email: str) -> None:
    for draft in db.session.scalars(select(PhoneDraft)):
        if draft.typed.get("email", "").lower() == email.lower():
            db.session.delete(draft)
    db.session.flush()


def _forget_views(ids: Sequence[int]) -> int:
    """Delete the saved lists that look for one of these contacts by address, telephone or whole name; how many."""
    theirs = select(OrderContact.email, OrderContact.phone, OrderContact.name)
    rows = db.session.execute(theirs.where(OrderContact.order_id.in_(ids)))
    called = {compared(text) for row in rows for text in row} - {""}
    gone = 0
    for view in db.session.scalars(select(SavedView).where(SavedView.query.contains("q="))):
        words = words_in(view.query)
        if called & {compared(words), *map(compared, words.split())}:
            db.session.delete(view)
            gone += 1
    db.session.flush()
    return gone


def _gone(model: type[Model], *which: object) -> int:
    done = db.session.execute(
        delete(model).where(*which).execution_options(synchronize_session=False)  # type: ignore[arg-type]
    )
    return done.rowcount  # type: ignore[attr-defined, no-any-return]


def _open() -> ColumnElement[bool]:
    """Orders with something left to be paid, packed or sent."""
    added = exists().where(
        Amendment.order_id == Order.id, Amendment.state == AmendmentState.PENDING
    )
    return or_(Order.state.in_([OrderState.PENDING, OrderState.PLACED]), added)


def _owed() -> ColumnElement[bool]:
    """Orders with money on its way: to be collected, to be sent back, or asked for by a bank."""
    of_it = Payment.order_id == Order.id
    live = exists().where(of_it, Payment.state.in_(LIVE))
    surplus = exists().where(of_it, Payment.received > Payment.applied + Payment.returned)
    back = exists().where(
        of_it,
        Reimbursement.payment_id == Payment.id,
        Reimbursement.state != ReimbursementState.SUCCEEDED,
    )
    asked = exists().where(
        of_it,
        Dispute.payment_id == Payment.id,
        Dispute.settled_at.is_(None),
        Dispute.state != DisputeStatus.WON,
    )
    return or_(live, surplus, back, asked)
