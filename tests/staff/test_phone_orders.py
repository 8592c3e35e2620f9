"""Orders taken by phone: typed on a sheet, read aloud, placed once; paid as the shop is paid, a card by its link."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from storefront.cart.cart import Cart
from storefront.catalog.variant import Variant
from storefront.checkout.draft import PhoneDraft
from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.mail.outbox import OutboxMessage
from storefront.orders import lifecycle
from storefront.orders.order import Order
from storefront.payments.payment import Payment
from storefront.staff.roles import Role
from storefront.worker import run_due
from tests.support.desk import NAME, Desk, hire
from tests.support.orders import behind_the_counter, placed
from tests.support.orders import paid as paid_order
from tests.support.phone import TYPED, review
from tests.support.statements import rows, statements
from tests.support.till import at_the_desk, money_lines

LIST = "/staff/phone-orders"


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    return at_the_desk(app, now)


def begin(desk: Desk) -> str:
    desk.get(LIST)
    return str(desk.post(LIST).location)


def reviewed(app: Flask, now: datetime, way: str = "card", **answers: object) -> str:
    with behind_the_counter(app):
        return review(1, now, way, **answers)


def put_in(desk: Desk, sheet: str, **more: str) -> None:
    """Type the whole sheet, with two of one kind found by its reading."""
    desk.get(sheet)
    desk.post(sheet, find="おやすみ", press="find", **TYPED, **more)
    desk.get(f"{sheet}?find=おやすみ")
    desk.post(sheet, **TYPED, **more, **{"many-SLEEP-30": "２", "press": "add-SLEEP-30"})


def confirm(desk: Desk, sheet: str) -> str:
    desk.get(f"{sheet}/review")
    answer = desk.post(f"{sheet}/review")
    assert answer.status_code == 303, desk.page.get_text(" ", strip=True)
    return str(answer.location)


def the_order() -> Order:
    return db.session.scalars(select(Order).order_by(Order.id.desc())).first()  # type: ignore[return-value]


def test_a_call_becomes_an_order_paid_by_the_link_in_the_mail(
    app: Flask, desk: Desk, now: datetime
) -> None:
    sheet = begin(desk)
    put_in(desk, sheet, payment_method="card")
    words = desk.see(sheet)
    assert "おやすみブレンド 30包" in words
    assert "¥2,560" in words
    answer = desk.post(sheet, **TYPED, payment_method="card", press="review")
    assert answer.location == f"{sheet}/review", desk.errors()
    words = desk.see(f"{sheet}/review")
    for said in ("若葉 みのり 様", "〒150-0041", "渋谷区神南1-2-3", "090-1234-5678", "14時〜16時"):
        assert said in words
    assert "11月27日(金) 23:59までにお支払いください" in words
    assert confirm(desk, sheet) == "/staff/orders/10001?told=taken_by_phone"
    with behind_the_counter(app):
        order = the_order()
        assert (order.state, order.total, order.taken_by) == ("pending", 3210, 1)
        assert order.reserved_until == datetime.fromisoformat("2026-11-27T14:59:59+00:00")
        assert db.session.scalars(select(Payment)).all() == [], "nobody has a card here"
        assert db.session.scalars(select(PhoneDraft)).all() == []
        run_due(now)
        mail = db.session.scalars(select(OutboxMessage)).one()
        assert mail.key == "order:10001:pay_link"
        assert "お電話でのご注文を承りました" in mail.text
        assert "11月27日(金) 23:59" in mail.text
        assert "¥3,210" in mail.text
        link = next(word for word in mail.text.split() if "/pay?" in word)
    buyer = app.test_client()
    page = buyer.get(link.removeprefix("http://localhost").replace("http://127.0.0.1:8000", ""))
    assert page.status_code == 200
    assert "¥3,210" in page.text
    assert money_lines(app)[-1] == (
        "order.taken_by_phone",
        "order:10001",
        {"goods": {"SLEEP-30": 2}, "total": 3210, "payment": "card"},
    )
    assert f"電話で承りました {NAME}" in desk.see("/staff/orders/10001")


@pytest.mark.parametrize(
    ("way", "state", "mail"),
    [("cod", "placed", "confirmation"), ("konbini", "pending", "how"), ("transfer", "pending", "how")],
)  # fmt: skip
def test_each_way_of_the_shop_tells_the_buyer_by_mail(
    app: Flask, desk: Desk, now: datetime, way: str, state: str, mail: str
) -> None:
    confirm(desk, reviewed(app, now, way))
    with behind_the_counter(app):
        run_due(now)
        assert the_order().state == state
        assert the_order().payment_code == way
        keys = [key.rpartition(":")[2] for key in db.session.scalars(select(OutboxMessage.key))]
        assert keys == [mail]
        if way != "cod":
            run_due(now + timedelta(minutes=11))
            assert len(db.session.scalars(select(OutboxMessage.key)).all()) == 1, "no link on top"


def test_pressed_twice_it_is_one_order(app: Flask, desk: Desk, now: datetime) -> None:
    sheet = reviewed(app, now)
    desk.get(f"{sheet}/review")
    page = desk.page
    first = desk.post(f"{sheet}/review").location
    desk.page = page
    assert desk.post(f"{sheet}/review").location == first
    with app.app_context():
        assert db.session.query(Order).count() == 1
    assert [act for act, _s, _a in money_lines(app)] == ["order.taken_by_phone"]


def test_what_became_dearer_is_said_before_it_is_ordered(
    app: Flask, desk: Desk, now: datetime
) -> None:
    sheet = reviewed(app, now)
    desk.get(f"{sheet}/review")
    with behind_the_counter(app):
        db.session.execute(update(Variant).where(Variant.sku == "SLEEP-30").values(price=1380))
    before = rows(app)
    assert desk.post(f"{sheet}/review").status_code == 409
    words = desk.page.get_text(" ", strip=True)
    assert "合計は¥5,010から¥5,110になります" in words or "になります" in words
    assert rows(app) == before
    assert desk.post(f"{sheet}/review").status_code == 303, "the new sum was read aloud"


def test_what_is_sold_out_goes_back_to_the_sheet(app: Flask, desk: Desk, now: datetime) -> None:
    sheet = reviewed(app, now)
    desk.get(f"{sheet}/review")
    with behind_the_counter(app):
        db.session.execute(update(Variant).where(Variant.sku == "SLEEP-30").values(stock=0))
    assert desk.post(f"{sheet}/review").location == f"{sheet}?told=phone_unfinished"
    assert "いまは売っていません" in desk.see(sheet)
    assert money_lines(app) == []


def test_what_is_missing_is_said_and_all_that_was_typed_stays(app: Flask, desk: Desk) -> None:
    sheet = begin(desk)
    desk.get(sheet)
    answer = desk.post(sheet, press="review", email="minori@", name="若葉 みのり")
    assert answer.status_code == 422
    assert {"email", "postal_code", "address", "phone", "goods-0"} <= set(desk.errors()) | {
        "goods-0"
    }
    assert "若葉 みのり" in str(desk.page.select_one("#name"))
    desk.get(LIST)
    assert "若葉 みのり" in desk.page.get_text()
    assert "若葉 みのり" in str(desk.get(sheet).text)


@pytest.mark.parametrize("many", ["0", "-1", "100", "9" * 40, "いち", "1.5", ""])
def test_a_count_that_is_none_is_refused(app: Flask, desk: Desk, now: datetime, many: str) -> None:
    sheet = begin(desk)
    desk.get(f"{sheet}?find=SLEEP-30")
    answer = desk.post(sheet, press="add-SLEEP-30", **{"many-SLEEP-30": many})
    assert answer.status_code == 422
    assert desk.errors() == {"find": "数は1から99までで書いてください"}
    with app.app_context():
        assert db.session.scalars(select(Cart)).one().count == 0


def test_a_sheet_is_its_members_own(app: Flask, desk: Desk, now: datetime) -> None:
    sheet = begin(desk)
    hire(app, now, email="taro@happa.example", role=Role.MANAGER)
    other = Desk(app)
    other.sign_in("taro@happa.example")
    for path in (sheet, f"{sheet}/review", f"{sheet}/drop", f"{sheet}/goods?find=SLEEP"):
        assert other.get(path).status_code == 404
    assert "書きかけはありません" in other.see(LIST)
    other.get(LIST)
    assert other.post(f"{sheet}/drop").location == f"{LIST}?told=gone"
    assert desk.get(sheet).status_code == 200


def test_the_address_of_an_earlier_order_is_taken_over(
    app: Flask, desk: Desk, now: datetime
) -> None:
    placed(app, paid_order, now)
    placed(app, paid_order, now, email="other@example.jp", address="別の町1")
    sheet = begin(desk)
    desk.get(sheet)
    desk.post(sheet, email="MINORI@example.jp")
    words = desk.see(sheet)
    assert "渋谷区神南1-2-3" in words
    assert "別の町" not in words
    desk.post(sheet, email="MINORI@example.jp", press="copy-10002")
    assert "別の町" not in desk.see(sheet), "another buyer's"
    desk.post(sheet, email="MINORI@example.jp", press="copy-10001")
    desk.get(sheet)
    values = {str(i["name"]): i.get("value") for i in desk.page.select("#buyer input.input")}
    assert values["name"] == "若葉 みのり"
    assert values["postal_code"] == "150-0041"
    assert values["phone"] == "090-1234-5678"


def test_a_sheet_is_thrown_away_with_its_cart(app: Flask, desk: Desk, now: datetime) -> None:
    sheet = begin(desk)
    put_in(desk, sheet)
    desk.get(f"{sheet}/drop")
    assert desk.post(f"{sheet}/drop").location == f"{LIST}?told=phone_dropped"
    with app.app_context():
        assert db.session.query(PhoneDraft).count() == 0
        assert db.session.query(Cart).count() == 0
    assert [act for act, _s, _a in money_lines(app)] == ["phone_order.begun", "phone_order.dropped"]


def test_a_sheet_costs_a_handful_of_statements_and_reading_it_writes_nothing(
    app: Flask, desk: Desk, now: datetime
) -> None:
    sheet = begin(desk)
    put_in(desk, sheet)
    before = rows(app)
    for path in (sheet, f"{sheet}?find=SLEEP", LIST):
        desk.get(path)
        with statements(app) as sent:
            assert desk.get(path).status_code == 200
        assert len(sent) <= 7, sent
    assert rows(app) == before


def test_the_link_is_sent_anew_as_the_order_is_and_its_time_is_called_once(
    app: Flask, desk: Desk, now: datetime
) -> None:
    confirm(desk, reviewed(app, now))
    page = "/staff/orders/10001/mails"
    with behind_the_counter(app):
        run_due(now)
        order = the_order()
        order.shipping, order.total, order.version = 750, order.total + 100, 1
    assert "いまは送れません" in desk.see(page), "the first letter names another sum"
    assert desk.post(page, mail="now").location.endswith("?told=mailed_again")
    ten = datetime.fromisoformat("2026-11-26T01:00:00+00:00")
    with behind_the_counter(app):
        for moment in (now, ten - timedelta(seconds=1), ten, ten + timedelta(hours=1)):
            run_due(moment)
        _first, anew, last = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
        total = f"¥{the_order().total:,}"
        assert total in anew.text and total in last.text
        assert (anew.subject, last.subject) == (
            "【はっぱ茶房】お支払いのお願い（10001）",
            "【はっぱ茶房】お支払いの期限のお知らせ（10001）",
        )
        assert last.created_at == ten
        assert "11月27日(金) 23:59を過ぎると、ご注文は取り消されます。" in last.text
        assert "/pay?" in last.text


def test_who_is_paying_is_not_reminded(app: Flask, desk: Desk, now: datetime) -> None:
    confirm(desk, reviewed(app, now))
    with behind_the_counter(app):
        run_due(now)
        lifecycle.mark_paid(the_order(), now)
        db.session.commit()
        run_due(now + timedelta(days=3))
        keys = db.session.scalars(select(OutboxMessage.key)).all()
        assert not [key for key in keys if "reminder" in key]
    assert "払い方を送る" not in desk.see("/staff/orders/10001/mails")


def test_an_unpaid_one_ends_when_its_mail_says(app: Flask, desk: Desk, now: datetime) -> None:
    confirm(desk, reviewed(app, now))
    with behind_the_counter(app):
        run_due(now + timedelta(days=3))
        assert the_order().state == "pending"
        run_due(datetime.fromisoformat("2026-11-27T15:00:00+00:00"))
        assert db.session.scalars(select(Order.state)).one() == "expired"
        assert not db.session.scalars(select(Job).where(Job.dead_at.is_not(None))).all()
