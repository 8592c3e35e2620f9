"""The mails of an order: which went out and how they stand, and sending one of them again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Response, abort, request
from flask_babel import gettext as _

from storefront.extensions import db
from storefront.mail.again import (
    CannotSendAgain,
    NoLongerTrue,
    mails_of,
    send_again,
    send_as_now,
    still_true,
)
from storefront.mail.outbox import MessageState, OutboxMessage
from storefront.orders.lifecycle import hold, record
from storefront.orders.order import Order
from storefront.payments.settling import last_payment
from storefront.payments.standing import Standing, standing
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.responses import own_page, see_other
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.order_reading import asked_order
from storefront.views.staff.order_words import MAIL_STATES
from storefront.views.staff.telling import said

AS_NOW = "now"
"""What the form says where the order is to be told as it is now."""


@dataclass(frozen=True)
class MailRow:
    """A mail as the list shows it; `again`: it may go out once more."""

    id: int
    subject: str
    recipient: str
    state: str
    failed: bool
    at: datetime
    sent_at: datetime | None
    again: bool


@bp.get("/orders/<number>/mails")
@access(STAFF, Permission.CHANGE_ORDERS)
def order_mails(number: str) -> Response:
    """All of them, the newest first."""
    return _page(asked_order(number))


@bp.post("/orders/<number>/mails")
@access(STAFF, Permission.CHANGE_ORDERS)
def mail_again(number: str) -> Response:
    """Send one again, or the order as it is now; once for each time the list was shown."""
    now, order = current.now(), hold(asked_order(number).id)
    mails = mails_of(number)
    if request.form.get("seen") != _seen(mails):
        db.session.rollback()
        return _page(asked_order(number), changed=True)
    wanted = request.form.get("mail", "")
    try:
        key = _send(order, wanted, mails, now)
    except CannotSendAgain as refusal:
        db.session.rollback()
        gone = isinstance(refusal, NoLongerTrue)
        told = "mail_over" if gone else "mail_too_often"
        return see_other("staff.order_mails", number=number, told=told)
    record(order, "mailed_again", now)
    write_down(actor(), Act.MAILED_AGAIN, f"order:{number}", now, None, {"mail": key})
    db.session.commit()
    return see_other("staff.order_mails", number=number, told="mailed_again")


def _send(order: Order, wanted: str, mails: Sequence[OutboxMessage], now: datetime) -> str:
    """Have it sent; its key. 404 for a mail of another order."""
    if wanted == AS_NOW:
        return send_anew(order, now)
    found = next((one for one in mails if str(one.id) == wanted), None) or abort(404)
    return send_again(
        found, order.contact.email, _asks(order, found), now, _corrected_at(order)
    ).key


def send_anew(order: Order, now: datetime) -> str:
    """Have the order written as it is now: told whole, or where and how it is to be paid; the key of that letter.

    The caller holds the order, and commits. Raises CannotSendAgain, also where there is nothing to tell of.
    """
    if not (order.invoiced or _to_be_paid(order, now)):
        raise NoLongerTrue
    return send_as_now(str(order.number), now)


def _to_be_paid(order: Order, now: datetime) -> bool:
    """Whether there is a place where it is to be paid, which may be written of anew: by numbers given, or a phone order's link."""
    match standing(order, last_payment(order)):
        case Standing.AWAITING:
            return True
        case Standing.TO_PAY:
            return order.taken_by is not None and order.reserved_until > now
    return False


def _asks(order: Order, mail: OutboxMessage) -> bool:
    """Whether what a letter asks for is still awaited: a link's own letter names the sum, and is written anew where that changed."""
    return order.waiting and not (":pay_link" in mail.key and order.version)


def _corrected_at(order: Order) -> datetime | None:
    """When its address was put right last."""
    times = (one.happened_at for one in order.events if one.kind == "email_corrected")
    return max(times, default=None)


def _seen(mails: Sequence[OutboxMessage]) -> str:
    """What the list was when it was shown: the newest mail tells it from any later one."""
    return f"{len(mails)}-{max((one.id for one in mails), default=0)}"


def _page(order: Order, *, changed: bool = False) -> Response:
    mails, now, corrected = mails_of(str(order.number)), current.now(), _corrected_at(order)
    rows = [
        MailRow(
            one.id, one.subject, one.recipient, str(MAIL_STATES[MessageState(one.state)]),
            one.state == MessageState.FAILED, one.created_at, one.sent_at,
            still_true(one, _asks(order, one), now, corrected) and bool(order.contact.email),
        )
        for one in mails
    ]  # fmt: skip
    words = _(
        "一覧を開いたあとに、別のメールが出ました。下の一覧を確かめて、もう一度押してください。"
    )
    return own_page(
        "staff/order_mails.html", 409 if changed else 200, order=order, rows=rows,
        seen=_seen(mails), news=words if changed else "", as_now=order.invoiced, pay_as_now=_to_be_paid(order, now), said=said(),
    )  # fmt: skip
