"""Taking the money of an attempt that is written down, and leading to where its order then stands."""

import logging
from datetime import datetime

from flask import url_for
from sqlalchemy.exc import SQLAlchemyError

from storefront.database import again
from storefront.extensions import db
from storefront.locales import as_locale
from storefront.orders.order import Order
from storefront.payments.gateways import GatewayTimeout, Outcome, OutcomeStatus
from storefront.payments.gateways.installed import gateway_for
from storefront.payments.payment import Payment, stored_payment
from storefront.payments.settling import begin_offline, last_payment, settle
from storefront.payments.standing import Standing, standing
from storefront.views import current
from storefront.views.decline_limit import note_decline
from storefront.views.order_access import order_link

log = logging.getLogger("storefront.payments")


def charge(payment: Payment) -> str | None:
    """Commit the attempt, call its gateway with no transaction open, record the answer, commit again; then as `record`.

    No answer is no decline: the attempt is then unknown and a job asks again, whether the gateway was slow, away
    or said what nobody understands. Whatever goes wrong after the call is left to the worker, which asks the
    gateway; the order stands all the same.
    """
    moment = current.now()
    gateway = gateway_for(payment.gateway)
    if gateway is None:
        begin_offline(payment, moment)
        offline = where_attempt_stands(payment)
        db.session.commit()
        return offline
    back = way_back(payment)
    payment_id, frozen = payment.id, payment.charge(back)
    db.session.commit()
    try:
        outcome = gateway.start(frozen)
    except GatewayTimeout:
        outcome = Outcome(OutcomeStatus.UNKNOWN)
    except Exception:  # the money may have moved: an error page would invite a second order
        log.exception("the gateway failed", extra={"payment": payment_id})
        db.session.rollback()
        outcome = Outcome(OutcomeStatus.UNKNOWN)
    path = record(payment_id, outcome, moment)
    if outcome.status is OutcomeStatus.DECLINED and frozen.method == "card":
        note_decline()
    return path


def record(payment_id: int, outcome: Outcome, now: datetime) -> str | None:
    """Settle what a gateway said and commit; the page that is next, see `where_attempt_stands`.

    None, never an error, for a database that says no.
    """

    def settled() -> str:
        payment = stored_payment(payment_id)
        settle(payment, outcome, now)
        path = where_attempt_stands(payment)
        db.session.commit()
        return path

    try:
        return again(settled)
    except SQLAlchemyError:
        log.exception("settling is left to the worker", extra={"payment": payment_id})
        db.session.rollback()
        return None


def way_back(payment: Payment, *, with_key: bool = True) -> str:
    """The path that the gateway leads the buyer back to."""
    made = payment.amendment
    if made is not None:
        return _path(payment.order, "adding_stands.came_back", with_key, which=made.number)
    return _path(payment.order, "paying.came_back", with_key)


def where_attempt_stands(payment: Payment, *, with_key: bool = True) -> str:
    """The path of the page that says what is next after an attempt: the order's, or that of goods added to it."""
    made = payment.amendment
    if made is None:
        return where_it_stands(payment.order, with_key=with_key)
    return _path(payment.order, "adding_stands.show", with_key, which=made.number)


def where_it_stands(order: Order, *, with_key: bool = True) -> str:
    """The path of the page that says what is next for an order, in the order's language.

    Without a key only the session that placed the order gets in: for places that prove nothing themselves.
    """
    payment = last_payment(order)
    endpoint = "orders.show"
    match standing(order, payment):
        case Standing.PAID | Standing.AT_THE_DOOR | Standing.AWAITING:
            endpoint = "orders.thank_you"
        case Standing.ACTION if payment is not None and payment.action_path:
            return payment.action_path
        case Standing.TO_PAY if order.reserved_until > current.now():
            endpoint = "paying.pay"
    return _path(order, endpoint, with_key)


def _path(order: Order, endpoint: str, with_key: bool, **more: int) -> str:
    lang = as_locale(order.locale)
    if with_key:
        return order_link(order, endpoint, lang, **more)
    return url_for(endpoint, number=order.number, lang=lang, **more)  # type: ignore[arg-type]
