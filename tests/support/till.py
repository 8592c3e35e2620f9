"""A shop with money in it for the staff pages: a member signed in, orders, and what the books say afterwards."""

from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select

from storefront.extensions import db
from storefront.orders.order import Order
from storefront.payments.by_hand import money_seen
from storefront.payments.by_transfer import name_account
from storefront.payments.fulfilling import mark_sent
from storefront.payments.payment import Payment
from storefront.payments.refunding import refund_order
from storefront.payments.reimbursement import Reimbursement
from storefront.shop.account import AccountKind, BankAccount
from storefront.staff.audit import AuditEntry
from storefront.staff.roles import Role
from storefront.staff.signing_in import StaffSession
from storefront.worker import run_due
from tests.support.desk import Desk, hire
from tests.support.orders import behind_the_counter, cash_on_delivery, paid, placed

ACCOUNT = BankAccount(
    "葉っぱ銀行", "0001", "渋谷支店", "123", AccountKind.ORDINARY, "1234567", "ﾜｶﾊﾞ ﾐﾉﾘ"
)


def at_the_desk(app: Flask, now: datetime, locale: str = "ja", role: Role = Role.OWNER) -> Desk:
    """A member who has just signed in."""
    hire(app, now, role=role, locale=locale)
    desk = Desk(app)
    desk.sign_in()
    return desk


def later(app: Flask, now: datetime) -> None:
    """As if the password had been typed too long ago."""
    with behind_the_counter(app):
        for session in db.session.scalars(select(StaffSession)):
            session.confirmed_at = now - timedelta(minutes=11)


def money_lines(app: Flask) -> list[tuple[str, str, dict[str, object] | None]]:
    """The audit without sign-ins and passwords: what, whom, what it became."""
    with app.app_context():
        lines = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        return [
            (str(one.act), one.subject, one.after)
            for one in lines
            if not one.act.startswith("staff.")
        ]


def order_of(number: str) -> Order:
    """The order of that number."""
    return db.session.scalars(select(Order).where(Order.number == number)).one()


def payment_of(number: str) -> Payment:
    """Its newest attempt."""
    order = order_of(number)
    asked = select(Payment).where(Payment.order_id == order.id).order_by(Payment.id.desc())
    return db.session.scalars(asked).first()  # type: ignore[return-value]


def owed_by_transfer(app: Flask, now: datetime, account: BankAccount | None = ACCOUNT) -> int:
    """A sum of ¥1,280 that goes back to the buyer of a COD order by transfer; the reimbursement's id."""
    with behind_the_counter(app):
        order = cash_on_delivery(now)
        payment = payment_of(str(order.number))
        money_seen(payment, payment.amount, "slip 1", now)
        refund_order(order, {order.lines[0]: 1}, 0, 0, "茶葉の袋が破れていた", now)
        row = db.session.scalars(select(Reimbursement)).one()
        if account is not None:
            name_account(row, account, now)
        return row.id


def sent(app: Flask, now: datetime, **more: object) -> str:
    """An order that is over: paid, sent, mailed."""
    number = placed(app, paid, now, **more).number
    with behind_the_counter(app):
        order = db.session.scalars(select(Order).where(Order.number == number)).one()
        mark_sent(order, now, ["1234-5678"])
        run_due(now)
    return number
