"""What the shop's books say after a walk: orders, attempts to pay them, mails, stock."""

from dataclasses import dataclass
from datetime import datetime

from flask import Flask
from sqlalchemy import func, select

from storefront import worker
from storefront.catalog.stock import StockMovement, disagreements
from storefront.extensions import db
from storefront.mail.outbox import OutboxMessage
from storefront.orders.order import Order
from storefront.payments.payment import Payment


@dataclass(frozen=True)
class Booked:
    """An order as it is stored; attempts are (method, state, yen), events their kinds, both oldest first."""

    number: str
    state: str
    locale: str
    total: int
    attempts: tuple[tuple[str, str, int], ...]
    events: tuple[str, ...]


def orders(app: Flask) -> list[Booked]:
    """Every order there is. Fails when counters and ledger of the stock disagree."""
    with app.app_context():
        assert disagreements() == []
        return [_booked(order) for order in db.session.scalars(select(Order).order_by(Order.id))]


def the_order(app: Flask) -> Booked:
    """The one order there is; fails when there are none or two."""
    booked = orders(app)
    assert len(booked) == 1, booked
    return booked[0]


def taken(app: Flask) -> int:
    """How many pieces orders hold: taken and not given back."""
    total = func.coalesce(func.sum(StockMovement.delta), 0)
    with app.app_context():
        return -int(
            db.session.scalars(select(total).where(StockMovement.reason != "counted")).one()
        )


def let_work(app: Flask, now: datetime) -> None:
    """Let the worker do all that is due at that moment."""
    with app.app_context():
        while worker.run_due(now):
            pass


def mails(app: Flask) -> list[OutboxMessage]:
    """What was written to buyers."""
    with app.app_context():
        return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def _booked(order: Order) -> Booked:
    attempts = db.session.scalars(
        select(Payment).where(Payment.order_id == order.id).order_by(Payment.id)
    )
    return Booked(
        number=order.number or "",
        state=order.state,
        locale=order.locale,
        total=order.total,
        attempts=tuple((one.method, one.state, one.amount) for one in attempts),
        events=tuple(event.kind for event in order.events),
    )
