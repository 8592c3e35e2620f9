"""Mails that go out a second time: the same letter under a key of its own, to where the order's mail goes now."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select

from storefront.database import insert_once
from storefront.extensions import db
from storefront.jobs.queue import enqueue
from storefront.mail.outbox import MessageState, OutboxMessage, delivery_key

MOST = 5
WITHIN = timedelta(hours=1)
"""So many mails of one order are sent again in so long: a slip of the finger fills nobody's box."""
LINKS_LAST = timedelta(days=90)
"""Older letters are not sent again: the links in them open nothing any more."""
AGAIN, AS_NOW = ":again:", ":now:"


class CannotSendAgain(Exception):
    """Nothing was written."""


class TooOften(CannotSendAgain):
    """Too many of this order's mails went out again lately."""


class NoLongerTrue(CannotSendAgain):
    """The letter asks for what is over, or its links open nothing any more."""


def mails_of(order_number: str) -> Sequence[OutboxMessage]:
    """Every mail about an order, the newest first."""
    asked = select(OutboxMessage).where(OutboxMessage.order_number == order_number)
    return db.session.scalars(
        asked.order_by(OutboxMessage.created_at.desc(), OutboxMessage.id.desc())
    ).all()


def still_true(
    message: OutboxMessage,
    asks_for_money: bool,
    now: datetime,
    corrected_at: datetime | None = None,
) -> bool:
    """Whether a letter may go out again. One that asks for a payment only while the order waits for it (`asks_for_money`).

    None that went to an address which was put right at `corrected_at`: its links open nothing any more.
    """
    if message.created_at + LINKS_LAST <= now:
        return False
    if corrected_at is not None and message.created_at < corrected_at:
        return False
    return asks_for_money or not (message.key.startswith("payment:") or ":pay_link" in message.key)


def send_again(
    message: OutboxMessage,
    recipient: str,
    asks_for_money: bool,
    now: datetime,
    corrected_at: datetime | None = None,
) -> OutboxMessage:
    """Put the same letter into the outbox anew, and the job that delivers it. The caller holds the order, and commits.

    Raises TooOften or NoLongerTrue.
    """
    if not still_true(message, asks_for_money, now, corrected_at):
        raise NoLongerTrue(message.key)
    check_pace(message.order_number, now)
    first = message.key.partition(AGAIN)[0]
    key = f"{first}{AGAIN}{_times(message.order_number, first) + 1}"
    insert_once(
        OutboxMessage, key=key, order_number=message.order_number, state=MessageState.WAITING,
        locale=message.locale, recipient=recipient, subject=message.subject, text=message.text,
        html=message.html, created_at=now,
    )  # fmt: skip
    told = {"message": key, "order": message.order_number}
    enqueue("mail.deliver", told, now, key=delivery_key(key))
    return db.session.scalars(select(OutboxMessage).where(OutboxMessage.key == key)).one()


def send_as_now(order_number: str, now: datetime) -> str:
    """Have the order written as it is now; the key of that letter. The caller holds the order, and commits. Raises TooOften."""
    check_pace(order_number, now)
    key = f"order:{order_number}{AS_NOW}{int(now.timestamp())}"
    told = {"order": order_number, "key": key}
    enqueue("mail.order_as_now", told, now, key=f"write:{key}")
    return key


def check_pace(order_number: str, now: datetime) -> None:
    """Raise TooOften when MOST of its mails went out again lately."""
    key = OutboxMessage.key
    lately = select(func.count()).where(
        OutboxMessage.order_number == order_number,
        OutboxMessage.created_at > now - WITHIN,
        key.contains(AGAIN) | key.contains(AS_NOW),
    )
    if (db.session.scalar(lately) or 0) >= MOST:
        raise TooOften(order_number)


def _times(order_number: str, first: str) -> int:
    """How often a letter went out again already; asked of its order's alone, however many others there are."""
    own = OutboxMessage.key.startswith(f"{first}{AGAIN}", autoescape=True)
    asked = select(func.count()).where(OutboxMessage.order_number == order_number, own)
    return db.session.scalar(asked) or 0
