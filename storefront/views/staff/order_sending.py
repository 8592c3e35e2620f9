"""Saying what of an order left: all of it at a press, or a part by line and quantity, with the carrier's numbers."""

from flask import Response, request

from storefront.extensions import db
from storefront.orders.lifecycle import hold
from storefront.orders.order import Order, OrderState
from storefront.orders.shipment import Shipment
from storefront.payments.fulfilling import (
    AdditionWaits,
    CannotSend,
    InDispute,
    OnlyWhole,
    mark_sent,
    send,
)
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.responses import own_page, see_other
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.order import asked_order
from storefront.views.staff.sending_form import SendingForm, sending_form

WHY_NOT: tuple[tuple[type[CannotSend], str], ...] = (
    (InDispute, "in_dispute"),
    (AdditionWaits, "amendment_waits"),
    (OnlyWhole, "only_whole"),
)


@bp.get("/orders/<number>/sent")
@access(STAFF, Permission.PACK)
def send_off(number: str) -> Response:
    """Ask whether the parcels left, what was in them, and for their numbers."""
    order = asked_order(number)
    if order.state != OrderState.PLACED:
        return _order(number, _over(order))
    return _page(sending_form(order))


@bp.post("/orders/<number>/sent")
@access(STAFF, Permission.PACK)
def send_off_now(number: str) -> Response:
    """Write down that they left, once; asked again when the order changed since the page was opened."""
    now, order = current.now(), asked_order(number)
    if order.state != OrderState.PLACED:
        return _order(number, _over(order))
    hold(order.id)
    form = sending_form(order, request.form)
    if form.changed or form.errors:
        db.session.rollback()
        return _page(form, 409 if form.changed else 422)
    was = {"state": str(order.state)}
    try:
        made = _sent(order, form)
    except CannotSend as refusal:
        db.session.rollback()
        codes = (code for kind, code in WHY_NOT if isinstance(refusal, kind))
        return _order(number, next(codes, "order_changed"))
    write_down(actor(), Act.SENT_OFF, f"order:{number}", now, was, written(order, made))
    db.session.commit()
    return _order(number, "sent_off" if order.state == OrderState.FULFILLED else "part_sent")


def written(order: Order, made: list[Shipment]) -> dict[str, object]:
    """What the audit says of parcels that left."""
    return {
        "state": str(order.state),
        "tracking": [one.tracking for one in made if one.tracking],
        "parcels": [{str(line.order_line_id): line.quantity for line in one.lines} for one in made],
    }


def _sent(order: Order, form: SendingForm) -> list[Shipment]:
    now, by = current.now(), actor().name
    if form.parcels:
        return send(order, form.leaving, now, by)
    mark_sent(order, now, by=by)  # everything that had not left was refunded
    return []


def _page(form: SendingForm, status: int = 200) -> Response:
    return own_page("staff/send_off.html", status, form=form, order=form.order)


def _over(order: Order) -> str:
    return "same" if order.state == OrderState.FULFILLED else "not_confirmed"


def _order(number: str, told: str) -> Response:
    return see_other("staff.order", number=number, told=told)
