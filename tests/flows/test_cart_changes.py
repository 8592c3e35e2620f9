"""While goods lie in a cart, prices change and shelves empty; the shopper is told, and nothing vanishes."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from storefront.catalog.variant import Variant
from storefront.extensions import db
from tests.cart.visitor import Visitor, read, variant, words

CHECKOUT = 'a[href="/ja/checkout/delivery"]'


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    visitor = Visitor(client)
    visitor.add("SLEEP-30", 3)
    visitor.add("HONEY-180")
    return visitor


def meanwhile(app: Flask, change: Callable[[Variant], None]) -> None:
    with app.app_context():
        change(variant("SLEEP-30"))
        db.session.commit()


def set_stock(count: int) -> Callable[[Variant], None]:
    return lambda variant: setattr(variant, "stock", count)


def test_a_calm_cart_says_nothing_and_goes_on(visitor: Visitor) -> None:
    page = visitor.get("/cart")
    assert page.select_one(".cart__changes") is None
    assert page.select_one(CHECKOUT) is not None


@pytest.mark.parametrize(("step", "now"), [(100, "¥1,380"), (-100, "¥1,180")])
def test_a_new_price_is_told_until_it_was_seen(
    app: Flask, visitor: Visitor, step: int, now: str
) -> None:
    meanwhile(app, lambda variant: setattr(variant, "price", variant.price + step))
    for _again in range(2):
        page = visitor.get("/cart")
        assert page.select_one('[role="alert"] .notice--warn') is not None
        note = words(page.select_one("#line-SLEEP-30 .line__note"))
        assert note == f"お入れになったときは¥1,280、いまは{now}です"
    assert page.select_one(CHECKOUT) is not None, "the new price is in the total already"
    assert visitor.post("/cart/notes").location == "/ja/cart"
    page = visitor.get("/cart")
    assert page.select_one(".cart__changes") is None
    assert page.select_one(".line__note") is None


def test_too_few_left_can_be_taken_with_one_button(app: Flask, visitor: Visitor) -> None:
    meanwhile(app, set_stock(2))
    page = visitor.get("/cart")
    assert page.select_one(CHECKOUT) is None
    assert "数量を直すか取り除くと" in words(page.select_one(".panel .notice--warn"))
    assert page.select_one('.panel a[href="#line-SLEEP-30"]') is not None
    form = page.select_one("#line-SLEEP-30 form.line__note")
    assert form is not None
    assert "残りは2点になりました" in words(form)
    visitor.change("SLEEP-30", form.select_one('[name="quantity"]')["value"])  # type: ignore[index]
    page = visitor.get("/cart")
    assert visitor.lines() == {"SLEEP-30": 2, "HONEY-180": 1}
    assert page.select_one(CHECKOUT) is not None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (set_stock(0), "売り切れました。合計には入っていません。"),
        (lambda v: setattr(v, "published", False), "お取り扱いを終えました。"),
        (lambda v: setattr(v.product, "published", False), "お取り扱いを終えました。"),
    ],
)
def test_what_is_gone_stays_to_be_seen_but_is_not_counted(
    app: Flask, visitor: Visitor, change: Callable[[Variant], None], told: str
) -> None:
    meanwhile(app, change)
    page = visitor.get("/cart")
    gone = page.select_one("#line-SLEEP-30")
    assert gone is not None
    assert told in words(gone)
    assert gone.select_one(".qty__input") is None
    assert "商品の合計（1点） ¥1,400" in visitor.panel()
    assert page.select_one(CHECKOUT) is None
    visitor.change("SLEEP-30", 0)
    assert visitor.lines() == {"HONEY-180": 1}
    assert visitor.get("/cart").select_one(CHECKOUT) is not None


def test_what_is_gone_cannot_be_put_back(app: Flask, visitor: Visitor) -> None:
    visitor.change("SLEEP-30", 0)
    meanwhile(app, set_stock(0))
    answer = visitor.post("/cart/lines/SLEEP-30/restore", quantity=3)
    assert answer.status_code == 422
    assert "ただいま在庫がありません" in words(read(answer).select_one(".flash"))
    assert visitor.lines() == {"HONEY-180": 1}


def test_raising_a_short_line_is_refused_and_lowering_it_allowed(
    app: Flask, visitor: Visitor
) -> None:
    meanwhile(app, set_stock(1))
    assert visitor.change("SLEEP-30", 4).status_code == 422
    assert visitor.lines()["SLEEP-30"] == 3
    assert visitor.change("SLEEP-30", 2).status_code == 303
    assert visitor.lines()["SLEEP-30"] == 2
