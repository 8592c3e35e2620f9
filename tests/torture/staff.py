"""Staff of a shop under a crowd: see money come in, refund, call orders off, send money to accounts, count the shelves."""

import uuid
from collections.abc import Callable
from datetime import datetime
from random import Random

from sqlalchemy import func, select

from storefront.catalog import stock
from storefront.catalog.variant import Variant
from storefront.database import writing
from storefront.extensions import db
from storefront.orders.order import Order
from storefront.orders.refund import left_of
from storefront.orders.refunding import RefundRefused, refunds_of
from storefront.payments import fulfilling
from storefront.payments.by_hand import CannotBeSeen, money_seen
from storefront.payments.by_transfer import mark_sent, name_account
from storefront.payments.calling_off import CannotCallOff, call_off
from storefront.payments.gateways.installed import OFFLINE
from storefront.payments.payment import Payment
from storefront.payments.refunding import refund_order
from storefront.payments.reimbursement import Reimbursement, ReimbursementState
from storefront.shop.account import AccountKind, BankAccount
from tests.torture.buyer import SKUS

ACCOUNT = BankAccount(
    "みどり銀行", "0009", "若葉支店", "123", AccountKind.ORDINARY, "7654321", "ﾜｶﾊﾞ ﾐﾉﾘ"
)


def do_something(chance: Random, now: Callable[[], datetime]) -> None:
    """One piece of work within an application context; what the shop refuses is left."""
    work = chance.choice(
        [_money_comes, _money_comes, _refund, _call_off, _send, _account, _account, _count]
    )
    token = writing.set(True)
    try:
        work(chance, now())
        db.session.commit()
    except (RefundRefused, CannotCallOff, CannotBeSeen, fulfilling.CannotSend):
        db.session.rollback()
    finally:
        writing.reset(token)


def _an_order(chance: Random) -> Order | None:
    last = db.session.scalar(select(func.max(Order.id))) or 0
    return db.session.get(Order, chance.randint(1, last)) if last else None


def _money_comes(chance: Random, now: datetime) -> None:
    """Cash of the carrier, a transfer whole, in part, too much, or the same line of the account twice."""
    last = db.session.scalar(select(func.max(Payment.id))) or 0
    found = select(Payment).where(Payment.gateway == OFFLINE, Payment.id >= chance.randint(0, last))
    payment = db.session.scalars(found.order_by(Payment.id).limit(1)).first()
    if payment is None:
        return
    amount = payment.amount
    if payment.due_at is not None:
        amount = chance.choice([amount, amount, amount, amount + 900, 500])
    money_seen(payment, amount, f"line {chance.randint(1, 2)}", now)


def _refund(chance: Random, now: datetime) -> None:
    order = _an_order(chance)
    if order is None or chance.random() < 0.4:
        return
    left = left_of(order, refunds_of(order))
    pieces = {line: chance.randint(0, left.pieces[line.id]) for line in order.lines}
    shelf = {line: chance.randint(0, count) for line, count in pieces.items()}
    shipping = left.shipping if chance.random() < 0.3 else 0
    refund_order(order, pieces, shipping, 0, "返品", now, shelf)


def _call_off(chance: Random, now: datetime) -> None:
    order = _an_order(chance)
    if order is not None and chance.random() < 0.4:
        call_off(order, "お客さまのご希望", now)


def _send(chance: Random, now: datetime) -> None:
    order = _an_order(chance)
    if order is not None and chance.random() < 0.4:
        fulfilling.mark_sent(order, now)


def _account(chance: Random, now: datetime) -> None:
    waiting = (ReimbursementState.NEEDS_ACCOUNT, ReimbursementState.READY)
    rows = db.session.scalars(
        select(Reimbursement).where(Reimbursement.state.in_(waiting)).limit(20)
    ).all()
    if rows:
        row = chance.choice(rows)
        name_account(row, ACCOUNT, now)
        if chance.random() < 0.6:
            db.session.flush()
            mark_sent(row, now)


def _count(chance: Random, now: datetime) -> None:
    sku = chance.choice(SKUS)
    variant = db.session.scalars(select(Variant).where(Variant.sku == sku)).one()
    stock.count(variant, chance.choice([0, 5, 40, *[200] * 5]), f"count:{uuid.uuid4()}", now)
