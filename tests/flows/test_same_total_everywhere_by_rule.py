"""A thousand carts, each to all ten regions, paid in every way the shop knows: what product page, dialog, cart, checkout,
confirmation, order, mail, invoice and refund are made from agrees to the yen, and so do the pages of every seventh.

That all 47 prefectures are priced by the same sums is shown where quotes are tested. SAME_TOTAL=all takes nobody's word
for it: every cart to every prefecture, by every way to pay, in half an hour instead of a minute.
"""

import os
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from random import Random

import pytest
from flask import Flask, g
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from storefront import clock
from storefront.cart.cart import Cart, quote_item
from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.locales import Locale
from storefront.money import Yen
from storefront.orders.documents import invoice_of
from storefront.orders.order import Order
from storefront.orders.refund import left_of
from storefront.orders.refunding import new_refund
from storefront.quoting.payment_method import PaymentMethod
from storefront.quoting.quote import Quote, quote
from storefront.shipping.prefectures import PREFECTURES, Prefecture, Region, in_region
from storefront.views import checkout_confirm, checkout_desk, order_mail
from storefront.views.cart_page import cart_context
from storefront.views.document_issuer import Issuer, issuer
from storefront.views.payment_rows import PayRow
from storefront.views.snapshot import snapshot
from tests.conftest import TUESDAY_MORNING
from tests.quoting.carts import baskets
from tests.support import places
from tests.support.orders import behind_the_counter
from tests.support.shops import open_shop
from tests.support.sums import sums_of_quote
from tests.support.unkept import answers_for, cart_of, in_language, once, order_from, told

CARTS, PARTS = 1000, 4
LANGUAGES: tuple[Locale, ...] = ("ja", "en")
EVERYWHERE = os.environ.get("SAME_TOTAL") == "all"


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A shop with every way to pay switched on, in the middle of a request of a Japanese page."""
    with (
        pytest.MonkeyPatch.context() as monkeypatch,
        open_shop("sqlite", tmp_path_factory.mktemp("shop")) as app,
    ):
        monkeypatch.setattr(clock, "now", lambda: TUESDAY_MORNING)
        # Terms and tariff are the same for all of them: read and put into words once.
        for page, name in (
            (checkout_confirm, "figures"),
            (checkout_confirm, "terms"),
            (order_mail, "figures"),
            (order_mail, "terms"),
            (order_mail, "load_tariff"),
        ):
            monkeypatch.setattr(page, name, once(getattr(page, name)))
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


@pytest.fixture(scope="module")
def carts(goods: dict[str, Variant]) -> list[Cart]:
    """A thousand, the same each time."""
    shelf = [quote_item(one) for one in goods.values()]
    return [cart_of(basket, goods) for basket in baskets(shelf, CARTS)]


def test_one_piece_costs_on_its_page_what_it_costs_in_a_cart(goods: dict[str, Variant]) -> None:
    tariff = snapshot().tariff
    for number, variant in enumerate(goods.values()):
        for prefecture in PREFECTURES:
            g.area = prefecture
            page = places.product_page(variant, printed=prefecture is PREFECTURES[number % 47])
            priced = quote([quote_item(variant)], tariff, TUESDAY_MORNING, prefecture)
            if page.delivered is None:
                assert not priced.sendable
                continue
            assert page.goods == priced.goods
            assert page.delivered.shipping.least == page.delivered.shipping.most == priced.shipping
            assert page.delivered.total.least == page.delivered.total.most == priced.total
            assert _shown(page.delivered.payments) == _asked(priced)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_place_agrees(carts: list[Cart], part: int) -> None:
    """Whatever differs by a yen goes through every place before the order and after."""
    done = Counter[str]()
    for number, cart in list(enumerate(carts))[part::PARTS]:
        known = set[Hashable]()
        there = PREFECTURES if EVERYWHERE else [_one_of(one, number) for one in Region]
        language = LANGUAGES[number // PARTS % 2]
        with in_language(language):
            for prefecture in there:
                done += _agreed(cart, prefecture, language, known)
    asked = CARTS // PARTS * len(there)
    assert len(snapshot().tariff.payings) == 6
    assert done["agreed"] + done["refused"] == asked * 6
    assert done["agreed"] > asked * 5
    assert done["ordered"] > CARTS // PARTS * 5


def test_pages_mails_and_papers_print_it(carts: list[Cart]) -> None:
    """A destination for each of some carts, ways and methods by turns: read off the pages, the mail and the PDF."""
    lot, read = Random(20261125), places.Printed()
    for number, cart in enumerate(carts if EVERYWHERE else carts[::7]):
        language = LANGUAGES[number % 2]
        with in_language(language):
            desk = _drawn(cart, lot.choice(PREFECTURES), read)
            if desk is None:
                continue
            places.dialog(cart, printed=True)
            _through(desk, language, printed=True, as_pdf=number % 8 < 2)
            read.add(desk.quote, language)
    read.check()
    assert sum(read.times[language] for language in LANGUAGES) > 100


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
            desk = checkout_desk.Desk(
                cart_of(basket, goods), answers_for(prefecture, "card"), priced
            )
            _after_the_order(desk, "ja", printed=number % 25 == 0)
            placed += 1
    assert placed > 100


def _agreed(
    cart: Cart, prefecture: Prefecture, language: Locale, known: set[Hashable]
) -> Counter[str]:
    """Every way to pay for a cart that goes there, through every place; what is `known` by its yen not again, or all."""
    done = Counter[str]()
    shown = _on_cart_page(cart, prefecture)
    assert places.dialog(cart) == [one for one in (shown.goods, shown.shipping) if one is not None]
    for choice in shown.payments:
        desk = checkout_desk.desk_for(cart, answers_for(prefecture, choice.paying.code))
        priced = desk.quote
        assert priced.payment == choice
        assert priced.total == (shown.total if choice.refusal else choice.total)
        if choice.refusal or not shown.sendable:
            done["refused"] += 1
            continue
        done["agreed"] += 1
        # Another region or method with the same yen everywhere makes the same order.
        if EVERYWHERE or _yen(priced) not in known:
            known.add(_yen(priced))
            done["ordered"] += 1
            _through(desk, language)
    return done


def _drawn(cart: Cart, prefecture: Prefecture, read: places.Printed) -> checkout_desk.Desk | None:
    """One of the ways to send there and one of the ways to pay for it, each in its turn; None where nothing goes."""
    shown = _on_cart_page(cart, prefecture)
    if not shown.sendable:
        return None
    way = read.rarest(one.sending.code for one in shown.sendings)
    payments = checkout_desk.desk_for(cart, answers_for(prefecture, "", way)).quote.payments
    method = read.rarest(one.paying.code for one in payments if not one.refusal)
    return checkout_desk.desk_for(cart, answers_for(prefecture, method, way))


def _through(desk: checkout_desk.Desk, language: Locale, **how: bool) -> None:
    """Cart page and confirmation with all that was chosen, then the order and what comes of it."""
    assert desk.answers is not None and desk.quote.sending is not None
    expected = sums_of_quote(desk.quote)
    printed = how.get("printed", False)
    way, method = desk.quote.sending.sending.code, desk.answers.payment_method
    with told(way, method):
        assert places.cart_panel(desk.cart, printed) == expected
    assert places.confirmation(desk, desk.answers, printed) == expected
    _after_the_order(desk, language, **how)


def _after_the_order(
    desk: checkout_desk.Desk, language: Locale, printed: bool = False, as_pdf: bool = False
) -> None:
    """The order as it would be frozen: its rows, its pages, its mail, its invoice, and all of it given back."""
    order = order_from(desk, language)
    expected = sums_of_quote(desk.quote)
    assert min(expected.goods, expected.discount, expected.shipping, expected.fee) >= 0
    assert expected.total >= 0
    assert order.goods - order.discount + order.shipping + order.fee == order.total
    assert sum(line.paid for line in order.lines) == order.goods - order.discount
    assert sum(parcel["price"] for parcel in order.parcels) == order.shipping
    assert places.order_pages(order, printed) == expected
    assert places.mail(order, printed) == expected
    assert places.invoice(order, _issuer(language), printed, as_pdf) == expected
    _refund(order)
    assert places.credit_note(order, _issuer(language), printed, as_pdf) == expected
    rest = invoice_of(order)
    assert rest is not None and (rest.total, rest.entries, rest.rates) == (0, [], [])


def _refund(order: Order) -> None:
    pieces = {line: line.quantity for line in order.lines}
    back = new_refund(order, [], pieces, order.shipping, order.fee, "返品", TUESDAY_MORNING)
    assert back.amount == order.total
    assert back.tax_parts == order.tax_parts
    assert left_of(order, [back]).nothing


@cache
def _issuer(_language: Locale) -> Issuer:
    return issuer(TUESDAY_MORNING)


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


def _yen(priced: Quote) -> Hashable:
    """Every sum in yen that goes into an order besides its lines, which are the cart's."""
    assert priced.sending is not None and priced.payment is not None and not priced.payment.refusal
    parcels = [(one.sending.code, one.boxes, one.price) for one in priced.sending.parcels]
    return priced.shipping, priced.fee, priced.discount, priced.total, priced.taxes, *parcels


def _one_of(region: Region, number: int) -> Prefecture:
    there = in_region(region)
    return there[number % len(there)]
