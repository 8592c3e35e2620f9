"""What every step of checkout has on the table: cart, answers so far, and the quote for both."""

from dataclasses import dataclass
from typing import Any

from storefront.cart.cart import Cart
from storefront.catalog.picture import Picture
from storefront.checkout.checkout import Checkout, checkout_of
from storefront.checkout.steps import Step, next_step
from storefront.money import Yen
from storefront.quoting.quote import Quote, quote
from storefront.shipping.prefectures import Prefecture
from storefront.views import current
from storefront.views.cart_page import name_of, taken_off
from storefront.views.snapshot import snapshot
from storefront.views.sums import quote_sums


@dataclass(frozen=True)
class Desk:
    """One visitor's checkout at this moment. `answers` is None before the first step was saved."""

    cart: Cart
    answers: Checkout | None
    quote: Quote

    @property
    def step(self) -> Step:
        """Where the visitor has to be next."""
        return next_step(self.cart, self.answers, self.quote)


@dataclass(frozen=True)
class SummaryLine:
    """A line of the order as the summary shows it."""

    name: str
    quantity: int
    amount: Yen
    picture: Picture | None


def current_desk() -> Desk | None:
    """The visitor's desk, None without an open cart."""
    cart = current.current_cart()
    return desk_for(cart, checkout_of(cart.id)) if cart else None


def desk_for(
    cart: Cart,
    answers: Checkout | None,
    *,
    destination: Prefecture | None = None,
    sending: str = "",
    payment: str = "",
) -> Desk:
    """A desk priced by the answers, or by what is just being chosen; before both, to the visitor's region."""
    known = answers.destination if answers else None
    items = cart.items()
    priced = quote(
        items,
        snapshot().tariff,
        current.now(),
        destination or known or current.area(),
        sending or (answers.shipping_method if answers else ""),
        payment or (answers.payment_method if answers else ""),
        taken_off(items),
    )
    return Desk(cart, answers, priced)


def summary_of(desk: Desk) -> dict[str, Any]:
    """What `checkout/_summary.html` needs."""
    return {
        "summary_lines": [
            SummaryLine(name_of(line.variant), line.quantity, line.amount, line.variant.picture)
            for line in desk.cart.lines
        ],
        "summary_rows": quote_sums(desk.quote),
        "quote": desk.quote,
    }
