"""Stolen cards tried out: one order each, as many as there are, from one place. The shop stops taking cards there."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from storefront import clock, limits
from storefront.extensions import db
from storefront.payments.payment import Payment
from storefront.views.decline_limit import MOST, WINDOW
from tests.checkout.buyer import DECLINED, PAYS, Buyer
from tests.support.orders import behind_the_counter
from tests.support.shops import open_shop

ELSEWHERE = "203.0.113.7"


@pytest.fixture
def guarded(database_kind: str, tmp_path: Path, now: datetime) -> Iterator[Flask]:
    """A shop with its limits on."""
    with open_shop(database_kind, tmp_path, limits=True) as shop:
        yield shop


def declined_before(app: Flask, count: int, now: datetime) -> None:
    """So many cards of other orders were declined for the caller of this test."""
    with (
        behind_the_counter(app),
        app.test_request_context(environ_base={"REMOTE_ADDR": "127.0.0.1"}),
    ):
        from storefront.views.caller import caller

        for _ in range(count):
            limits.hit(f"declined:{caller()}", MOST, WINDOW, now)


def attempts(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Payment.state).order_by(Payment.id)))


def test_the_tenth_declined_card_is_the_last_whatever_the_order(
    guarded: Flask, now: datetime
) -> None:
    declined_before(guarded, MOST - 2, now)
    for _ in range(2):
        assert Buyer(guarded).take().buy(DECLINED).status_code == 303
    last = Buyer(guarded).take()
    answer = last.buy(PAYS)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3601")
    assert attempts(guarded) == ["failed", "failed"]


def test_another_way_to_pay_stays_open(guarded: Flask, now: datetime) -> None:
    declined_before(guarded, MOST, now)
    assert Buyer(guarded).take().buy(None).status_code == 303
    assert attempts(guarded) == ["due"]


def test_an_order_that_waits_shows_until_when(guarded: Flask, now: datetime) -> None:
    buyer = Buyer(guarded).take()
    buyer.buy(DECLINED)
    declined_before(guarded, MOST - 1, now)
    buyer.follow()
    assert "カードは11:00までお使いいただけません" in buyer.said()


def test_others_and_the_next_hour_are_not_held_up(
    guarded: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    declined_before(guarded, MOST, now)
    client = guarded.test_client()
    client.environ_base["REMOTE_ADDR"] = ELSEWHERE
    assert Buyer(guarded, client=client).take().buy(PAYS).status_code == 303
    monkeypatch.setattr(clock, "now", lambda: now + WINDOW + timedelta(seconds=1))
    assert Buyer(guarded).take().buy(PAYS).status_code == 303
    assert attempts(guarded) == ["captured", "captured"]


def test_a_decline_that_cannot_be_counted_is_still_told(
    guarded: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import OperationalError

    from storefront.views import decline_limit

    def locked(*_args: object) -> bool:
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    monkeypatch.setattr(decline_limit, "within_limit", locked)
    assert Buyer(guarded).take().buy(DECLINED).status_code == 303
    assert attempts(guarded) == ["failed"]
