"""After an addition: what is in is not offered again, and what came to nothing may be tried again while there is time."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from storefront import clock
from storefront.payments.gateways.demo import acts
from storefront.quoting.tariff import HELD_FOR
from tests.adding.buying import BISCUIT, TITLE, go_on, offered, ordered
from tests.adding.test_adding import additions, ref_of
from tests.adding.test_adding_refused import stopped
from tests.checkout.buyer import ASKS, PAYS, Buyer
from tests.support.books import let_work, the_order
from tests.support.offers import answers, impressions

LOOKED_INTO = [("thank_you", "order:10001", "clicked")]
TAKEN = [("thank_you", "order:10001", "accepted")]


def refused_by_the_bank(app: Flask) -> Buyer:
    buyer = go_on(ordered(app, ASKS, keep=True))
    buyer.post()
    buyer.follow()
    buyer.post(answer="refuse")
    return buyer.follow()


@pytest.mark.parametrize("card", [PAYS, None])
def test_what_is_in_already_is_not_agreed_to_again(
    app: Flask, now: datetime, card: str | None
) -> None:
    offered(app, now, BISCUIT, "HONEY-180", percent=0)
    buyer = ordered(app, card, keep=card is not None)
    thanks = buyer.page
    go_on(buyer, [BISCUIT, "HONEY-180"])
    page = buyer.page
    buyer.post()
    after = the_order(app)
    for skus in ([BISCUIT, "HONEY-180"], [BISCUIT]):
        buyer.page = thanks
        go_on(buyer, skus)
        assert buyer.answer is not None and buyer.answer.status_code == 303
        assert "/orders/10001/additions/1" in str(buyer.answer.location)
        assert "まだ追加していません" not in buyer.follow().said()
    buyer.page = page
    buyer.post()
    assert "/orders/10001/additions/1" in str(buyer.answer and buyer.answer.location)
    assert [state for state, _total, _fee in additions(app)] == ["joined"]
    assert the_order(app) == after


def test_what_is_in_stays_in_when_its_offer_is_over(app: Flask, now: datetime) -> None:
    offered(app, now)
    buyer = ordered(app, keep=True)
    thanks = buyer.page
    page = go_on(buyer).page
    buyer.post()
    stopped(app, now)
    buyer.page = thanks
    assert go_on(buyer).answer.status_code == 303
    assert "ご注文に追加しました" in buyer.follow().said()
    buyer.page = page
    buyer.post()
    assert "ご注文に追加しました" in buyer.follow().said()


def test_a_tab_closed_at_the_bank_ends_the_try_and_not_the_offer(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered(app, now)
    buyer = go_on(ordered(app, ASKS, keep=True))
    buyer.post()
    later = now + HELD_FOR + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    let_work(app, later)
    assert additions(app) == [("dropped", 486, 0)]
    assert answers(app) == LOOKED_INTO
    buyer.get("/orders/10001/thank-you")
    assert TITLE in buyer.said() and "内容を確かめて追加する" in buyer.said()
    buyer.get("/orders/10001/additions/1")
    assert buyer.page.select_one("main a[href*='/additions/1/again']") is not None


def test_a_second_page_of_it_leads_to_where_it_stands(app: Flask, now: datetime) -> None:
    """Two windows: the second shows another total by now, and still asks for nothing more."""
    offered(app, now, "GLASS-MUG", percent=0)
    buyer = ordered(app, None, pieces=7)
    thanks = buyer.page
    first = go_on(buyer).page
    buyer.page = thanks
    second = go_on(buyer).page
    for page in (first, second):
        buyer.page = page
        assert buyer.post().status_code == 303
        assert "/orders/10001/additions/1" in str(buyer.answer and buyer.answer.location)


def test_what_the_bank_refused_was_not_taken_and_is_offered_again(
    app: Flask, now: datetime
) -> None:
    offered(app, now)
    buyer = refused_by_the_bank(app)
    assert "追加していません" in buyer.said()
    assert answers(app) == LOOKED_INTO
    buyer.get("/orders/10001/thank-you")
    assert TITLE in buyer.said()


def test_what_the_bank_refused_is_tried_again_from_its_page(app: Flask, now: datetime) -> None:
    offered(app, now, BISCUIT, "HONEY-180", percent=0)
    buyer = ordered(app, ASKS, keep=True)
    go_on(buyer, [BISCUIT]).post()
    buyer.follow()
    buyer.post(answer="refuse")
    buyer.follow()
    link = buyer.page.select_one("main a[href*='/additions/1/again']")
    assert link is not None and link.get_text() == "もう一度、追加を確かめる"
    buyer.get(str(link["href"]))
    assert "まだ追加していません" in buyer.said()
    assert len(buyer.page.select(".legal__list li")) == 1
    buyer.pay_with(PAYS)
    assert "ご注文に追加しました" in buyer.follow().said()
    assert additions(app) == [("dropped", 540, 0), ("joined", 540, 0)]
    assert answers(app) == TAKEN
    buyer.get("/orders/10001/additions/1")
    assert buyer.page.select_one("main a[href*='/again']") is None
    buyer.get("/orders/10001/additions/1/again")
    assert "/orders/10001/additions/2" in str(buyer.answer and buyer.answer.location)


def test_nothing_is_tried_again_once_packing_began(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered(app, now)
    buyer = refused_by_the_bank(app)
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=5))
    buyer.get("/orders/10001/additions/1")
    assert buyer.page.select_one("main a[href*='/again']") is None
    assert buyer.get("/orders/10001/additions/1/again").status_code == 409
    assert "発送の準備が始まった" in buyer.said()
    assert buyer.get("/orders/10001/additions/9/again").status_code == 404


def test_what_waits_leads_to_its_own_page_and_not_to_another(app: Flask, now: datetime) -> None:
    offered(app, now)
    buyer = go_on(ordered(app, ASKS, keep=True))
    buyer.post()
    buyer.get("/orders/10001/additions/1")
    assert buyer.page.select_one("main a[href*='/again']") is None
    buyer.get("/orders/10001/additions/1/again")
    assert "/orders/10001/additions/1" in str(buyer.answer and buyer.answer.location)
    assert "/again" not in str(buyer.answer and buyer.answer.location)


def test_a_store_takes_the_offer_when_it_is_paid(app: Flask, now: datetime) -> None:
    offered(app, now)
    go_on(ordered(app)).post(payment_method="konbini")
    assert answers(app) == LOOKED_INTO
    with app.app_context():
        acts.pay_at_store(ref_of(app, "konbini"))
    let_work(app, now)
    assert additions(app) == [("joined", 486, 0)]
    assert answers(app) == TAKEN


def test_at_the_door_the_offer_is_taken_at_once(app: Flask, now: datetime) -> None:
    offered(app, now)
    go_on(ordered(app, None)).post()
    assert answers(app) == TAKEN
    [row] = impressions(app)
    assert row.clicked_at is not None and row.accepted_at == now
