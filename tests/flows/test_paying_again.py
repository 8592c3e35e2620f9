"""The pay page of an order that waits, and the demo's bank: who gets in, and what cannot be done there."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from storefront import clock
from storefront.extensions import db
from storefront.orders.order import Order
from storefront.payments.payment import Payment
from storefront.payments.trying_again import CARD_RESTS_FOR
from tests.cart.visitor import words
from tests.checkout.buyer import ASKS, DECLINED, PAYS, Buyer
from tests.support.shops import open_shop

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


def states(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Payment.state).order_by(Payment.id)))


def test_a_stranger_does_not_get_in(app: Flask) -> None:
    Buyer(app).take().buy(DECLINED)
    for path in ("/orders/10001/pay", "/orders/10001/pay?key=forged", "/orders/99999/pay"):
        assert Buyer(app).get(path).status_code == 403


def test_an_order_that_is_paid_leads_to_its_page(app: Flask) -> None:
    buyer = Buyer(app).take()
    buyer.buy(PAYS)
    answer = buyer.get("/orders/10001/pay")
    assert (answer.status_code, answer.location) == (303, "/ja/orders/10001")


def test_an_order_whose_time_is_over_leads_to_its_page(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    buyer = Buyer(app).take()
    buyer.buy(DECLINED)
    buyer.follow()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=30))
    assert buyer.pay_with(PAYS).location.startswith("/ja/orders/10001")
    assert states(app) == ["failed"]


@pytest.mark.parametrize("seen", ["1", "abc", "", "9" * 30, None])
def test_another_total_than_shown_charges_nothing(app: Flask, seen: str | None) -> None:
    buyer = Buyer(app).take()
    buyer.buy(DECLINED)
    buyer.follow()
    answer = buyer.post(payment_method="cod", seen_total_cod=seen)
    assert answer.status_code == 409
    assert "新しい合計をお確かめ" in buyer.errors()["payment_method-0"]
    assert states(app) == ["failed"]


def test_a_real_card_is_refused_here_too(app: Flask) -> None:
    buyer = Buyer(app).take()
    buyer.buy(DECLINED)
    buyer.follow()
    assert buyer.pay_with("4111111111111111").status_code == 422
    assert "本物のカード番号は入力しないでください" in buyer.errors()["card_number"]
    assert "4111" not in buyer.answer.text
    assert states(app) == ["failed"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_it_speaks_the_language_of_its_address(app: Flask, language: str) -> None:
    buyer = Buyer(app, language).take()
    assert buyer.buy(DECLINED).location.startswith(f"/{language}/orders/10001/pay")
    buyer.follow()
    assert buyer.page.html["lang"] == language


def test_after_three_declines_cards_are_closed_with_words(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch, database_kind: str
) -> None:
    with open_shop(database_kind, tmp_path, limits=True) as app:
        buyer = Buyer(app).take()
        buyer.buy(DECLINED)
        buyer.follow()
        for _ in range(2):
            assert buyer.pay_with(DECLINED).status_code == 422
        assert "カードは10:10までお使いいただけません" in buyer.said()
        assert buyer.page.find(id="card_number") is None
        assert buyer.page.find("input", value="konbini").has_attr("checked")
        page = buyer.page
        assert buyer.pay_with(PAYS).status_code == 422
        assert states(app) == ["failed"] * 3
        monkeypatch.setattr(clock, "now", lambda: now + CARD_RESTS_FOR)
        buyer.page = page
        assert "/thank-you" in buyer.pay_with(PAYS).location


def test_a_forged_reference_is_404_at_the_bank(app: Flask) -> None:
    for ref in ("demo_forged", "%00", "x" * 200):
        assert Buyer(app).get(f"/demo/3-d-secure/{ref}").status_code in {400, 404}


@pytest.mark.parametrize("answer", ["", "maybe", None])
def test_the_bank_wants_yes_or_no(app: Flask, answer: str | None) -> None:
    buyer = Buyer(app).take()
    buyer.buy(ASKS)
    buyer.follow()
    assert buyer.post(answer=answer).status_code == 400
    assert states(app) == ["needs_action"]


def test_the_bank_wants_a_csrf_token(app: Flask) -> None:
    buyer = Buyer(app).take()
    buyer.buy(ASKS)
    buyer.follow()
    assert buyer.post(answer="approve", csrf_token=None).status_code == 400
    assert states(app) == ["needs_action"]


def test_the_bank_page_names_shop_order_card_and_sum_and_that_it_is_a_demo(app: Flask) -> None:
    buyer = Buyer(app).take()
    buyer.buy(ASKS)
    buyer.follow()
    for said in ("デモ", "はっぱ茶房", "10001", "•••• 3184", "¥1,930"):
        assert said in buyer.said()
    assert words(buyer.page.title) == "ご本人の確認｜デモ銀行"


def test_an_answered_bank_page_opens_no_door_for_strangers(app: Flask) -> None:
    buyer = Buyer(app).take()
    bank = str(buyer.buy(ASKS).location)
    buyer.follow()
    buyer.post(answer="approve")
    stranger = Buyer(app)
    location = str(stranger.get(bank).location)
    assert "key=" not in location
    assert stranger.get(location).status_code == 403


def test_closing_the_bank_page_leaves_a_way_back(app: Flask) -> None:
    buyer = Buyer(app).take()
    bank = str(buyer.buy(ASKS).location)
    assert buyer.get("/orders/10001").status_code == 200
    assert bank in {str(a["href"]) for a in buyer.page.select("main a[href]")}
    assert buyer.get("/orders/10001/pay").location == bank
    with app.app_context():
        assert db.session.scalars(select(Order.state)).one() == "pending"
