"""People at the desk: joined by their address, summed up by what they paid, noted, heard and told."""

import json
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.customers.people import people
from storefront.extensions import db
from storefront.orders.order import Order
from storefront.payments.refunding import refund_order
from storefront.staff.roles import Role
from storefront.visitors.visitor import visitor_for
from tests.support.desk import Desk, hire
from tests.support.orders import (
    behind_the_counter,
    declined,
    paid,
    place,
    placed,
)
from tests.support.statements import rows, statements
from tests.support.till import at_the_desk, later, money_lines, sent

LIST = "/staff/customers"
PERSON = f"{LIST}/10001"


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    return at_the_desk(app, now)


def test_orders_of_one_address_are_one_person_in_any_case(
    app: Flask, desk: Desk, now: datetime
) -> None:
    placed(app, paid, now)
    placed(app, declined, now, email="MINORI@example.jp", name="若葉 みのり（新）")
    placed(app, paid, now, email="other@example.jp", name="森 はな", phone="0312345678")
    with statements(app) as asked:
        words = desk.see(LIST)
    assert len(asked) <= 5, asked
    assert [a.get_text() for a in desk.page.select(".people a")] == ["森 はな", "若葉 みのり（新）"]
    assert "注文2件" in words
    assert "未確認" not in desk.page.select(".people")[0].get_text()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("森", ["10002"]),
        ("ﾓﾘ", []),
        ("はな", ["10002"]),
        ("ハナ", ["10002"]),
        ("OTHER@", ["10002"]),
        ("03-1234", ["10002"]),
        ("minori@example.jp", ["10001"]),
        ("09012345678", ["10001"]),
        ("nobody", []),
        ("%", []),
        ("' OR 1=1 --", []),
    ],
)
def test_people_are_found_by_name_kana_address_and_phone(
    shop: Flask, now: datetime, typed: str, found: list[str]
) -> None:
    paid(now)
    paid(now, email="other@example.jp", name="森 はな", phone="0312345678")
    if typed == "%":
        assert len(people(now, typed).rows) in {0, 2}
    else:
        assert [one.number for one in people(now, typed).rows] == found


def test_a_page_of_people_follows_the_last(shop: Flask, now: datetime) -> None:
    for place_ in range(3):
        paid(now, email=f"buyer{place_}@example.jp")
    paid(now, email="buyer0@example.jp")
    first = people(now, most=2)
    assert [one.email for one in first.rows] == ["buyer0@example.jp", "buyer2@example.jp"]
    rest = people(now, before=first.next_id, most=2)
    assert [one.email for one in rest.rows] == ["buyer1@example.jp"]


def test_people_of_several_words_are_found_page_after_page_in_few_questions(
    shop: Flask, now: datetime
) -> None:
    for place_ in range(3):
        paid(now - timedelta(days=200 * place_), email=f"buyer{place_}@example.jp", name="森 はな")
    paid(now, email="stranger@example.jp", name="森 ゆき")
    with statements(shop) as sent:
        first = people(now, "森 はな", most=2)
    assert len(sent) <= 4
    assert [one.email for one in first.rows] == ["buyer2@example.jp", "buyer1@example.jp"]
    rest = people(now, "森 はな", first.next_id, most=2)
    assert [one.email for one in rest.rows] == ["buyer0@example.jp"]
    assert people(now, "はな ゆき").rows == []
    assert people(now, "buyer 09012345678", first.next_id).next_id is None


def test_a_person_is_summed_up_by_what_was_paid(app: Flask, desk: Desk, now: datetime) -> None:
    placed(app, paid, now)
    placed(app, declined, now)
    with behind_the_counter(app):
        order = db.session.scalars(select(Order).where(Order.number == "10001")).one()
        refund_order(order, {order.lines[0]: 1}, 0, 0, "袋の破れ", now)
    before = rows(app)
    desk.see(PERSON)
    with statements(app) as asked:
        words = desk.see(PERSON)
    assert len(asked) <= 7, asked
    assert rows(app) == before
    assert "2件 うち支払い済み1件" in words
    assert "支払われた額 ¥5,010" in words
    assert "返金した額 ¥1,280" in words
    assert desk.see(f"{LIST}/10002") == words.replace("10001/", "10002/")
    assert desk.get(f"{LIST}/77777").status_code == 404


def test_a_note_is_written_once_and_says_who(app: Flask, desk: Desk, now: datetime) -> None:
    placed(app, paid, now)
    desk.get(PERSON)
    page = desk.page
    assert (
        desk.post(f"{PERSON}/notes", note=" 箱は\n静かに ").location == f"{PERSON}?told=noted#notes"
    )
    desk.page = page
    assert (
        desk.post(f"{PERSON}/notes", note=" 箱は\n静かに ").location == f"{PERSON}?told=same#notes"
    )
    assert "箱は 静かに 11月24日(火) 10:00 ・葉山 花子" in desk.see(PERSON)
    assert money_lines(app) == [("customer.noted", "customer:1", {"letters": 6})]
    desk.get(PERSON)
    assert desk.post(f"{PERSON}/notes", note="x" * 501).status_code == 422
    assert "x" * 501 in str(desk.page.select_one("#note"))


def test_no_suggestions_goes_for_mails_and_browsers_and_can_be_taken_back(
    app: Flask, desk: Desk, now: datetime
) -> None:
    placed(app, paid, now)
    with behind_the_counter(app):
        visitor = visitor_for("sample", now)
        db.session.scalars(select(Order)).one().visitor_id = visitor.id
    desk.get(PERSON)
    assert desk.post(f"{PERSON}/wishes").location == f"{PERSON}?told=wish_no#wishes"
    words = desk.see(PERSON)
    assert "のせません" in words
    assert "ブラウザーでは、11月24日(火)からおすすめを止めています" in words
    assert desk.post(f"{PERSON}/wishes").location == f"{PERSON}?told=wish_yes#wishes"
    assert "止めています" not in desk.see(PERSON)
    assert [after for _act, _s, after in money_lines(app)] == [
        {"offers": False, "source": "phone"},
        {"offers": True, "source": "phone"},
    ]


def test_what_is_kept_is_told_after_the_password_only(
    app: Flask, desk: Desk, now: datetime
) -> None:
    sent(app, now)
    desk.get(PERSON)
    later(app, now)
    assert "application/json" not in desk.post(f"{PERSON}/export").headers["Content-Type"]
    answer = desk.post(f"{PERSON}/export", password="mizu to yukata wo 3 mai")
    kept = json.loads(answer.text)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="customer-10001.json"'
    assert kept["orders"][0]["delivery"]["address"] == "渋谷区神南1-2-3"
    assert kept["payments"][0]["card"] == "•••• 4242"
    assert [one["tracking"] for one in kept["parcels"]] == ["1234-5678"]
    assert (len(kept["mails"]), kept["accounts"]) == (2, [])
    assert money_lines(app)[-1] == ("customer.exported", "customer:1", {"orders": 1, "mails": 2})


def test_each_role_sees_as_much_as_it_may(app: Flask, now: datetime) -> None:
    placed(app, paid, now)
    seen = {}
    for role in (Role.VIEWER, Role.MANAGER, Role.PACKER):
        hire(app, now, email=f"{role}@happa.example", role=role)
        desk = Desk(app)
        desk.sign_in(f"{role}@happa.example")
        status = desk.get(PERSON).status_code
        seen[role] = (status, len(desk.page.select("main form")))
    assert seen == {Role.VIEWER: (200, 0), Role.MANAGER: (200, 4), Role.PACKER: (403, 0)}


def test_an_order_by_phone_begins_with_the_person_on_the_sheet(
    app: Flask, desk: Desk, now: datetime
) -> None:
    placed(app, paid, now)
    desk.get(PERSON)
    sheet = desk.post("/staff/phone-orders", order="10001").location
    desk.get(sheet)
    values = {str(i["name"]): i.get("value") for i in desk.page.select("#buyer input.input")}
    assert values["email"] == "minori@example.jp"
    assert values["address"] == "渋谷区神南1-2-3"


def test_old_unpaid_orders_of_a_typo_add_to_no_sum(shop: Flask, now: datetime) -> None:
    place(now - timedelta(days=2), email="typo@example.jp")
    (one,) = people(now, "typo").rows
    assert not one.verified
