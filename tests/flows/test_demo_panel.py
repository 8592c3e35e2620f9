"""The demo's panel: what is wanted of the next result, and the last charges with their messages; in development only."""

from datetime import datetime
from pathlib import Path

import pytest
from bs4 import Tag
from flask import Flask
from sqlalchemy import select

from storefront.extensions import db
from storefront.payments.gateways.demo import DemoCharge, DemoEvent, DemoWish, IllegalMove, acts
from storefront.payments.payment import Payment
from tests.checkout.buyer import PAYS, Buyer, values_of
from tests.payments.play_money import begun
from tests.support.orders import behind_the_counter
from tests.support.shops import open_shop

PANEL = "/demo/panel?lang=ja"


def press(buyer: Buyer, act: str, **fields: str) -> int:
    """Post the form of the panel that does this, with these fields changed; the answer's status."""
    form = next(
        one for one in buyer.page.select("main form") if one.select_one(f"[name=act][value={act}]")
    )
    return buyer.client.post(str(form["action"]), data={**values_of(form), **fields}).status_code


def wishes(app: Flask) -> list[tuple[str, str, int]]:
    with app.app_context():
        rows = db.session.scalars(select(DemoWish).order_by(DemoWish.id))
        return [(row.about, row.what, row.seconds) for row in rows]


def cards_of(buyer: Buyer) -> list[str]:
    return [
        " ".join(one.get_text(" ").split())
        for one in buyer.page.select(".bank__line-head")
        if isinstance(one, Tag)
    ]


def test_nothing_yet(app: Flask) -> None:
    buyer = Buyer(app)
    buyer.get(PANEL)
    assert "お支払いはまだありません" in buyer.said()
    assert "いまは、すべてがふつうに進みます。" in buyer.said()


def test_a_wish_for_whatever_comes_next_comes_true_once(app: Flask) -> None:
    buyer = Buyer(app)
    buyer.get(PANEL)
    assert press(buyer, "wish", what="call_fails") == 303
    buyer.get(PANEL)
    assert "呼び出しが失敗する" in buyer.said()
    assert wishes(app) == [("", "call_fails", 0)]
    shopper = Buyer(app).take()
    assert "/ja/orders/10001?key=" in shopper.buy(PAYS).location
    assert wishes(app) == []
    with app.app_context():
        assert db.session.scalars(select(Payment)).one().state == "unknown"


def test_a_wish_for_one_charge_names_it(app: Flask, now: datetime) -> None:
    with behind_the_counter(app):
        ref = begun(now, "konbini").provider_ref or ""
    buyer = Buyer(app)
    buyer.get(PANEL)
    assert cards_of(buyer) == ["10001 コンビニ ¥5,010"]
    assert press(buyer, "wish", what="late", seconds="600", about=ref) == 303
    assert press(buyer, "wish", what="lost", seconds="600", about=ref) == 303
    assert press(buyer, "wish", what="call_times_out", about=ref) == 303
    assert wishes(app) == [(ref, "late", 600), (ref, "lost", 0), ("", "call_times_out", 0)]
    buyer.get(PANEL)
    assert "遅れて決まる 10分後 10001" in buyer.said()
    assert press(buyer, "forget") == 303
    assert wishes(app) == []


def test_a_dispute_and_a_message_sent_again(app: Flask, now: datetime) -> None:
    with behind_the_counter(app):
        begun(now)
    buyer = Buyer(app)
    buyer.get(PANEL)
    assert "入金済み" in buyer.said() and "入金¥5,010" in buyer.said()
    assert press(buyer, "dispute") == 303
    assert press(buyer, "send_again") == 303
    buyer.get(PANEL)
    assert "係争中" in buyer.said()
    assert "係争にする" not in buyer.said()
    with app.app_context():
        types = list(db.session.scalars(select(DemoEvent.type).order_by(DemoEvent.id)))
    assert types == ["charge.captured", "dispute.opened"]


@pytest.mark.parametrize(("act", "said"), [("won", "係争は店の勝ち"), ("lost", "係争は店の負け")])
def test_a_dispute_is_decided_once(app: Flask, now: datetime, act: str, said: str) -> None:
    with behind_the_counter(app):
        begun(now)
    buyer = Buyer(app)
    buyer.get(PANEL)
    assert press(buyer, "dispute") == 303
    buyer.get(PANEL)
    assert press(buyer, act) == 303
    buyer.get(PANEL)
    assert said in buyer.said()
    assert "店の勝ちにする" not in buyer.said()
    with app.app_context():
        types = list(db.session.scalars(select(DemoEvent.type).order_by(DemoEvent.id)))
        ref = db.session.scalars(select(DemoCharge.ref)).one()
        db.session.rollback()
        with pytest.raises(IllegalMove):
            acts.decide(ref, True)
    assert types == ["charge.captured", "dispute.opened", f"dispute.{act}"]


@pytest.mark.parametrize(
    "fields",
    [
        {"act": ""},
        {"act": "wish", "what": "rain"},
        {"act": "wish", "what": "late", "seconds": "soon"},
        {"act": "wish", "what": "late", "seconds": "-1"},
        {"act": "wish", "what": "late", "seconds": "99999999"},
        {"act": "dispute", "ref": "demo_nobody"},
        {"act": "won", "ref": "demo_nobody"},
        {"act": "send_again", "ref": "demo_evt_nobody"},
    ],
)
def test_nonsense_changes_nothing(app: Flask, fields: dict[str, str]) -> None:
    buyer = Buyer(app)
    buyer.get(PANEL)
    token = values_of(buyer.form())["csrf_token"]
    answer = buyer.client.post(PANEL, data={**fields, "csrf_token": token})
    assert answer.status_code == 400
    assert wishes(app) == []


def test_there_is_no_panel_in_production(tmp_path: Path) -> None:
    with open_shop("sqlite", tmp_path, env="production") as app:
        assert app.test_client().get("/demo/panel").status_code == 404
        page = app.test_client().get("/demo/store", base_url="https://localhost")
        assert page.status_code == 200
        assert "/demo/panel" not in page.get_data(as_text=True)


def test_the_notice_at_checkout_leads_to_the_panel(app: Flask) -> None:
    buyer = Buyer(app).take().to_payment()
    link = buyer.page.select_one(".demo-band a")
    assert link is not None and link["href"] == "/demo/panel"
