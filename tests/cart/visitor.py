"""A visitor with a cart, with or without scripts, who reads pages as a person does."""

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from storefront.cart.cart import Cart
from storefront.catalog.variant import Variant
from storefront.extensions import db

HTMX = {"HX-Request": "true"}


class Visitor:
    """Browses in one language and posts the shop's own forms, hidden fields included."""

    def __init__(self, client: FlaskClient, language: str = "ja") -> None:
        self.client = client
        self.language = language

    def get(self, path: str, **more: object) -> BeautifulSoup:
        """A page, read; `path` comes without the language."""
        answer = self.client.get(f"/{self.language}{path}", **more)  # type: ignore[arg-type]
        assert answer.status_code == 200, answer.text[:400]
        return read(answer)

    def post(self, path: str, htmx: bool = False, **fields: object) -> TestResponse:
        """Post a form as the page would."""
        token = self.get("/cart").select_one('input[name="csrf_token"]')
        assert token is not None
        return self.client.post(
            f"/{self.language}{path}",
            data={"csrf_token": str(token["value"]), **fields},
            headers=HTMX if htmx else {},
        )

    def add(self, sku: str, quantity: object = 1, **more: object) -> TestResponse:
        """Put something in the cart."""
        return self.post("/cart/lines", sku=sku, quantity=quantity, **more)  # type: ignore[arg-type]

    def change(self, sku: str, quantity: object, **more: object) -> TestResponse:
        """Change how many of it there are."""
        return self.post(f"/cart/lines/{sku}", quantity=quantity, **more)  # type: ignore[arg-type]

    def lines(self) -> dict[str, int]:
        """What the cart page says it holds: SKU and quantity."""
        held = {}
        for line in self.get("/cart").select("li.line"):
            field = line.select_one(".qty__input")
            held[str(line["id"]).removeprefix("line-")] = int(str(field["value"])) if field else 0
        return held

    def count(self) -> str:
        """The number on the cart."""
        return words(self.get("/cart").select_one("#cart-count"))

    def panel(self) -> str:
        """What the panel of the cart says, on one line."""
        return words(self.get("/cart").select_one(".panel"))


def read(answer: TestResponse) -> BeautifulSoup:
    """An answer as a document."""
    return BeautifulSoup(answer.text, "html.parser")


def words(tag: Tag | None) -> str:
    """The text of an element without its line breaks."""
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def variant(sku: str) -> Variant:
    """A variant, inside an application context."""
    return db.session.scalars(select(Variant).where(Variant.sku == sku)).one()


def the_cart() -> Cart:
    """The only cart there is."""
    return db.session.scalars(select(Cart)).one()
