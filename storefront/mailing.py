"""Mails as jobs: write the message once, then deliver it. Called by the worker only."""

import logging
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import select

from storefront.database import claim, insert_once
from storefront.extensions import db
from storefront.jobs.queue import LAST_TRY, Job, enqueue
from storefront.locales import choose
from storefront.mail.messages import Message, order_amended, order_confirmation, refund_issued
from storefront.mail.outbox import MessageState, OutboxMessage, delivery_key
from storefront.mail.payment_mail import payment_message
from storefront.mail.shipment_mail import shipment_message
from storefront.mail.transport import Letter, post
from storefront.mail.wording import MailKind
from storefront.orders.finding import order_by_number
from storefront.orders.order import Order, OrderState
from storefront.orders.shipment import shipments_of
from storefront.shop.profile import ShopProfile
from storefront.views.changed_mail import changed_mail
from storefront.views.mail_offer import mail_offer
from storefront.views.order_mail import confirmation_mail
from storefront.views.refund_mail import refund_mail
from storefront.views.sent_mail import sent_mail

log = logging.getLogger("storefront.mailing")


def write_confirmation(payload: dict[str, Any], now: datetime) -> None:
    """Write the confirmation of an order into the outbox, and the job that delivers it.

    Both are unique by the order's number: a repeat writes nothing. The caller commits, with the job's end.
    """
    order = order_by_number(str(payload["order"]))
    if order is None:
        log.error("no such order to confirm")
        return
    offer = mail_offer(order, now)
    mail = replace(confirmation_mail(order, now), offer=offer.words if offer else None)
    new = keep(order_confirmation(mail), f"order:{order.number}:confirmation", order, now)
    if new and offer:
        offer.write_down(now)


def write_amended(payload: dict[str, Any], now: datetime) -> None:
    """Write the order as it is after goods joined it, into the outbox; unique by order and addition. The caller commits."""
    order = order_by_number(str(payload["order"]))
    if order is None:
        log.error("no such order to confirm")
        return
    message = order_amended(confirmation_mail(order, now))
    keep(message, f"order:{order.number}:amended:{payload['amendment']}", order, now)


def write_changed(payload: dict[str, Any], now: datetime) -> None:
    """Write what changed about sending an order; once per change, told as the order is by now. The caller commits."""
    order = order_by_number(str(payload["order"]))
    if order is None or order.state in (OrderState.CANCELLED, OrderState.EXPIRED):
        return
    message = payment_message(changed_mail(order, payload, now), MailKind.CHANGED)
    keep(message, f"order:{order.number}:changed:{payload['version']}", order, now)


def write_refund(payload: dict[str, Any], now: datetime) -> None:
    """Write to the buyer that money went back, with the link of the credit note.

    Unique by order and refund: a repeat writes nothing. The caller commits, with the job's end.
    """
    order = order_by_number(str(payload["order"]))
    refunds = order.refunds if order else []
    found = [refund for refund in refunds if refund.number == payload["refund"]]
    if order is None or not found:
        log.error("no such refund to write of")
        return
    message = refund_issued(refund_mail(order, found[0], now))
    keep(message, f"order:{order.number}:refund:{found[0].number}", order, now)


def write_sent(payload: dict[str, Any], now: datetime) -> None:
    """Write to the buyer which parcels left; once for each time some did, and not once they came back. The caller commits.

    A suggestion comes with the mail that nothing more follows.
    """
    order = order_by_number(str(payload["order"]))
    if order is None or order.state not in (OrderState.PLACED, OrderState.FULFILLED):
        return
    shipments = shipments_of(order)
    left = [one for one in shipments if one.number in payload["shipments"]]
    if not left:
        return
    before = [one for one in shipments if one.number < left[0].number]
    mail = sent_mail(order, now, left, before)
    offer = None if mail.to_come else mail_offer(order, now)
    last = not mail.to_come and left[-1].number == shipments[-1].number
    key = f"order:{order.number}:sent" + ("" if last else f":{left[0].number}")
    message = shipment_message(replace(mail, offer=offer.words if offer else None))
    new = keep(message, key, order, now)
    if new and offer:
        offer.write_down(now)


def keep(message: Message, key: str, order: Order, now: datetime) -> bool:
    """Put a message into the outbox, and the job that delivers it; both once per key. True when it is new.

    Nothing of an order whose buyer was forgotten: there is nobody to write to.
    """
    if not message.recipient:
        return False
    new = insert_once(
        OutboxMessage,
        key=key,
        order_number=order.number or "",
        state=MessageState.WAITING,
        locale=message.locale,
        recipient=message.recipient,
        subject=message.subject,
        text=message.text,
        html=message.html,
        created_at=now,
    )
    payload = {"message": key, "order": order.number}
    enqueue("mail.deliver", payload, now, key=delivery_key(key))
    return new


def deliver(payload: dict[str, Any], now: datetime) -> None:
    """Send a message over SMTP; without a mail server keep it for the outbox page.

    At least once: the claim is committed before the server is asked, and a message found in `sending` (the worker
    died in between) is sent again, under the same Message-ID. Raises what the server raised, so that the job
    is tried again; the last try leaves the message `failed`. The caller commits the end.
    """
    key, mail_url = str(payload["message"]), current_app.config["SETTINGS"].mail_url
    message = db.session.scalar(select(OutboxMessage).where(OutboxMessage.key == key))
    unsent = [MessageState.WAITING, MessageState.SENDING, MessageState.FAILED]
    if message is None or message.state not in unsent:
        return
    if not mail_url:
        claim(message, OutboxMessage.state, unsent, MessageState.KEPT)
        return
    if not claim(message, OutboxMessage.state, unsent, MessageState.SENDING):
        return
    letter = _letter(message)
    db.session.commit()
    try:
        post(letter, mail_url)
    except Exception:
        claim(message, OutboxMessage.state, MessageState.SENDING, _after_failure(key))
        db.session.commit()
        raise
    claim(message, OutboxMessage.state, MessageState.SENDING, MessageState.SENT, sent_at=now)


def _letter(message: OutboxMessage) -> Letter:
    """The frozen value the server is called with: no row is read while the network is waited for."""
    shop = db.session.scalars(select(ShopProfile)).one()
    return Letter(
        key=message.key,
        locale=message.locale,
        sender_name=choose(shop.name, message.locale),
        sender=shop.email,
        recipient=message.recipient,
        subject=message.subject,
        text=message.text,
        html=message.html,
        written_at=message.created_at,
    )


def _after_failure(key: str) -> MessageState:
    """Waiting for the next try, or failed when this was the last one."""
    tries = db.session.scalar(select(Job.attempts).where(Job.key == delivery_key(key))) or 0
    return MessageState.FAILED if tries >= LAST_TRY else MessageState.WAITING


__all__ = [
    "deliver", "write_amended", "write_changed", "write_confirmation", "write_refund", "write_sent",
]  # fmt: skip
