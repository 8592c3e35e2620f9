"""Notes of staff on an order: written once, read by staff alone, one of them shown to the packers."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.extensions import db
from storefront.orders.note import HAS_NOTE, LONGEST, OrderNote, handling_note, handling_notes
from storefront.orders.order import Order
from storefront.payments.fulfilling import mark_sent
from storefront.payments.refunding import refund_order
from storefront.staff.roles import Role
from tests.support.desk import NAME, Desk, hire
from tests.support.orders import behind_the_counter, paid, placed
from tests.support.statements import statements
from tests.support.till import at_the_desk, money_lines, order_of


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    return at_the_desk(app, now)


def note(desk: Desk, number: str, text: str, **more: str) -> int:
    desk.get(f"/staff/orders/{number}")
    return desk.post(f"/staff/orders/{number}/notes", note=text, **more).status_code


def notes(app: Flask) -> list[tuple[str, bool]]:
    with app.app_context():
        found = db.session.scalars(select(OrderNote).order_by(OrderNote.id))
        return [(one.text, one.for_packers) for one in found]


def test_a_note_is_written_once_and_names_who_wrote_it(
    app: Flask, desk: Desk, now: datetime
) -> None:
    order = placed(app, paid, now)
    page = f"/staff/orders/{order.number}"
    desk.get(page)
    form = desk.page
    typed = "  玄関先に\r\n\u202e置いて\tください \n\n"
    assert desk.post(f"{page}/notes", note=typed).location == f"{page}?told=noted"
    desk.page = form
    assert desk.post(f"{page}/notes", note=typed).location == f"{page}?told=same"
    assert notes(app) == [("玄関先に\n置いて ください", False)]
    assert f"・{NAME}" in desk.see(page)
    assert "玄関先に" not in Desk(app).see(order.show)
    after = {"letters": 13, "for_packers": False}
    assert money_lines(app) == [("order.noted", f"order:{order.number}", after)]


@pytest.mark.parametrize("typed", ["", " \n\u200b ", "あ" * (LONGEST + 1)])
def test_what_is_no_note_is_said_at_its_field_and_kept(
    app: Flask, desk: Desk, now: datetime, typed: str
) -> None:
    number = placed(app, paid, now).number
    assert note(desk, number, typed, for_packers="1") == 422
    assert set(desk.errors()) == {"note"}
    assert desk.page.select_one("#note").get_text() == typed.lstrip("\n")  # type: ignore[union-attr]
    assert desk.page.select_one("[name=for_packers][checked]")
    assert (notes(app), money_lines(app)) == ([], [])


def test_packers_are_shown_one_note_at_a_time(app: Flask, desk: Desk, now: datetime) -> None:
    number, other = placed(app, paid, now).number, placed(app, paid, now).number
    note(desk, number, "二重に包む", for_packers="1")
    note(desk, number, "冷たいまま", for_packers="1")
    note(desk, other, "ほかの注文")
    assert notes(app) == [("二重に包む", False), ("冷たいまま", True), ("ほかの注文", False)]
    show = f"/staff/orders/{number}/handling"
    desk.get(f"/staff/orders/{number}")
    form = desk.page
    assert desk.post(show, note="3").location.endswith("?told=same")
    desk.page = form
    assert desk.post(show, note="1").location.endswith("?told=note_shown")
    with app.app_context():
        assert handling_note(order_of(number)) == "二重に包む"
        ids = [order_of(one).id for one in (number, other)]
        assert handling_notes(ids) == {ids[0]: "二重に包む"}
        noted = db.session.scalars(select(Order.number).where(HAS_NOTE).order_by(Order.id))
        assert list(noted) == [number, other]
    desk.get(f"/staff/orders/{number}")
    form = desk.page
    assert desk.post(show, note="").location.endswith("?told=note_hidden")
    desk.page = form
    assert desk.post(show, note="x").status_code == 404
    assert [on for _text, on in notes(app)] == [False, False, False]


def test_with_scripts_only_the_part_with_the_timeline_comes_back(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number = placed(app, paid, now).number
    desk.get(f"/staff/orders/{number}")
    token = desk.page.select_one(".note-form [name=csrf_token]")["value"]  # type: ignore[index]
    for typed, status in (("届きました", 200), ("", 422)):
        answer = desk.client.post(
            f"/staff/orders/{number}/notes",
            data={"csrf_token": token, "key": "k", "note": typed},
            headers={"HX-Request": "true"},
        )
        assert answer.status_code == status
        assert answer.text.lstrip().startswith("<section")
        assert "届きました" in answer.text


def test_a_viewer_reads_notes_and_writes_none(app: Flask, desk: Desk, now: datetime) -> None:
    number = placed(app, paid, now).number
    note(desk, number, "要確認")
    with behind_the_counter(app):
        order = order_of(number)
        refund_order(order, {order.lines[0]: 1}, 0, 0, "割れ", now)
        mark_sent(order, now)
    hire(app, now, "viewer@happa.example", Role.VIEWER)
    viewer = Desk(app)
    viewer.sign_in("viewer@happa.example")
    with statements(app) as sent:
        assert "要確認" in viewer.see(f"/staff/orders/{number}")
    assert len(sent) < 8
    assert "第2版" in viewer.page.get_text()
    assert not viewer.page.select(".note-form, .actions")
    assert viewer.post(f"/staff/orders/{number}/notes", note="x", key="y").status_code == 403
