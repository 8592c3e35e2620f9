"""What stands in the way of adding to an order: the order stays as it was, and its buyer is told why."""

from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select, update

from storefront import clock, revision
from storefront.catalog import stock
from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.offers.kinds import Kind, Placement
from storefront.offers.offer import Offer
from storefront.orders.finding import order_by_number
from storefront.payments.fulfilling import mark_sent
from storefront.revision import Part
from tests.adding.buying import BISCUIT, TITLE, go_on, guest, offered, ordered
from tests.adding.test_adding import additions
from tests.checkout.buyer import ASKS, PAYS, Buyer
from tests.support.books import taken, the_order
from tests.support.offers import answers, offer
from tests.support.orders import behind_the_counter

CUT_OFF = timedelta(hours=5)
SMALLER = "はちみつをひと瓶"


def untouched(app: Flask) -> bool:
    order = the_order(app)
    return (order.total, len(order.attempts), taken(app)) == (1930, 1, 1)


def variant_of(sku: str = BISCUIT) -> Variant:
    return db.session.scalars(select(Variant).where(Variant.sku == sku)).one()


def test_a_second_tap_finds_the_first(app: Flask, now: datetime) -> None:
    offered(app, now)
    buyer = go_on(ordered(app, keep=True))
    page = buyer.page
    for _ in range(3):
        buyer.page = page
        buyer.post()
        assert "/additions/1" in str(buyer.answer and buyer.answer.location)
    assert additions(app) == [("joined", 486, 0)]


def test_two_windows_add_once(app: Flask, now: datetime) -> None:
    offered(app, now)
    buyer = ordered(app, keep=True)
    thanks = buyer.page
    pages = []
    for _ in range(2):
        buyer.page = thanks
        pages.append(go_on(buyer).page)
    for page in pages:
        buyer.page = page
        buyer.post()
        assert "/additions/1" in str(buyer.answer and buyer.answer.location)
    assert additions(app) == [("joined", 486, 0)]


def test_while_one_waits_another_leads_to_it(app: Flask, now: datetime) -> None:
    offered(app, now)
    buyer = ordered(app, ASKS, keep=True)
    thanks = buyer.page
    go_on(buyer).post()
    buyer.page = thanks
    assert go_on(buyer).answer.status_code == 303
    assert "/additions/1" in str(buyer.answer.location)


def sent(app: Flask, now: datetime) -> None:
    with behind_the_counter(app):
        order = order_by_number("10001")
        assert order is not None and mark_sent(order, now)


def sold_out(app: Flask, now: datetime) -> None:
    with behind_the_counter(app):
        stock.count(variant_of(), 0, "count:gone", now)


def stopped(app: Flask, now: datetime) -> None:
    with behind_the_counter(app):
        db.session.execute(update(Offer).values(state="stopped"))
        revision.bump(Part.SETTINGS)


@pytest.mark.parametrize(
    ("meanwhile", "why"),
    [(sent, "発送の準備が始まった"), (sold_out, "売り切れました"), (stopped, "このご提案は終わりました")],
)  # fmt: skip
@pytest.mark.parametrize("step", ["opens", "presses"])
def test_what_came_between_is_told(
    app: Flask, now: datetime, meanwhile, why: str, step: str
) -> None:  # type: ignore[no-untyped-def]
    offered(app, now)
    buyer = ordered(app, keep=True)
    if step == "presses":
        go_on(buyer)
        meanwhile(app, now)
        buyer.post()
    else:
        meanwhile(app, now)
        go_on(buyer)
    assert buyer.answer is not None and buyer.answer.status_code == 409
    assert why in buyer.said()
    assert "ご注文 10001 はそのままお届けします" in buyer.said()
    assert untouched(app)


def test_the_deadline_is_the_one_that_was_told(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered(app, now)
    buyer = ordered(app, keep=True)
    thanks = buyer.page
    page = go_on(buyer).page
    assert "15:00" in buyer.said()
    monkeypatch.setattr(clock, "now", lambda: now + CUT_OFF - timedelta(seconds=1))
    buyer.page = thanks
    assert go_on(buyer).answer.status_code == 200
    monkeypatch.setattr(clock, "now", lambda: now + CUT_OFF)
    buyer.page = page
    assert buyer.post().status_code == 409
    buyer.get("/orders/10001/thank-you")
    assert TITLE not in buyer.said()
    assert untouched(app)


def test_another_price_is_shown_with_the_old_one(app: Flask, now: datetime) -> None:
    offered(app, now)
    buyer = go_on(ordered(app, keep=True))
    with behind_the_counter(app):
        variant_of().price = 600
        revision.bump(Part.CATALOG)
    assert buyer.post().status_code == 409
    assert "¥486から¥540に変わりました" in buyer.said()
    assert "合計は¥486から¥540になります" in buyer.said()
    assert untouched(app)
    buyer.post()
    assert additions(app) == [("joined", 540, 0)]


@pytest.mark.parametrize("token", ["", "forged", "WzEsMl0.x.y"])
def test_a_forged_offer_is_404(app: Flask, now: datetime, token: str) -> None:
    offered(app, now)
    buyer = ordered(app)
    assert buyer.get(f"/orders/10001/add?offer={token}").status_code == 404


def test_an_offer_for_another_order_or_place_is_404(app: Flask, now: datetime) -> None:
    offered(app, now)
    with behind_the_counter(app):
        offer(now, Kind.CROSS_SELL, Placement.CART, goods=[(BISCUIT, 1)])
    buyer = ordered(app)
    token = the_token(buyer.page)
    buyer.take("MORNING-30")
    buyer.get("/cart")
    of_cart = the_token(buyer.page)
    buyer.to_confirmation()
    buyer.post()
    for number, which in (("10002", token), ("10001", of_cart)):
        assert buyer.get(f"/orders/{number}/add?offer={which}").status_code == 404


def test_it_goes_into_no_cart(app: Flask, now: datetime) -> None:
    offered(app, now)
    buyer = ordered(app)
    token = the_token(buyer.page)
    csrf = buyer.page.select_one("input[name=csrf_token]")
    assert csrf is not None
    fields = {"csrf_token": str(csrf["value"]), "offer": token, "sku": BISCUIT}
    for path in ("/ja/offers/accepted", "/ja/offers/refused"):
        assert buyer.client.post(path, data=fields).status_code == 404


def the_token(page: BeautifulSoup) -> str:
    found = page.select_one(".offer input[name=offer]")
    assert found is not None
    return str(found["value"])


@pytest.mark.parametrize("key", ["", "forged"])
def test_a_forged_page_is_400(app: Flask, now: datetime, key: str) -> None:
    offered(app, now)
    buyer = go_on(ordered(app, keep=True))
    assert buyer.post(place_key=key).status_code == 400
    assert untouched(app)


def test_a_stranger_does_not_get_in(app: Flask, now: datetime) -> None:
    offered(app, now)
    buyer = ordered(app, ASKS, keep=True)
    token = the_token(buyer.page)
    go_on(buyer).post()
    stranger = Buyer(app)
    for path in (f"/orders/10001/add?offer={token}", "/orders/10001/additions/1"):
        assert stranger.get(path).status_code == 403


def test_an_old_link_shows_no_offer_and_adds_nothing(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered(app, now)
    buyer = ordered(app)
    token, thanks = the_token(buyer.page), buyer.page.select_one("a[href*='key=']")
    assert thanks is not None
    key = str(thanks["href"]).split("key=")[1]
    with app.app_context():
        later = guest(app)
    monkeypatch.setattr("storefront.views.order_access.FRESH_FOR", timedelta(seconds=-1))
    assert TITLE not in later.get(f"/orders/10001/thank-you?key={key}").text
    assert later.get(f"/orders/10001/add?key={key}&offer={token}").status_code == 403


def test_another_order_than_the_pages_own_is_404(app: Flask, now: datetime) -> None:
    offered(app, now)
    buyer = go_on(ordered(app, keep=True))
    page = buyer.page
    buyer.take("MORNING-30").to_confirmation()
    buyer.post()
    buyer.page = page
    buyer.form()["action"] = "/ja/orders/10002/add"
    assert buyer.post().status_code == 404


def test_nothing_is_offered_to_staff_robots_and_who_wants_none(app: Flask, now: datetime) -> None:
    offered(app, now)
    buyer = ordered(app)
    path = "/orders/10001/thank-you"
    for headers in ({"User-Agent": "Examplebot/1.0"}, {"Sec-Purpose": "prefetch"}):
        assert TITLE not in buyer.get(path, headers=headers).text
    assert TITLE in buyer.get(path).text
    switch = buyer.page.select_one('form[action$="/offers/switch"]')
    assert switch is not None
    fields = {str(i["name"]): str(i["value"]) for i in switch.select("input")}
    buyer.client.post(str(switch["action"]), data=fields)
    assert TITLE not in buyer.get(path).text


def test_what_needs_another_box_is_not_offered(app: Flask, now: datetime) -> None:
    offered(app, now, "MATCHA-GANACHE-9")
    assert TITLE not in ordered(app).said()


def test_what_was_bought_is_not_offered(app: Flask, now: datetime) -> None:
    offered(app, now, "SLEEP-30", "SLEEP-90")
    assert TITLE not in ordered(app).said()


@pytest.mark.parametrize("scripts", [False, True])
def test_a_no_brings_one_smaller_proposal_and_then_silence(
    app: Flask, now: datetime, scripts: bool
) -> None:
    with behind_the_counter(app):
        row = offer(
            now, Kind.DOWNSELL, Placement.THANK_YOU, goods=[("HONEY-180", 1)], title=SMALLER
        )
        smaller = row.id
    offered(app, now, next_id=smaller)
    buyer = ordered(app)
    assert TITLE in buyer.page.text and SMALLER not in buyer.page.text
    refuse(buyer, scripts)
    assert SMALLER in buyer.page.text and TITLE not in buyer.page.text
    refuse(buyer, scripts)
    for _ in range(2):
        assert TITLE not in buyer.page.text and SMALLER not in buyer.page.text
        buyer.get("/orders/10001/thank-you")
    assert [became for _p, _c, became in answers(app)] == ["refused", "refused"]


def refuse(buyer: Buyer, scripts: bool) -> None:
    form = buyer.page.select_one("form[action*='/add/refusal']")
    assert form is not None, buyer.page.text
    fields = {str(i["name"]): str(i["value"]) for i in form.select("input")}
    headers = {"HX-Request": "true"} if scripts else {}
    buyer._keep(buyer.client.post(str(form["action"]), data=fields, headers=headers))
    if not scripts:
        buyer.follow()


def test_some_of_several_are_chosen_none_beforehand(app: Flask, now: datetime) -> None:
    offered(app, now, BISCUIT, "HONEY-180", percent=0)
    buyer = ordered(app, PAYS, keep=True)
    thanks = buyer.page
    assert not thanks.select(".offer input[checked]")
    go_on(buyer)
    buyer.follow()
    assert "追加する品をお選びください" in buyer.said()
    buyer.page = thanks
    go_on(buyer, [BISCUIT, "HONEY-180"])
    buyer.post()
    [(state, total, _fee)] = additions(app)
    with app.app_context():
        assert (state, total) == ("joined", 540 + variant_of("HONEY-180").price)
