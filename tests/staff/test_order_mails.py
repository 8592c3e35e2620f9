"""The mails of an order: listed as they went out, sent again under a key of their own, not without end."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.extensions import db
from storefront.mail.again import LINKS_LAST, MOST
from storefront.mail.outbox import OutboxMessage
from storefront.worker import run_due
from tests.support.desk import Desk
from tests.support.orders import EMAIL, behind_the_counter, paid, place, placed
from tests.support.till import at_the_desk, money_lines, order_of


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    return at_the_desk(app, now)


def keys(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(OutboxMessage.key).order_by(OutboxMessage.id)))


def confirmed(app: Flask, now: datetime) -> str:
    number = placed(app, paid, now).number
    with behind_the_counter(app):
        run_due(now)
    return number


def again(desk: Desk, number: str, mail: str = "1") -> str:
    desk.get(f"/staff/orders/{number}/mails")
    return desk.post(f"/staff/orders/{number}/mails", mail=mail).location.partition("told=")[2]


def test_a_mail_goes_out_again_to_where_the_order_s_mail_goes_now(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number = confirmed(app, now)
    with behind_the_counter(app):
        order_of(number).contact.email = "new@example.jp"
    assert again(desk, number) == "mailed_again"
    first = f"order:{number}:confirmation"
    assert keys(app) == [first, f"{first}:again:1"]
    with app.app_context():
        old, new = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
        assert (old.recipient, new.recipient) == (EMAIL, "new@example.jp")
        assert (old.subject, old.text, old.html) == (new.subject, new.text, new.html)
    with behind_the_counter(app):
        run_due(now)
        assert db.session.scalars(select(OutboxMessage.state)).all() == ["kept", "kept"]
    assert "メールをもう一度送りました" in desk.see(f"/staff/orders/{number}")
    line = ("order.mailed_again", f"order:{number}", {"mail": f"{first}:again:1"})
    assert money_lines(app) == [line]


def test_the_order_is_written_as_it_is_now_with_its_papers(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number = confirmed(app, now)
    assert again(desk, number, "now") == "mailed_again"
    with behind_the_counter(app):
        run_due(now)
        new = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
        assert new is not None and f"/orders/{number}/invoice?key=" in new.text


def test_a_list_that_is_not_the_present_one_sends_nothing(
    app: Flask, desk: Desk, now: datetime
) -> None:
    number = confirmed(app, now)
    page = f"/staff/orders/{number}/mails"
    desk.get(page)
    form = desk.page
    desk.post(page, mail="1")
    desk.page = form
    assert desk.post(page, mail="1").status_code == 409
    assert "別のメールが出ました" in desk.page.get_text()
    assert len(keys(app)) == 2


def test_so_many_within_an_hour_and_no_more(app: Flask, desk: Desk, now: datetime) -> None:
    number = confirmed(app, now)
    told = [again(desk, number) for _time in range(MOST + 1)]
    assert told == ["mailed_again"] * MOST + ["mail_too_often"]
    assert len(keys(app)) == MOST + 1
    with behind_the_counter(app):
        for mail in db.session.scalars(select(OutboxMessage)):
            mail.created_at = now - LINKS_LAST
    assert "いまは送れません" in desk.see(f"/staff/orders/{number}/mails")
    assert again(desk, number) == "mail_over"


def test_what_asks_for_a_payment_goes_out_only_while_one_is_awaited(
    app: Flask, desk: Desk, now: datetime
) -> None:
    with behind_the_counter(app):
        from storefront.payments.settling import begin_offline

        payment = place(now, payment_method="transfer", card_token="", card_label="")
        begin_offline(payment, now)
        number = str(payment.order.number)
        db.session.commit()
        run_due(now)
    assert again(desk, number, "now") == "mailed_again"
    assert again(desk, number) == "mailed_again"
    with behind_the_counter(app):
        run_due(now)
        first, *anew = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
        assert {one.subject for one in anew} == {first.subject} and len(anew) == 2
    page = f"/staff/orders/{number}/mails"
    desk.get(page)
    with behind_the_counter(app):
        order_of(number).state = "expired"
    assert desk.post(page, mail="1").location.endswith("?told=mail_over")
    assert again(desk, number, "now") == "mail_over"
    desk.get(f"/staff/orders/{confirmed(app, now)}/mails")
    assert desk.post("/staff/orders/10002/mails", mail="1").status_code == 404
