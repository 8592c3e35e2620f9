"""Many orders sent off, noted or packed from the list: as if one by one, in few statements, each once."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.orders.note import OrderNote
from storefront.orders.order import Order, OrderEvent
from storefront.orders.shipment import Leaving, Shipment
from storefront.payments.fulfilling import mark_sent, send
from storefront.payments.sending_many import send_many
from storefront.staff.audit import AuditEntry
from storefront.staff.roles import Role
from tests.support.desk import Desk
from tests.support.disputing import disputed
from tests.support.orders import behind_the_counter, cash_on_delivery, declined, paid, placed
from tests.support.statements import statements
from tests.support.till import at_the_desk, order_of, payment_of

FOUR: tuple[Callable[..., Order], ...] = (paid, declined, cash_on_delivery, paid)


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    """A packer at a shop with four orders, the second unpaid, the third to be paid at the door."""
    for make in FOUR:
        placed(app, make, now)
    return at_the_desk(app, now, role=Role.PACKER)


def mails(app: Flask) -> list[tuple[str, object]]:
    with app.app_context():
        jobs = db.session.scalars(select(Job).where(Job.kind == "mail.order_sent").order_by(Job.id))
        return [(str(job.key), job.payload) for job in jobs]


def left_behind(app: Flask, number: str) -> list[object]:
    """What sending an order off leaves, but for its number."""
    with app.app_context():
        order = order_of(number)
        first = order.lines[0].id
        (made,) = db.session.scalars(select(Shipment).where(Shipment.order_id == order.id))
        (job,) = db.session.scalars(select(Job).where(Job.key == f"order:{number}:sent"))
        events = db.session.scalars(
            select(OrderEvent).where(OrderEvent.order_id == order.id).order_by(OrderEvent.id)
        )
        pieces = [(line.order_line_id - first, line.quantity) for line in made.lines]
        parcel = (made.number, made.place, made.carrier, made.tracking, made.sent_by, made.sent_at)
        told = [(one.kind, one.detail, one.happened_at) for one in events]
        return [
            order.state, order.version, order.first_sent_at, parcel, pieces, told,
            job.kind, job.payload["shipments"], job.run_at,
        ]  # fmt: skip


def test_each_is_written_down_as_if_it_were_the_only_one(app: Flask, now: datetime) -> None:
    for _each in range(2):
        placed(app, paid, now)
    with behind_the_counter(app):
        assert mark_sent(order_of("10001"), now, by="葉山 花子")
    with behind_the_counter(app):
        send_many([2], now, "葉山 花子")
    assert left_behind(app, "10002") == left_behind(app, "10001")


def test_what_is_left_of_one_that_went_in_part_goes_as_its_next_parcel(
    app: Flask, now: datetime
) -> None:
    placed(app, paid, now)
    with behind_the_counter(app):
        order = order_of("10001")
        send(order, [Leaving(0, {order.lines[1].id: 1}, "yamato", "4912-3456-7890")], now)
    with behind_the_counter(app):
        send_many([1], now, "")
    with app.app_context():
        asked = select(Shipment).order_by(Shipment.number)
        parcels = [
            (one.number, one.tracking, [line.quantity for line in one.lines])
            for one in db.session.scalars(asked)
        ]
    assert parcels == [(1, "4912-3456-7890", [1]), (2, "", [1, 1])]
    assert [key for key, _payload in mails(app)] == ["order:10001:sent:1", "order:10001:sent"]


def test_a_whole_filter_is_asked_sent_once_and_told(app: Flask, desk: Desk) -> None:
    desk.get("/staff/orders?within=7&pick=all")
    assert desk.post("/staff/orders/bulk", action="sent").status_code == 200
    assert "7日以内の注文" in desk.page.get_text()
    assert "4件：発送済みにする" in desk.page.get_text() and mails(app) == []
    asked = desk.page
    told = desk.see(str(desk.post("/staff/orders/bulk/now").location))
    assert "3件に行い、1件を飛ばしました。" in told and "入金待ちの注文（1件）" in told
    assert mails(app) == [
        (f"order:{number}:sent", {"order": number, "shipments": [1]})
        for number in ("10001", "10003", "10004")
    ]
    with app.app_context():
        lines = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "order.sent_off"))
        entry = lines.all()[1]
        assert (entry.subject, entry.before) == ("order:10003", {"state": "placed"})
        parcels = [{"5": 1, "6": 2}]
        after = {"state": "fulfilled", "tracking": [], "parcels": parcels, "bulk": "sent"}
        assert entry.after == after
    desk.page = asked
    told = desk.see(str(desk.post("/staff/orders/bulk/now").location))
    assert "0件に行い、4件を飛ばしました。" in told and "もう発送済みの注文（3件）" in told
    assert len(mails(app)) == 3


def test_what_a_bank_or_an_addition_holds_stays_with_its_reason(app: Flask, now: datetime) -> None:
    placed(app, paid, now)
    with behind_the_counter(app):
        disputed(payment_of("10001"), now)
    with behind_the_counter(app):
        assert send_many([1, 77], now, "") == ({}, {"in_dispute": [1], "nothing_left": [77]})
    assert mails(app) == []


def test_six_take_no_more_statements_than_two(app: Flask, now: datetime) -> None:
    for _each in range(8):
        placed(app, paid, now)
    counts = []
    for ids in ([1, 2], [3, 4, 5, 6, 7, 8]):
        with behind_the_counter(app), statements(app) as sent:
            done, left = send_many(ids, now, "")
            assert len(done) == len(ids) and left == {}
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 20


def test_ticked_ones_lead_to_their_papers_and_on_to_sent(app: Flask, desk: Desk) -> None:
    desk.get("/staff/orders")
    boxes = {"pick": ["10001", "10002", "10004"]}
    where = str(desk.post("/staff/orders/bulk", action="pack", **boxes).location)
    assert where == "/staff/packing?orders=10001,10004&of=3"
    assert "選んだ3件のうち、出荷を待っている2件です。" in desk.see(where)
    assert [box["value"] for box in desk.page.select(".pack input[name=order]")] == [
        "10001", "10004",
    ]  # fmt: skip
    assert desk.page.select_one("button[formaction='/staff/packing/sent']")
    assert "told=none_picked" in str(desk.get("/staff/packing/sent").location)
    assert "2件：発送済みにする" in desk.see("/staff/packing/sent?order=10001&order=10004")
    told = desk.see(str(desk.post("/staff/orders/bulk/now").location))
    assert "2件に行い、0件を飛ばしました。" in told
    assert [key for key, _payload in mails(app)] == ["order:10001:sent", "order:10004:sent"]


def test_one_note_is_written_on_many_and_shown_to_the_packers_once(app: Flask, desk: Desk) -> None:
    desk.get("/staff/orders?pick=all")
    desk.post("/staff/orders/bulk", action="note")
    asked = desk.page
    assert desk.post("/staff/orders/bulk/now", note="  ").status_code == 422
    assert set(desk.errors()) == {"note"}
    desk.page = asked
    said = {"note": "年末の挨拶状を入れる", "for_packers": "1"}
    assert desk.post("/staff/orders/bulk/now", **said).status_code == 303
    desk.page = asked
    told = desk.see(str(desk.post("/staff/orders/bulk/now", **said).location))
    assert "0件に行い、4件を飛ばしました。" in told
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(OrderNote)) == 4
    assert "年末の挨拶状を入れる" in desk.see("/staff/packing")


def test_who_only_looks_is_offered_none_of_it(app: Flask, now: datetime) -> None:
    placed(app, paid, now)
    desk = at_the_desk(app, now, role=Role.VIEWER)
    desk.get("/staff/orders?pick=all")
    assert not desk.page.select("button[name=action]")
    for action in ("pack", "sent", "note", "mail"):
        sent = {"scope": "all", "count": "1", "query": "", "note": "x"}
        answer = desk.post("/staff/orders/bulk/now", action=action, **sent)
        assert answer.status_code == 403
    assert mails(app) == []
