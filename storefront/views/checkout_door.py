"""The door of checkout where guests may not simply walk in: the e-mail first, and nothing else.

There are no accounts yet, so it asks for no password; with the pattern on nobody meets it.
"""

from flask import Response

from storefront.checkout.checkout import begin_checkout
from storefront.extensions import db
from storefront.lab.patterns import Pattern
from storefront.views import current
from storefront.views.checkout_desk import Desk, current_desk, summary_of
from storefront.views.checkout_forms import EmailForm
from storefront.views.responses import own_page, see_other
from storefront.views.switches import is_on

PAGE = "checkout/door.html"


def is_closed(desk: Desk) -> bool:
    """Whether the e-mail is still to be asked for before the first step."""
    return not is_on(Pattern.GUEST_CHECKOUT) and not (desk.answers and desk.answers.email)


def show() -> Response:
    """The question; whoever has answered it, or need not, goes on to the first step."""
    desk = current_desk()
    if desk is None or not desk.cart.orderable:
        return see_other("cart.show")
    if not is_closed(desk):
        return see_other("checkout.delivery")
    return own_page(PAGE, form=EmailForm(), **summary_of(desk))


def submit(typed: EmailForm) -> Response:
    """Keep the e-mail with the cart, and go on. Safe to repeat."""
    desk = current_desk()
    if desk is None or not desk.cart.orderable:
        return see_other("cart.show")
    if not typed.validate():
        return own_page(PAGE, 422, form=typed, **summary_of(desk))
    begin_checkout(desk.cart.id, current.now()).email = typed.email.data or ""
    db.session.commit()
    return see_other("checkout.delivery")
