"""The large shop we measure with is a shop like ours: found, priced, counted and added up by the same rules."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from seeds.scale import bulk, catalogue, fill
from seeds.scale.baskets import COLUMNS, basket_of
from storefront.catalog import browsing, price, search, stock
from storefront.catalog.product import Product
from storefront.catalog.variant import Variant
from storefront.checkout.placing import FIRST_NUMBER
from storefront.extensions import db
from storefront.orders.finding import order_by_number
from storefront.orders.order import Order, OrderEvent, OrderLine, OrderState
from storefront.payments.payment import LIVE, Payment, PaymentState
from storefront.pricing.tax import split
from storefront.quoting.tariff_reading import load_tariff
from storefront.shipping.prefectures import PREFECTURES, Region
from tests.support.statements import statements

SKUS = 60
ORDERS = 600


@pytest.fixture
def before(shop: Flask, now: datetime) -> dict[str, int]:
    """What there was, and then much more on top."""
    counted = {"variants": _count(Variant), "products": _count(Product)}
    fill(SKUS, now, lambda _line: None)
    return counted


def test_as_many_skus_and_orders_as_asked_for(before: dict[str, int]) -> None:
    assert _count(Variant) == before["variants"] + SKUS
    assert _count(Order) == ORDERS
    assert SKUS / 4 <= _count(Product) - before["products"] <= SKUS


def test_every_count_is_in_the_ledger_and_every_price_in_its_history(
    before: dict[str, int],
) -> None:
    assert stock.disagreements() == []
    assert price.disagreements() == []


def test_new_products_are_summed_up_and_found_by_name_and_kana(before: dict[str, int]) -> None:
    product = db.session.scalars(select(Product).order_by(Product.id.desc())).first()
    assert product is not None
    prices = [variant.price for variant in product.variants]
    assert (product.price_from, product.price_to) == (min(prices), max(prices))
    assert product.variant_count == len(prices)
    for typed in (product.name["ja"], product.name["en"], product.kana):
        hits = search.hits(typed)
        assert hits is not None
        assert product.id in {entry.product.id for entry in browsing.found(hits).entries}


def test_our_own_products_stay_in_front(before: dict[str, int]) -> None:
    first = browsing.listing(browsing.Wish()).entries[0].product
    assert first.id <= before["products"]


def test_the_money_of_every_order_adds_up(before: dict[str, int]) -> None:
    for order in _orders():
        assert order.goods == sum(line.amount for line in order.lines)
        assert order.total == order.goods + order.shipping + order.fee
        services = (order.service_tax, order.shipping + order.fee)
        parts = split([*((line.tax_percent, line.amount) for line in order.lines), services])
        assert tuple(order.tax_parts) == parts


def test_every_state_has_its_payments_and_timeline(before: dict[str, int]) -> None:
    orders = _orders()
    assert {OrderState.FULFILLED, OrderState.EXPIRED, OrderState.CANCELLED} <= {
        order.state for order in orders
    }
    for order in orders:
        last = db.session.scalars(
            select(Payment).where(Payment.order_id == order.id).order_by(Payment.id.desc())
        ).first()
        assert last is not None
        assert last.amount == order.total
        confirmed = order.state in {OrderState.PLACED, OrderState.FULFILLED}
        assert (order.confirmed_at is not None) == confirmed
        assert (order.paid_at is not None) == (last.state == PaymentState.CAPTURED)
        assert last.state not in LIVE or last.state == PaymentState.DUE
        assert order.events[0].kind == "placed"


def test_chilled_goods_go_only_where_a_chilled_way_goes(shop: Flask, now: datetime) -> None:
    ganache = db.session.scalars(select(Variant).where(Variant.temperature == "cool")).first()
    assert ganache is not None
    line = db.session.execute(select(*COLUMNS).join(Product).where(Variant.id == ganache.id)).one()
    okinawa = next(one for one in PREFECTURES if one.region == Region.OKINAWA)
    basket = basket_of([(line, 1)], okinawa, "cod", load_tariff(now), now)
    assert basket.destination != okinawa
    assert basket.sending[0] == "cool"


def test_the_next_order_goes_on_where_the_history_ends(
    before: dict[str, int], now: datetime
) -> None:
    newest = db.session.scalar(select(func.max(Order.id))) or 0
    order = order_by_number(str(FIRST_NUMBER + newest))
    assert order is not None
    assert order.contact.email.endswith("@happa.example")
    assert order.placed_at <= now
    line = db.session.scalars(select(OrderLine).limit(1)).one()
    again = OrderEvent(order_id=line.order_id, kind="placed", detail="", happened_at=now)
    db.session.add(again)
    db.session.flush()
    assert again.id > 0


def _orders() -> list[Order]:
    return list(db.session.scalars(select(Order).order_by(Order.id)))


def _count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_goods_of_several_blocks_are_written_without_a_question_in_between(
    shop: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A question in the midst of a COPY would wait for ever."""
    monkeypatch.setattr(bulk, "AT_ONCE", 16)
    with statements(shop) as sent:
        catalogue.fill(30, now)
    assert _count(Variant) >= 30
    assert sum("FROM category" in one for one in sent) == 1
