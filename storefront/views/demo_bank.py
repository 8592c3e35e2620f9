"""The demo's bank: asks the buyer in 3-D Secure whether it is really them. No real bank has anything to do with it."""

from flask import Blueprint, Response, abort, g, request
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from storefront import logs
from storefront.extensions import db
from storefront.locales import as_locale
from storefront.orders.order import Order
from storefront.payments.gateways.demo import DemoGateway
from storefront.payments.payment import Payment, PaymentState
from storefront.views import current
from storefront.views.access import ORDER_LINK, access
from storefront.views.charging import record, where_it_stands
from storefront.views.order_access import remember_order
from storefront.views.responses import own_page, see_path

bp = Blueprint("demo_bank", __name__)
BANK = DemoGateway()
ANSWERS = {"approve": True, "refuse": False}


@bp.route("/demo/3-d-secure/<ref>", methods=["GET", "POST"])
@access(ORDER_LINK)
def challenge(ref: str) -> Response:
    """The bank's question, in the order's language; the answer leads back to the order. The first answer counts."""
    payment = db.session.scalar(
        select(Payment).where(Payment.provider_ref == ref).options(joinedload(Payment.order))
    )
    if payment is None or payment.gateway != "demo":
        abort(404)
    order = payment.order
    g.locale, g.noindex = as_locale(order.locale), True
    logs.order_number.set(order.number or "")
    if payment.state != PaymentState.NEEDS_ACTION:
        return see_path(where_it_stands(order, with_key=False))
    if request.method == "GET":
        return own_page("demo_bank/challenge.html", order=order, payment=payment)
    answer = ANSWERS.get(request.form.get("answer", ""))
    if answer is None:
        abort(400)
    return _answered(payment, order, answer)


def _answered(payment: Payment, order: Order, approved: bool) -> Response:
    payment_id, order_id, ref = payment.id, order.id, payment.provider_ref or ""
    db.session.rollback()
    outcome = BANK.authenticate(ref, approved)
    if outcome is None:
        abort(404)
    record(payment_id, outcome, current.now())
    settled = db.session.get(Order, order_id)
    assert settled is not None
    remember_order(settled)
    return see_path(where_it_stands(settled))
