"""A day or a time that was chosen and can no longer be had: the shopper is told which, and what stands there instead."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from storefront import clock, revision
from storefront.extensions import db
from storefront.shipping.calendar_day import CalendarDay
from storefront.shipping.method import ShippingMethod
from tests.cart.visitor import words
from tests.checkout.buyer import Buyer, values_of
from tests.support.orders import behind_the_counter

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


@pytest.fixture(params=["ja", "en"])
def buyer(app: Flask, request: pytest.FixtureRequest) -> Buyer:
    opened = Buyer(app, request.param).take("SLEEP-30")
    opened.to_confirmation(delivery_date="2026-11-25", time_slot="14-16")
    return opened


def bounced(buyer: Buyer) -> str:
    """What the first step says to whoever presses the button and is led back there."""
    assert buyer.post().location.endswith("/checkout/delivery?back=confirm")
    buyer.follow()
    return words(buyer.page.select_one(".news"))


def test_the_cut_off_passed_before_the_button_was_pressed(
    buyer: Buyer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 24, 6, 0, tzinfo=UTC))
    told = bounced(buyer)
    assert {
        "ja": "お選びの11月25日(水)には、お届けできなくなりました。いまは11月26日(木)からお選びいただけます。",
        "en": "Wed, 25 Nov, the day you chose, is no longer possible. You can now choose from Thu, 26 Nov on.",
    }[buyer.language] in told
    form = values_of(buyer.form())
    assert (form["delivery_date"], form["time_slot"]) == ("", "14-16")


def test_the_carrier_rests_on_the_day_meanwhile(app: Flask, buyer: Buyer) -> None:
    with behind_the_counter(app):
        db.session.add(CalendarDay(day=date(2026, 11, 25), way="home", open=False))
        revision.bump(revision.Part.SETTINGS)
    told = bounced(buyer)
    assert ("11月25日(水)には" if buyer.language == "ja" else "Wed, 25 Nov, the day") in told


def test_the_carrier_gives_up_the_times_of_day(app: Flask, buyer: Buyer) -> None:
    with behind_the_counter(app):
        home = select(ShippingMethod).where(ShippingMethod.code == "home")
        db.session.scalars(home).one().slots = []
        revision.bump(revision.Part.SETTINGS)
    told = bounced(buyer)
    assert ("お選びの時間帯には" if buyer.language == "ja" else "The time of day you chose") in told
    assert "11月25日" not in told and "25 Nov" not in told
    assert values_of(buyer.form())["delivery_date"] == "2026-11-25"


def test_while_both_can_be_had_nothing_is_said(buyer: Buyer) -> None:
    buyer.get("/checkout/delivery")
    assert buyer.page.select_one(".news") is None
