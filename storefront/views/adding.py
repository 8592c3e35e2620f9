"""Adding to an order that was just placed: one page with everything that is agreed to, one button, and where it then stands."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

from flask import Blueprint, Response, abort, request
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import TooManyRequests

from storefront.catalog.stock import NotEnoughStock
from storefront.checkout.amending import AlreadyAsked, CannotAmend, OtherTotal, amend, taken
from storefront.database import again
from storefront.extensions import db, htmx
from storefront.offers.accepting import CannotAccept, Made
from storefront.offers.impression import note
from storefront.offers.kinds import Answer
from storefront.offers.offer import Offer
from storefront.orders.amendment import Amendment, AmendmentState, pending_amendment
from storefront.orders.finding import order_by_number
from storefront.orders.order import Order
from storefront.payments.of_order import last_for
from storefront.payments.payment import Payment, PaymentState
from storefront.quoting.paying import PaymentChoice
from storefront.views import current
from storefront.views.access import ORDER_LINK, access
from storefront.views.adding_form import Adding, Seen, StaleKey, adding_of, read_key
from storefront.views.adding_page import (
    KeptCard,
    adding_page,
    kept_card_of,
    not_added,
)
from storefront.views.addition_sheet import addition_link
from storefront.views.caller import within_limit
from storefront.views.card_form import PayForm
from storefront.views.charging import charge
from storefront.views.decline_limit import resting_words
from storefront.views.order_access import Access, OrderHidden, kept_link, visible_order
from storefront.views.payment_words import decline_words, refusal_words
from storefront.views.responses import own_parts, see_path
from storefront.views.snapshot import snapshot
from storefront.views.thanks_offer import BLOCK, answer_html, beside, terms_of
from storefront.views.visitor import known_visitor, nobody, visit

bp = Blueprint("adding", __name__)
TRIES, TRIES_WITHIN = 20, timedelta(hours=1)


@bp.route("/orders/<number>/add", methods=["GET", "POST"])
@access(ORDER_LINK)
def add(number: str) -> Response:
    """What an offer adds to an order, for how much, how paid; posted, it is added. Nothing else of the order changes."""
    order = own_order(number)
    if request.method == "POST":
        return _submitted(order)
    made = _made(order, request.args.get("offer", ""))
    chosen = request.args.getlist("sku")
    if not chosen and len(made.pieces) > 1:
        return see_path(kept_link("orders.thank_you", number, choose="1") + f"#{BLOCK}")
    skus = {one.sku for one in made.pieces} & set(chosen)
    if chosen and not skus:
        abort(404)
    return wished(order, made, skus)


def wished(order: Order, made: Made, skus: Collection[str] = ()) -> Response:
    """The page of what was chosen of an offer, all of it without `skus`; for what waits or is in already, how it stands."""
    if known := _in_already(order, made):
        return see_path(_standing_of(known))
    try:
        adding = adding_of(order, made, skus)
    except (CannotAmend, CannotAccept, NotEnoughStock) as trouble:
        return not_added(order, trouble)
    return adding_page(adding, _blank(adding))


@bp.post("/orders/<number>/add/refusal")
@access(ORDER_LINK)
def refuse(number: str) -> Response:
    """Take a no to what was suggested beside an order: perhaps one smaller proposal, then silence."""
    order, token = own_order(number), request.form.get("offer", "")
    made = _made(order, token)
    if terms_of(made) and not nobody():
        _noted(made, Answer.REFUSED)
    if not htmx:
        db.session.commit()
        return see_path(kept_link("orders.thank_you", number, refused=token) + f"#{BLOCK}")
    html = answer_html(order, made)
    db.session.commit()
    return own_parts([html])


def own_order(number: str) -> Order:
    """An order for its buyer, not for somebody with an old link. Raises OrderHidden."""
    order, seen = visible_order(number)
    if seen is not Access.FULL:
        raise OrderHidden
    return order


def _made(order: Order, token: str) -> Made:
    """An offer that was made beside this order; 404 for any other."""
    return beside(order, token) or abort(404)


def _submitted(order: Order) -> Response:
    """Add what the page showed, once; a decline or a change leads back to the page."""
    try:
        seen = read_key(request.form.get("place_key", ""))
    except StaleKey:
        abort(400)
    if seen.number != order.number:
        abort(404)
    if known := _placed_with(seen) or _in_already(order, seen.made):
        return see_path(_standing_of(known))
    if not within_limit("add", TRIES, TRIES_WITHIN):
        raise TooManyRequests(retry_after=int(TRIES_WITHIN.total_seconds()))
    form = PayForm(request.form)
    try:
        adding = adding_of(order, seen.made)
    except (CannotAmend, CannotAccept, NotEnoughStock) as trouble:
        return not_added(order, trouble)
    kept = kept_card_of(order)
    way = _chosen(form, adding, kept)
    if way is None:
        form.hide_secrets()
        return adding_page(adding, form, 422)
    if adding.changed or way.total != seen.totals.get(way.paying.code):
        form.hide_secrets()
        return adding_page(adding, form, 409, before=seen.totals.get(way.paying.code))
    return _added(adding, way, form, seen, kept)


def _added(
    adding: Adding, way: PaymentChoice, form: PayForm, seen: Seen, kept: KeptCard | None
) -> Response:
    number = str(adding.order.number)
    try:
        payment = again(lambda: _write(number, seen, way, form, kept))
    except AlreadyAsked as trouble:
        which = trouble.amendment.number
        db.session.rollback()
        return see_path(addition_link(number, which))
    except (CannotAmend, NotEnoughStock, IntegrityError) as trouble:
        db.session.rollback()
        return _not_added(number, seen, form, trouble)
    charge(payment)
    order = order_by_number(number)
    made = _placed_with(seen)
    assert order is not None
    assert made is not None
    return _after(order, made, seen, form)


def _write(
    number: str, seen: Seen, way: PaymentChoice, form: PayForm, kept: KeptCard | None
) -> Payment:
    """Write the addition and the attempt to pay it; the commit is `charge`'s first act. Raises CannotAmend."""
    order = order_by_number(number)
    assert order is not None
    adding, source, label = adding_of(order, seen.made), "", ""
    if way.paying.code == "card" and form.card_typed:
        source, label = form.swap_for_token()
    elif way.paying.code == "card" and kept:
        source, label = kept.source, kept.label
    by = adding.by
    if not nobody():
        by = replace(by, impression_id=_noted(adding.made, Answer.CLICKED))
    return amend(
        order, adding.wanted, way.paying, snapshot().tariff, way.total, seen.place_key, current.now(),
        source, label, by=by,
    )  # fmt: skip


def _noted(made: Made, answer: Answer) -> int:
    """Write down what became of the offer; the impression's number."""
    where = (known_visitor().id, made.offer_id, made.placement, made.context)
    told = made.refused()
    return note(*where, answer, current.now(), visit=visit(), chance=made.chance, goods=told).id


def _after(order: Order, made: Amendment, seen: Seen, form: PayForm) -> Response:
    """To the bank's page, or to where the addition stands; a decline stays here."""
    payment = last_for(made)
    if made.state == AmendmentState.DROPPED and payment is not None:
        form.hide_secrets()
        try:
            adding = adding_of(order, seen.made)
        except (CannotAmend, CannotAccept, NotEnoughStock) as trouble:
            return not_added(order, trouble)
        reason = decline_words(payment.failure, payment.method)
        return adding_page(adding, form, 422, declined=reason)
    if payment and payment.state == PaymentState.NEEDS_ACTION and payment.action_path:
        return see_path(payment.action_path)
    return see_path(_standing_of(made))


def _not_added(number: str, seen: Seen, form: PayForm, trouble: Exception) -> Response:
    """Somebody else's click was faster, or what was shown holds no longer."""
    order = order_by_number(number)
    assert order is not None
    other = _placed_with(seen) or _in_already(order, seen.made)
    if other is not None:
        return see_path(_standing_of(other))
    try:
        adding = adding_of(order, seen.made)
    except (CannotAmend, CannotAccept, NotEnoughStock) as meanwhile:
        return not_added(order, meanwhile)
    if not isinstance(trouble, OtherTotal):
        return not_added(order, trouble)
    form.hide_secrets()
    return adding_page(adding, form, 409, before=seen.totals.get(form.payment_method.data or ""))


def _chosen(form: PayForm, adding: Adding, kept: KeptCard | None) -> PaymentChoice | None:
    """The way chosen, its card judged; None leaves the words for it on the form."""
    way = adding.way(form.payment_method.data or "")
    words = refusal_words(way) if way else str(_("お支払い方法を選んでください"))
    if way and way.paying.code == "card":
        words = words or resting_words(adding.order)
    if words:
        form.payment_method.errors = [words]
        return None
    by_kept = kept is not None and not form.card_typed
    if way and way.paying.code == "card" and not by_kept and not form.judge_card():
        return None
    return way


def _blank(adding: Adding) -> PayForm:
    """The form at first: the order's own way to pay, if it can be had."""
    open_ways = [one.paying.code for one in adding.ways if not one.refusal]
    own = adding.order.payment_code
    return PayForm(data={"payment_method": own if own in open_ways else next(iter(open_ways), "")})


def _placed_with(seen: Seen) -> Amendment | None:
    asked = select(Amendment).where(Amendment.place_key == seen.place_key)
    return db.session.scalar(asked.execution_options(populate_existing=True))


def _in_already(order: Order, made: Made) -> Amendment | None:
    """The addition that waits for its money, or the one by which the order has this offer, be that over by now."""
    code = db.session.scalar(select(Offer.code).where(Offer.id == made.offer_id))
    return pending_amendment(order) or taken(order, code or "")


def _standing_of(made: Amendment) -> str:
    return addition_link(str(made.order.number), made.number)
