"""Error pages: what happened, what to do, a way on; never a stack trace, and never no answer."""

from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlalchemy import delete, update
from sqlalchemy.exc import OperationalError

from storefront import create_app, revision
from storefront.catalog.home import HomePage
from storefront.extensions import db
from storefront.pricing.tax import TaxRate
from storefront.quoting.payment_method import PaymentMethod
from storefront.revision import Part
from storefront.shipping.method import ShippingMethod
from storefront.shop.profile import ShopProfile
from tests.checkout.buyer import Buyer
from tests.support.orders import behind_the_counter
from tests.support.shops import open_shop

WAYS_ON = {
    400: "/ja/cart",
    403: "/ja/orders/find",
    404: "/ja/products",
    405: "/ja/cart",
    409: "/ja/cart",
    413: "/ja/cart",
    429: "/ja/orders/find",
    500: "/ja/",
    503: "/ja/",
}


class Mishap(Exception):
    """Something of ours that went wrong, with words nobody outside should read."""


@pytest.fixture
def mishaps(tmp_path: Path, now: object) -> FlaskClient:
    """A shop with pages that go wrong on purpose, as it would in production."""
    with open_shop("sqlite", tmp_path, fresh=True, testing=False) as app:

        @app.get("/<any(ja, en):lang>/wrong/<int:code>")
        def wrong(code: int) -> str:
            if code == 500:
                raise Mishap("secret words")
            if code == 503:
                raise OperationalError("SELECT secret", {}, Exception("locked"))
            abort(code)

        yield app.test_client()


@pytest.mark.parametrize("code", WAYS_ON)
def test_every_error_has_words_and_a_way_on(mishaps: FlaskClient, code: int) -> None:
    answer = mishaps.get(f"/ja/wrong/{code}")
    assert answer.status_code == code
    page = BeautifulSoup(answer.text, "html.parser")
    assert page.main is not None
    assert page.main.select_one(".problem__code").get_text() == str(code)
    assert len(page.main.select_one(".problem__text").get_text()) > 15
    assert page.main.select_one(".problem__ways a")["href"] == WAYS_ON[code]
    assert page.find("meta", attrs={"name": "robots", "content": "noindex"}) is not None
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_words_differ_from_one_error_to_the_next(mishaps: FlaskClient) -> None:
    titles = [
        BeautifulSoup(mishaps.get(f"/ja/wrong/{code}").text, "html.parser").h1 for code in WAYS_ON
    ]
    assert len({title.get_text() for title in titles if title}) == len(WAYS_ON)


@pytest.mark.parametrize("code", [401, 410, 415, 418, 422])
def test_an_error_nobody_wrote_words_for_keeps_its_status(mishaps: FlaskClient, code: int) -> None:
    answer = mishaps.get(f"/ja/wrong/{code}")
    assert answer.status_code == code
    assert "送られた内容を読み取れませんでした" in answer.text


@pytest.mark.parametrize("code", [500, 503])
def test_our_own_mishaps_tell_nobody_what_they_were(mishaps: FlaskClient, code: int) -> None:
    text = mishaps.get(f"/ja/wrong/{code}").text
    for secret in ("secret", "Mishap", "SELECT", "Traceback", "locked"):
        assert secret not in text


def test_security_headers_stand_on_error_pages_too(mishaps: FlaskClient) -> None:
    for code in (404, 500):
        headers = mishaps.get(f"/ja/wrong/{code}").headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert len(headers["X-Request-Id"]) == 12


LACKS = {
    "no way to send": update(ShippingMethod).values(active=False),
    "no way to pay": update(PaymentMethod).values(active=False),
    "no tax": delete(TaxRate),
    "no particulars": delete(ShopProfile),
    "no first page": delete(HomePage),
}


@pytest.mark.parametrize("lack", LACKS)
def test_a_shop_that_lacks_what_it_needs_says_so_calmly(app: Flask, lack: str) -> None:
    buyer = Buyer(app).take("SLEEP-30")
    with behind_the_counter(app):
        db.session.execute(LACKS[lack])
        revision.bump(Part.SETTINGS)
        revision.bump(Part.CATALOG)
    answers = {
        path: buyer.client.get(path)
        for path in ("/ja/", "/ja/products/sleep-blend", "/ja/cart", "/ja/checkout/delivery", "/ja/legal/delivery", "/ja/delivery-area")
    }  # fmt: skip
    assert {answer.status_code for answer in answers.values()} <= {200, 303, 503}
    for answer in answers.values():
        assert answer.status_code != 503 or "しばらくしてからお試しください" in answer.text
    assert buyer.client.get("/healthz").status_code == 200


def test_a_shop_whose_database_is_gone_still_answers_in_words(app: Flask, tmp_path: Path) -> None:
    gone = replace(
        app.config["SETTINGS"], database_url=f"sqlite:///{tmp_path}/none/gone.sqlite", testing=False
    )
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr("storefront.prepare_sqlite", lambda engine: None)
        shop = create_app(gone)
        answer = shop.test_client().get("/ja/legal/about")
        with shop.app_context():
            db.engine.dispose()
    assert answer.status_code == 503
    assert "しばらくしてからお試しください" in answer.text
    assert "Please try again in a moment" in answer.text
