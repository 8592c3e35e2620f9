"""Whose money moves: the demo says that it is one, keys for tests say so, and a shop with live keys says nothing of either."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from storefront import worker
from storefront.extensions import db
from storefront.locales import Locale
from storefront.mail.outbox import OutboxMessage
from storefront.orders.order import Order
from storefront.payments.fulfilling import mark_sent
from storefront.payments.gateways import Outcome, OutcomeStatus
from storefront.payments.of_order import payments_of
from storefront.payments.refunding import refund_order
from storefront.payments.reimbursement import Reimbursement
from storefront.payments.settling import settle
from storefront.settings import StripeKeys
from storefront.shop.profile import LegalItem, ShopProfile
from storefront.shop.real import invented_particulars
from storefront.views.legal import TITLES
from storefront.views.order_access import order_link
from tests.checkout.buyer import Buyer
from tests.support.orders import (
    behind_the_counter,
    cash_on_delivery,
    declined,
    paid,
    place,
    unanswered,
)
from tests.support.shops import open_shop
from tests.support.till import at_the_desk

KEYS = {
    "demo": None,
    "test": StripeKeys("sk_test_1", "pk_test_1", ("whsec_1",)),
    "live": StripeKeys("sk_live_1", "pk_live_1", ("whsec_1",)),
}
PLAY = re.compile(r"デモ|demo|架空|fictitious|テスト|test mode|4242 4242", re.IGNORECASE)
DEMO, TEST = re.compile(r"デモ|demo", re.IGNORECASE), re.compile(r"テストモード|test mode", re.I)
UNSEEN = re.compile(r'\b(href|src|srcset|action|class|id|for|value|data-[\w-]+)="[^"]*"')
MADE_UP = re.compile(r"demo_[0-9a-f]{12}")
"""References of the payments in these orders, which no page of the shop made."""
SHOP = (
    "", "/products", "/products/sleep-blend", "/categories/herbal-blends", "/search?q=x", "/cart", "/orders/find",
    "/nowhere", *(f"/legal/{page}" for page in TITLES),
)  # fmt: skip
BOUGHT = ("orders.show", "orders.thank_you", "documents.invoice")
OPEN = ("orders.show", "orders.thank_you", "paying.pay", "cancelling.cancel")
STAFF = ("", "/radar", "/money-back", "/methods", "/account", *(f"/orders/10001{page}" for page in ("", "/sent", "/refund", "/call-off")))  # fmt: skip


@pytest.fixture(params=KEYS)
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def app(tmp_path: Path, now: datetime, mode: str) -> Iterator[Flask]:
    with open_shop("sqlite", tmp_path, stripe=KEYS[mode]) as shop:
        if mode == "live":
            own_particulars(shop)
        yield shop


def own_particulars(shop: Flask) -> None:
    """As a shop has them that takes real money."""
    with behind_the_counter(shop):
        profile = db.session.scalars(select(ShopProfile)).one()
        profile.phone, profile.email = "03-1234-5678", "tea@happa.jp"
        profile.registration_number = "T7000012050002"
        profile.account = {**profile.account, "bank_code": "0001"}
        for item in db.session.scalars(select(LegalItem)):
            text = {
                lang: re.sub(r"\{invented_\w+\}", "", words) for lang, words in item.text.items()
            }
            item.text = text  # type: ignore[assignment]


def waits(way: str) -> Callable[..., Order]:
    """An order whose money is to be brought."""

    def make(now: datetime, locale: Locale) -> Order:
        payment = place(now, locale=locale, payment_method=way, card_token="", card_label="")
        settle(payment, Outcome(OutcomeStatus.PROCESSING, f"ref-{payment.id}"), now)
        return payment.order

    return make


def refunded(now: datetime, locale: Locale) -> Order:
    """A refund of this one waits for the buyer's account."""
    order = waits("transfer")(now, locale)
    payment = payments_of(order)[-1]
    settle(payment, Outcome(OutcomeStatus.CAPTURED, received=payment.amount), now)
    refund_order(order, {order.lines[0]: 1}, 0, 0, "傷", now)
    mark_sent(order, now, ["4912"])
    return order


def words_of(html: str) -> str:
    """A page without what nobody reads or hears: addresses, names of styles, references of made-up payments."""
    return MADE_UP.sub("", UNSEEN.sub("", html))


def every_page(app: Flask, now: datetime, lang: Locale) -> dict[str, str]:
    """What every kind of page and every mail says."""
    buyer, said = Buyer(app, lang).take(), {}
    for path in SHOP:
        said[path] = words_of(buyer.get(path or "/").text)
    said["delivery"] = words_of(buyer.get("/checkout/delivery").text)
    said["payment"] = words_of(str(buyer.to_payment().page))
    buyer.post(payment_method="cod")
    said["confirm"] = words_of(str(buyer.follow().page))
    makes = (
        (paid, BOUGHT), (cash_on_delivery, BOUGHT), (refunded, BOUGHT), (declined, OPEN), (unanswered, OPEN[:2]),
        *((waits(way), OPEN[:2]) for way in ("konbini", "bank_transfer", "wallet", "transfer")),
    )  # fmt: skip
    paths = []
    with behind_the_counter(app):
        for make, pages in makes:
            order = make(now, locale=lang)
            paths += [order_link(order, endpoint, lang) for endpoint in pages]
        row = db.session.scalars(select(Reimbursement)).one()
        paths.append(order_link(row.payment.order, "reimbursements.show", lang, id=row.id))
    said |= {path: words_of(buyer.client.get(path).text) for path in paths}
    with behind_the_counter(app):
        db.session.commit()
        while worker.run_due(now):
            pass
        for mail in db.session.scalars(select(OutboxMessage)):
            said[mail.key] = f"{mail.subject} {mail.text} {words_of(mail.html)}"
    return said


@pytest.mark.parametrize(
    ("mode", "lang"),
    [("demo", "ja"), ("test", "en"), ("live", "ja"), ("live", "en")],
    indirect=["mode"],
)
def test_a_live_shop_never_speaks_of_a_demo_and_the_others_say_what_they_are(
    app: Flask, now: datetime, mode: str, lang: Locale
) -> None:
    said = every_page(app, now, lang)
    assert len(said) > 50
    desk = at_the_desk(app, now, locale=lang)
    staff = {path: words_of(desk.get(f"/staff{path}").text) for path in STAFF}
    if mode == "live":
        assert {key: PLAY.findall(text) for key, text in (said | staff).items() if PLAY.search(text)} == {}  # fmt: skip
        return
    names, others = (DEMO, TEST) if mode == "demo" else (TEST, DEMO)
    shop = [*SHOP[:-1], "delivery", "payment", "confirm"]
    assert [key for key in shop if not names.search(said[key])] == []
    assert {key: others.findall(text) for key, text in said.items() if others.search(text)} == {}


def test_where_real_money_moves_nobody_pays_with_play_money(
    app: Flask, now: datetime, mode: str
) -> None:
    status = Buyer(app).get("/demo/panel").status_code
    assert status == (404 if mode == "live" else 200)


def test_the_setup_names_every_particular_that_is_nobodys(
    app: Flask, now: datetime, mode: str
) -> None:
    with app.app_context():
        found = list(invented_particulars())
    assert found == (
        []
        if mode == "live"
        else [
            "profile phone", "profile email", "profile registration_number", "profile account",
            "legal seller_person", "legal seller_address",
        ]
    )  # fmt: skip


def test_a_live_shop_is_not_set_up_with_the_particulars_of_the_demo(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seeds.run.seed", lambda *_: False)
    with open_shop("sqlite", tmp_path, stripe=KEYS["live"]) as shop, shop.app_context():
        answer = shop.test_cli_runner().invoke(args=["setup"])
    assert answer.exit_code == 1
    assert "profile registration_number" in answer.output
    assert "legal seller_address" in answer.output
