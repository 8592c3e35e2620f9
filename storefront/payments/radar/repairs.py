"""One repair for each kind of mismatch: safe to repeat, refused when the mismatch is gone."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from storefront.catalog import stock
from storefront.extensions import db
from storefront.jobs import queue
from storefront.jobs.queue import enqueue
from storefront.orders.finding import order_by_number
from storefront.payments.closing import open_method
from storefront.payments.disputes import note_loss
from storefront.payments.gateways import EventKind
from storefront.payments.gateways.installed import gateway_for
from storefront.payments.payment import Payment
from storefront.payments.radar.finding import close, see
from storefront.payments.radar.mismatch import Kind, Mismatch, Remedy
from storefront.payments.radar.sweep import look
from storefront.payments.radar.watching import put_right
from storefront.payments.settling import settle_as_booked


class NothingToRepair(Exception):
    """The mismatch is gone, or nothing can be done about its kind; nothing was written."""


def repair(kind: Kind, subject: str, now: datetime) -> Mismatch:
    """Do the one thing that can be done about a mismatch, and return it as it was. The caller commits.

    No gateway is called here: what has to be asked is written down as a job, and the worker asks within seconds; until then
    the mismatch is still listed. Safe to repeat. Raises NothingToRepair.
    """
    found = look(kind, subject, now)
    if found is None or found.remedy is None:
        raise NothingToRepair(f"{kind.value} {subject}")
    if not _REPAIRS[found.remedy](found, now):
        raise NothingToRepair(f"{kind.value} {subject}")
    if found.remedy is not Remedy.SEEN:
        close(found, now)
    put_right(found)
    return found


def _ask(found: Mismatch, now: datetime) -> bool:
    """Have every attempt of the order asked about; where no gateway can be asked, what is booked is settled again."""
    order = order_by_number(found.order_number)
    if order is None:
        return False
    payments = db.session.scalars(
        select(Payment).where(Payment.order_id == order.id).order_by(Payment.id)
    ).all()
    for payment in payments:
        about = {"payment": payment.id, "order": order.number}
        if gateway_for(payment.gateway) is None:
            settle_as_booked(payment, now)
        elif payment.live:
            enqueue("payments.ask", about, now)
        else:
            enqueue("payments.heard", {**about, "kind": EventKind.PAYMENT.value}, now)
    return bool(payments)


def _settle(found: Mismatch, now: datetime) -> bool:
    payment = db.session.get(Payment, int(found.subject))
    if payment is None:
        return False
    settle_as_booked(payment, now)
    return True


def _call_off(found: Mismatch, now: datetime) -> bool:
    about = {"payment": int(found.subject), "order": found.order_number}
    return enqueue("payments.call_off", about, now)


def _send_again(found: Mismatch, now: datetime) -> bool:
    about = {"reimbursement": int(found.subject), "order": found.order_number}
    return enqueue("payments.reimburse", about, now)


def _write(found: Mismatch, now: datetime) -> bool:
    key = f"order:{found.order_number}:confirmation"
    about = {"order": found.order_number}
    fresh = enqueue("mail.order_confirmation", about, now, key=key)
    return fresh or queue.do_again(key, now)


def _retry(found: Mismatch, now: datetime) -> bool:
    return queue.revive_one(int(found.subject), now)


def _by_ledger(found: Mismatch, _now: datetime) -> bool:
    return stock.trust_ledger(found.subject)


def _open(found: Mismatch, _now: datetime) -> bool:
    return open_method(found.subject)


def _note_loss(found: Mismatch, now: datetime) -> bool:
    order = order_by_number(found.order_number)
    return order is not None and note_loss(order, now)


def _seen(found: Mismatch, now: datetime) -> bool:
    see(found, now)
    return True


_REPAIRS: dict[Remedy, Callable[[Mismatch, datetime], bool]] = {
    Remedy.ASK: _ask,
    Remedy.SETTLE: _settle,
    Remedy.CALL_OFF: _call_off,
    Remedy.SEND_AGAIN: _send_again,
    Remedy.WRITE: _write,
    Remedy.RETRY: _retry,
    Remedy.BY_LEDGER: _by_ledger,
    Remedy.OPEN: _open,
    Remedy.NOTE_LOSS: _note_loss,
    Remedy.SEEN: _seen,
}
