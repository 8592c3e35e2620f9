"""Goods added to an order on the page after it: by every way to pay, once, in the same parcel, on the same invoice."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from storefront import clock
from storefront.extensions import db
from storefront.orders.amendment import Amendment
from storefront.orders.documents import invoice_of
from storefront.orders.finding import order_by_number
from storefront.payments.fulfilling import mark_sent
from storefront.payments.gateways.demo import acts
from storefront.payments.payment import Payment
from storefront.payments.refunding import refund_order
from tests.adding.buying import BISCUIT, TITLE, go_on, offered, ordered
from tests.checkout.buyer import ASKS, DECLINED, PAYS
from tests.support.books import let_work, mails, taken, the_order
from tests.support.offers import impressions
from tests.support.orders import behind_the_counter
from tests.support.statements import statements

PRICE, SAVED = 540, 54
TOLD = [
    "分量",
    "販売価格・対価",
    "支払いの時期・方法",
    "引渡しの時期",
    "申込みの期間",
    "申込みの撤回・解除、返品",
]


def additions(app: Flask) -> list[tuple[str, int, int]]:
    """State, total and fee of each."""
    with app.app_context():
        rows = db.session.scalars(select(Amendment).order_by(Amendment.id))
        return [(one.state, one.total, one.fee) for one in rows]


def ref_of(app: Flask, method: str) -> str:
    with app.app_context():
        asked = select(Payment.provider_ref).where(
            Payment.method == method, Payment.amendment_id > 0
        )
        return str(db.session.scalars(asked.order_by(Payment.id.desc())).first())


def test_one_page_tells_all_before_the_button(app: Flask, now: datetime) -> None:
    offered(app, now)
    buyer = go_on(ordered(app, keep=True))
    assert [one.get_text()[1:] for one in buyer.page.select(".legal dt")] == TOLD
    said = buyer.said()
    for words in ("ご注文 10001 はそのままです", "¥540", f"割引（{TITLE}） −¥54", "¥486（税込）", "11月24日(火) 15:00", "11月25日(水)"):  # fmt: skip
        assert words in said
    assert len(buyer.page.select("main form[method=post] button[type=submit]")) == 1
    assert not buyer.page.select("main input[type=checkbox][checked]")
    assert additions(app) == []


@pytest.mark.parametrize(
    ("language", "limit"), [("ja", "ひとつの商品につき10点まで"), ("en", "up to 10 of one item")]
)
def test_the_limit_told_is_that_of_an_addition(
    app: Flask, now: datetime, language: str, limit: str
) -> None:
    offered(app, now)
    said = go_on(ordered(app, language=language)).said()
    assert limit in said and "99点" not in said and "Up to 99" not in said


def test_a_kept_card_pays_with_one_press(app: Flask, now: datetime) -> None:
    offered(app, now)
    buyer = go_on(ordered(app, keep=True))
    assert "•••• 4242 を使います" in buyer.said()
    buyer.post()
    assert "/orders/10001/additions/1" in str(buyer.answer and buyer.answer.location)
    assert "ご注文に追加しました" in buyer.follow().said()
    order = the_order(app)
    assert order.total == 1930 + PRICE - SAVED
    assert order.attempts == (("card", "captured", 1930), ("card", "captured", 486))
    assert order.events == ("placed", "paid", "amendment_asked", "amended")
    [seen] = impressions(app)
    assert seen.accepted_at and seen.context == "order:10001"
    with app.app_context():
        found = order_by_number("10001")
        assert found is not None
        assert [line.impression_id for line in found.lines] == [None, seen.id]
        assert [line.discount for line in found.lines] == [0, SAVED]


def test_a_card_that_was_not_left_with_us_is_typed_anew(app: Flask, now: datetime) -> None:
    offered(app, now)
    buyer = go_on(ordered(app))
    assert "を使います" not in buyer.said()
    assert buyer.page.select_one("#keep_card") is None
    assert buyer.post().status_code == 422
    assert "カード番号を入力してください" in buyer.errors()["card_number"]
    buyer.pay_with(PAYS)
    assert "ご注文に追加しました" in buyer.follow().said()


@pytest.mark.parametrize("keep", [True, False])
def test_the_bank_asks_and_leads_back(app: Flask, now: datetime, keep: bool) -> None:
    offered(app, now)
    buyer = go_on(ordered(app, ASKS if keep else PAYS, keep=keep))
    _ = buyer.post() if keep else buyer.pay_with(ASKS)
    assert "/demo/3-d-secure/" in str(buyer.answer and buyer.answer.location)
    buyer.follow()
    assert additions(app) == [("pending", 486, 0)]
    buyer.post(answer="approve")
    assert "/additions/1" in str(buyer.answer and buyer.answer.location)
    assert "ご注文に追加しました" in buyer.follow().said()
    assert additions(app) == [("joined", 486, 0)]


def test_a_no_to_the_bank_leaves_the_order_as_it_was(app: Flask, now: datetime) -> None:
    offered(app, now)
    buyer = go_on(ordered(app, ASKS, keep=True))
    buyer.post()
    buyer.follow()
    buyer.post(answer="refuse")
    assert "ご注文 10001 はそのままお届けします" in buyer.follow().said()
    assert additions(app) == [("dropped", 486, 0)]
    order = the_order(app)
    assert (order.total, order.state, taken(app)) == (1930, "placed", 1)
    buyer.get("/orders/10001")
    assert "追加のお支払いができませんでした。ご注文はそのままです" in buyer.said()


def test_a_closed_tab_leaves_a_way_on_and_a_way_out(app: Flask, now: datetime) -> None:
    offered(app, now)
    buyer = go_on(ordered(app, ASKS, keep=True))
    buyer.post()
    for page in ("/orders/10001", "/orders/10001/thank-you"):
        buyer.get(page)
        assert "追加のお支払いをお待ちしています" in buyer.said()
        assert "内容を確かめて追加する" not in buyer.said()
    link = buyer.page.select_one("a[href*='/additions/1']")
    assert link is not None
    buyer.get(str(link["href"]))
    assert buyer.page.select_one("main a[href*='/demo/3-d-secure/']") is not None
    cancel = buyer.page.select_one("form[action*='/cancel']")
    assert cancel is not None
    for _ in range(2):
        buyer.client.post(str(cancel["action"]), data=hidden(cancel))
    assert additions(app) == [("dropped", 486, 0)]
    assert the_order(app).total == 1930


def hidden(form) -> dict[str, str]:  # type: ignore[no-untyped-def]
    return {str(one["name"]): str(one["value"]) for one in form.select("input[name]")}


def test_a_decline_stays_on_the_page_and_another_card_pays(app: Flask, now: datetime) -> None:
    offered(app, now)
    buyer = go_on(ordered(app))
    assert buyer.pay_with(DECLINED).status_code == 422
    assert "カード会社がこのカードでのお支払いを承認しませんでした" in buyer.said()
    assert additions(app) == [("dropped", 486, 0)]
    buyer.pay_with(PAYS)
    assert "ご注文に追加しました" in buyer.follow().said()
    assert additions(app) == [("dropped", 486, 0), ("joined", 486, 0)]
    assert the_order(app).total == 1930 + 486


def test_the_wallet_leads_there_and_back(app: Flask, now: datetime) -> None:
    offered(app, now)
    buyer = go_on(ordered(app))
    buyer.post(payment_method="wallet")
    buyer.follow()
    buyer.post(answer="approve")
    assert "ご注文に追加しました" in buyer.follow().said()
    order = the_order(app)
    assert order.attempts[1] == ("wallet", "captured", 486)


def test_a_store_is_paid_before_packing(app: Flask, now: datetime) -> None:
    offered(app, now)
    buyer = go_on(ordered(app))
    buyer.post(payment_method="konbini")
    buyer.follow()
    assert "11月24日(火) 14:00までに¥486をお支払いください" in buyer.said()
    assert "お支払い番号" in buyer.said()
    let_work(app, now)
    told = mails(app)[-1]
    assert "追加のお支払いのご案内" in told.subject
    assert "ご注文は取り消され" not in told.text
    with app.app_context():
        acts.pay_at_store(ref_of(app, "konbini"))
    let_work(app, now)
    assert additions(app) == [("joined", 486, 0)]
    assert "ご注文に商品を追加しました" in mails(app)[-1].subject
    assert "追加分：コンビニ払い" in mails(app)[-1].text


def test_money_for_a_store_that_comes_too_late_goes_back(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered(app, now)
    buyer = go_on(ordered(app))
    buyer.post(payment_method="konbini")
    late = now + timedelta(hours=5, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: late)
    let_work(app, late)
    assert additions(app) == [("dropped", 486, 0)]
    with app.app_context():
        acts.pay_at_store(ref_of(app, "konbini"), late=True)
    let_work(app, late)
    assert additions(app) == [("dropped", 486, 0)]
    assert the_order(app).total == 1930
    buyer.get("/orders/10001")
    assert "追加の分として届いた¥486をお返しします" in buyer.said()
    buyer.get("/orders/10001/additions/1")
    assert "届いた¥486は全額お返しします。ご注文 10001 はそのままお届けします" in buyer.said()


def test_a_parcel_waits_for_no_money_that_is_brought(app: Flask, now: datetime) -> None:
    offered(app, now)
    buyer = go_on(ordered(app))
    buyer.post(payment_method="konbini")
    with behind_the_counter(app):
        order = order_by_number("10001")
        assert order is not None and mark_sent(order, now)
    let_work(app, now)
    assert additions(app) == [("dropped", 486, 0)]
    assert the_order(app).attempts[1] == ("konbini", "cancelled", 486)


def test_at_the_door_it_joins_at_once(app: Flask, now: datetime) -> None:
    offered(app, now)
    buyer = ordered(app, None)
    before = the_order(app).total
    go_on(buyer)
    after = before + 486
    assert f"¥{before:,}から ¥{after:,} になります" in buyer.said()
    assert buyer.page.select_one("input[type=radio]") is None
    buyer.post()
    assert f"あわせて¥{after:,}をお支払いください" in buyer.follow().said()
    order = the_order(app)
    assert (order.total, order.attempts) == (after, (("cod", "due", after),))
    assert order.events == ("placed", "cod_confirmed", "amendment_asked", "amended")


def test_at_the_door_the_fee_of_the_next_tier_is_told_before(app: Flask, now: datetime) -> None:
    offered(app, now, "GLASS-MUG", percent=0)
    buyer = ordered(app, None, pieces=7)
    before = the_order(app)
    go_on(buyer)
    said = buyer.said()
    assert "手数料の追加分（代金引換） ¥110" in said
    buyer.post()
    [(state, total, fee)] = additions(app)
    assert (state, fee) == ("joined", 110)
    assert the_order(app).total == before.total + total
    with app.app_context():
        order = order_by_number("10001")
        assert order is not None
        paper = invoice_of(order)
        assert order.fee == 440
        assert paper is not None and (paper.total, paper.version) == (order.total, 2)
        assert sum(part.taxable for part in order.tax_parts) == order.total


def test_the_added_line_is_refunded_at_what_it_cost(app: Flask, now: datetime) -> None:
    offered(app, now)
    buyer = go_on(ordered(app, keep=True))
    buyer.post()
    with behind_the_counter(app):
        order = order_by_number("10001")
        assert order is not None
        line = order.lines[1]
        refund = refund_order(order, {line: 1}, 0, 0, "返品", now, {line: 1})
        assert (line.sku, refund.amount) == (BISCUIT, 486)
    let_work(app, now)
    with app.app_context():
        rows = db.session.scalars(select(Payment).order_by(Payment.id)).all()
        assert [one.refunded for one in rows] == [0, 486]


def test_choosing_what_to_offer_costs_two_statements(app: Flask, now: datetime) -> None:
    buyer = ordered(app)
    with statements(app) as before:
        buyer.get("/orders/10001/thank-you")
    offered(app, now)
    buyer.get("/orders/10001/thank-you")
    with statements(app) as sent:
        buyer.get("/orders/10001/thank-you")
    assert "内容を確かめて追加する" in buyer.said()
    assert len(sent) <= len(before) + 2, sent
