"""A guest who buys: reads each page, fills in the fields it shows, posts what the page gave along."""

from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from storefront.checkout.checkout import Checkout, checkout_of
from tests.cart.visitor import Visitor, read, words

PAYS = "4242 4242 4242 4242"
DECLINED = "4000 0000 0000 0002"
NO_FUNDS = "4000 0000 0000 9995"
ASKS = "4000 0027 6000 3184"
TIMES_OUT = "4000 0000 0000 0119"

ADDRESS = {
    "email": "minori@example.jp",
    "name": "佐藤 みのり",
    "postal_code": "154-0023",
    "prefecture": "13",
    "address": "世田谷区若林4-12-8",
    "building": "メゾン若葉 203",
    "phone": "090-1234-5678",
    "shipping_rate": "home",
}


class Buyer:
    """A guest with a browser without scripts. `page` is the last page read, `answer` the last answer."""

    def __init__(self, app: Flask, language: str = "ja", client: FlaskClient | None = None) -> None:
        self.app = app
        self.client = client or app.test_client()
        self.language = language
        self.answer: TestResponse | None = None
        self.page = BeautifulSoup("", "html.parser")

    def take(self, sku: str = "SLEEP-30", quantity: int = 1) -> "Buyer":
        """Put something in the cart."""
        assert Visitor(self.client, self.language).add(sku, quantity).status_code == 303
        return self

    def get(self, path: str, **more: object) -> TestResponse:
        """Open a page; a path that begins with / and has no language gets the buyer's."""
        address = path if path.startswith(("/ja/", "/en/", "/demo/")) else f"/{self.language}{path}"
        return self._keep(self.client.get(address, **more))  # type: ignore[arg-type]

    def post(self, **fields: object) -> TestResponse:
        """Post the form of the page at hand: what it holds, with these fields changed; None leaves one out."""
        form = self.form()
        filled = {**values_of(form), **fields}
        sent = {name: value for name, value in filled.items() if value is not None}
        return self._keep(self.client.post(str(form["action"]), data=sent))

    def form(self) -> Tag:
        """The form in the middle of the page."""
        form = self.page.select_one("main form[method=post]")
        assert form is not None, words(self.page.select_one("main"))[:300]
        return form

    def follow(self) -> "Buyer":
        """Go where the last answer leads."""
        assert self.answer is not None and self.answer.status_code == 303, self.said()
        self.get(str(self.answer.location))
        return self

    def to_payment(self, **changes: object) -> "Buyer":
        """Through the first step."""
        self.get("/checkout/delivery")
        self.post(**{**ADDRESS, **changes})
        return self.follow()

    def to_confirmation(self, card: str | None = PAYS, **changes: object) -> "Buyer":
        """Through both steps; without a card, cash on delivery."""
        self.to_payment(**changes)
        self.pay_with(card)
        return self.follow()

    def pay_with(self, card: str | None) -> TestResponse:
        """Choose how to pay on the page at hand."""
        if card is None:
            return self.post(payment_method="cod")
        return self.post(
            payment_method="card", card_number=card, card_expiry="12/29", card_cvc="123"
        )

    def buy(self, card: str | None = PAYS, **changes: object) -> TestResponse:
        """Through everything and press the button; the answer leads to where the order stands."""
        self.to_confirmation(card, **changes)
        return self.post()

    def said(self) -> str:
        """The words of the page's main part, on one line."""
        return words(self.page.select_one("main") or self.page)

    def errors(self) -> dict[str, str]:
        """What the error summary says, by the field it leads to."""
        return {str(a["href"])[1:]: words(a) for a in self.page.select(".error-summary a")}

    def answers(self) -> Checkout | None:
        """What the shop keeps of this guest's checkout."""
        with self.client.session_transaction() as session:
            cart = session["cart"]
        with self.app.app_context():
            return checkout_of(cart)

    def number(self) -> str:
        """The order number in the address the last answer leads to."""
        assert self.answer is not None
        return str(self.answer.location).split("/orders/")[1].split("/")[0].split("?")[0]

    def _keep(self, answer: TestResponse) -> TestResponse:
        self.answer, self.page = answer, read(answer)
        return answer


def values_of(form: Tag) -> dict[str, str]:
    """What a browser would send of a form: every named field but buttons, unchecked radios and boxes."""
    values: dict[str, str] = {}
    for field in form.select("input[name], select[name]"):
        name = str(field["name"])
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            values[name] = str(chosen["value"]) if chosen else ""
        elif field.get("type") not in {"radio", "checkbox"} or field.has_attr("checked"):
            values[name] = str(field.get("value", ""))
    return values
