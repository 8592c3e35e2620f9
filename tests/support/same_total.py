"""A guest who walks one cart through the whole shop and holds every printed sum against the quote."""

from dataclasses import dataclass, field
from datetime import datetime

from bs4 import Tag
from flask import Flask
from sqlalchemy import select

from storefront.cart.cart import quote_item
from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.orders.order import Order
from storefront.quoting.item import QuoteItem
from storefront.quoting.quote import Quote, quote
from storefront.quoting.tariff import Tariff
from storefront.quoting.tariff_reading import load_tariff
from storefront.shipping.prefectures import Prefecture
from tests.cart.visitor import Visitor, words
from tests.checkout.buyer import ADDRESS, PAYS, Buyer
from tests.support.books import let_work, mails
from tests.support.sums import (
    Sums,
    amount,
    amounts,
    sums_in_mail,
    sums_of,
    sums_of_quote,
    sums_on_paper,
)

POSTCODES = {"Tokyo": "154-0023", "Osaka": "530-0001", "Fukuoka": "812-0011", "Okinawa": "900-0006"}


@dataclass
class Walk:
    """One cart on its way to one prefecture; `way` and `method` are what has been chosen so far."""

    app: Flask
    bought: dict[str, int]
    to: Prefecture
    language: str
    now: datetime
    way: str | None = None
    method: str | None = None
    buyer: Buyer = field(init=False)
    tariff: Tariff = field(init=False)
    items: list[QuoteItem] = field(init=False)

    def __post_init__(self) -> None:
        self.buyer = Buyer(self.app, self.language)
        self.buyer.client.set_cookie("area", self.to.code)
        with self.app.app_context():
            self.tariff = load_tariff(self.now)
            self.items = [self._item(sku, count) for sku, count in self.bought.items()]

    def expected(self, items: list[QuoteItem] | None = None) -> Quote:
        """What it all has to cost, as things stand."""
        goods = self.items if items is None else items
        return quote(goods, self.tariff, self.now, self.to, self.way, self.method)

    def combinations(self) -> list[tuple[str, str]]:
        """Every way to send with every way to pay that goes with it."""
        found = []
        for choice in self.expected().sendings:
            priced = quote(self.items, self.tariff, self.now, self.to, choice.sending.code)
            for payment in priced.payments:
                if not payment.refusal:
                    found.append((choice.sending.code, payment.paying.code))
        return found

    def product_pages(self) -> None:
        """One piece of each, delivered, on the page of its product."""
        for item in self.items:
            with self.app.app_context():
                slug = db.session.scalars(select(Variant).where(Variant.sku == item.sku)).one()
                address = f"/products/{slug.product.slug}?sku={item.sku}"
            one = self.expected([self._piece(item)])
            self.buyer.get(address)
            landed = self.buyer.page.select_one("#landed")
            assert landed is not None
            table = landed.select_one("table.sums")
            shown = [amount(cell) for cell in table.select(".sums__total")] if table else []
            assert shown == (_differing(one) if one.sendable else [])
            if one.sendable:
                assert one.shipping in amounts(words(landed.select_one("dl.facts")))

    def fill(self) -> None:
        """Put everything in the cart; the dialog after the last of it names goods and shipping."""
        visitor = Visitor(self.buyer.client, self.language)
        for item in self.items:
            answer = visitor.add(item.sku, item.quantity, htmx=True)
            assert answer.status_code == 200
        self.buyer._keep(answer)
        expected = self.expected()
        goods, *shipping = [
            amount(line.find_all("span")[-1])
            for line in self.buyer.page.select(".dialog__sums .sumline")
        ]
        assert goods == expected.goods
        assert shipping == ([expected.shipping] if expected.sendable else [])

    def cart(self) -> None:
        """The cart's panel, and the total under each way to pay."""
        self.buyer.get("/cart")
        expected = self.expected()
        assert self._shown() == sums_of_quote(expected)
        shown = [
            amount(one)
            for one in self.buyer.page.select("[aria-labelledby=pay-sums] .pay-sums__sum")
        ]
        assert shown == _differing(expected)

    def choose_way(self, way: str) -> None:
        """The first step: prices of all ways beside each other, then this one."""
        self.buyer.get("/checkout/delivery")
        assert self._shown() == sums_of_quote(self.expected())
        for choice in self.expected().sendings:
            told = amounts(_label(self._radio("shipping_rate", choice.sending.code)))
            assert choice.price in told, (choice.sending.code, told)
        answer = self.buyer.post(
            **{
                **ADDRESS,
                "prefecture": self.to.code,
                "postal_code": POSTCODES[self.to.en],
                "address": "1-2-3",
                "shipping_rate": way,
            }
        )
        assert answer.status_code == 303, self.buyer.errors()
        self.way = way

    def choose_payment(self, method: str) -> None:
        """The second step: the total of each way to pay that goes with the parcel, then this one."""
        self.buyer.get("/checkout/payment")
        expected = self.expected()
        assert self._shown() == sums_of_quote(expected)
        for choice in expected.payments:
            radio = self._radio("payment_method", choice.paying.code)
            assert radio.has_attr("aria-disabled") is bool(choice.refusal), choice.paying.code
            assert choice.refusal or choice.total in amounts(_label(radio)), choice.paying.code
        by = self.buyer
        answer = by.pay_with(PAYS) if method == "card" else by.post(payment_method=method)
        assert answer.status_code == 303, by.errors()
        self.method = method

    def confirmation(self) -> None:
        """All of it once more: sums, the law's items, the button."""
        self.buyer.get("/checkout/confirm")
        expected = self.expected()
        assert expected.payment is not None and not expected.payment.refusal
        assert self._shown() == sums_of_quote(expected)
        buttons = self.buyer.page.select("button .btn__sum")
        assert {amount(one) for one in buttons} == {expected.total}
        price = self.buyer.page.select(".legal .facts__row")[1]
        assert amount(price.find_all("b")[-1]) == expected.total
        lines = [amount(one) for one in price.select("li .num")]
        assert sum(lines) == expected.total

    def order(self) -> Order:
        """Press the button; thank-you page, order page, row, mail and invoice say the same."""
        expected = self.expected()
        assert "/thank-you" in self.buyer.post().location, self.buyer.said()
        number = self.buyer.number()
        self.buyer.follow()
        assert self._shown() == sums_of_quote(expected)
        self.buyer.get(f"/orders/{number}")
        assert self._shown() == sums_of_quote(expected)
        self._invoice(number, expected)
        self._mail(number, expected)
        with self.app.app_context():
            row = db.session.scalars(select(Order).where(Order.number == number)).one()
            assert _frozen(row) == sums_of_quote(expected)
            assert sum(line.paid for line in row.lines) == expected.paid_goods
            assert sum(parcel["price"] for parcel in row.parcels) == expected.shipping
            return row

    def _invoice(self, number: str, expected: Quote) -> None:
        assert self.buyer.get(f"/orders/{number}/invoice").status_code == 200
        taxes = sums_of_quote(expected).taxes
        assert sums_on_paper(self.buyer.page) == (expected.total, taxes)

    def _mail(self, number: str, expected: Quote) -> None:
        let_work(self.app, self.now)
        mail = next(one for one in reversed(mails(self.app)) if number in one.subject)
        assert sums_in_mail(mail.text) == sums_of_quote(expected)
        assert expected.total in amounts(mail.html)

    def _shown(self) -> Sums:
        assert self.buyer.answer is not None
        assert self.buyer.answer.status_code == 200, self.buyer.answer.location
        return sums_of(self.buyer.page)

    def _radio(self, name: str, value: str) -> Tag:
        radio = self.buyer.page.select_one(f'input[name="{name}"][value="{value}"]')
        assert radio is not None, (name, value)
        return radio

    def _item(self, sku: str, count: int) -> QuoteItem:
        return quote_item(
            db.session.scalars(select(Variant).where(Variant.sku == sku)).one(), count
        )

    def _piece(self, item: QuoteItem) -> QuoteItem:
        with self.app.app_context():
            return self._item(item.sku, 1)


def _differing(priced: Quote) -> list[int]:
    """The totals of all ways to pay that can be had; those that cost the same share a row."""
    return list(dict.fromkeys(one.total for one in priced.payments if not one.refusal))


def _label(radio: Tag) -> str:
    """What stands beside a radio."""
    return words(radio.find_parent("label"))


def _frozen(order: Order) -> Sums:
    taxes = tuple((part.percent, part.taxable, part.tax) for part in order.tax_parts)
    return Sums(order.goods, order.discount, order.shipping, order.fee, order.total, taxes)
