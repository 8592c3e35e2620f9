"""Pressing the button: the same page pressed twice, in two tabs or too late ends at one order or none, never at two."""

from datetime import timedelta

from flask import Response, abort, current_app, request, session, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import TooManyRequests

from storefront import limits, logs
from storefront.cart.cart import Cart
from storefront.catalog.stock import NotEnoughStock
from storefront.checkout import placing
from storefront.checkout.checkout import checkout_of
from storefront.checkout.seen import Seen
from storefront.checkout.steps import Step
from storefront.database import again
from storefront.extensions import db
from storefront.orders.order import Order
from storefront.payments.payment import Payment
from storefront.views import checkout_confirm, current
from storefront.views.caller import caller
from storefront.views.cart_page import name_of
from storefront.views.charging import charge, where_it_stands
from storefront.views.checkout_desk import desk_for
from storefront.views.checkout_payment import missing
from storefront.views.decline_limit import no_cards_until
from storefront.views.order_access import remember_order
from storefront.views.responses import own_page, see_other, see_path
from storefront.views.snapshot import snapshot
from storefront.views.visitor import known_key

PER_CART = (5, timedelta(minutes=10))
PER_CALLER = (20, timedelta(hours=1))


def submit() -> Response:
    """Place the order, take the money, and lead to where it then stands."""
    try:
        seen = checkout_confirm.read_key(request.form.get("place_key", ""))
    except checkout_confirm.StaleKey:
        abort(400)
    if request.form.get("seen_total") != str(seen.total):
        abort(400)
    if order := placing.order_placed_with(seen.place_key, seen.cart_id):
        return _lead_to(order)
    try:
        payment = again(lambda: _place(seen))
    except (placing.CannotPlace, NotEnoughStock, IntegrityError, TooManyRequests) as trouble:
        db.session.rollback()
        _count_try(seen.cart_id)
        db.session.commit()
        return _not_placed(trouble, seen)
    if payment is None:
        db.session.commit()
        return see_other("cart.show")
    order_id, number = payment.order_id, str(payment.order.number)
    logs.order_number.set(number)
    path = charge(payment)
    _let_go(number, seen.cart_id)
    return see_path(path or where_it_stands(db.session.get_one(Order, order_id)))


def _place(seen: Seen) -> Payment | None:
    """Count the try, make the order and its payment row from what is stored now; None when the cart is gone.

    Does not commit: that is `charge`'s first act. Raises TooManyRequests beside what `place_order` does.
    """
    if not _count_try(seen.cart_id):
        raise TooManyRequests(retry_after=int(PER_CART[1].total_seconds()))
    _refuse_tried_out(seen.cart_id)
    cart = current.current_cart()
    answers = checkout_of(cart.id) if cart else None
    if cart is None or cart.id != seen.cart_id:
        return None
    desk = desk_for(cart, answers)
    if answers is None:
        raise placing.Incomplete(desk.step)
    return placing.place_order(
        cart,
        answers,
        desk.quote,
        snapshot().tariff,
        seen,
        current.locale(),
        current.now(),
        known_key(),
    )


def _not_placed(trouble: Exception, seen: Seen) -> Response:
    """Say what is in the way. Somebody else's click on the same page may have been faster: then that order it is."""
    if isinstance(trouble, TooManyRequests):
        raise trouble
    if order := placing.order_placed_with(seen.place_key, seen.cart_id):
        return _lead_to(order)
    cart = current.current_cart()
    if cart is None or not cart.lines:
        return see_other("cart.show")
    desk = desk_for(cart, checkout_of(cart.id))
    if isinstance(trouble, NotEnoughStock) or desk.step is Step.CART:
        return _sold_out(cart)
    if isinstance(trouble, placing.Incomplete):
        return missing(desk)
    return checkout_confirm.show_again(desk, seen)


def _sold_out(cart: Cart) -> Response:
    """409: which goods are fewer than wanted, and how many are left of each."""
    short = [
        (
            name_of(line.variant),
            line.variant.stock if line.problem == "short" else 0,
            line.variant.published and line.variant.product.published,
        )
        for line in cart.lines
        if line.problem
    ]
    return own_page(
        "checkout/sold_out.html",
        status=409,
        short=short,
        switch_url=url_for("cart.show", lang="en" if current.locale() == "ja" else "ja"),
    )


def _lead_to(order: Order) -> Response:
    _let_go(str(order.number), order.cart_id)
    return see_path(where_it_stands(order))


def _let_go(number: str, cart_id: int) -> None:
    """This session remembers the order from now on, and lets go of the cart it came from."""
    remember_order(number)
    if session.get("cart") == cart_id:
        session.pop("cart")


def _refuse_tried_out(cart_id: int) -> None:
    """Raises TooManyRequests for a card when too many were declined for this caller; other ways to pay go on."""
    until = no_cards_until()
    answers = checkout_of(cart_id) if until else None
    if until and answers and answers.payment_method == "card":
        raise TooManyRequests(retry_after=int((until - current.now()).total_seconds()) + 1)


def _count_try(cart_id: int) -> bool:
    """Count one try of this cart and of this caller, the latter as a digest; False beyond the limits. Does not commit.

    With the order in one transaction, to spare it a commit; where there is no order, by itself.
    """
    if not current_app.config["SETTINGS"].rate_limits:
        return True
    within = [
        limits.hit(f"place:cart:{cart_id}", *PER_CART, current.now()),
        limits.hit(f"place:caller:{caller()}", *PER_CALLER, current.now()),
    ]
    return all(within)
