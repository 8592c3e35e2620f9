"""Notes of staff on an order: written beside the timeline, one of them shown to the packers."""

from flask import Response, abort, request

from storefront.extensions import db, htmx
from storefront.orders.lifecycle import hold, record
from storefront.orders.note import add_note, show_packers, tidied
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.responses import see_other
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.note_form import new_form, typed_note
from storefront.views.staff.order import order_page
from storefront.views.staff.order_reading import asked_order, read_order
from storefront.views.staff.typed import number_typed


@bp.post("/orders/<number>/notes")
@access(STAFF, Permission.NOTE_ORDERS)
def write_note(number: str) -> Response:
    """Write it down, once; with something wrong, the form again with what was typed."""
    form = typed_note()
    if form.fault:
        return order_page(read_order(number), form, 422)
    now, order, by = current.now(), hold(asked_order(number).id), actor()
    new = add_note(
        order, form.text, by.member_id, by.name, now, form.key, for_packers=form.for_packers
    )
    if new:
        wrote = {"letters": len(tidied(form.text)), "for_packers": form.for_packers}
        write_down(by, Act.NOTED, f"order:{number}", now, None, wrote)
        db.session.commit()
    else:
        db.session.rollback()
    if htmx:
        return order_page(read_order(number), new_form())
    return see_other("staff.order", number=number, told="noted" if new else "same")


@bp.post("/orders/<number>/handling")
@access(STAFF, Permission.NOTE_ORDERS)
def show_note(number: str) -> Response:
    """Show the packers another note of the order, or none."""
    note_id = number_typed(request.form.get("note", ""))
    if note_id is None:
        abort(404)
    now, order = current.now(), hold(asked_order(number).id)
    if show_packers(order, note_id or None):
        record(order, "note_shown" if note_id else "note_hidden", now)
        write_down(actor(), Act.NOTE_SHOWN, f"order:{number}", now, None, {"note": note_id or None})
        db.session.commit()
        told = "note_shown" if note_id else "note_hidden"
    else:
        db.session.rollback()
        told = "same"
    if htmx:
        return order_page(read_order(number), new_form())
    return see_other("staff.order", number=number, told=told)
