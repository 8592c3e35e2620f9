"""Sending an order elsewhere before it is packed: compared line by line, done once, with books that still add up."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.mail.outbox import OutboxMessage
from storefront.orders.documents import invoice_of
from storefront.orders.order import Order
from storefront.payments.radar.sweep import mismatches
from storefront.worker import run_due
from tests.support.desk import Desk
from tests.support.orders import (
    behind_the_counter,
    cash_on_delivery,
    declined,
    paid,
    place,
    placed,
)
from tests.support.statements import rows
from tests.support.till import at_the_desk, money_lines, order_of, payment_of

SAPPORO = {"prefecture": "01", "postal_code": "060-0001", "address": "札幌市中央区北一条西"}
CHITOSE = {"prefecture": "14", "postal_code": "2310023", "address": "横浜市中区山下町1"}
UNCHOSEN = {"prefecture", "time_slot", "shipping_rate"}
"""Lists that cannot show what is not in them."""
COOL = (("MATCHA-GANACHE-9", 1),)


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    return at_the_desk(app, now)


def page(number: str) -> str:
    return f"/staff/orders/{number}/change"


def fields(desk: Desk) -> dict[str, str]:
    """The form at hand as it would be sent."""
    form = desk.page.select("main form")[0]
    sent = {i["name"]: i.get("value", "") for i in form.select("input:not([type=radio])")}
    sent |= {i["name"]: i["value"] for i in form.select("input[type=radio][checked]")}
    for select_ in form.select("select"):
        chosen = select_.select_one("option[selected]") or select_.select("option")[0]
        sent[select_["name"]] = chosen["value"]
    return {str(name): str(value) for name, value in sent.items()}


def check(desk: Desk, number: str, **more: str) -> int:
    desk.get(page(number))
    return desk.post(page(number), **{**fields(desk), **more}).status_code


def done(desk: Desk, number: str) -> str:
    return str(desk.post(page(number), press="do").location).partition("told=")[2]


def table(desk: Desk) -> list[tuple[str, ...]]:
    return [
        tuple(cell.get_text(" ", strip=True) for cell in row.select("th, td"))
        for row in desk.page.select(".compared tbody tr")
    ]


def sums(app: Flask, number: str) -> tuple[int, int, int, int]:
    """Shipping, total, its taxed parts, and what the invoice comes to; nothing on the radar."""
    with app.app_context():
        order = order_of(number)
        invoice = invoice_of(order)
        assert [m for m in mismatches(order.placed_at) if m.kind != "confirmation_missing"] == []
        assert sum(part.taxable for part in order.tax_parts) == order.total
        assert order.total == order.goods - order.discount + order.shipping + order.fee
        left = invoice.total if invoice else 0
        assert invoice is None or sum(part.taxable for part in invoice.rates) == left
        return order.shipping, order.total, len(order.refunds), left


def test_a_phone_number_changes_nothing_else(app: Flask, desk: Desk, now: datetime) -> None:
    number = placed(app, paid, now).number
    before = rows(app)
    assert check(desk, number, phone="０３ー１２３４ー５６７８") == 200
    assert table(desk) == [("電話番号", "090-1234-5678", "03-1234-5678")]
    assert rows(app) == before
    with app.app_context():
        parcels, promised = order_of(number).parcels, order_of(number).promised_on
    assert done(desk, number) == "order_rearranged"
    with app.app_context():
        order = order_of(number)
        assert (order.contact.phone, order.version) == ("0312345678", 1)
        assert (order.parcels, order.promised_on) == (parcels, promised)
        assert [event.kind for event in order.events][-1] == "changed"
    act, subject, after = money_lines(app)[0]
    assert (act, subject) == ("order.changed", f"order:{number}")
    assert after is not None
    assert after["fields"] == ["phone"]
    assert "0312345678" not in str(after)
    assert "お届けの内容を変えました 電話番号" in desk.see(f"/staff/orders/{number}")
    assert number in desk.see("/staff/orders?q=03-1234-5678")


def test_the_same_region_keeps_its_agreed_price_and_day(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number = placed(app, paid, now).number
    with behind_the_counter(app):
        order_of(number).shipping, order_of(number).total = 600, 4960
    assert check(desk, number, **CHITOSE) == 200
    assert {term for term, _before, _after in table(desk)} == {
        "郵便番号", "都道府県", "市区町村・番地",
    }  # fmt: skip
    assert "送料と合計は変わりません。" in desk.page.get_text()


def test_a_dearer_way_of_a_paid_order_is_borne_by_the_shop_and_said_so(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number = placed(app, paid, now).number
    assert check(desk, number, **SAPPORO) == 200
    assert ("送料", "¥650", "¥1,000") in table(desk)
    assert ("お届け日", "11月25日(水)", "11月26日(木)") in table(desk)
    assert "差額の¥350は店が負担します。" in desk.page.get_text()
    assert done(desk, number) == "order_rearranged"
    assert sums(app, number) == (650, 5010, 0, 5010)
    with app.app_context():
        order = order_of(number)
        assert [(one["price"], one["list_price"]) for one in order.parcels] == [(650, 1000)]
        assert order.contact.prefecture == "01"
    with behind_the_counter(app):
        run_due(now)
        mail = db.session.scalars(
            select(OutboxMessage).where(OutboxMessage.key.contains(":changed:"))
        ).one()
        assert "送料の差額¥350は当店が負担します" in mail.text
        assert "札幌市中央区北一条西" in mail.text
    assert money_lines(app)[0][2]["difference"] == 350  # type: ignore[index]


def test_of_a_cheaper_way_the_difference_goes_back(app: Flask, desk: Desk, now: datetime) -> None:
    number = placed(app, paid, now, prefecture="01", postal_code="0600001").number
    tokyo = {"prefecture": "13", "postal_code": "1500041"}
    assert check(desk, number, **tokyo) == 200
    text = desk.page.get_text()
    assert "送料の差額¥350を返金し" in text
    assert "¥350を、クレジットカードへ返します。" in text
    assert done(desk, number) == "order_rearranged"
    assert sums(app, number) == (1000, 5360, 1, 5010)
    with app.app_context():
        refund = order_of(number).refunds[0]
        assert (refund.shipping, refund.amount, refund.lines) == (350, 350, [])
        kinds = db.session.scalars(select(Job.kind)).all()
        assert {"mail.refund", "mail.order_changed", "payments.reimburse"} <= set(kinds)


def test_what_is_due_at_the_door_follows_with_fee_and_a_new_invoice(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number = placed(app, cash_on_delivery, now).number
    before = sums(app, number)
    assert check(desk, number, **SAPPORO) == 200
    assert ("合計", "¥5,340", "¥5,690") in table(desk)
    assert done(desk, number) == "order_rearranged"
    assert (before[1], sums(app, number)[1]) == (5340, 5690)
    with app.app_context():
        assert payment_of(number).amount == 5690
        invoice = invoice_of(order_of(number))
        assert invoice is not None and (invoice.version, invoice.total) == (2, 5690)


def test_an_unpaid_total_changes_only_while_nobody_is_paying_it(
    app: Flask, desk: Desk, now: datetime
) -> None:
    free = placed(app, declined, now).number
    assert check(desk, free, **SAPPORO) == 200
    assert done(desk, free) == "order_rearranged"
    assert sums(app, free)[:2] == (1000, 5360)
    with behind_the_counter(app):
        open_one = str(place(now).order.number)
    check(desk, open_one, **SAPPORO)
    assert str(desk.page) and order_sums(app, open_one) == (650, 5010)
    desk.get(page(open_one))
    answer = desk.post(page(open_one), **{**fields(desk), **SAPPORO})
    assert answer.location == f"/staff/orders/{open_one}?told=attempt_open"
    assert check(desk, open_one, phone="0312345678") == 200
    assert done(desk, open_one) == "order_rearranged"


def order_sums(app: Flask, number: str) -> tuple[int, int]:
    with app.app_context():
        return order_of(number).shipping, order_of(number).total


@pytest.mark.parametrize(
    ("bought", "typed", "wrong", "words"),
    [
        (COOL, {"prefecture": "47"}, "shipping_rate-0", "一度にお届けできません"),
        (None, {"postal_code": "12345"}, "postal_code", "郵便番号は7桁"),
        (None, {"prefecture": "99"}, "prefecture", "都道府県を一覧から"),
        (None, {"shipping_rate": "postbox"}, "shipping_rate-0", "厚さ3cmまでの便です"),
        (None, {"delivery_date": "2026-11-24"}, "delivery_date-0", "からお届けできます"),
        (None, {"delivery_date": "2027-11-24"}, "delivery_date-0", "までの日から"),
        (None, {"time_slot": "midnight"}, "time_slot-0", "時間帯から"),
        (None, {"name": " ", "phone": "x" * 400}, "name", "お名前を入力"),
    ],
)  # fmt: skip
def test_what_cannot_be_sent_is_refused_in_the_shop_s_own_words(
    app: Flask, desk: Desk, now: datetime, bought: object, typed: dict[str, str], wrong: str, words: str
) -> None:  # fmt: skip
    way = {"shipping_method": "cool"} if bought else {}
    number = placed(app, paid, now, bought=bought, **way).number
    before = rows(app)
    assert check(desk, number, **typed) == 422
    assert words in desk.errors()[wrong]
    kept = {name: value for name, value in typed.items() if name not in UNCHOSEN}
    assert {name: fields(desk).get(name) for name in kept} in (kept, {**kept, "name": ""})
    assert check(desk, number, press="do", mark="x", **typed) == 409
    assert rows(app) == before


def test_the_second_of_two_is_shown_both_values_and_loses_nothing(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number = placed(app, paid, now).number
    check(desk, number, name="若葉 みどり")
    question = desk.page
    other = Desk(app)
    other.sign_in()
    check(other, number, name="青葉 みのり", building="")
    assert done(other, number) == "order_rearranged"
    desk.page = question
    assert desk.post(page(number), press="do").status_code == 409
    assert ("お名前", "青葉 みのり", "若葉 みどり") in table(desk)
    assert ("建物名・部屋番号", "", "葉っぱ荘 101") in table(desk)
    assert fields(desk)["name"] == "若葉 みどり"
    assert desk.post(page(number), **fields(desk)).status_code == 200
    assert done(desk, number) == "order_rearranged"
    with app.app_context():
        assert order_of(number).contact.name == "若葉 みどり"
        assert order_of(number).version == 2
    assert [act for act, _subject, _after in money_lines(app)] == ["order.changed"] * 2


def test_a_question_that_is_no_longer_true_is_asked_again(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number = placed(app, declined, now).number
    check(desk, number, **SAPPORO)
    with behind_the_counter(app):
        order = order_of(number)
        order.state, order.paid_at, order.confirmed_at = "placed", now, now
    assert desk.post(page(number), press="do").status_code == 409
    assert "差額の¥350は店が負担します。" in desk.page.get_text()
    with behind_the_counter(app):
        order_of(number).first_sent_at = now
    assert done(desk, number) == "cannot_change"
    assert desk.get(page(number)).location.endswith("?told=cannot_change")
    assert money_lines(app) == []
    assert "お届けを変える" not in desk.see(f"/staff/orders/{number}")


def test_another_day_moves_the_parcel_and_not_its_price(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number = placed(app, paid, now).number
    assert check(desk, number, delivery_date="2026-11-30", time_slot="am") == 200
    assert [term for term, _was, _is in table(desk)] == ["出荷の日", "お届け日", "お届けの時間"]
    assert done(desk, number) == "order_rearranged"
    with app.app_context():
        order: Order = order_of(number)
        days = [(one["leaves_on"], one["arrives_on"], one["price"]) for one in order.parcels]
        assert days == [("2026-11-27", "2026-11-30", 650)]
        assert (order.day_chosen, order.slot_name["ja"]) == (True, "午前中")
        assert order.leave_on.isoformat() == days[0][0]


def test_the_choices_follow_the_prefecture_with_scripts(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number = placed(app, paid, now).number
    answer = desk.get(f"{page(number)}/ways?prefecture=47&shipping_rate=home")
    assert answer.text.lstrip().startswith("<div")
    assert "¥1,500" in answer.text
    assert desk.get(f"{page(number)}/ways?prefecture=xx").status_code == 200
