"""Pressing the button with something wrong: a page of 4xx, no order, no stock taken, no money."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from storefront import clock
from storefront.catalog import stock
from storefront.catalog.variant import Variant
from storefront.database import writing
from storefront.extensions import db
from storefront.orders.order import Order
from storefront.quoting.payment_method import PaymentFee
from storefront.revision import Part, bump
from tests.cart.visitor import Visitor, variant
from tests.checkout.buyer import Buyer
from tests.support.shops import open_shop


@pytest.fixture
def buyer(app: Flask) -> Buyer:
    return Buyer(app).take("SLEEP-30", 2).to_confirmation()


def orders(buyer: Buyer) -> int:
    with buyer.app.app_context():
        return len(db.session.scalars(select(Order)).all())


def meanwhile(buyer: Buyer, change: Callable[[], object]) -> None:
    """Something the shop does between page and click."""
    token = writing.set(True)
    with buyer.app.app_context():
        change()
        db.session.commit()
    writing.reset(token)


@pytest.mark.parametrize(
    "fields",
    [
        {"place_key": ""},
        {"place_key": None},
        {"place_key": "forged"},
        {"place_key": "茶" * 500},
        {"seen_total": "1"},
        {"seen_total": "abc"},
        {"seen_total": None},
    ],
)
@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_key_that_is_not_ours_is_400(buyer: Buyer, fields: dict[str, str | None]) -> None:
    assert buyer.post(**fields).status_code == 400
    assert buyer.page.html["lang"] == "ja" and buyer.page.h1 is not None
    assert orders(buyer) == 0


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_missing_csrf_token_is_400(buyer: Buyer) -> None:
    assert buyer.post(csrf_token=None).status_code == 400
    assert orders(buyer) == 0


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_page_from_yesterday_is_400(buyer: Buyer, monkeypatch: pytest.MonkeyPatch) -> None:
    from itsdangerous import URLSafeTimedSerializer

    monkeypatch.setattr(URLSafeTimedSerializer, "loads", too_old(URLSafeTimedSerializer.loads))
    assert buyer.post().status_code == 400
    assert orders(buyer) == 0


def too_old(loads: Callable[..., object]) -> Callable[..., object]:
    def read(self: object, token: str, max_age: int | None = None, **more: object) -> object:
        return loads(self, token, max_age=-1 if max_age else None, **more)

    return read


def test_a_posted_price_changes_nothing(buyer: Buyer) -> None:
    buyer.post(total="1", price="1", goods="1", fee="0")
    with buyer.app.app_context():
        assert db.session.scalars(select(Order)).one().total == 3210


def test_a_cart_changed_in_another_tab_is_409_with_the_difference(buyer: Buyer) -> None:
    Visitor(buyer.client).change("SLEEP-30", 1)
    Visitor(buyer.client).add("HONEY-180")
    assert buyer.post().status_code == 409
    said = buyer.said()
    assert "おやすみブレンド 30包の数量が2点から1点になりました" in said
    assert "が1点加わりました" in said
    assert "合計は¥3,210から¥3,330になります" in said
    assert orders(buyer) == 0
    assert "/thank-you" in buyer.post().location


def test_a_line_removed_in_another_tab_is_named(buyer: Buyer) -> None:
    Visitor(buyer.client).add("HONEY-180")
    buyer.get("/checkout/confirm")
    Visitor(buyer.client).change("HONEY-180", 0)
    assert buyer.post().status_code == 409
    assert "がなくなりました" in buyer.said()
    assert orders(buyer) == 0


def test_a_cart_emptied_in_another_tab_leads_to_the_cart(buyer: Buyer) -> None:
    Visitor(buyer.client).change("SLEEP-30", 0)
    assert buyer.post().location == "/ja/cart"
    assert orders(buyer) == 0


def test_another_address_from_another_tab_is_shown_before_it_counts(buyer: Buyer) -> None:
    other = Buyer(buyer.app, client=buyer.client)
    other.get("/checkout/delivery")
    other.post(name="山田 花")
    assert buyer.post().status_code == 409
    assert "ほかの画面で変わりました" in buyer.said() and "山田 花 様" in buyer.said()
    assert orders(buyer) == 0


def test_a_new_price_is_409_with_both_totals(buyer: Buyer) -> None:
    meanwhile(buyer, lambda: setattr(variant("SLEEP-30"), "price", 1400))
    assert buyer.post().status_code == 409
    assert "おやすみブレンド 30包の価格が¥1,280から¥1,400になりました" in buyer.said()
    assert "合計は¥3,210から¥3,450になります" in buyer.said()
    assert orders(buyer) == 0
    assert "/thank-you" in buyer.post().location


def test_a_new_fee_is_409(app: Flask) -> None:
    buyer = Buyer(app).take("SLEEP-30", 2).to_confirmation(card=None)

    def dearer() -> None:
        db.session.execute(update(PaymentFee).where(PaymentFee.up_to == 10000).values(fee=440))
        bump(Part.SETTINGS)

    meanwhile(buyer, dearer)
    assert buyer.post().status_code == 409
    assert "手数料が¥330から¥440になりました" in buyer.said()


def test_a_day_that_is_lost_meanwhile_is_409(
    buyer: Buyer, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=6))
    assert buyer.post().status_code == 409
    assert "お届け日が11月25日(水)から11月26日(木)になりました" in buyer.said()
    assert orders(buyer) == 0


@pytest.mark.parametrize(("left", "said"), [(1, "残り1点になりました"), (0, "売り切れました")])
def test_goods_sold_meanwhile_are_named(buyer: Buyer, left: int, said: str, now: datetime) -> None:
    meanwhile(buyer, lambda: stock.count(variant("SLEEP-30"), left, "count:test", now))
    assert buyer.post().status_code == 409
    assert f"おやすみブレンド 30包：{said}" in buyer.said()
    assert "代金もいただいていません" in buyer.said()
    assert orders(buyer) == 0
    with buyer.app.app_context():
        assert variant("SLEEP-30").stock == left
        assert stock.disagreements() == []


def test_a_vanished_product_is_named(buyer: Buyer) -> None:
    def vanish() -> None:
        db.session.execute(update(Variant).where(Variant.sku == "SLEEP-30").values(published=False))

    meanwhile(buyer, vanish)
    assert buyer.post().status_code == 409
    assert "おやすみブレンド 30包：お取り扱いを終えました" in buyer.said()
    assert orders(buyer) == 0


def test_too_many_tries_are_429(tmp_path: object, now: datetime) -> None:
    with open_shop("sqlite", tmp_path, limits=True) as app:  # type: ignore[arg-type]
        buyer = Buyer(app).take("SLEEP-30", 2).to_confirmation()
        meanwhile(buyer, lambda: stock.count(variant("SLEEP-30"), 0, "count:test", now))
        form = buyer.page
        answers = []
        for _ in range(6):
            buyer.page = form
            answers.append(buyer.post().status_code)
        assert answers == [409] * 5 + [429]
        assert buyer.answer.headers["Retry-After"] == "600"
        assert orders(buyer) == 0
