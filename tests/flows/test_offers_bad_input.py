"""Answers to offers that were never made, are over, cost something else by now, or were made for another place."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from storefront import clock, revision
from storefront.extensions import db
from storefront.offers.kinds import Kind, OfferState, Placement
from storefront.offers.offer import Offer
from storefront.revision import Part
from tests.cart.visitor import Visitor, read, variant, words
from tests.flows.offered import accept, block, dialog, form, names, refuse, seen, visitor_of
from tests.support.offers import SPARED, answers, impressions, offer
from tests.support.orders import behind_the_counter
from tests.support.statements import rows

DIALOG, CART, LINE = Placement.DIALOG, Placement.CART, Placement.CART_LINE
OVER = "このご提案は終わりました。カートの中身は変わっていません。"


@pytest.fixture
def offers(app: Flask, now: datetime) -> None:
    with behind_the_counter(app):
        offer(now, Kind.CROSS_SELL, DIALOG, CART, products=["sleep-blend"])
        offer(now, Kind.SET_OF_N, LINE, goods=[("SLEEP-30", 3)], percent_off=10)


@pytest.fixture
def visitor(app: Flask, offers: None) -> Visitor:
    return visitor_of(app)


def stop(app: Flask) -> None:
    with behind_the_counter(app):
        db.session.query(Offer).update({"state": OfferState.STOPPED})
        revision.bump(Part.SETTINGS)


def reprice(app: Flask, sku: str, price: int) -> None:
    with behind_the_counter(app):
        variant(sku).price = price
        revision.bump()


def left(app: Flask, sku: str, count: int) -> None:
    with behind_the_counter(app):
        variant(sku).stock = count
        revision.bump()


def post(visitor: Visitor, address: str, token: str, sku: str = "HONEY-180") -> TestResponse:
    return visitor.post(f"/offers/{address}", htmx=True, offer=token, sku=sku)


def token(visitor: Visitor) -> str:
    field = form(block(visitor.get("/cart"), "cart"), "accepted").select_one('[name="offer"]')
    return str(field["value"])  # type: ignore[index]


def nothing_written(app: Flask) -> bool:
    count = rows(app)
    return (count["visitor"], count["offer_impression"]) == (0, 0)


@pytest.mark.parametrize("address", ["accepted", "refused"])
def test_a_forged_token_is_not_found(app: Flask, visitor: Visitor, address: str) -> None:
    visitor.add("SLEEP-30")
    good = token(visitor)
    for bad in ("", "x", good[:-2], good.replace(".", "!"), "W10.a.b"):
        assert post(visitor, address, bad).status_code == 404, bad
    assert nothing_written(app)
    assert visitor.lines() == {"SLEEP-30": 1}


def test_telling_of_forged_tokens_counts_nothing(app: Flask, visitor: Visitor) -> None:
    for bad in ("", "x", "a.b.c"):
        assert post(visitor, "seen", bad).status_code == 204
        assert post(visitor, "clicked", bad).status_code == 204
    assert nothing_written(app)


def test_a_token_is_good_for_two_days(
    app: Flask, visitor: Visitor, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.add("SLEEP-30")
    old = token(visitor)
    monkeypatch.setattr("time.time", lambda: datetime.now().timestamp() + 3 * 86_400)
    assert post(visitor, "accepted", old).status_code == 404
    assert nothing_written(app)


def test_a_stranger_among_the_goods(app: Flask, visitor: Visitor) -> None:
    visitor.add("SLEEP-30")
    for sku in ("KETTLE-STEEL", "", "NO-SUCH", "x" * 200):
        answer = post(visitor, "accepted", token(visitor), sku)
        assert answer.status_code == 409
        assert OVER in words(read(answer))
    assert visitor.lines() == {"SLEEP-30": 1}
    assert nothing_written(app)


def test_what_was_withheld_cannot_be_taken(app: Flask, offers: None) -> None:
    spared = visitor_of(app, SPARED)
    spared.add("SLEEP-30")
    page = spared.get("/cart")
    hidden = str(page.select_one('.offer__seen [name="offer"]')["value"])  # type: ignore[index]
    for address in ("accepted", "refused"):
        assert post(spared, address, hidden).status_code == 404
    assert spared.lines() == {"SLEEP-30": 1}


def test_taken_twice(app: Flask, visitor: Visitor) -> None:
    visitor.add("SLEEP-30")
    swap = block(visitor.get("/cart"), "cart_line")
    assert [accept(visitor, swap).status_code for _twice in range(2)] == [200, 409]
    assert visitor.lines() == {"SLEEP-30": 3}
    assert len(impressions(app)) == 1


def test_a_set_taken_late_takes_nothing_away(app: Flask, visitor: Visitor) -> None:
    visitor.add("SLEEP-30")
    swap = block(visitor.get("/cart"), "cart_line")
    visitor.change("SLEEP-30", 5)
    answer = accept(visitor, swap)
    assert answer.status_code == 409
    assert words(read(answer).select_one(".flash")) == "もうカートに入っています。"
    assert visitor.lines() == {"SLEEP-30": 5}


@pytest.mark.parametrize("htmx", [True, False])
def test_stopped_meanwhile(app: Flask, visitor: Visitor, htmx: bool) -> None:
    visitor.add("SLEEP-30")
    page = visitor.get("/cart")
    stop(app)
    for placement in ("cart", "cart_line"):
        answer = accept(visitor, block(page, placement), htmx=htmx)
        assert answer.status_code == 409
        assert words(read(answer).select_one(".flash")) == OVER
    assert visitor.lines() == {"SLEEP-30": 1}
    assert nothing_written(app)


def test_over_by_its_date(
    app: Flask, visitor: Visitor, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with behind_the_counter(app):
        db.session.query(Offer).update({"ends_at": now + timedelta(hours=1)})
        revision.bump(Part.SETTINGS)
    visitor.add("SLEEP-30")
    page = visitor.get("/cart")
    assert block(page, "cart") is not None
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=1))
    assert accept(visitor, block(page, "cart")).status_code == 409
    assert visitor.get("/cart").select(".offer") == []
    assert visitor.lines() == {"SLEEP-30": 1}


@pytest.mark.parametrize("price", [1399, 1401])
def test_another_price_meanwhile_is_told_and_offered_anew(
    app: Flask, visitor: Visitor, price: int
) -> None:
    offered = block(dialog(visitor), "dialog")
    reprice(app, "HONEY-180", price)
    answer = accept(visitor, offered, "はちみつ")
    page = read(answer)
    assert answer.status_code == 409
    assert words(page.select_one(".offer__said")) == (
        f"価格が¥1,400から¥{price:,}に変わったため、カートには入れていません。"
    )
    assert visitor.lines() == {"SLEEP-30": 1}
    assert accept(visitor, block(page, "dialog"), "はちみつ").status_code == 200
    assert visitor.lines() == {"SLEEP-30": 1, "HONEY-180": 1}


def test_sold_out_meanwhile(app: Flask, visitor: Visitor) -> None:
    offered = block(dialog(visitor), "dialog")
    left(app, "HONEY-180", 0)
    answer = accept(visitor, offered, "はちみつ")
    page = read(answer)
    assert (answer.status_code, words(page.select_one(".offer__said"))) == (
        409,
        "ただいま在庫がありません",
    )
    assert names(block(page, "dialog")) == ["耐熱ガラスのマグ マグ", "ソイキャンドル あかり 一つ"]
    assert visitor.lines() == {"SLEEP-30": 1}


def test_too_few_left_for_a_set(app: Flask, visitor: Visitor) -> None:
    visitor.add("SLEEP-30")
    swap = block(visitor.get("/cart"), "cart_line")
    left(app, "SLEEP-30", 2)
    answer = accept(visitor, swap)
    assert (answer.status_code, words(read(answer).select_one(".flash"))) == (409, "残りは2点です")
    assert block(visitor.get("/cart"), "cart_line") is None
    assert visitor.lines() == {"SLEEP-30": 1}


def test_the_line_is_gone_meanwhile(app: Flask, visitor: Visitor) -> None:
    visitor.add("SLEEP-30")
    swap = block(visitor.get("/cart"), "cart_line")
    visitor.change("SLEEP-30", 0)
    answer = accept(visitor, swap)
    said = words(read(answer).select_one(".flash"))
    assert (answer.status_code, said) == (409, "替えるはずのお品が、もうカートにありません。")
    assert visitor.lines() == {}


def test_who_could_not_take_it_is_as_unknown_as_before(app: Flask, visitor: Visitor) -> None:
    visitor.add("SLEEP-30")
    page = visitor.get("/cart")
    stop(app)
    accept(visitor, block(page, "cart"))
    with visitor.client.session_transaction() as session:
        assert not session.get("known")
    assert nothing_written(app)


def test_a_no_to_what_is_over_is_taken_quietly(app: Flask, visitor: Visitor) -> None:
    visitor.add("SLEEP-30")
    page = visitor.get("/cart")
    stop(app)
    answer = refuse(visitor, block(page, "cart"))
    assert (answer.status_code, answers(app)) == (200, [])


def test_what_was_shown_to_somebody_else_cannot_be_taken(app: Flask, visitor: Visitor) -> None:
    visitor.add("SLEEP-30")
    sent = token(visitor)
    other = visitor_of(app, "somebody else")
    assert post(other, "accepted", sent).status_code == 404
    assert other.lines() == {}
    assert visitor.lines() == {"SLEEP-30": 1}


def test_thirty_tokens_are_not_all_read(app: Flask, visitor: Visitor) -> None:
    visitor.add("SLEEP-30")
    page = visitor.get("/cart")
    seen(visitor, page)
    many = [token(visitor)] * 30
    assert visitor.post("/offers/seen", htmx=True, offer=many).status_code == 204
    assert len(impressions(app)) == 2


@pytest.mark.parametrize(
    "after", ["//evil.example", "https://evil.example", "/ja/cart\\@evil", "x"]
)
def test_the_switch_leads_nowhere_else(app: Flask, visitor: Visitor, after: str) -> None:
    answer = visitor.post("/offers/switch", offers="off", next=after)
    assert answer.headers["Location"] == "/ja/offers"


def test_the_way_back_of_a_swap_cannot_make_more_of_it(app: Flask, visitor: Visitor) -> None:
    visitor.add("SLEEP-30", 2)
    for quantity in ("0", "-1", "100", "x"):
        answer = visitor.post("/cart/lines/SLEEP-30/restore", quantity=quantity, instead="SLEEP-30")
        assert answer.status_code == 422
    assert visitor.lines() == {"SLEEP-30": 2}


def test_addresses_that_say_what_did_not_happen(app: Flask, visitor: Visitor) -> None:
    visitor.add("SLEEP-30")
    for told in (
        "swapped=SLEEP-30&from=NO-SUCH&had=1",
        "swapped=KETTLE-STEEL&from=SLEEP-30&had=1",
        "swapped=SLEEP-30&from=SLEEP-30&had=1",
        "swapped=SLEEP-30&from=SLEEP-30&had=1000",
        "swapped=SLEEP-30",
        "added=NO-SUCH",
        "refused=x",
        "refused=",
    ):
        assert visitor.get(f"/cart?{told}").select(".flash") == [], told
