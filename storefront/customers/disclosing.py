"""All that is kept about a person, as plain values: for whoever asks what the shop knows of them (個人情報保護法 第33条)."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from storefront.customers.kept import notes_of, wishes_of
from storefront.customers.people import same_address, sums_of
from storefront.extensions import db
from storefront.mail.outbox import OutboxMessage
from storefront.offers.impression import OfferImpression
from storefront.orders.note import OrderNote
from storefront.orders.order import Order, OrderContact
from storefront.orders.shipment import Shipment
from storefront.payments.bank_account import NamedAccount
from storefront.payments.payment import Payment
from storefront.payments.reimbursement import Reimbursement
from storefront.visitors.visitor import Visitor

FIELDS = ("name", "email", "postal_code", "prefecture", "address", "building", "phone", "invoice_to")  # fmt: skip


def kept_about(email: str) -> dict[str, Any]:
    """Everything, times as ISO 8601 in UTC, sums in yen; some ten statements, whatever there is."""
    asked = (
        select(Order)
        .join(OrderContact)
        .where(same_address(email))
        .options(joinedload(Order.contact), selectinload(Order.lines), selectinload(Order.refunds))
        .order_by(Order.id)
    )
    orders = list(db.session.scalars(asked).unique())
    ids, numbers = [one.id for one in orders], [str(one.number) for one in orders]
    sums = sums_of(email)
    return {
        "email": email.lower(),
        "verified": sums.verified,
        "spent": sums.spent,
        "refunded": sums.refunded,
        "orders": [_order(one) for one in orders],
        "payments": _payments(ids),
        "accounts": _accounts(ids),
        "parcels": _parcels(ids),
        "mails": _mails(numbers),
        "notes": [_noted(one) for one in notes_of(email)] + _order_notes(ids),
        "wishes_about_mails": [
            {"offers": one.offers, "source": one.source, "at": _at(one.said_at)}
            for one in wishes_of(email)
        ],
        "browsers": _browsers([one.visitor_id for one in orders if one.visitor_id]),
    }


def _order(order: Order) -> dict[str, Any]:
    return {
        "number": order.number,
        "placed_at": _at(order.placed_at),
        "state": str(order.state),
        "language": order.locale,
        "taken_by_phone": order.taken_by is not None,
        "delivery": {name: getattr(order.contact, name) for name in FIELDS},
        "goods": [
            {"sku": line.sku, "name": line.name, "quantity": line.quantity, "amount": line.paid}
            for line in order.lines
        ],
        "shipping": order.shipping,
        "fee": order.fee,
        "total": order.total,
        "payment": order.payment_code,
        "refunds": [
            {"amount": one.amount, "reason": one.reason, "at": _at(one.refunded_at)}
            for one in order.refunds
        ],
    }


def _payments(ids: list[int]) -> list[dict[str, Any]]:
    asked = select(Payment).where(Payment.order_id.in_(ids)).order_by(Payment.id)
    return [
        {
            "method": one.method, "amount": one.amount, "received": one.received,
            "state": str(one.state), "card": one.source_label, "card_kept": bool(one.kept_card),
            "at": _at(one.created_at),
        }
        for one in db.session.scalars(asked)
    ]  # fmt: skip


def _accounts(ids: list[int]) -> list[dict[str, Any]]:
    """Bank accounts they named for money that goes back."""
    asked = (
        select(NamedAccount)
        .join(Reimbursement, Reimbursement.id == NamedAccount.reimbursement_id)
        .join(Payment, Payment.id == Reimbursement.payment_id)
        .where(Payment.order_id.in_(ids))
    )
    return [
        {"bank": one.bank, "branch": one.branch, "kind": one.kind, "number": one.number, "holder": one.holder}
        for one in db.session.scalars(asked)
    ]  # fmt: skip


def _parcels(ids: list[int]) -> list[dict[str, Any]]:
    asked = select(Shipment).where(Shipment.order_id.in_(ids)).order_by(Shipment.id)
    return [
        {"carrier": one.carrier, "tracking": one.tracking, "at": _at(one.sent_at)}
        for one in db.session.scalars(asked)
    ]


def _mails(numbers: list[str]) -> list[dict[str, Any]]:
    mail = OutboxMessage
    asked = select(mail.subject, mail.recipient, mail.created_at, mail.text)
    rows = db.session.execute(asked.where(mail.order_number.in_(numbers)).order_by(mail.id))
    return [
        {"subject": subject, "to": to, "at": _at(at), "text": text}
        for subject, to, at, text in rows
    ]


def _noted(note: Any) -> dict[str, Any]:
    return {"text": note.text, "at": _at(note.written_at)}


def _order_notes(ids: list[int]) -> list[dict[str, Any]]:
    asked = select(OrderNote).where(OrderNote.order_id.in_(ids)).order_by(OrderNote.id)
    return [_noted(one) for one in db.session.scalars(asked)]


def _browsers(ids: list[int]) -> list[dict[str, Any]]:
    shown = (
        select(func.count())
        .where(OfferImpression.visitor_id == Visitor.id)
        .correlate(Visitor)
        .scalar_subquery()
    )
    asked = select(Visitor.created_at, Visitor.seen_at, Visitor.offers_off_at, shown)
    return [
        {"first_at": _at(first), "last_at": _at(last), "offers_off_at": _at(off), "offers_shown": count}
        for first, last, off, count in db.session.execute(asked.where(Visitor.id.in_(ids)))
    ]  # fmt: skip


def _at(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
