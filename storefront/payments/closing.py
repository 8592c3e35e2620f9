"""Closing a way to pay for new attempts, by hand or by itself, and opening it again. Open attempts go on."""

import logging
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, update

from storefront import revision
from storefront.extensions import db
from storefront.quoting.payment_method import PaymentMethod
from storefront.revision import Part

log = logging.getLogger("storefront.payments")


def close_method(code: str, now: datetime, until: datetime | None, why: str) -> bool:
    """Take no new attempt by a method, until a moment or until it is opened. True when this call changed anything.

    A method that is closed for longer already stays so. Safe to repeat; the caller commits.
    """
    open_now = or_(PaymentMethod.closed_at.is_(None), PaymentMethod.closed_until <= now)
    ends = PaymentMethod.closed_until
    shorter = ends.is_not(None) if until is None else ends < until
    if not _change(code, or_(open_now, shorter), closed_at=now, closed_until=until):
        return False
    log.warning("payment method closed", extra={"method": code, "until": until, "why": why})
    return True


def open_method(code: str) -> bool:
    """Take new attempts again. True when it was closed. Safe to repeat; the caller commits."""
    if not _change(code, PaymentMethod.closed_at.is_not(None), closed_at=None, closed_until=None):
        return False
    log.warning("payment method opened", extra={"method": code})
    return True


def is_method(code: str) -> bool:
    """Whether there is a payment method of that code, switched on or not."""
    return db.session.scalar(select(PaymentMethod.id).where(PaymentMethod.code == code)) is not None


def _change(code: str, when: ColumnElement[bool], **to: datetime | None) -> bool:
    changed = db.session.scalar(
        update(PaymentMethod)
        .where(PaymentMethod.code == code, when)
        .values(**to)
        .returning(PaymentMethod.id)
        .execution_options(synchronize_session=False)
    )
    if changed is None:
        return False
    revision.bump(Part.SETTINGS)
    return True
