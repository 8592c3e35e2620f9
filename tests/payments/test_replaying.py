"""Messages that never came: the gateway's own list is asked for them, when it is silent and every night."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.payments.gateways import Event, EventKind, GatewayTimeout, Outcome, OutcomeStatus
from storefront.payments.payment import Payment
from storefront.payments.replaying import FIRST_LOOK, OVERLAP, Hearing, replay, replay_all
from storefront.payments.webhook import WebhookEvent, receive
from tests.support.orders import place
from tests.support.probe import Probe, probe_in

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def probe(shop: Flask) -> Probe:
    shop.extensions["gateways"] = {}
    return probe_in(shop)


def tells(key: str, at: datetime, number: str = "evt_1") -> Event:
    return Event(number, EventKind.PAYMENT, "payment.captured", key, "", at)


def kept() -> list[str]:
    return list(db.session.scalars(select(WebhookEvent.event_id).order_by(WebhookEvent.id)))


def jobs() -> int:
    return len(db.session.scalars(select(Job).where(Job.kind == "payments.heard")).all())


def test_what_was_missed_is_taken_in_once_and_followed_up(
    shop: Flask, now: datetime, probe: Probe
) -> None:
    key = place(now - HOUR).idempotency_key
    probe.events = [tells(key, now - HOUR)]
    assert [replay(probe, now) for _ in range(3)] == [1, 0, 0]
    assert (kept(), jobs()) == (["evt_1"], 1)


def test_what_came_by_itself_is_not_taken_in_again(
    shop: Flask, now: datetime, probe: Probe
) -> None:
    key = place(now - HOUR).idempotency_key
    missed, came = tells(key, now - HOUR, "evt_1"), tells(key, now - MINUTE, "evt_2")
    probe.events = [missed, came]
    receive("probe", came, now)
    db.session.commit()
    assert replay(probe, now) == 1
    assert kept() == ["evt_2", "evt_1"]


def test_the_list_is_read_from_where_it_was_read_to(
    shop: Flask, now: datetime, probe: Probe
) -> None:
    probe.events = [tells("", now - 2 * HOUR, "evt_1"), tells("", now - HOUR, "evt_2")]
    replay(probe, now)
    replay(probe, now + MINUTE)
    asked = [moment for _call, moment in probe.asked]
    assert asked == [now - FIRST_LOOK, now - HOUR - OVERLAP]


def test_a_clock_that_runs_fast_hides_nothing(shop: Flask, now: datetime, probe: Probe) -> None:
    probe.events = [tells("", now + timedelta(days=9), "evt_1")]
    replay(probe, now)
    assert db.session.scalars(select(Hearing.heard_until)).one() == now


def test_what_is_about_nothing_known_is_left_and_the_rest_is_taken_in(
    shop: Flask, now: datetime, probe: Probe
) -> None:
    key = place(now - HOUR).idempotency_key
    probe.events = [tells("nobody", now - HOUR, "evt_1"), tells(key, now - HOUR, "evt_2")]
    assert replay(probe, now) == 1
    assert kept() == ["evt_2"]


def test_a_gateway_that_breaks_off_is_asked_for_all_of_it_again(
    shop: Flask, now: datetime, probe: Probe, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = place(now - HOUR).idempotency_key

    def broken(_since: datetime):  # type: ignore[no-untyped-def]
        yield tells(key, now - HOUR, "evt_1")
        raise GatewayTimeout

    with monkeypatch.context() as broke:
        broke.setattr(probe, "events_since", broken)
        assert replay_all(now) == 0
    assert kept() == ["evt_1"]
    assert db.session.scalars(select(Hearing)).all() == []
    probe.events = [tells(key, now - HOUR, "evt_1"), tells(key, now - HOUR, "evt_2")]
    assert replay_all(now) == 1


def test_only_a_silent_gateway_is_asked_between_the_nights(
    shop: Flask, now: datetime, probe: Probe
) -> None:
    replay_all(now, silent_only=True)
    replay_all(now + 14 * MINUTE, silent_only=True)
    assert len(probe.asked) == 1
    receive("probe", tells("", now + 15 * MINUTE), now + 15 * MINUTE)
    db.session.commit()
    replay_all(now + 29 * MINUTE, silent_only=True)
    assert len(probe.asked) == 1
    replay_all(now + 31 * MINUTE, silent_only=True)
    assert len(probe.asked) == 2


def test_the_gateway_is_asked_with_no_transaction_open(
    shop: Flask, now: datetime, probe: Probe, monkeypatch: pytest.MonkeyPatch
) -> None:
    def listed(_since: datetime):  # type: ignore[no-untyped-def]
        for number in range(3):
            assert not db.session().in_transaction()
            yield tells("", now - HOUR, f"evt_{number}")

    monkeypatch.setattr(probe, "events_since", listed)
    assert replay(probe, now) == 3


def test_without_a_single_message_everything_is_settled(
    shop: Flask, now: datetime, probe: Probe
) -> None:
    payments = [place(now) for _ in range(4)]
    says = (
        Outcome(OutcomeStatus.CAPTURED, "ch_0"),
        Outcome(OutcomeStatus.DECLINED, "ch_1", "card_declined"),
        Outcome(OutcomeStatus.CANCELLED, "ch_2"),
        Outcome(OutcomeStatus.CAPTURED, "ch_3"),
    )
    for payment, said in zip(payments, says, strict=True):
        probe.says[payment.idempotency_key] = said
    done = shop.test_cli_runner().invoke(args=["payments", "sync"])
    assert done.output == "0 messages taken in, 0 payments and orders looked at\n"
    db.session.rollback()
    from storefront.payments.reconciling import sync

    sync(now + timedelta(minutes=3))
    states = db.session.scalars(select(Payment.state).order_by(Payment.id)).all()
    assert states == ["captured", "failed", "cancelled", "captured"]
    assert [one.order.state for one in payments] == ["placed", "pending", "pending", "placed"]
