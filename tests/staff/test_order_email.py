"""An e-mail address that was typed wrongly: put right, the old links void, and what the buyer needs mailed at once."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.customers.kept import Source, add_note, notes_of, wants_no_offers
from storefront.customers.wishing import wish
from storefront.extensions import db
from storefront.mail.outbox import OutboxMessage
from storefront.worker import run_due
from tests.support.desk import Desk
from tests.support.orders import EMAIL, behind_the_counter, paid, placed
from tests.support.phone import review
from tests.support.till import at_the_desk, money_lines, order_of

NEW = "wakaba@example.jp"


@pytest.fixture
def desk(app: Flask, now: datetime) -> Desk:
    return at_the_desk(app, now)


def page(number: str = "10001") -> str:
    return f"/staff/orders/{number}/email"


def correct(desk: Desk, number: str = "10001", **typed: str) -> str:
    desk.get(page(number))
    answer = desk.post(page(number), **{"email": NEW, **typed})
    return str(answer.location or answer.status_code).partition("told=")[2]


def letters(app: Flask, now: datetime) -> list[OutboxMessage]:
    with behind_the_counter(app):
        run_due(now)
        found = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
        db.session.expunge_all()
        return list(found)


def test_a_paid_order_is_told_anew_and_the_stranger_s_link_opens_nothing(
    app: Flask, desk: Desk, now: datetime
) -> None:
    before = now - timedelta(hours=1)
    link = placed(app, paid, before).show
    letters(app, before)
    with behind_the_counter(app):
        add_note(EMAIL, "声の大きい方", "key", (None, "花子"), now)
        wish(EMAIL, False, Source.PHONE, (None, "花子"), now)
    stranger = app.test_client()
    assert stranger.get(link).status_code == 200
    assert correct(desk) == "email_corrected_mailed"
    assert stranger.get(link).status_code == 403
    first, last = letters(app, now)
    assert (first.recipient, last.recipient) == (EMAIL, NEW)
    fresh = next(word for word in last.text.split() if "/orders/10001?" in word)
    assert app.test_client().get("/" + fresh.split("/", 3)[3]).status_code == 200
    with app.app_context():
        assert (order_of("10001").contact.email, order_of("10001").version) == (NEW, 1)
        assert [note.text for note in notes_of(NEW)] == ["声の大きい方"]
        assert wants_no_offers(NEW) and not notes_of(EMAIL)
    words = desk.see("/staff/orders/10001/mails")
    assert words.count("いまは送れません") == 1, "the letter with the void links"
    assert "メールの宛先を直しました" in desk.see("/staff/orders/10001")
    assert "10001" in desk.see(f"/staff/orders?q={NEW}")
    assert "10001" not in desk.see(f"/staff/orders?q={EMAIL}").partition("件")[2]
    line = ("order.email_corrected", "order:10001", {"version": 1, "fields": ["email"]})
    assert line in money_lines(app)


def test_a_phone_order_gets_its_link_where_it_should_have_gone(
    app: Flask, desk: Desk, now: datetime
) -> None:
    with behind_the_counter(app):
        sheet = review(1, now, "card", email="minori@gmial.com")
    desk.get(f"{sheet}/review")
    desk.post(f"{sheet}/review")
    letters(app, now)
    assert correct(desk) == "email_corrected_mailed"
    last = letters(app, now + timedelta(minutes=1))[-1]
    assert (last.recipient, last.subject) == (NEW, "【はっぱ茶房】お支払いのお願い（10001）")
    assert "/pay?" in last.text


def test_wrong_and_stale_ones_change_nothing_and_show_both(
    app: Flask, desk: Desk, now: datetime
) -> None:
    placed(app, paid, now)
    assert correct(desk, email=EMAIL.upper()) == "same"
    desk.get(page())
    assert desk.post(page(), email="nobody").status_code == 422
    assert set(desk.errors()) == {"email"}
    assert desk.post(page(), email="wakaba@gmial.com").status_code == 200
    assert "もしかして：wakaba@gmail.com" in desk.page.get_text(), "asked once"
    desk.get(page())
    with behind_the_counter(app):
        order_of("10001").version = 5
    assert desk.post(page(), email=NEW).status_code == 409
    assert EMAIL in desk.page.get_text() and NEW in desk.page.get_text()
    with app.app_context():
        assert order_of("10001").contact.email == EMAIL
    assert desk.post(page(), email=NEW).location.endswith("told=email_corrected_mailed")
