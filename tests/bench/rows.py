"""What is measured: the rows of the table, each as a request that a visitor really sends."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from tests.bench.visitor import Sent, Visitor

TEA = "sleep-blend"
GOODS = ("sleep-blend", "relax-blend", "stoneware-mug", "acacia-honey")
"""Products whose shelves are filled up before anything is measured, so that nothing sells out."""
WORD = "tea"
"""Fills a page of results, with more to come, in a shop of any size."""
TOKYO = "13"
BUYER = {
    "email": "bench@happa.example",
    "name": "茶山 花",
    "postal_code": "1500001",
    "prefecture": TOKYO,
    "address": "渋谷区神宮前1-2-3",
    "phone": "0300000000",
    "shipping_rate": "home",
}

CARD = {
    "payment_method": "card",
    "card_number": "4242 4242 4242 4242",
    "card_expiry": "12/40",
    "card_cvc": "123",
}
"""The demo's card that pays at once: an order then costs one commit before and one after its payment."""

PRODUCT = "product"
LIST = "list (24)"


@dataclass(frozen=True)
class Row:
    """A line of the table: a request, and what is asked of it."""

    name: str
    visitor: str
    prepare: Callable[[Visitor], Sent]
    page: bool = True
    """Read by visitors, so the ceiling on statements holds."""
    kept: bool = False
    """Kept in memory after its first rendering; then rendering it anew is measured as well."""
    goal: float | None = None
    """The least part of the bare Flask app's requests a second."""

    @property
    def title(self) -> str:
        """Name and visitor."""
        return f"{self.name}, {self.visitor}" if self.visitor else self.name


def add_to_cart(visitor: Visitor, slug: str, quantity: int = 1) -> None:
    """Put a product in the cart by its page's form."""
    form = visitor.form(f"/ja/products/{slug}", "/cart/lines", quantity=str(quantity))
    visitor.send(form)


def order_to_place(visitor: Visitor, slug: str = TEA) -> Sent:
    """Walk through the whole checkout up to the last button; the request that this button sends."""
    add_to_cart(visitor, slug)
    visitor.send(visitor.form("/ja/checkout/delivery", "/checkout/delivery", **BUYER))
    visitor.send(visitor.form("/ja/checkout/payment", "/checkout/payment", **CARD))
    return visitor.form("/ja/checkout/confirm", "/checkout/order")


def _new(path: str) -> Callable[[Visitor], Sent]:
    def prepare(visitor: Visitor) -> Sent:
        sent = visitor.request(path)
        visitor.send(sent)  # warm
        return sent

    return prepare


def _with_cart(path: str) -> Callable[[Visitor], Sent]:
    def prepare(visitor: Visitor) -> Sent:
        visitor.cookies["area"] = TOKYO
        for slug in GOODS[:3]:
            add_to_cart(visitor, slug)
        sent = visitor.request(path)
        visitor.send(sent)
        return sent

    return prepare


def _first_tea(visitor: Visitor) -> Sent:
    return visitor.form(f"/ja/products/{TEA}", "/cart/lines")


def _read(name: str, path: str, goal: float | None = None) -> tuple[Row, Row]:
    return (
        Row(name, "new", _new(path), kept=True, goal=goal),
        Row(name, "with cart", _with_cart(path), kept=True, goal=goal),
    )


ROWS = (
    *_read("home", "/ja/"),
    *_read(LIST, "/ja/products", goal=0.08),
    *_read(PRODUCT, f"/ja/products/{TEA}", goal=0.10),
    *_read("search", f"/ja/search?q={quote(WORD)}"),
    Row("cart", "with cart", _with_cart("/ja/cart")),
    Row("add to cart", "", _first_tea, page=False),
)
"""Measured with wrk; placing an order can be sent once only and is measured in `placing`."""


def _checkout(last: str) -> Callable[[Visitor], Sent]:
    def prepare(visitor: Visitor) -> Sent:
        order_to_place(visitor)
        return visitor.request(last)

    return prepare


def _thanks(visitor: Visitor) -> Sent:
    answer = visitor.send(order_to_place(visitor))
    return visitor.request(answer.headers["location"])


ALSO_COUNTED = (
    Row("category", "with cart", _with_cart("/ja/categories/tea"), kept=True),
    Row("search, nothing found", "with cart", _with_cart("/ja/search?q=zzzz"), kept=True),
    Row("delivery area", "with cart", _with_cart("/ja/delivery-area")),
    Row("legal", "with cart", _with_cart("/ja/legal/delivery"), kept=True),
    Row("checkout, delivery", "", _checkout("/ja/checkout/delivery")),
    Row("checkout, payment", "", _checkout("/ja/checkout/payment")),
    Row("checkout, confirmation", "", _checkout("/ja/checkout/confirm")),
    Row("thank you", "", _thanks),
    Row("order finder", "", _new("/ja/orders/find")),
)
"""Pages whose statements are counted, without load."""
