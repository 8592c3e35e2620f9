"""Charges at the demo's provider, and orders whose money it takes; the clock is turned by hand."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from storefront import clock, worker
from storefront.extensions import db
from storefront.jobs.queue import enqueue
from storefront.payments.gateways import Attempt, Charge, Outcome
from storefront.payments.gateways.cards import Behaviour
from storefront.payments.gateways.demo import DELIVER, DemoCharge, DemoEvent, DemoGateway, keep_card
from storefront.payments.payment import Payment
from storefront.payments.settling import settle
from storefront.payments.webhook import WebhookEvent
from tests.conftest import TUESDAY_MORNING
from tests.support.orders import place

GATEWAY = DemoGateway()
DUE = TUESDAY_MORNING + timedelta(days=3)

Turn = Callable[[timedelta], datetime]


@pytest.fixture
def turn(now: datetime, monkeypatch: pytest.MonkeyPatch) -> Turn:
    """Turn the shop's clock to so long after TUESDAY_MORNING, and let the worker do all that is due by then."""

    def to(after: timedelta) -> datetime:
        moment = now + after
        monkeypatch.setattr(clock, "now", lambda: moment)
        the_worker_comes(moment)
        return moment

    return to


def the_worker_comes(moment: datetime) -> None:
    """Everything that is due by then is done, the messages that go once a minute included."""
    db.session.rollback()
    enqueue(DELIVER, {}, moment)
    db.session.commit()
    while worker.run_due(moment):
        pass


def charge(method: str = "card", key: str = "key-1", **more: Any) -> Charge:
    """A charge of ¥1,930; a card that pays unless `source` says otherwise."""
    if method == "card" and "source" not in more:
        more["source"] = token()
    due = DUE if method in {"konbini", "bank_transfer"} else None
    return Charge(key, 1930, "10001", method, due_at=due, **more)


def token(behaviour: Behaviour = Behaviour.PAYS) -> str:
    found = keep_card(behaviour, "4242")
    db.session.commit()
    return found


def asked(key: str = "key-1") -> Attempt:
    return Attempt(key, "", TUESDAY_MORNING)


def stands(key: str = "key-1") -> tuple[str, int]:
    """How the provider's books have a charge: its status and what came in."""
    found = select(DemoCharge.status, DemoCharge.received).where(DemoCharge.key == key)
    status, received = db.session.execute(found).one()
    db.session.rollback()
    return status, received


def begun(now: datetime, method: str = "card", **more: Any) -> Payment:
    """A placed order whose attempt was begun at the provider, by any method; settled and committed."""
    if method == "card" and "card_token" not in more:
        more["card_token"] = token()
    payment = place(now, **more)
    payment.method, payment.due_at = method, DUE if method != "wallet" else None
    payment.due_at = DUE if method in {"konbini", "bank_transfer"} else None
    db.session.commit()
    return start(payment, now)


def start(payment: Payment, now: datetime) -> Payment:
    """Begin an attempt at the provider and settle what it answers."""
    payment_id, frozen = payment.id, payment.charge()
    db.session.rollback()
    outcome: Outcome = GATEWAY.start(frozen)
    found = db.session.get(Payment, payment_id)
    assert found is not None
    settle(found, outcome, now)
    db.session.commit()
    return found


def messages() -> list[tuple[str, int, bool]]:
    """The provider's list: type, how often the shop took it, whether it is still to be sent."""
    rows = db.session.scalars(select(DemoEvent).order_by(DemoEvent.id)).all()
    found = [(row.type, row.delivered, row.deliver_at is not None) for row in rows]
    db.session.rollback()
    return found


def inbox() -> list[str]:
    """What the shop heard, in the order it heard it."""
    found = list(db.session.scalars(select(WebhookEvent.type).order_by(WebhookEvent.id)))
    db.session.rollback()
    return found
