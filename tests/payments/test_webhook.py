"""Messages of a gateway: each is written down once, believed never, and asked about."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.payments.gateways import Event, EventKind
from storefront.payments.webhook import (
    KEPT_FOR,
    UnknownSubject,
    WebhookEvent,
    forget_old_messages,
    receive,
)
from tests.support.orders import place


def event(now: datetime, key: str, ref: str = "", kind: EventKind = EventKind.PAYMENT) -> Event:
    return Event("evt_1", kind, "payment_intent.succeeded", key, ref, now)


def counted(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def heard_jobs() -> int:
    return len(db.session.scalars(select(Job).where(Job.kind == "payments.heard")).all())


def test_a_message_is_written_down_and_asked_about_once(shop: Flask, now: datetime) -> None:
    payment = place(now)
    news = event(now, payment.idempotency_key)
    assert [receive("demo", news, now) for _ in range(3)] == [True, False, False]
    db.session.commit()
    assert (counted(WebhookEvent), heard_jobs()) == (1, 1)
    assert payment.state == "created"


def test_the_same_number_from_another_gateway_is_another_message(
    shop: Flask, now: datetime
) -> None:
    news = event(now, place(now).idempotency_key)
    assert receive("demo", news, now)
    assert receive("stripe", news, now)


def test_a_message_about_something_of_ours_that_is_not_here_is_to_come_again(
    shop: Flask, now: datetime
) -> None:
    for kind in (EventKind.PAYMENT, EventKind.REFUND):
        with pytest.raises(UnknownSubject):
            receive("demo", event(now, "nobody", kind=kind), now)
    assert (counted(WebhookEvent), heard_jobs()) == (0, 0)


def test_somebody_elses_message_is_kept_and_left_alone(shop: Flask, now: datetime) -> None:
    assert receive("demo", event(now, "", "pi_of_another_shop"), now)
    assert (counted(WebhookEvent), heard_jobs()) == (1, 0)


def test_an_attempt_is_found_by_the_gateways_own_reference(shop: Flask, now: datetime) -> None:
    payment = place(now)
    payment.provider_ref = "pi_1"
    db.session.flush()
    receive("demo", event(now, "", "pi_1"), now)
    assert db.session.scalars(select(WebhookEvent.payment_id)).one() == payment.id
    assert heard_jobs() == 1


def test_messages_are_forgotten_when_no_list_has_them_any_more(shop: Flask, now: datetime) -> None:
    receive("demo", event(now, "", "pi_of_another_shop"), now)
    forget_old_messages(now + KEPT_FOR)
    assert counted(WebhookEvent) == 1
    forget_old_messages(now + KEPT_FOR + timedelta(seconds=1))
    assert counted(WebhookEvent) == 0
