"""An order changed by several members at the same moment: one of them does it, the others are told, money goes back once."""

from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy import select

from storefront.checkout.rearranged import CannotRearrange, rearrange
from storefront.checkout.rearranging import plan, quote_again, wish_of
from storefront.database import writing
from storefront.extensions import db
from storefront.orders.correcting import correct_email
from storefront.orders.finding import order_by_number
from storefront.orders.lifecycle import hold
from storefront.orders.order import Order
from storefront.orders.refund import Refund
from storefront.orders.refunding import RefundRefused
from storefront.payments.payment import Payment
from storefront.payments.refunding import refund_order
from storefront.quoting.tariff_reading import load_tariff
from storefront.shipping.prefectures import by_code
from tests.support.orders import behind_the_counter, paid, placed
from tests.support.threads import at_once


def counted(app: Flask, number: str, work: Any) -> object:
    """What `work` says of the order as it was read before anybody held it; committed."""
    token = writing.set(True)
    try:
        with app.app_context():
            order = order_by_number(number)
            assert order is not None and len(order.refunds) >= 0
            done = work(order)
            db.session.commit()
            return done
    finally:
        writing.reset(token)


def test_of_four_changes_one_is_made_and_its_difference_goes_back_once(
    app: Flask, now: datetime
) -> None:
    number = placed(app, paid, now, prefecture="01", postal_code="0600001").number

    def to_tokyo(order: Order) -> str:
        order, tariff = hold(order.id), load_tariff(now)
        wish = wish_of(order, tariff)
        wish = type(wish)(**{**vars(wish), "prefecture": "13", "postal_code": "1500041"})
        made = plan(order, wish, quote_again(order, tariff, now, by_code("13"), "home"), tariff)
        rearrange(order, wish, made, 0, tariff, "差額", now)
        return "moved"

    def new_address(order: Order) -> str:
        hold(order.id)
        return "corrected" if correct_email(order, "new@example.jp", 0, now) else "late"

    def shipping_back(order: Order) -> str:
        refund_order(order, {}, 1000, 0, "遅れのお詫び", now)
        return "refunded"

    works = [to_tokyo, to_tokyo, new_address, shipping_back]
    results = at_once([lambda work=work: counted(app, number, work) for work in works])  # type: ignore[misc]
    told = [one if isinstance(one, str) else type(one) for one in results]
    assert (told.count("moved"), told.count("corrected")) in {(1, 0), (0, 1)}, results
    assert all(isinstance(one, str | CannotRearrange | RefundRefused) for one in results), results
    with behind_the_counter(app):
        order = db.session.scalars(select(Order)).one()
        back = sum(one.shipping for one in db.session.scalars(select(Refund)))
        assert order.version == 1
        assert back <= order.shipping == 1000
        assert back == db.session.scalars(select(Payment)).one().refunded
