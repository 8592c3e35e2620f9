"""A way to pay that is closed: by staff, or by itself when cards are tried out; shown, refused, and open again in time."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from storefront import clock
from storefront.extensions import db
from storefront.orders.order import Order
from storefront.payments.closing import close_method, open_method
from storefront.payments.declines import close_on_spike
from storefront.payments.payment import Payment, PaymentState
from storefront.payments.settling import live_payment
from storefront.payments.trying_again import MethodClosed, try_again, ways_to_pay
from storefront.quoting.paying import Refusal
from storefront.quoting.payment_method import PaymentMethod
from storefront.quoting.spike import Spike, spike_of
from storefront.quoting.tariff_reading import load_tariff
from tests.checkout.buyer import PAYS, Buyer
from tests.support import orders
from tests.support.orders import behind_the_counter

HALF_AN_HOUR = timedelta(minutes=30)
SPIKE = Spike(20, timedelta(minutes=10), 80, timedelta(minutes=30))
"""What the shop's own row says of cards."""
CLOSED = "ただいまお使いいただけません"


def card_closed(now: datetime) -> bool:
    paying = load_tariff(now).paying("card")
    assert paying is not None
    return paying.closed(now)


def tried(order: Order, now: datetime, count: int, state: PaymentState) -> None:
    """So many attempts of one order, made at that moment."""
    for number in range(count):
        db.session.add(
            Payment(
                order_id=order.id,
                method="card",
                gateway="demo",
                amount=order.total,
                state=state,
                idempotency_key=f"{state}-{now}-{number}",
                created_at=now,
                updated_at=now,
            )
        )
    db.session.flush()


def test_a_method_closes_once_and_opens_once(shop: Flask, now: datetime) -> None:
    until = now + HALF_AN_HOUR
    assert [close_method("card", now, until, "declines") for _ in range(2)] == [True, False]
    assert card_closed(now)
    assert card_closed(until - timedelta(seconds=1))
    assert not card_closed(until)
    assert close_method("card", until, until + HALF_AN_HOUR, "declines")
    assert [open_method("card") for _ in range(2)] == [True, False]
    assert not card_closed(now)


def test_the_longer_closing_holds(shop: Flask, now: datetime) -> None:
    assert close_method("card", now, now + HALF_AN_HOUR, "declines")
    assert close_method("card", now, None, "staff")
    assert not close_method("card", now, now + HALF_AN_HOUR, "declines")
    assert card_closed(now + timedelta(days=365))
    assert not close_method("nothing", now, None, "staff")


@pytest.mark.parametrize(
    ("declined", "captured", "closes"),
    [(19, 0, False), (20, 0, True), (20, 5, False), (24, 5, True), (200, 50, False)],
)
def test_it_closes_by_itself_when_nearly_all_of_many_are_declined(
    shop: Flask, now: datetime, declined: int, captured: int, closes: bool
) -> None:
    order = orders.declined(now - timedelta(hours=2))
    tried(order, now, declined, PaymentState.FAILED)
    tried(order, now, captured, PaymentState.CAPTURED)
    assert close_on_spike("card", now) is closes
    assert card_closed(now) is closes
    assert not close_on_spike("cod", now)


def test_the_numbers_are_those_of_the_row(shop: Flask, now: datetime) -> None:
    row = db.session.query(PaymentMethod).filter_by(code="card").one()
    assert spike_of(row.spike) == SPIKE
    order = orders.declined(now - timedelta(hours=2))
    tried(order, now, 3, PaymentState.FAILED)
    assert not close_on_spike("card", now)
    row.spike = {"declines": 3, "minutes": 5, "percent": 50, "rest_minutes": 60}
    assert close_on_spike("card", now)
    db.session.expire(row)
    assert card_closed(now + timedelta(minutes=59)) and not card_closed(now + timedelta(hours=1))


def test_declines_of_earlier_do_not_count(shop: Flask, now: datetime) -> None:
    order = orders.declined(now - timedelta(hours=2))
    tried(order, now - SPIKE.within, 40, PaymentState.FAILED)
    assert not close_on_spike("card", now)


def test_the_decline_that_is_one_too_many_closes_the_method(shop: Flask, now: datetime) -> None:
    order = orders.declined(now - timedelta(hours=2))
    tried(order, now, SPIKE.declines - 2, PaymentState.FAILED)
    orders.declined(now)
    assert not card_closed(now)
    orders.declined(now)
    assert card_closed(now)
    assert not card_closed(now + SPIKE.rests)


def test_no_new_attempt_is_made_but_open_ones_go_on(shop: Flask, now: datetime) -> None:
    waiting, asked = orders.declined(now), orders.asked_by_bank(now)
    close_method("card", now, None, "staff")
    db.session.commit()
    (card, *_rest) = ways_to_pay(waiting, load_tariff(now), now)
    assert (card.paying.code, card.refusal) == ("card", Refusal.CLOSED)
    last = db.session.query(Payment).filter_by(order_id=waiting.id).one()
    with pytest.raises(MethodClosed):
        try_again(waiting, card, card.total, last.id, now)
    assert live_payment(asked) is not None


def close(app: Flask, now: datetime, *codes: str, until: datetime | None = None) -> None:
    with behind_the_counter(app):
        for code in codes:
            close_method(code, now, until, "staff")


def test_pages_that_are_kept_know_of_it_at_once_and_forget_it_in_time(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = app.test_client()

    def said(address: str = "/ja/products/sleep-blend") -> bool:
        return CLOSED in client.get(address).text

    client.post("/ja/delivery-area", data={"prefecture": "13"})
    assert not said()
    close(app, now, "card", until=now + HALF_AN_HOUR)
    assert said()
    monkeypatch.setattr(clock, "now", lambda: now + HALF_AN_HOUR)
    assert not said()


def test_the_step_of_paying_says_so_and_until_when(app: Flask, now: datetime) -> None:
    close(app, now, "card", until=now + HALF_AN_HOUR)
    page = Buyer(app).take().to_payment().said()
    assert "ただいまお使いいただけません。10:30からまた選べます" in page


def test_an_order_is_not_placed_with_a_method_closed_meanwhile(app: Flask, now: datetime) -> None:
    buyer = Buyer(app).take().to_confirmation(PAYS)
    close(app, now, "card")
    assert str(buyer.post().location).endswith("/ja/checkout/payment")
    with app.app_context():
        assert db.session.query(Order).count() == 0


def test_with_every_method_closed_the_page_stays_calm(app: Flask, now: datetime) -> None:
    close(app, now, "card", "cod", "konbini", "wallet", "bank_transfer", "transfer")
    page = Buyer(app).take().to_payment().said()
    assert "いまお使いいただけるお支払い方法がありません" in page
    assert "内容の確認へ進む" not in page
