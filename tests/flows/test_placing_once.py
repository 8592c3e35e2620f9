"""However often and wherever the button is pressed: one order, one payment, stock taken once."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from storefront.catalog import stock
from storefront.catalog.stock import disagreements
from storefront.database import writing
from storefront.extensions import db
from storefront.orders.order import Order
from storefront.payments.gateways.demo import DemoCharge
from storefront.payments.payment import Payment
from tests.cart.visitor import variant
from tests.checkout.buyer import DECLINED, Buyer, values_of
from tests.support.threads import at_once


@pytest.fixture
def buyer(app: Flask) -> Buyer:
    return Buyer(app).take("SLEEP-30", 2).to_confirmation()


def twin(buyer: Buyer) -> FlaskClient:
    """Another window of the same browser: the same session."""
    client = buyer.app.test_client()
    for name in ("session", "area"):
        cookie = buyer.client.get_cookie(name)
        assert cookie is not None
        client.set_cookie(name, cookie.value)
    return client


def one_order(buyer: Buyer, charges: int = 1) -> None:
    with buyer.app.app_context():
        (order,) = db.session.scalars(select(Order)).all()
        (payment,) = db.session.scalars(select(Payment)).all()
        assert payment.order_id == order.id
        assert len(db.session.scalars(select(DemoCharge)).all()) == charges
        taken = select(stock.StockMovement.delta).where(
            stock.StockMovement.reference == order.stock_reference
        )
        assert db.session.scalars(taken).all() == [-2]
        assert disagreements() == []


def test_a_double_click(buyer: Buyer) -> None:
    sent = values_of(buyer.form())
    clients = [twin(buyer) for _ in range(4)]
    answers = at_once([lambda c=c: c.post("/ja/checkout/order", data=sent) for c in clients])
    assert [getattr(answer, "status_code", answer) for answer in answers] == [303] * 4
    assert all("/ja/orders/10001" in answer.location for answer in answers)  # type: ignore[attr-defined]
    one_order(buyer)


def test_two_tabs_with_a_confirmation_each(buyer: Buyer) -> None:
    pages = [buyer, Buyer(buyer.app, client=twin(buyer)), Buyer(buyer.app, client=twin(buyer))]
    for tab in pages[1:]:
        tab.get("/checkout/confirm")
    keys = {values_of(tab.form())["place_key"] for tab in pages}
    assert len(keys) == 3
    answers = at_once([lambda tab=tab: tab.post() for tab in pages])
    assert all("/ja/orders/10001" in answer.location for answer in answers), answers  # type: ignore[attr-defined]
    one_order(buyer)


def test_reload_and_back(buyer: Buyer) -> None:
    page = buyer.page
    first = buyer.post().location
    buyer.page = page
    again = buyer.post()
    assert (again.status_code, again.location.split("?")[0]) == (303, first.split("?")[0])
    assert buyer.get("/checkout/confirm").location == "/ja/cart"
    assert buyer.get("/checkout/delivery").location == "/ja/cart"
    one_order(buyer)


def test_the_same_page_after_a_decline_leads_to_the_order_and_charges_nothing(app: Flask) -> None:
    buyer = Buyer(app).take("SLEEP-30", 2).to_confirmation(DECLINED)
    page = buyer.page
    assert "/orders/10001/pay" in buyer.post().location
    buyer.page = page
    assert "/orders/10001/pay" in buyer.post().location
    one_order(buyer)


def test_paying_again_twice_at_once_makes_one_attempt(app: Flask) -> None:
    buyer = Buyer(app).take("SLEEP-30", 2)
    buyer.buy(DECLINED)
    buyer.follow()
    action = str(buyer.form()["action"])
    card = {"card_number": "4242424242424242", "card_expiry": "12/29", "card_cvc": "123"}
    sent = {**values_of(buyer.form()), "payment_method": "card", **card}
    clients = [twin(buyer) for _ in range(4)]
    answers = at_once([lambda c=c: c.post(action, data=sent) for c in clients])
    assert [getattr(answer, "status_code", answer) for answer in answers] == [303] * 4
    with app.app_context():
        states = db.session.scalars(select(Payment.state).order_by(Payment.id)).all()
        assert states == ["failed", "captured"]


def test_more_buyers_than_goods_each_get_a_page(app: Flask, now: datetime) -> None:
    token = writing.set(True)
    with app.app_context():
        stock.count(variant("SLEEP-30"), 10, "count:test", now)
        db.session.commit()
    writing.reset(token)
    buyers = [Buyer(app).take("SLEEP-30", 2).to_confirmation() for _ in range(8)]
    answers = at_once([buyer.post for buyer in buyers])
    codes = sorted(getattr(answer, "status_code", 0) for answer in answers)
    assert codes == [303] * 5 + [409] * 3, answers
    assert sum("売り切れました" in buyer.said() for buyer in buyers) == 3
    with app.app_context():
        assert len(db.session.scalars(select(Order)).all()) == 5
        assert variant("SLEEP-30").stock == 0
        assert disagreements() == []
