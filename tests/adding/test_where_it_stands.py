"""The order's own page tells where an addition to it stands, to somebody who closed the tab and comes back by the mail."""

from datetime import datetime

import pytest
from flask import Flask

from storefront.orders.finding import order_by_number
from storefront.payments.fulfilling import CannotSend, mark_sent
from storefront.payments.gateways.demo import acts
from tests.adding.buying import go_on, offered, ordered
from tests.adding.test_adding import additions, ref_of
from tests.checkout.buyer import ASKS, Buyer
from tests.support.books import let_work, the_order
from tests.support.orders import behind_the_counter

WAITS = {"ja": "追加のお支払いをお待ちしています", "en": "Waiting for the payment of what you add"}
JOINED = {"ja": "商品を追加しました", "en": "Items were added"}
DROPPED = {
    "ja": "商品の追加は取りやめになりました。ご注文はそのままです",
    "en": "Nothing was added after all. Your order is unchanged",
}
BACK = {
    "ja": "追加の分として届いた¥486をお返しします",
    "en": "¥486 that came for the addition goes back to you",
}
TO_ADD = {"ja": "素朴なビスケット", "en": "Plain Butter Biscuits"}

languages = pytest.mark.parametrize("language", ["ja", "en"])


def told(buyer: Buyer) -> str:
    """What the order's page says."""
    assert buyer.get("/orders/10001").status_code == 200
    return buyer.said()


def waiting(app: Flask, now: datetime, language: str) -> Buyer:
    """An addition whose money is to be brought to a store; the tab is closed."""
    offered(app, now)
    buyer = go_on(ordered(app, language=language))
    buyer.post(payment_method="konbini")
    return buyer


def packed(app: Flask, now: datetime) -> None:
    with behind_the_counter(app):
        order = order_by_number("10001")
        assert order is not None and mark_sent(order, now)
    let_work(app, now)


@languages
def test_one_that_waits_for_its_money(app: Flask, now: datetime, language: str) -> None:
    buyer = waiting(app, now, language)
    said = told(buyer)
    assert WAITS[language] in said and TO_ADD[language] in said
    assert buyer.page.select_one("main a[href*='/additions/1']") is not None
    assert JOINED[language] not in said and DROPPED[language] not in said


@languages
def test_one_that_joined(app: Flask, now: datetime, language: str) -> None:
    buyer = waiting(app, now, language)
    with app.app_context():
        acts.pay_at_store(ref_of(app, "konbini"))
    let_work(app, now)
    said = told(buyer)
    assert JOINED[language] in said and TO_ADD[language] in said and "¥2,416" in said
    assert WAITS[language] not in said and DROPPED[language] not in said


@languages
def test_one_that_was_dropped_because_packing_began(
    app: Flask, now: datetime, language: str
) -> None:
    buyer = waiting(app, now, language)
    packed(app, now)
    said = told(buyer)
    assert DROPPED[language] in said and "¥1,930" in said
    assert WAITS[language] not in said and BACK[language] not in said
    assert TO_ADD[language] not in said
    with app.app_context():
        acts.pay_at_store(ref_of(app, "konbini"), late=True)
    let_work(app, now)
    said = told(buyer)
    assert BACK[language] in said and JOINED[language] not in said
    assert additions(app) == [("dropped", 486, 0)]
    assert the_order(app).total == 1930
    buyer.get("/orders/10001/additions/1")
    assert "¥486" in buyer.said() and buyer.page.select_one("main a[href*='/again']") is None


@languages
def test_a_tab_closed_at_the_bank_holds_the_parcel_until_it_is_known(
    app: Flask, now: datetime, language: str
) -> None:
    offered(app, now)
    buyer = go_on(ordered(app, ASKS, keep=True, language=language))
    buyer.post()
    with behind_the_counter(app):
        order = order_by_number("10001")
        assert order is not None
        with pytest.raises(CannotSend):
            mark_sent(order, now)
    assert WAITS[language] in told(buyer)
    buyer.get("/orders/10001/additions/1")
    link = buyer.page.select_one("main a[href*='/demo/3-d-secure/']")
    assert link is not None
    buyer.get(str(link["href"]))
    buyer.post(answer="approve")
    packed(app, now)
    assert JOINED[language] in told(buyer)
