"""The e-mail address of an order that was typed wrongly: put right, and what the buyer needs is mailed there at once."""

from flask import Response, request
from flask_babel import gettext as _

from storefront.checkout import contact
from storefront.checkout.email_typos import suggested_email
from storefront.customers.kept import follow
from storefront.extensions import db
from storefront.mail.again import CannotSendAgain
from storefront.orders.correcting import correct_email
from storefront.orders.lifecycle import hold
from storefront.orders.order import Order
from storefront.staff.audit import Act, write_down
from storefront.staff.roles import Permission
from storefront.views import current
from storefront.views.access import STAFF, access
from storefront.views.responses import own_page, see_other
from storefront.views.staff.area import bp
from storefront.views.staff.at_work import actor
from storefront.views.staff.confirming import asks_password
from storefront.views.staff.order_mails import send_anew
from storefront.views.staff.order_reading import asked_order
from storefront.views.staff.typed import number_typed


@bp.get("/orders/<number>/email")
@access(STAFF, Permission.CHANGE_ORDERS)
def order_email(number: str) -> Response:
    """The address as it stands, to be put right."""
    order = asked_order(number)
    return _page(order, order.contact.email) if order.contact.email else _mails(number, "same")


@bp.post("/orders/<number>/email")
@access(STAFF, Permission.CHANGE_ORDERS)
@asks_password()
def correct_order_email(number: str) -> Response:
    """Put it right, once; asked again with both addresses when the order changed since the page was opened, and once about
    what looks like a slip.
    """
    now, order = current.now(), hold(asked_order(number).id)
    typed = contact.tidy_email(request.form.get("email", ""))
    before, version = order.contact.email, number_typed(request.form.get("version", "x"))
    if not before or typed.lower() == before.lower():
        db.session.rollback()
        return _mails(number, "same")
    fault, slip = _fault(typed), suggested_email(typed) and request.form.get("sure") != typed
    if fault or slip:
        db.session.rollback()
        return _page(asked_order(number), typed, fault=fault)
    if version is None or not correct_email(order, typed, version, now):
        db.session.rollback()
        return _page(asked_order(number), typed, stale=True)
    follow(before, typed)
    was, became = {"version": version}, {"version": version + 1, "fields": ["email"]}
    write_down(actor(), Act.EMAIL_CORRECTED, f"order:{number}", now, was, became)
    told = "email_corrected_mailed"
    try:
        send_anew(order, now)
    except CannotSendAgain:
        told = "email_corrected"
    db.session.commit()
    return _mails(number, told)


def _fault(typed: str) -> str:
    if not typed:
        return str(_("メールアドレスを入力してください"))
    if not contact.is_email(typed):
        return str(_("メールアドレスの形をお確かめください（例：minori@example.jp）"))
    return ""


def _page(order: Order, typed: str, *, fault: str = "", stale: bool = False) -> Response:
    return own_page(
        "staff/order_email.html", 409 if stale else 422 if fault else 200, order=order, typed_email=typed,
        fault=fault, stale=stale, meant=suggested_email(typed) if typed and not fault else None,
    )  # fmt: skip


def _mails(number: str, told: str) -> Response:
    return see_other("staff.order_mails", number=number, told=told)
