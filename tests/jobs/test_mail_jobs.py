"""Mails as jobs: written once, delivered at least once, and never lost in between."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from smtplib import SMTPException

import pytest
from flask import Flask
from sqlalchemy import select

from storefront import clock, mailing, worker
from storefront.extensions import db
from storefront.jobs.queue import LAST_TRY, LEASE, Job
from storefront.mail.outbox import MessageState, OutboxMessage
from storefront.mail.transport import Letter, message_id
from storefront.orders import lifecycle
from tests.support.orders import behind_the_counter, cash_on_delivery, declined, paid
from tests.support.shops import open_shop

SERVER = "smtp://127.0.0.1:1"


@pytest.fixture
def with_server(tmp_path: Path, now: datetime, database_kind: str) -> Iterator[Flask]:
    """A shop that has a mail server to go to."""
    with open_shop(database_kind, tmp_path, mail_url=SERVER) as app, behind_the_counter(app):
        yield app


class Post:
    """Stands where the mail server is: keeps letters, or fails as often as told."""

    def __init__(self, failures: int = 0) -> None:
        self.letters: list[Letter] = []
        self.failures = failures

    def __call__(self, letter: Letter, mail_url: str) -> None:
        assert mail_url == SERVER
        assert not db.session().in_transaction(), "nobody waits for a network with a lock in hand"
        if self.failures:
            self.failures -= 1
            raise SMTPException("come back later")
        self.letters.append(letter)


def messages() -> list[OutboxMessage]:
    query = select(OutboxMessage).order_by(OutboxMessage.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def only_message() -> OutboxMessage:
    (message,) = messages()
    return message


def deliver_job() -> Job:
    query = select(Job).where(Job.kind == "mail.deliver")
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def test_a_paid_order_is_confirmed_by_one_mail_that_is_kept_without_a_server(
    shop: Flask, now: datetime
) -> None:
    order = paid(now)
    worker.run_due(now)
    worker.run_due(now)
    message = only_message()
    assert message.key == f"order:{order.number}:confirmation"
    assert message.state == MessageState.KEPT
    assert message.recipient == "minori@example.jp"
    assert message.locale == "ja"
    assert message.sent_at is None


def test_an_order_to_be_paid_at_the_door_is_confirmed_as_well(shop: Flask, now: datetime) -> None:
    order = cash_on_delivery(now)
    worker.run_due(now)
    assert only_message().key == f"order:{order.number}:confirmation"


def test_an_order_that_is_not_paid_is_not_confirmed(shop: Flask, now: datetime) -> None:
    declined(now)
    worker.run_due(now)
    assert messages() == []


def test_writing_a_confirmation_again_writes_nothing(shop: Flask, now: datetime) -> None:
    order = paid(now)
    for _turn in range(3):
        mailing.write_confirmation({"order": order.number}, now)
        db.session.commit()
    assert len(messages()) == 1
    assert deliver_job().payload == {"message": only_message().key, "order": order.number}


def test_paid_twice_is_confirmed_once(shop: Flask, now: datetime) -> None:
    order = paid(now)
    assert lifecycle.mark_paid(order, now) is True
    db.session.commit()
    worker.run_due(now)
    assert len(messages()) == 1


def test_a_mail_goes_out_once_and_is_marked_sent(
    with_server: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailing, "post", server := Post())
    paid(now)
    for _turn in range(3):
        worker.run_due(now)
    message = only_message()
    assert (message.state, message.sent_at) == (MessageState.SENT, now)
    (letter,) = server.letters
    assert letter.sender == "hello@happa.example"
    assert letter.sender_name == "はっぱ茶房"
    assert letter.html == message.html
    assert letter.text == message.text


def test_a_server_that_fails_is_asked_again_until_it_takes_the_mail(
    with_server: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailing, "post", server := Post(failures=2))
    paid(now)
    worker.run_due(now)
    worker.run_due(now)
    assert only_message().state == MessageState.WAITING
    assert "come back later" in deliver_job().error
    worker.run_due(now + timedelta(minutes=1))
    worker.run_due(now + timedelta(minutes=2))
    assert only_message().state == MessageState.SENT
    assert len(server.letters) == 1


def test_after_the_last_try_the_mail_has_failed_and_is_left_alone(
    with_server: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailing, "post", server := Post(failures=99))
    paid(now)
    for hour in range(LAST_TRY + 3):
        worker.run_due(now + timedelta(hours=hour))
    assert only_message().state == MessageState.FAILED
    assert deliver_job().dead_at is not None
    assert server.failures == 99 - LAST_TRY


def test_a_worker_that_dies_while_sending_sends_again_under_the_same_name(
    with_server: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Dies(BaseException):
        """What a killed process feels like from inside."""

    server = Post()

    def take_and_die(letter: Letter, mail_url: str) -> None:
        server(letter, mail_url)
        raise Dies

    monkeypatch.setattr(mailing, "post", take_and_die)
    paid(now)
    worker.run_due(now, limit=1)
    with pytest.raises(Dies):
        worker.run_due(now)
    db.session.rollback()
    assert only_message().state == MessageState.SENDING
    monkeypatch.setattr(mailing, "post", server)
    assert worker.run_due(now) == 0
    worker.run_due(now + LEASE + timedelta(seconds=1))
    assert only_message().state == MessageState.SENT
    first, second = server.letters
    assert first == second
    assert message_id(first) == message_id(second)


def test_no_mail_goes_twice_because_the_ones_before_it_took_long(
    with_server: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, moments = Post(), [now]

    def slowly(letter: Letter, mail_url: str) -> None:
        server(letter, mail_url)
        moments.append(moments[-1] + LEASE / 2 + timedelta(seconds=1))
        if len(server.letters) == 3:
            assert worker.run_due() == 0, "another worker looks while this one still sends"

    for _order in range(3):
        paid(now)
    monkeypatch.setattr(clock, "now", lambda: moments[-1])
    monkeypatch.setattr(mailing, "post", slowly)
    while worker.run_due():
        pass
    assert len({letter.key for letter in server.letters}) == len(server.letters) == 3


def test_a_job_behind_one_that_kills_the_worker_was_never_tried(
    with_server: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(letter: Letter, mail_url: str) -> None:
        raise SystemExit

    for _order in range(2):
        paid(now)
    worker.run_due(now, limit=2)
    monkeypatch.setattr(mailing, "post", die)
    with pytest.raises(SystemExit):
        worker.run_due(now)
    db.session.rollback()
    tries = select(Job.attempts).where(Job.kind == "mail.deliver").order_by(Job.id)
    assert db.session.scalars(tries).all() == [1, 0]
