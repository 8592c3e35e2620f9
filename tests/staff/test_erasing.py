"""Forgetting a person: what says who they are goes from every table, the books stay, and nobody goes while money or goods are out."""

from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from sqlalchemy import select, text

from storefront.customers.erasing import NOBODY
from storefront.extensions import db
from storefront.mail.outbox import OutboxMessage
from storefront.orders.note import OrderNote, add_note
from storefront.orders.order import Order, OrderContact, OrderState
from storefront.payments.fulfilling import mark_sent
from storefront.payments.payment import Payment
from storefront.payments.radar.sweep import mismatches
from storefront.staff.audit import AuditEntry
from storefront.worker import run_due
from tests.support.desk import Desk
from tests.support.orders import (
    behind_the_counter,
    cash_on_delivery,
    declined,
    paid,
    placed,
)
from tests.support.statements import rows
from tests.support.till import at_the_desk, sent

LIST = "/staff/customers"
PERSON = f"{LIST}/10001"


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    return at_the_desk(app, now)


def everything(app: Flask) -> str:
    """All that the shop's tables hold, as one text; without the demo's own payment company."""
    with app.app_context(), db.engine.connect() as connection:
        return "\n".join(
            str(tuple(row))
            for table in rows(app)
            if not table.startswith(("demo_", "postcode"))
            for row in connection.execute(text(f'SELECT * FROM "{table}"'))
        )


def test_forgetting_takes_the_person_and_leaves_the_books(
    app: Flask, desk: Desk, now: datetime
) -> None:
    who = {"name": "榊原 つむぎ", "address": "渋谷区もりの町9-9", "phone": "08011112222"}
    link = placed(app, paid, now, email="Tsumugi@example.jp", **who).show
    with behind_the_counter(app):
        order = db.session.scalars(select(Order)).one()
        order.contact.invoice_to = "株式会社わかば"
        add_note(order, "犬がいます", None, "葉山", now, "k")
        mark_sent(order, now, ["1234-5678"])
        run_due(now)
    sent(app, now, email="other@example.jp", name="森 はな")
    desk.get(PERSON)
    desk.post(f"{PERSON}/notes", note="声の大きい方")
    for words in ("榊原 つむぎ", "tsumugi@example.jp", "080-1111-2222", "森 はな"):
        desk.get("/staff/orders")
        desk.post("/staff/orders/views", name="探す", query=urlencode({"q": words, "area": "13"}))
        desk.get("/staff/orders")
        desk.post("/staff/orders/bulk/now", action="mail", scope="all", count="1", query=urlencode({"q": words}))  # fmt: skip
        desk.post("/staff/orders/export", shape="orders", query=urlencode({"q": words}))
    with behind_the_counter(app):
        run_due(now)
    words = desk.see(f"{PERSON}/erase")
    assert "7年のあいだ" in words
    assert desk.post(f"{PERSON}/erase").location == f"{PERSON}?told=customer_erased"
    left = everything(app)
    for gone in (
        "榊原",
        quote("榊原"),
        "080-1111",
        "もりの町",
        "08011112222",
        "sumugi@",
        "声の大きい",
        "犬がいます",
    ):
        assert not [row[:300] for row in left.splitlines() if gone in row], gone
    assert "森 はな" in left
    with app.app_context():
        assert not mismatches(now + timedelta(days=1)), "no mail of theirs is missed"
    with behind_the_counter(app):
        order = db.session.scalars(select(Order).where(Order.number == "10001")).one()
        assert (order.total, order.contact.name, order.contact.invoice_to) == (
            5010,
            NOBODY,
            "株式会社わかば",
        )
        assert db.session.scalars(select(Payment.amount)).all() == [5010, 5010]
        assert db.session.query(OutboxMessage).count() == 3, "the other buyer's"
        assert db.session.query(OrderNote).count() == 0
        entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert entry is not None
        assert (entry.act, entry.subject) == ("customer.erased", "customer:1")
        assert entry.after == {"orders": 1, "mails": 3, "notes": 2, "views": 3}
    assert NOBODY in desk.see("/staff/orders/10001")
    assert "消去済みのお客さま" in desk.see(PERSON)
    assert desk.post(f"{PERSON}/erase").location == f"{PERSON}?told=same", "a second time"
    assert [a.get_text() for a in _listed(desk)] == ["森 はな"]
    assert app.test_client().get(link).status_code == 403, "links open nothing any more"


def _listed(desk: Desk) -> list:  # type: ignore[type-arg]
    desk.get(LIST)
    return desk.page.select(".people a")


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (paid, "まだ終わっていません"),
        (declined, "まだ終わっていません"),
        (cash_on_delivery, "まだ終わっていません"),
    ],
)
def test_nobody_is_forgotten_while_an_order_is_open(
    app: Flask, desk: Desk, now: datetime, make, why: str
) -> None:
    placed(app, make, now)
    sent(app, now)
    before = everything(app)
    assert why in desk.see(f"{PERSON}/erase")
    assert desk.page.select("main form") == []
    desk.get(PERSON)
    assert desk.post(f"{PERSON}/erase").status_code == 409
    assert everything(app) == before


def test_nor_while_money_is_on_its_way(app: Flask, desk: Desk, now: datetime) -> None:
    with behind_the_counter(app):
        order = cash_on_delivery(now)
        mark_sent(order, now, [""])
        assert order.state == OrderState.FULFILLED
    assert "お金が途中です" in desk.see(f"{PERSON}/erase"), "to be collected at the door"


def test_documents_of_a_forgotten_buyer_still_open_for_staff(
    app: Flask, desk: Desk, now: datetime
) -> None:
    sent(app, now)
    desk.get(PERSON)
    desk.post(f"{PERSON}/erase")
    with app.app_context():
        contact = db.session.scalars(select(OrderContact)).one()
        assert (contact.email, contact.phone, contact.prefecture) == ("", "", "")
    desk.get("/staff/orders/10001")
    papers = [
        str(a["href"]) for a in desk.page.select("main a[href]") if "invoice" in str(a["href"])
    ]
    assert len(papers) >= 2
    for path in papers:
        assert desk.client.get(path).status_code == 200
