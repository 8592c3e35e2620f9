"""Writing the provider's messages into its list, and the shop's job that delivers them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from storefront.database import table_of
from storefront.jobs.queue import Job
from storefront.payments.gateways import EventKind
from storefront.payments.gateways.demo.ledger import DemoCharge, DemoEvent, DemoRefund, DemoWish
from storefront.payments.gateways.demo.wishes import Wish

DELIVER = "demo.deliver"
OVERTAKEN_WITHIN = timedelta(seconds=60)
"""So long a message waits to be overtaken by the next."""


_TELL = insert(table_of(DemoEvent))


def tell(
    session: Session,
    about: DemoCharge | DemoRefund,
    type_: str,
    at: datetime,
    how: DemoWish | None = None,
    *,
    answered: bool = False,
    kind: EventKind | None = None,
) -> None:
    """Write a message about a charge or a refund, to be sent as `how` wants it.

    `answered`: the shop has it as the answer to its own call already, so nobody is woken for it: it goes with the next
    messages, within a minute at most.
    """
    deliver_at: datetime | None = at
    match how.what if how else None:
        case Wish.LOST:
            deliver_at = None
        case Wish.REVERSED:
            deliver_at = at + OVERTAKEN_WITHIN
        case Wish.LATE if how:
            deliver_at = at + timedelta(seconds=how.seconds)
    refund = isinstance(about, DemoRefund)
    message = {
        "kind": kind or (EventKind.REFUND if refund else EventKind.PAYMENT),
        "type": type_,
        "key": about.key,
        "subject_ref": about.ref,
        "charge_ref": about.charge_ref if isinstance(about, DemoRefund) else about.ref,
        "happened_at": at,
        "deliver_at": deliver_at,
        "copies": 2 if how and how.what == Wish.TWICE else 1,
        "held": bool(how and how.what == Wish.REVERSED),
        "delivered": 0,
        "refused": 0,
    }
    session.execute(_TELL, message)
    if deliver_at and (how or not answered):
        wake(session, deliver_at)


def wake(session: Session, at: datetime) -> None:
    """Have the worker deliver what is due at that moment."""
    session.add(Job(kind=DELIVER, payload={}, run_at=at, attempts=0, error=""))
