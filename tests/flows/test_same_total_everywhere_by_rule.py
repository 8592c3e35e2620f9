"""A thousand carts, each to all ten regions, paid in every way the shop knows: what pages, order and refunds are made
from agrees to the yen. (That all 47 prefectures are priced by the same sums is shown where quotes are tested.)
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from functools import cache

import pytest
from flask import Flask, g
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from storefront import clock
from storefront.cart.cart import Cart, CartLine, quote_item
from storefront.catalog.variant import Variant
from storefront.checkout.checkout import Checkout
from storefront.checkout.placing import _freeze
from storefront.extensions import db
from storefront.money import Yen
from storefront.orders.order import Order, OrderState
from storefront.orders.refund import Left, left_of
from storefront.orders.refunding import new_refund
from storefront.quoting.payment_method import PaymentMethod
from storefront.quoting.quote import Quote, quote
from storefront.shipping.prefectures import PREFECTURES, Prefecture, Region, in_region
from storefront.views import checkout_desk
from storefront.views.cart_page import cart_context
from storefront.views.catalog_landed import landed
from storefront.views.payment_rows import PayRow
from storefront.views.snapshot import snapshot
from storefront.views.sums import SumRow, order_sums, quote_sums
from tests.conftest import TUESDAY_MORNING
from tests.quoting.carts import Basket, baskets
from tests.support.orders import ANSWERS, behind_the_counter
from tests.support.shops import open_shop
from tests.support.sums import amounts, percent_in

CARTS = 1000


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A shop with every way to pay switched on, in the middle of a request of a Japanese page."""
    with (
        pytest.MonkeyPatch.context() as monkeypatch,
        open_shop("sqlite", tmp_path_factory.mktemp("shop")) as app,
    ):
        monkeypatch.setattr(clock, "now", lambda: TUESDAY_MORNING)
        with behind_the_counter(app):
            db.session.execute(update(PaymentMethod).values(active=True))
        with app.test_request_context("/ja/cart"):
            yield app


@pytest.fixture(scope="module")
def goods(inside: Flask) -> dict[str, Variant]:
    """Everything on sale, by SKU."""
    query = select(Variant).options(joinedload(Variant.product), joinedload(Variant.picture))
    rows = db.session.scalars(query.order_by(Variant.sku))
    return {variant.sku: variant for variant in rows if variant.sellable}


def test_one_piece_costs_on_its_page_what_it_costs_in_a_cart(goods: dict[str, Variant]) -> None:
    tariff = snapshot().tariff
    for variant in goods.values():
        for prefecture in PREFECTURES:
            g.area = prefecture
            page = landed(variant)
            priced = quote([quote_item(variant)], tariff, TUESDAY_MORNING, prefecture)
            if page.delivered is None:
                assert not priced.sendable
                continue
            assert page.goods == priced.goods
            assert page.delivered.shipping.least == page.delivered.shipping.most == priced.shipping
            assert page.delivered.total.least == page.delivered.total.most == priced.total
            assert _shown(page.delivered.payments) == _asked(priced)


def test_cart_checkout_order_and_refund_agree(goods: dict[str, Variant]) -> None:
    tariff = snapshot().tariff
    shelf = [quote_item(one) for one in goods.values()]
    agreed = refused = ordered = 0
    for number, basket in enumerate(baskets(shelf, CARTS)):
        cart = _cart(basket, goods)
        orders: set[Hashable] = set()
        for region in Region:
            prefecture = _one_of(region, number)
            shown = _on_cart_page(cart, prefecture)
            for choice in shown.payments:
                answers = _answers(prefecture, choice.paying.code)
                priced = checkout_desk.desk_for(cart, answers).quote
                assert priced.payment == choice
                assert priced.total == (shown.total if choice.refusal else choice.total)
                if choice.refusal or not shown.sendable:
                    refused += 1
                    continue
                agreed += 1
                # Another region or method with the same yen everywhere makes the same order.
                if _yen(priced) not in orders:
                    orders.add(_yen(priced))
                    _order(cart, answers, priced)
        ordered += len(orders)
    assert len(tariff.payings) == 6
    assert agreed + refused == CARTS * len(Region) * len(tariff.payings)
    assert agreed > CARTS * len(Region) * 5
    assert ordered > CARTS * 5


def test_a_discount_is_frozen_shown_and_given_back_as_well(goods: dict[str, Variant]) -> None:
    tariff = snapshot().tariff
    shelf = [quote_item(one) for one in goods.values()]
    placed = 0
    for number, basket in enumerate(one for one in baskets(shelf, CARTS) if one.adjustments):
        prefecture = PREFECTURES[number % 47]
        g.area = prefecture
        items = [replace(item) for item in basket.items]
        priced = quote(items, tariff, TUESDAY_MORNING, prefecture, None, "card", basket.adjustments)
        if priced.sendable and priced.payment and not priced.payment.refusal:
            _order(_cart(basket, goods), _answers(prefecture, "card"), priced)
            placed += 1
    assert placed > 100


def _shown(rows: Sequence[PayRow]) -> dict[str, tuple[Yen, Yen]]:
    """Fee and total of each way to pay that a page lists, by its name."""
    return {
        name["ja"]: (row.fee.most, row.total.most)
        for row in rows
        if not row.refusal
        for name in row.names
    }


def _asked(priced: Quote) -> dict[str, tuple[Yen, Yen]]:
    """The same as the quote has it."""
    open_ = [one for one in priced.payments if not one.refusal]
    return {one.paying.name["ja"]: (one.fee, one.total) for one in open_}


def _on_cart_page(cart: Cart, prefecture: Prefecture) -> Quote:
    """What the cart page is made from, its list of ways to pay with it."""
    g.area = prefecture
    context = cart_context(cart)
    priced: Quote = context["quote"]
    assert _shown(context["pay_rows"]) == _asked(priced)
    return priced


def _order(cart: Cart, answers: Checkout, priced: Quote) -> None:
    """The sums each step of checkout prints, the order as it would be frozen, its sheet, and all of it given back."""
    assert _summed(quote_sums(priced)) == _figures(priced)
    order = _freeze(cart, answers, priced, snapshot().tariff, "key", "ja", TUESDAY_MORNING)
    taxes = [(part.percent, part.taxable, part.tax) for part in order.tax_parts]
    assert (order.total, taxes) == _figures(priced)
    assert order.goods - order.discount + order.shipping + order.fee == order.total
    assert sum(line.paid for line in order.lines) == order.goods - order.discount
    assert sum(parcel["price"] for parcel in order.parcels) == order.shipping
    assert _summed(order_sums(order, "東京都")) == _figures(priced)
    _refund(order)


def _refund(order: Order) -> None:
    order.state = OrderState.PLACED
    for number, line in enumerate(order.lines, 1):
        line.id = number
    pieces = {line: line.quantity for line in order.lines}
    back = new_refund(order, [], pieces, order.shipping, order.fee, "返品", TUESDAY_MORNING)
    assert back.amount == order.total
    assert back.tax_parts == order.tax_parts
    left: Left = left_of(order, [back])
    assert left.nothing


def _figures(priced: Quote) -> tuple[Yen, list[tuple[int, Yen, Yen]]]:
    return priced.total, [(part.percent, part.taxable, part.tax) for part in priced.taxes]


def _yen(priced: Quote) -> Hashable:
    """Every sum in yen that goes into an order besides its lines, which are the cart's."""
    assert priced.sending is not None and priced.payment is not None and not priced.payment.refusal
    parcels = [(one.sending.code, one.boxes, one.price) for one in priced.sending.parcels]
    return priced.shipping, priced.fee, priced.discount, priced.total, priced.taxes, *parcels


def _summed(rows: list[SumRow]) -> tuple[Yen, list[tuple[int, Yen, Yen]]]:
    """The total of some rows, which is what they add up to, and the tax rows below it."""
    total = next(row.amount for row in rows if row.kind == "grand")
    assert sum(row.amount for row in rows if row.kind in {"", "saving"}) == total
    notes = [row for row in rows if row.kind == "note"]
    return total, [(percent_in(row.label), amounts(row.label)[0], row.amount) for row in notes]


def _cart(basket: Basket, goods: dict[str, Variant]) -> Cart:
    """A cart that no database knows."""
    lines = [
        CartLine(
            variant_id=goods[item.sku].id,
            variant=goods[item.sku],
            quantity=item.quantity,
            seen_price=item.unit_price,
        )
        for item in basket.items
    ]
    return Cart(id=1, state="open", version=1, lines=lines)


@cache
def _answers(prefecture: Prefecture, method: str) -> Checkout:
    values = {**ANSWERS, "prefecture": prefecture.code, "payment_method": method}
    return Checkout(cart_id=1, **{**values, "shipping_method": "", "time_slot": ""})


def _one_of(region: Region, number: int) -> Prefecture:
    there = in_region(region)
    return there[number % len(there)]
