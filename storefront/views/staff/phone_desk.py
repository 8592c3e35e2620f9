"""What lies on the desk during a call: the goods, what they cost all told, what was found, and where the buyer lived before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from storefront.cart.cart import Cart, CartLine
from storefront.catalog.product import PUBLISHED, Product
from storefront.catalog.search import hits
from storefront.catalog.variant import Variant
from storefront.checkout.by_phone import by_link, link_until
from storefront.checkout.checkout import Checkout
from storefront.checkout.contact import is_email
from storefront.checkout.draft import PhoneDraft
from storefront.extensions import db
from storefront.money import Yen
from storefront.orders.order import Order, OrderContact
from storefront.quoting.quote import PaymentChoice, Quote, quote
from storefront.shipping.prefectures import by_code
from storefront.views import current
from storefront.views.cart_page import name_of, taken_off
from storefront.views.checkout_desk import Desk
from storefront.views.checkout_payment import PayWay, pay_way
from storefront.views.checkout_ways import choices_context
from storefront.views.frame import area_name
from storefront.views.how_to_pay import moment_words
from storefront.views.snapshot import snapshot
from storefront.views.staff.phone_form import PhoneForm
from storefront.views.sums import quote_sums

MOST_FOUND = 12
EARLIER = 3


@dataclass(frozen=True)
class GoodsLine:
    """A line of the sheet; `wrong` is why it cannot be sold as it stands."""

    sku: str
    name: str
    quantity: int
    unit_price: Yen
    amount: Yen
    left: int
    wrong: str = ""


@dataclass(frozen=True)
class FoundGood:
    """A variant that fits what was typed; `left` 0 is sold out."""

    sku: str
    name: str
    price: Yen
    left: int


@dataclass(frozen=True)
class Earlier:
    """Where an earlier order of the same address went."""

    number: str
    placed_at: datetime
    name: str
    address: str


def desk_of(cart: Cart, form: PhoneForm) -> Desk:
    """The goods priced for what is typed at this moment; nothing is taken from the browser the member sits at."""
    return Desk(cart, None, priced(cart, (form.destination and form.destination.code) or "",
                                   form.shipping_rate.data or "", form.payment_method.data or ""))  # fmt: skip


def agreed_desk(cart: Cart, answers: Checkout) -> Desk:
    """The goods priced by the answers that were judged."""
    cost = priced(cart, answers.prefecture, answers.shipping_method, answers.payment_method)
    return Desk(cart, answers, cost)


def priced(cart: Cart, prefecture: str, sending: str, payment: str) -> Quote:
    """The shop's own quote."""
    items = cart.items()
    tariff, there = snapshot().tariff, by_code(prefecture) if prefecture else None
    return quote(items, tariff, current.now(), there, sending, payment, taken_off(items))


def lines_of(cart: Cart) -> list[GoodsLine]:
    """The lines with what is wrong with them."""
    return [
        GoodsLine(
            line.variant.sku, name_of(line.variant), line.quantity, line.variant.price,
            line.amount, line.left, _wrong(line),
        )
        for line in cart.lines
    ]  # fmt: skip


def found(typed: str) -> list[FoundGood]:
    """Goods whose name, reading or SKU holds what was typed; one statement. What is not published is not sold by phone either."""
    matching = hits(typed)
    if matching is None:
        return []
    hit = matching.subquery()
    exact = func.upper(Variant.sku) == typed.strip().upper()
    asked = (
        select(Variant)
        .join(Variant.product)
        .join(hit, hit.c.id == Product.id)
        .where(PUBLISHED, Variant.published)
        .options(contains_eager(Variant.product), joinedload(Variant.picture))
        .order_by(exact.desc(), hit.c.place, Product.position, Product.id, Variant.position)
        .limit(MOST_FOUND)
    )
    return [
        FoundGood(one.sku, name_of(one), one.price, one.stock if one.sellable else 0)
        for one in db.session.scalars(asked)
    ]


def earlier_of(email: str) -> list[Earlier]:
    """Where the last orders of an address went, each place once; none for what is no address. One statement."""
    if not is_email(email):
        return []
    asked = (
        select(Order.number, Order.placed_at, OrderContact)
        .join(OrderContact)
        .where(func.lower(OrderContact.email) == email.lower(), ~Order.simulated)
        .order_by(Order.id.desc())
        .limit(3 * EARLIER)
    )
    places: dict[tuple[str, str], Earlier] = {}
    for number, placed_at, to in db.session.execute(asked):
        there = by_code(to.prefecture)
        where = " ".join(
            part
            for part in (there and area_name(there, current.locale()), to.address, to.building)
            if part
        )
        places.setdefault((to.name, where), Earlier(str(number), placed_at, to.name, where))
    return list(places.values())[:EARLIER]


def pay_ways(desk: Desk) -> list[PayWay]:
    """The shop's ways to pay, as they are told on the phone: by a link where a buyer at a page would pay at once."""
    return [_told(one, pay_way(one, desk.quote.sending)) for one in desk.quote.payments]


def _told(choice: PaymentChoice, way: PayWay) -> PayWay:
    if way.off:
        return replace(way, text=_("、").join(filter(None, (way.text, way.opener_text))))
    if not by_link(choice.paying):
        return way
    until = moment_words(link_until(current.now()))
    words = (
        _("お支払いのページへのリンクをメールで送ります。カードの番号は聞かないでください。")
        if way.code == "card"
        else _("お支払いのページへのリンクをメールで送ります。")
    )
    return replace(way, text=words, due=_("%(due)sまでにお支払い", due=until))


def page_parts(draft: PhoneDraft, form: PhoneForm, typed: Mapping[str, str]) -> dict[str, Any]:
    """What the page and its fragments are given."""
    desk = desk_of(draft.cart, form)
    if form.payment_method.data is None:
        form.payment_method.data = ""
    lines: Sequence[GoodsLine] = lines_of(draft.cart)
    return {
        "draft": draft,
        "form": form,
        "lines": lines,
        "quote": desk.quote,
        "summary_rows": quote_sums(desk.quote) if desk.quote.items else [],
        "pay": pay_ways(desk),
        "earlier": earlier_of(form.email.data or ""),
        "wanted": typed.get("find", ""),
        "results": found(typed["find"]) if typed.get("find") else [],
        **choices_context(desk, form.wanted_day),
    }


def _wrong(line: CartLine) -> str:
    if not line.problem:
        return ""
    return str(
        _("残りは%(left)s点です", left=line.left) if line.left else _("いまは売っていません")
    )
