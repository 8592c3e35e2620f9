"""What every step of checkout has on the table: cart, answers so far, and the quote for both."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from storefront.cart.cart import Cart
from storefront.catalog.picture import Picture
from storefront.checkout.checkout import Checkout, checkout_of
from storefront.checkout.steps import Step, next_step
from storefront.jinja import translate, yen
from storefront.money import Yen
from storefront.quoting.quote import Quote, quote
from storefront.shipping.prefectures import Prefecture
from storefront.views import current
from storefront.views.cart_page import name_of
from storefront.views.frame import area_name
from storefront.views.snapshot import snapshot


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


@dataclass(frozen=True)
class Row:
    """A line of the sums, as the `totals` macro knows it; `to` makes it a range."""

    label: str
    amount: Yen
    kind: str = ""
    to: Yen | None = None


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
    priced = quote(
        cart.items(),
        snapshot().tariff,
        current.now(),
        destination or known or current.area(),
        sending or (answers.shipping_method if answers else ""),
        payment or (answers.payment_method if answers else ""),
    )
    return Desk(cart, answers, priced)


def summary_of(desk: Desk) -> dict[str, Any]:
    """What `checkout/_summary.html` needs."""
    return {
        "summary_lines": [
            SummaryLine(name_of(line.variant), line.quantity, line.amount, line.variant.picture)
            for line in desk.cart.lines
        ],
        "summary_rows": total_rows(desk.quote),
        "quote": desk.quote,
    }


def total_rows(priced: Quote) -> list[Row]:
    """The sums of a quote in the order to add them up, tax per rate last; a range while the region is unknown.

    Without a way to send there is no total, and the goods stand alone.
    """
    rows = [Row(_("商品の合計（%(count)s点）", count=priced.count), priced.goods)]
    rows += discount_rows(priced)
    if not priced.sendable:
        return rows
    rows.append(_shipping_row(priced))
    if priced.payment and not priced.payment.refusal:
        name = translate(priced.payment.paying.name)
        rows.append(Row(_("手数料（%(name)s）", name=name), priced.fee))
    rows.append(Row(_("合計"), priced.total_least, "grand", priced.total_most))
    return rows + (_tax_rows(priced) if priced.destination else [])


def discount_rows(priced: Quote) -> list[Row]:
    """What comes off the goods, each with its reason; in one where the goods cost less than that."""
    if -sum(one.amount for one in priced.adjustments) == priced.discount:
        return [Row(translate(one.label), one.amount, "saving") for one in priced.adjustments]
    return [Row(_("割引"), -priced.discount, "saving")]


def _tax_rows(priced: Quote) -> list[Row]:
    return [
        Row(
            _(
                "%(percent)s%%対象 %(taxable)s の内税",
                percent=part.percent,
                taxable=yen(part.taxable),
            ),
            part.tax,
            "note",
        )
        for part in priced.taxes
    ]


def _shipping_row(priced: Quote) -> Row:
    if priced.destination is None:
        return Row(_("送料（地域による）"), priced.shipping_least, to=priced.shipping_most)
    words = area_name(priced.destination, current.locale())
    if priced.shipping == 0:
        words = _("%(area)s・当社負担", area=words)
    return Row(_("送料（%(words)s）", words=words), priced.shipping or 0)
