"""The demo's other houses: the wallet, the store's counter, the bank's transfers; play money, and said to be."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from storefront import clock, worker
from storefront.extensions import db
from storefront.payments.gateways.demo.vouchers import confirmation
from storefront.payments.payment import Payment
from storefront.payments.voucher import Account, Stores, read
from tests.checkout.buyer import Buyer
from tests.payments.play_money import begun
from tests.support.orders import behind_the_counter

SOON = timedelta(seconds=6)


def begin(
    app: Flask, now: datetime, method: str, **more: object
) -> tuple[str, Stores | Account | None]:
    """An order whose attempt was begun by that method; the provider's reference, and what the buyer was given."""
    with behind_the_counter(app):
        payment = begun(now, method, **more)
        return payment.provider_ref or "", read(payment.voucher)


def stands(app: Flask) -> tuple[str, int, str]:
    with app.app_context():
        payment = db.session.scalars(select(Payment).order_by(Payment.id.desc())).first()
        assert payment is not None
        return payment.state, payment.received, payment.order.state


def the_worker_comes(app: Flask, monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)
    with app.app_context():
        while worker.run_due(at):
            pass


@pytest.mark.parametrize(
    ("locale", "says", "pays"),
    [
        (
            "ja",
            "本物の決済アプリの画面ではありません。お金は動きません。",
            "はっぱ茶房に支払いますか",
        ),
        ("en", "This is no real payment app. No money moves.", "Pay Happa Tea House?"),
    ],
)
def test_a_wallet_that_is_approved_leads_back_to_the_paid_order(
    app: Flask, now: datetime, locale: str, says: str, pays: str
) -> None:
    ref, _voucher = begin(app, now, "wallet", locale=locale)
    buyer = Buyer(app)
    page = buyer.get(f"/demo/wallet/{ref}")
    assert (page.status_code, page.headers["Referrer-Policy"]) == (200, "no-referrer")
    assert says in buyer.said() and pays in buyer.said() and "¥5,010" in buyer.said()
    assert f"/{locale}/orders/10001/thank-you?key=" in buyer.post(answer="approve").location
    assert stands(app) == ("captured", 5010, "placed")


def test_a_wallet_that_is_refused_leaves_the_order_to_be_paid_another_way(
    app: Flask, now: datetime
) -> None:
    ref, _voucher = begin(app, now, "wallet")
    buyer = Buyer(app)
    buyer.get(f"/demo/wallet/{ref}")
    assert "/ja/orders/10001/pay?key=" in buyer.post(answer="refuse").location
    assert stands(app) == ("failed", 0, "pending")


def test_who_pays_and_does_not_come_back_is_told_of_by_a_message(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref, _voucher = begin(app, now, "wallet")
    buyer = Buyer(app)
    buyer.get(f"/demo/wallet/{ref}")
    buyer.post(answer="approve_and_leave")
    assert stands(app) == ("needs_action", 0, "pending")
    buyer.follow()
    assert "お支払いの手続きが済んでいます" in buyer.said()
    assert buyer.page.select_one("main form") is None
    the_worker_comes(app, monkeypatch, now)
    assert stands(app) == ("captured", 5010, "placed")


@pytest.mark.parametrize("answer", ["", "maybe", None])
def test_a_wallet_wants_an_answer_it_knows(app: Flask, now: datetime, answer: str | None) -> None:
    ref, _voucher = begin(app, now, "wallet")
    buyer = Buyer(app)
    buyer.get(f"/demo/wallet/{ref}")
    assert buyer.post(answer=answer).status_code == 400
    assert stands(app) == ("needs_action", 0, "pending")


def test_the_number_typed_in_at_the_store_leads_to_the_counter(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref, voucher = begin(app, now, "konbini")
    assert isinstance(voucher, Stores)
    lawson = voucher.stores[2]
    buyer = Buyer(app)
    buyer.get("/demo/store?lang=ja")
    answer = buyer.post(number=f"{lawson.spaced}　", confirmation=lawson.confirmation)
    assert answer.location == f"/demo/store/{ref}?chain=lawson"
    buyer.follow()
    for said in ("本物のお店のレジではありません", "¥5,010", "10001", "11月27日(金) 10:00"):
        assert said in buyer.said()
    assert "ローソン（デモ）" in buyer.page.select_one("header").get_text()
    assert buyer.post().status_code == 303
    buyer.get(f"/demo/store/{ref}")
    assert "お支払いを受け取りました" in buyer.said()
    assert buyer.page.select_one("main form") is None
    assert stands(app) == ("processing", 0, "pending")
    the_worker_comes(app, monkeypatch, now)
    assert stands(app) == ("captured", 5010, "placed")


def test_wrong_numbers_at_the_store_are_named_and_lead_nowhere(app: Flask, now: datetime) -> None:
    _ref, voucher = begin(app, now, "konbini")
    assert isinstance(voucher, Stores)
    seven = voucher.stores[0]
    buyer = Buyer(app)
    buyer.get("/demo/store?lang=ja")
    for typed in ({}, {"number": "99999999999"}, {"number": seven.number, "confirmation": "1"}):
        assert buyer.post(**typed).status_code == 422
        assert list(buyer.errors()) == ["confirmation" if "confirmation" in typed else "number"]
    assert buyer.page.title is not None and buyer.page.title.get_text().startswith("エラー：")
    assert stands(app) == ("processing", 0, "pending")


def test_each_chain_has_a_confirmation_number_of_its_own() -> None:
    assert len({confirmation("1234567890", chain) for chain in ("seven", "lawson")}) == 2


def test_a_number_that_ran_out_takes_money_only_as_money_that_comes_late(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref, _voucher = begin(app, now, "konbini")
    later = now + timedelta(days=3, hours=1)
    the_worker_comes(app, monkeypatch, later)
    assert stands(app) == ("cancelled", 0, "expired")
    buyer = Buyer(app)
    buyer.get(f"/demo/store/{ref}")
    assert "お支払いの期限が過ぎています" in buyer.said()
    buyer.post()
    the_worker_comes(app, monkeypatch, later)
    assert stands(app) == ("cancelled", 0, "expired")
    buyer.get(f"/demo/store/{ref}")
    buyer.post(late="1")
    the_worker_comes(app, monkeypatch, later)
    assert stands(app) == ("captured", 5010, "placed")


def test_a_transfer_in_parts(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    ref, voucher = begin(app, now, "bank_transfer")
    assert isinstance(voucher, Account)
    buyer = Buyer(app)
    buyer.get(f"/demo/transfer/{ref}")
    assert voucher.account in buyer.said() and voucher.holder in buyer.said()
    assert [one.get_text() for one in buyer.page.select(".bank__presets button")] == [
        "全額 ¥5,010", "半分 ¥2,505", "多すぎる額 ¥6,010"
    ]  # fmt: skip
    assert buyer.post(preset="half").status_code == 303
    the_worker_comes(app, monkeypatch, now)
    assert stands(app) == ("processing", 2505, "pending")
    buyer.get(f"/demo/transfer/{ref}")
    assert "残り ¥2,505" in buyer.said()
    buyer.post(amount="￥１，０００円")
    the_worker_comes(app, monkeypatch, now)
    assert stands(app) == ("processing", 3505, "pending")
    buyer.get(f"/demo/transfer/{ref}")
    buyer.post(preset="more")
    the_worker_comes(app, monkeypatch, now)
    assert stands(app) == ("captured", 6010, "placed")


@pytest.mark.parametrize("amount", ["", "0", "-5", "1e3", "10000000", "千円"])
def test_a_sum_that_is_none_moves_nothing(app: Flask, now: datetime, amount: str) -> None:
    ref, _voucher = begin(app, now, "bank_transfer")
    buyer = Buyer(app)
    buyer.get(f"/demo/transfer/{ref}")
    assert buyer.post(amount=amount).status_code == 422
    assert buyer.errors() == {"amount": "金額は1円から9,999,999円までの数字で入力してください"}
    assert stands(app) == ("processing", 0, "pending")


def test_a_closed_account_takes_money_only_as_money_that_comes_late(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref, _voucher = begin(app, now, "bank_transfer")
    later = now + timedelta(days=4)
    buyer = Buyer(app)
    buyer.get(f"/demo/transfer/{ref}")
    the_worker_comes(app, monkeypatch, later)
    assert stands(app) == ("cancelled", 0, "expired")
    assert buyer.post(preset="all").status_code == 422
    assert "この口座は、受け取りを終えています" in buyer.said()
    assert buyer.post(preset="all").status_code == 303
    the_worker_comes(app, monkeypatch, later)
    assert stands(app) == ("captured", 5010, "placed")


@pytest.mark.parametrize("page", ["wallet", "store", "transfer"])
def test_each_house_knows_its_own_references_only(app: Flask, now: datetime, page: str) -> None:
    ref, _voucher = begin(app, now, "card")
    for forged in (ref, "demo_forged", "x" * 200):
        assert app.test_client().get(f"/demo/{page}/{forged}").status_code == 404


@pytest.mark.parametrize("method", ["wallet", "konbini", "bank_transfer"])
def test_every_house_wants_a_csrf_token(app: Flask, now: datetime, method: str) -> None:
    ref, _voucher = begin(app, now, method)
    page = {"wallet": "wallet", "konbini": "store", "bank_transfer": "transfer"}[method]
    buyer = Buyer(app)
    buyer.get(f"/demo/{page}/{ref}")
    sent = {"answer": "approve", "preset": "all", "csrf_token": None}
    assert buyer.post(**sent).status_code == 400
    assert stands(app)[1:] == (0, "pending")
