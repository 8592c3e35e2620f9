"""Both languages are complete: no message without its English, and no Japanese left on an English page."""

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from storefront.catalog.category import Category
from storefront.catalog.product import Product
from storefront.database import Model
from storefront.extensions import db
from storefront.locales import Translated
from storefront.mail.outbox import OutboxMessage
from storefront.worker import run_due
from tests.checkout.buyer import ASKS, DECLINED, Buyer
from tests.support.catalogues import LANGUAGES, TRANSLATIONS, problems
from tests.support.letters import JAPANESE, SIGNBOARD, japanese_left
from tests.support.shops import open_shop

ROOT = Path(__file__).parents[2]
COLLECT = ("extract", "--mapping", "pyproject.toml", "--keywords", "_l", "--output")
ENGLISH_GUEST = {
    "name": "Minori Sato",
    "address": "4-12-8 Wakabayashi, Setagaya-ku",
    "building": "Maison Wakaba 203",
}
LEGAL = ("about", "claims", "contact", "delivery", "payment", "privacy", "returns", "tokushoho")
OPEN_TO_ALL = (
    "/en/", "/en/products", "/en/products?tag=caffeine-free&price_to=2000&in_stock=1",
    "/en/products?price_from=9000000", "/en/products?page=2", "/en/search", "/en/search?q=tea",
    "/en/search?q=bicycle+pump", "/en/cart", "/en/delivery-area", "/en/orders/find",
    *(f"/en/legal/{page}" for page in LEGAL),
)  # fmt: skip


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One shop for all guests of this file."""
    with open_shop("sqlite", tmp_path_factory.mktemp("shop")) as app:
        yield app


@pytest.fixture
def guest(opened: Flask, now: datetime) -> Buyer:
    return Buyer(opened, "en")


def assert_english(answer: TestResponse, address: str, status: int = 200) -> None:
    assert answer.status_code == status, address
    page = BeautifulSoup(answer.text, "html.parser")
    assert page.html is not None
    assert page.html["lang"] == "en", address
    assert japanese_left(page) == [], address


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str, tmp_path: Path) -> None:
    collected = tmp_path / "messages.pot"
    subprocess.run(
        [sys.executable, "-m", "babel.messages.frontend", "-q", *COLLECT, str(collected), "."],
        cwd=ROOT,
        check=True,
    )
    po = ROOT / TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
    source = read_po(io.BytesIO(collected.read_bytes()))
    translated = read_po(io.BytesIO(po.read_bytes()), locale=language)
    assert len(source) > 300
    assert list(problems(source, translated)) == []


def test_everything_in_the_shop_has_its_words_in_both_languages(opened: Flask) -> None:
    unfinished = []
    with opened.app_context():
        for model, column in translated_columns():
            for text in db.session.scalars(select(getattr(model, column))):
                ja, en = text.get("ja", ""), text.get("en", "")
                if bool(ja) != bool(en) or JAPANESE.search(en.replace(SIGNBOARD, "")):
                    unfinished.append(f"{model.__name__}.{column}: {ja} / {en}")
    assert unfinished == []


def test_facts_and_notes_of_goods_are_in_both_languages(opened: Flask) -> None:
    unfinished = []
    with opened.app_context():
        for product in db.session.scalars(select(Product)):
            texts = [text for row in product.facts for text in (row["label"], row["text"])]
            texts += [text for row in product.notes for text in (row["title"], row["text"])]
            unfinished += [
                f"{product.slug}: {text}"
                for text in texts
                if not (text["ja"] and text["en"]) or JAPANESE.search(text["en"])
            ]
    assert unfinished == []


@pytest.mark.parametrize("address", OPEN_TO_ALL)
def test_an_english_page_holds_no_japanese(guest: Buyer, address: str) -> None:
    assert_english(guest.get(address), address)


@pytest.mark.parametrize("area", ["", "13", "47"])
def test_no_product_and_no_shelf_holds_japanese(guest: Buyer, area: str) -> None:
    if area:
        guest.client.set_cookie("area", area)
    with guest.app.app_context():
        goods = [f"/en/products/{slug}" for slug in db.session.scalars(select(Product.slug))]
        shelves = [f"/en/categories/{slug}" for slug in db.session.scalars(select(Category.slug))]
    assert len(goods) >= 24 and len(shelves) >= 5
    for address in goods[:: 1 if not area else 8] + shelves:
        assert_english(guest.get(address), address)


def test_no_step_from_cart_to_thanks_holds_japanese(guest: Buyer) -> None:
    guest.take("SLEEP-30", 2)
    assert_english(guest.get("/cart"), "cart")
    assert_english(guest.get("/checkout/delivery"), "delivery")
    assert_english(guest.post(email="nobody", postal_code="15"), "delivery, refused", 422)
    guest.to_payment(**ENGLISH_GUEST)
    assert_english(latest(guest), "payment")
    assert_english(guest.post(payment_method="card", card_number="1"), "payment, refused", 422)
    guest.to_confirmation(**ENGLISH_GUEST)
    assert_english(latest(guest), "confirmation")
    guest.post()
    number = guest.number()
    assert_english(guest.follow() and latest(guest), "thank you")
    assert_english(guest.get(f"/orders/{number}"), "order")


def test_no_page_of_a_payment_in_trouble_holds_japanese(opened: Flask, now: datetime) -> None:
    declined = Buyer(opened, "en").take()
    declined.buy(DECLINED, **ENGLISH_GUEST)
    assert_english(declined.follow() and latest(declined), "declined")
    asked = Buyer(opened, "en").take()
    asked.buy(ASKS, **ENGLISH_GUEST)
    assert_english(asked.follow() and latest(asked), "the bank asks")


def test_no_error_page_holds_japanese(guest: Buyer) -> None:
    client = guest.client
    wrong: dict[int, Callable[[], TestResponse]] = {
        400: lambda: client.post("/en/cart/lines", data={"sku": "SLEEP-30", "quantity": "1"}),
        403: lambda: client.get("/en/orders/10234"),
        404: lambda: client.get("/en/products/bicycle"),
        405: lambda: client.post("/en/products"),
    }
    for status, ask in wrong.items():
        assert_english(ask(), str(status), status)


def test_a_mail_to_an_english_reader_holds_no_japanese(guest: Buyer) -> None:
    guest.take().buy(None, **ENGLISH_GUEST)
    sent = mail_about(guest.app, guest.number())
    assert sent.locale == "en"
    for text in (sent.subject, sent.text):
        assert not JAPANESE.search(text.replace(SIGNBOARD, "")), text
    assert japanese_left(BeautifulSoup(sent.html, "html.parser")) == []


def translated_columns() -> Iterator[tuple[type[Model], str]]:
    """Every column that holds a text in both languages."""
    for mapper in db.Model.registry.mappers:
        for column in mapper.columns:
            if isinstance(column.type, Translated):
                yield mapper.class_, column.key


def latest(guest: Buyer) -> TestResponse:
    assert guest.answer is not None
    return guest.answer


def mail_about(app: Flask, number: str) -> OutboxMessage:
    """The confirmation of an order, as the worker writes it."""
    with app.app_context():
        run_due()
        key = f"order:{number}:confirmation"
        return db.session.scalars(select(OutboxMessage).where(OutboxMessage.key == key)).one()
