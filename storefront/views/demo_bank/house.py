"""What the pages of the demo's houses share: who comes in with which charge, in which language, and the way back."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, current_app, g, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from storefront import logs
from storefront.extensions import db
from storefront.locales import as_locale
from storefront.orders.order import Order
from storefront.payments.gateways.demo import DemoCharge, DemoMove
from storefront.payments.gateways.installed import gateway_for
from storefront.payments.payment import Payment
from storefront.settings import Play
from storefront.views import current
from storefront.views.play_words import play
from storefront.views.responses import own_page

bp = Blueprint("demo_bank", __name__)


@dataclass(frozen=True)
class Visit:
    """Somebody who comes with a charge: the provider's side of it and the shop's."""

    charge: DemoCharge
    payment: Payment
    order: Order


@bp.before_request
def _language() -> None:
    """The houses' addresses name no language: an order's pages speak its own, the others the browser's.

    Where real money moves, play money pays for nothing: there the houses are closed.
    """
    if play() is Play.LIVE:
        abort(404)
    g.locale = as_locale(request.args.get("lang") or current.wished_locale())
    g.noindex = True


def visit(ref: str, method: str) -> Visit:
    """The charge of that reference and method with its order, whose language is spoken from here on; else 404."""
    charge = db.session.scalar(
        select(DemoCharge).where(DemoCharge.ref == ref, DemoCharge.method == method)
    )
    payment = charge and db.session.scalar(
        select(Payment)
        .where(Payment.idempotency_key == charge.key)
        .options(joinedload(Payment.order))
    )
    if not charge or not payment:
        abort(404)
    speak_for(payment.order)
    return Visit(charge, payment, payment.order)


def speak_for(order: Order) -> None:
    """Go on in the language of an order, and name it in the log."""
    g.locale = as_locale(order.locale)
    logs.order_number.set(order.number or "")


def house_page(template: str, status: int = 200, **context: Any) -> Response:
    """A page of one of the houses; never kept by anybody, never passed on as a referrer."""
    response = own_page(template, status=status, **context)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@bp.app_template_global("demo_panel")
def panel_address() -> str:
    """Where the panel is, "" where there is none: only in development, and only with the demo's gateway."""
    if current_app.config["SETTINGS"].production or gateway_for("demo") is None:
        return ""
    return url_for("demo_bank.panel")


def back_to_shop(order: Order) -> str:
    """The order's page, for the browser that placed it; a reference of ours opens no door to anybody else."""
    return url_for("orders.show", number=order.number, lang=as_locale(order.locale))


def on_its_way(ref: str) -> int:
    """Yen that were paid here and have not been told to the shop yet."""
    moves = db.session.scalars(select(DemoMove).where(DemoMove.charge_ref == ref))
    return sum(move.amount for move in moves)
