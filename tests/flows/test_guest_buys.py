"""A guest buys: by card, after the bank's question, after a decline, at the door, after a time-out; in both languages."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from storefront import clock, worker
from storefront.catalog.stock import disagreements
from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.orders.order import Order
from storefront.payments.payment import Payment
from tests.cart.visitor import variant
from tests.checkout.buyer import ASKS, DECLINED, NO_FUNDS, PAYS, TIMES_OUT, Buyer


def the_order() -> Order:
    return db.session.scalars(select(Order)).one()


def attempts() -> list[tuple[str, str, int]]:
    rows = db.session.scalars(select(Payment).order_by(Payment.id))
    return [(row.method, row.state, row.amount) for row in rows]


def mails() -> int:
    rows = select(Job).where(Job.kind == "mail.order_confirmation")
    return len(db.session.scalars(rows).all())


@pytest.mark.parametrize("language", ["ja", "en"])
def test_by_card(app: Flask, language: str) -> None:
    buyer = Buyer(app, language).take("SLEEP-30", 2)
    answer = buyer.buy(PAYS)
    assert answer.status_code == 303
    assert f"/{language}/orders/10001/thank-you?key=" in answer.location
    buyer.follow()
    assert buyer.answer.status_code == 200
    assert "10001" in buyer.said()
    with app.app_context():
        order = the_order()
        assert (order.state, order.locale) == ("placed", language)
        assert (order.goods, order.shipping, order.fee, order.total) == (2560, 650, 0, 3210)
        assert [(line.sku, line.quantity, line.unit_price) for line in order.lines] == [
            ("SLEEP-30", 2, 1280)
        ]
        contact = order.contact
        assert (contact.email, contact.phone) == ("minori@example.jp", "09012345678")
        assert (contact.postal_code, contact.prefecture) == ("1540023", "13")
        assert attempts() == [("card", "captured", 3210)]
        assert mails() == 1
        assert disagreements() == []


def test_the_cart_is_let_go_and_the_order_remembered(app: Flask) -> None:
    buyer = Buyer(app).take()
    buyer.buy()
    with buyer.client.session_transaction() as session:
        assert "cart" not in session
        assert session["orders"] == ["10001"]
        assert set(session) <= {"orders", "csrf_token", "_permanent", "visitor"}
    assert buyer.get("/checkout/confirm").location.endswith("/ja/cart")


def test_cash_on_delivery_adds_its_fee_and_needs_no_gateway(app: Flask) -> None:
    buyer = Buyer(app).take("SLEEP-30")
    assert "/thank-you" in buyer.buy(None).location
    with app.app_context():
        order = the_order()
        assert (order.state, order.paid_at) == ("placed", None)
        assert (order.goods, order.shipping, order.fee, order.total) == (1280, 650, 330, 2260)
        assert [(p.percent, p.taxable, p.tax) for p in order.tax_parts] == [
            (8, 1280, 94),
            (10, 980, 89),
        ]
        assert attempts() == [("cod", "due", 2260)]
        assert mails() == 1


def test_after_the_bank_asked(app: Flask) -> None:
    buyer = Buyer(app).take()
    assert buyer.buy(ASKS).location.startswith("/demo/3-d-secure/demo_")
    bank = buyer.answer.location
    buyer.follow()
    assert "¥1,930" in buyer.said() and "10001" in buyer.said()
    with app.app_context():
        assert (the_order().state, attempts()) == ("pending", [("card", "needs_action", 1930)])
    assert "/ja/orders/10001/thank-you?key=" in buyer.post(answer="approve").location
    with app.app_context():
        assert (the_order().state, attempts()) == ("placed", [("card", "captured", 1930)])
    again = buyer.get(bank)
    assert again.status_code == 303 and "/thank-you" in again.location
    with app.app_context():
        assert mails() == 1


def test_the_bank_is_refused_and_another_card_pays(app: Flask) -> None:
    buyer = Buyer(app).take()
    buyer.buy(ASKS)
    buyer.follow()
    assert "/ja/orders/10001/pay?key=" in buyer.post(answer="refuse").location
    buyer.follow()
    assert "本人確認が終わらなかったため" in buyer.said()
    assert "/thank-you" in buyer.pay_with(PAYS).location
    with app.app_context():
        assert attempts() == [("card", "failed", 1930), ("card", "captured", 1930)]


def test_the_bank_speaks_the_language_of_the_order(app: Flask) -> None:
    buyer = Buyer(app, "en").take()
    buyer.buy(ASKS)
    buyer.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "ja"
    buyer.follow()
    assert buyer.page.html["lang"] == "en"


def test_after_a_decline_the_same_order_is_paid_with_a_new_attempt(app: Flask) -> None:
    buyer = Buyer(app).take()
    assert "/orders/10001/pay?key=" in buyer.buy(DECLINED).location
    buyer.follow()
    assert "承認しませんでした" in buyer.said() and "10:30" in buyer.said()
    again = buyer.pay_with(NO_FUNDS)
    assert again.status_code == 422
    assert buyer.page.title.text.startswith("エラー：")
    assert "ご利用枠が足りない" in buyer.errors()["payment_method-0"]
    assert buyer.form().select_one("#card_number")["value"] == "4000 0000 0000 9995"
    assert buyer.form().select_one("#card_expiry")["value"] == "12/29"
    assert buyer.form().select_one("#card_cvc").get("value", "") == ""
    assert "/thank-you" in buyer.pay_with(PAYS).location
    with app.app_context():
        assert attempts() == [
            ("card", "failed", 1930),
            ("card", "failed", 1930),
            ("card", "captured", 1930),
        ]
        keys = {row.idempotency_key for row in db.session.scalars(select(Payment))}
        assert len(keys) == 3
        assert (the_order().state, mails()) == ("placed", 1)
        assert variant("SLEEP-30").stock + 1 == first_count(app)


def test_after_a_decline_cash_on_delivery_shows_its_fee_first(app: Flask) -> None:
    buyer = Buyer(app).take()
    buyer.buy(DECLINED)
    buyer.follow()
    assert "¥2,260" in buyer.said() and "手数料¥330" in buyer.said()
    assert "/thank-you" in buyer.post(payment_method="cod").location
    with app.app_context():
        order = the_order()
        assert (order.fee, order.total, order.payment_code) == (330, 2260, "cod")
        assert sum(part.taxable for part in order.tax_parts) == 2260
        assert attempts() == [("card", "failed", 1930), ("cod", "due", 2260)]
        assert [event.kind for event in order.events] == [
            "placed",
            "payment_declined",
            "method_changed",
            "cod_confirmed",
        ]


def test_a_time_out_is_no_decline(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    buyer = Buyer(app).take()
    answer = buyer.buy(TIMES_OUT)
    assert "/ja/orders/10001?key=" in answer.location
    buyer.follow()
    assert "お支払いを確認しています" in buyer.said()
    pay = buyer.get("/orders/10001/pay")
    assert pay.status_code == 303 and pay.location.endswith("/ja/orders/10001")
    with app.app_context():
        assert attempts() == [("card", "unknown", 1930)]
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(seconds=30))
    with app.app_context():
        worker.run_due(now + timedelta(seconds=30))
    with app.app_context():
        assert attempts() == [("card", "captured", 1930)]
        assert the_order().state == "placed"


def first_count(app: Flask) -> int:
    """What the seeds counted of SLEEP-30."""
    from storefront.catalog.stock import StockMovement

    rows = select(StockMovement.delta).where(
        StockMovement.variant_id == variant("SLEEP-30").id, StockMovement.reason == "counted"
    )
    return int(db.session.scalars(rows).one())
