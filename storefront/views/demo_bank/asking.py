"""The demo's bank asks whether it is really the buyer (3-D Secure), the demo's wallet whether to pay."""

from flask import Response, abort, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from storefront.extensions import db
from storefront.payments.gateways import OutcomeStatus
from storefront.payments.gateways.demo import acts
from storefront.payments.payment import Payment, PaymentState
from storefront.views import current
from storefront.views.access import ORDER_LINK, access
from storefront.views.charging import record, way_back, where_attempt_stands
from storefront.views.demo_bank.house import bp, house_page, speak_for, visit
from storefront.views.order_access import remember_order
from storefront.views.responses import see_path

ANSWERS = {"approve": True, "refuse": False}
APPROVE_AND_LEAVE = "approve_and_leave"


@bp.route("/demo/3-d-secure/<ref>", methods=["GET", "POST"])
@access(ORDER_LINK)
def challenge(ref: str) -> Response:
    """The bank's question, in the order's language; the answer leads back to the order. The first answer counts."""
    payment = db.session.scalar(
        select(Payment).where(Payment.provider_ref == ref).options(joinedload(Payment.order))
    )
    if payment is None or payment.gateway != "demo" or payment.method != "card":
        abort(404)
    order = payment.order
    speak_for(order)
    if payment.state != PaymentState.NEEDS_ACTION:
        return see_path(where_attempt_stands(payment, with_key=False))
    if request.method == "GET":
        return house_page("demo_bank/challenge.html", order=order, payment=payment)
    answer = ANSWERS.get(request.form.get("answer", ""))
    if answer is None:
        abort(400)
    return _answered(payment, answer)


@bp.route("/demo/wallet/<ref>", methods=["GET", "POST"])
@access(ORDER_LINK)
def wallet(ref: str) -> Response:
    """The wallet's question. Who approves and leaves never comes back: the shop hears of it by a message alone."""
    here = visit(ref, "wallet")
    payment = here.payment
    if payment.state != PaymentState.NEEDS_ACTION:
        return see_path(where_attempt_stands(payment, with_key=False))
    if request.method == "GET":
        left = here.charge.status != OutcomeStatus.NEEDS_ACTION
        back = way_back(payment, with_key=False)
        return house_page("demo_bank/wallet.html", here=here, left=left, back=back)
    given = request.form.get("answer", "")
    if given == APPROVE_AND_LEAVE:
        db.session.rollback()
        acts.answer(ref, approved=True, gone=True)
        return see_path(url_for("demo_bank.wallet", ref=ref))
    if given not in ANSWERS:
        abort(400)
    return _answered(payment, ANSWERS[given])


def _answered(payment: Payment, approved: bool) -> Response:
    payment_id, ref, number = payment.id, payment.provider_ref or "", str(payment.order.number)
    db.session.rollback()
    outcome = acts.answer(ref, approved)
    if outcome is None:
        abort(404)
    remember_order(number)
    path = record(payment_id, outcome, current.now())
    return see_path(path or where_attempt_stands(db.session.get_one(Payment, payment_id)))
