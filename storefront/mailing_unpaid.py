"""Mails of orders that are not paid yet, or never were, as jobs. Each looks at the present state when it runs."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from storefront.extensions import db
from storefront.mail.messages import order_confirmation
from storefront.mail.payment_mail import PaymentMail, payment_message
from storefront.mail.wording import MailKind
from storefront.mailing import keep
from storefront.money import Yen
from storefront.orders.amendment import AmendmentState
from storefront.orders.finding import order_by_number
from storefront.orders.order import Order, OrderState
from storefront.payments.payment import Payment, PaymentState
from storefront.payments.settling import last_payment
from storefront.payments.standing import Standing, standing
from storefront.views.addition_mail import (
    addition_how_mail,
    addition_part_mail,
    addition_reminder_mail,
)
from storefront.views.order_mail import confirmation_mail
from storefront.views.payment_mail import (
    cancelled_mail,
    expired_mail,
    how_to_pay_mail,
    link_reminder_mail,
    part_mail,
    pay_link_mail,
    reminder_mail,
)

log = logging.getLogger("storefront.mailing")

Told = Callable[[Order, Payment, datetime], PaymentMail]


def write_how_to_pay(payload: dict[str, Any], now: datetime) -> None:
    """Write where and until when to pay; once per attempt, and only while it waits. The caller commits."""
    _while_it_waits(payload, now, (how_to_pay_mail, addition_how_mail), "how", MailKind.HOW_TO_PAY)


def write_pay_link(payload: dict[str, Any], now: datetime) -> None:
    """Write to who ordered by phone where to pay; once per order, and only while nothing is under way. The caller commits."""
    if order := _to_pay_by_link(payload, now):
        message = payment_message(pay_link_mail(order, now), MailKind.PAY_LINK)
        keep(message, f"order:{order.number}:pay_link", order, now)


def write_as_now(payload: dict[str, Any], now: datetime) -> None:
    """Write the order as it is now: whole where there is a sale to tell of, else where and how it is to be paid.

    Once per key, with links that open it anew. The caller commits.
    """
    order = order_by_number(str(payload["order"]))
    if order is None:
        return
    payment, key = last_payment(order), str(payload["key"])
    if order.invoiced:
        keep(order_confirmation(confirmation_mail(order, now)), key, order, now)
    elif payment is not None and standing(order, payment) is Standing.AWAITING:
        message = payment_message(how_to_pay_mail(order, payment, now), MailKind.HOW_TO_PAY)
        keep(message, key, order, now)
    elif order.taken_by is not None and _to_pay_by_link(payload, now):
        keep(payment_message(pay_link_mail(order, now), MailKind.PAY_LINK), key, order, now)


def write_link_reminder(payload: dict[str, Any], now: datetime) -> None:
    """Write that the link's time is nearly over; once per order, and only while nothing is under way. The caller commits."""
    if order := _to_pay_by_link(payload, now):
        message = payment_message(link_reminder_mail(order, now), MailKind.REMINDER)
        keep(message, f"order:{order.number}:pay_link:reminder", order, now)


def _to_pay_by_link(payload: dict[str, Any], now: datetime) -> Order | None:
    """The order, if its buyer may still begin to pay it and has not."""
    order = order_by_number(str(payload["order"]))
    if order is None or order.reserved_until <= now:
        return None
    return order if standing(order, last_payment(order)) is Standing.TO_PAY else None


def write_reminder(payload: dict[str, Any], now: datetime) -> None:
    """Write that the deadline is near; once per attempt, and only while it waits. The caller commits."""
    _while_it_waits(
        payload, now, (reminder_mail, addition_reminder_mail), "reminder", MailKind.REMINDER
    )


def write_part_received(payload: dict[str, Any], now: datetime) -> None:
    """Write that part of the money came; once per sum, and only while the rest is awaited. The caller commits."""
    payment = db.session.get(Payment, payload["payment"])
    came = payment.received if payment else 0
    _while_it_waits(payload, now, (part_mail, addition_part_mail), f"part:{came}", MailKind.PART)


def write_expired(payload: dict[str, Any], now: datetime) -> None:
    """Write that the time to pay is over; once per order, and only if it is. The caller commits."""
    order = order_by_number(str(payload["order"]))
    if order is None or order.state != OrderState.EXPIRED:
        return
    mail = expired_mail(order, _astray(order), now)
    keep(payment_message(mail, MailKind.EXPIRED), f"order:{order.number}:expired", order, now)


def write_cancelled(payload: dict[str, Any], now: datetime) -> None:
    """Write that an unpaid order was called off, with the shop's reason if it has one; once per order. The caller commits."""
    order = order_by_number(str(payload["order"]))
    if order is None or order.state != OrderState.CANCELLED:
        return
    mail = cancelled_mail(order, _astray(order), str(payload.get("reason", "")), now)
    keep(payment_message(mail, MailKind.CANCELLED), f"order:{order.number}:cancelled", order, now)


def _while_it_waits(
    payload: dict[str, Any], now: datetime, told: tuple[Told, Told], what: str, kind: MailKind
) -> None:
    """`told`: the mail about the order itself, and the one about goods added to it."""
    payment = db.session.get(Payment, payload["payment"])
    order = order_by_number(str(payload["order"]))
    if payment is None or order is None:
        log.error("no such payment to write of")
        return
    made = payment.amendment
    open_still = made.state == AmendmentState.PENDING if made else order.state == OrderState.PENDING
    if payment.state == PaymentState.PROCESSING and open_still:
        tell = told[1] if made else told[0]
        message = payment_message(tell(order, payment, now), kind)
        keep(message, f"payment:{payment.id}:{what}", order, now)


def _astray(order: Order) -> Yen:
    """Yen that came for an order and pay for nothing."""
    came = func.coalesce(func.sum(Payment.received - Payment.applied), 0)
    return int(db.session.scalar(select(came).where(Payment.order_id == order.id)) or 0)
