"""The process dies while an order is being placed: whatever the moment, the books are right once the worker has looked."""

import random
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from storefront import clock
from storefront.catalog.stock import disagreements
from storefront.database import writing
from storefront.extensions import db
from storefront.jobs.queue import Job
from storefront.orders.order import Order
from storefront.payments.gateways.demo import DemoCharge, DemoGateway
from storefront.payments.payment import Payment
from storefront.payments.reconciling import sync
from tests.cart.visitor import variant
from tests.checkout.buyer import PAYS, Buyer
from tests.support.shops import open_shop

SOON, LATER = timedelta(minutes=3), timedelta(minutes=31)


class Killed(BaseException):
    """What no code of ours catches."""


class Killer:
    """Ends the request at one of four moments of placing an order."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, app: Flask) -> None:
        self.moment = ""
        self.commits = 0
        start = DemoGateway.start
        with app.app_context():
            session = db.session()
            event.listen(type(session), "before_commit", self._before_commit)
            self.stop = lambda: event.remove(type(session), "before_commit", self._before_commit)

        def dying(gateway: DemoGateway, charge: object) -> object:
            if self.moment == "before the gateway":
                raise Killed
            outcome = start(gateway, charge)  # type: ignore[arg-type]
            if self.moment == "after the gateway":
                raise Killed
            return outcome

        monkeypatch.setattr(DemoGateway, "start", dying)

    def _before_commit(self, _session: object) -> None:
        self.commits += 1
        if self.moment == "before the first commit" and self.commits == 1:
            raise Killed
        if self.moment == "before the second commit" and self.commits == 2:
            raise Killed

    def at(self, moment: str, press: Callable[[], object]) -> bool:
        """Press the button and die at that moment; True when it came to that."""
        self.moment, self.commits = moment, 0
        try:
            press()
        except Killed:
            return True
        finally:
            self.moment = ""
        return False


MOMENTS = (
    "before the first commit",
    "before the gateway",
    "after the gateway",
    "before the second commit",
)


@pytest.fixture
def killer(monkeypatch: pytest.MonkeyPatch, app: Flask):  # type: ignore[no-untyped-def]
    made = Killer(monkeypatch, app)
    yield made
    made.stop()


def the_worker_looks(app: Flask, monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)
    token = writing.set(True)
    with app.app_context():
        sync(at)
    writing.reset(token)


def books(app: Flask) -> dict[str, object]:
    """Orders, attempts, money at the gateway, confirmations and stock, as they are stored."""
    with app.app_context():
        charged = select(DemoCharge.status).where(DemoCharge.amount > 0)
        mails = select(func.count()).where(Job.kind == "mail.order_confirmation")
        return {
            "orders": list(db.session.scalars(select(Order.state))),
            "attempts": list(db.session.scalars(select(Payment.state))),
            "charges": list(db.session.scalars(charged)),
            "mails": db.session.scalar(mails),
            "wrong": disagreements(),
        }


def test_nothing_is_left_of_an_order_that_was_not_committed(app: Flask, killer: Killer) -> None:
    buyer = Buyer(app).take().to_confirmation()
    page = buyer.page
    assert killer.at("before the first commit", buyer.post)
    assert books(app) == {"orders": [], "attempts": [], "charges": [], "mails": 0, "wrong": []}
    buyer.page = page
    assert "/thank-you" in buyer.post().location


def test_killed_before_the_gateway_no_money_moves_and_the_goods_come_back(
    app: Flask, killer: Killer, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    with app.app_context():
        before = variant("SLEEP-30").stock
    buyer = Buyer(app).take().to_confirmation()
    page = buyer.page
    assert killer.at("before the gateway", buyer.post)
    buyer.page = page
    assert buyer.post().location.startswith("/ja/orders/10001?key=")
    the_worker_looks(app, monkeypatch, now + SOON)
    assert books(app) | {"mails": 0} == {
        "orders": ["pending"],
        "attempts": ["cancelled"],
        "charges": [],
        "mails": 0,
        "wrong": [],
    }
    the_worker_looks(app, monkeypatch, now + LATER)
    assert books(app)["orders"] == ["expired"]
    with app.app_context():
        assert variant("SLEEP-30").stock == before


def test_after_that_the_buyer_can_pay_the_same_order(
    app: Flask, killer: Killer, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    buyer = Buyer(app).take().to_confirmation()
    page = buyer.page
    killer.at("before the gateway", buyer.post)
    the_worker_looks(app, monkeypatch, now + SOON)
    buyer.page = page
    assert "/ja/orders/10001/pay?key=" in buyer.post().location
    buyer.follow()
    assert "代金はいただいていません" in buyer.said()
    assert "/thank-you" in buyer.pay_with(PAYS).location
    assert books(app)["attempts"] == ["cancelled", "captured"]


@pytest.mark.parametrize("moment", ["after the gateway", "before the second commit"])
def test_killed_after_the_gateway_the_money_is_found(
    app: Flask, killer: Killer, monkeypatch: pytest.MonkeyPatch, now: datetime, moment: str
) -> None:
    buyer = Buyer(app).take().to_confirmation()
    assert killer.at(moment, buyer.post)
    assert books(app)["orders"] == ["pending"]
    for _ in range(2):
        the_worker_looks(app, monkeypatch, now + SOON)
    assert books(app) == {
        "orders": ["placed"],
        "attempts": ["captured"],
        "charges": ["captured"],
        "mails": 1,
        "wrong": [],
    }


def test_many_buyers_killed_at_random_press_again_and_none_pays_twice(
    app: Flask, killer: Killer, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    dice = random.Random(7)
    with app.app_context():
        before = variant("SLEEP-30").stock
    for _ in range(12):
        buyer = Buyer(app).take().to_confirmation()
        page = buyer.page
        while killer.at(dice.choice((*MOMENTS, "", "")), buyer.post):
            buyer.page = page
    the_worker_looks(app, monkeypatch, now + SOON)
    the_worker_looks(app, monkeypatch, now + LATER)
    found = books(app)
    placed = found["orders"].count("placed")  # type: ignore[attr-defined]
    assert len(found["orders"]) == 12  # type: ignore[arg-type]
    assert found["charges"] == ["captured"] * placed
    assert found["mails"] == placed
    assert found["wrong"] == []
    assert 0 < placed < 12
    with app.app_context():
        assert variant("SLEEP-30").stock == before - placed
        paid = select(func.count(func.distinct(DemoCharge.order_number)))
        assert db.session.scalar(paid.where(DemoCharge.status == "captured")) == placed


DYING = """
import os, sys
from datetime import datetime, UTC
from pathlib import Path
from storefront import clock, create_app
from storefront.payments.gateways.demo import DemoGateway
from tests.checkout.buyer import Buyer
from tests.support.shops import settings_for
url, folder, moment = sys.argv[1:]
clock.now = lambda: datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
start = DemoGateway.start
def dying(gateway, charge):
    if moment == "before":
        os._exit(9)
    start(gateway, charge)
    os._exit(9)
DemoGateway.start = dying
Buyer(create_app(settings_for(url, Path(folder)))).take().buy()
"""


@pytest.mark.parametrize(
    ("moment", "orders", "charges"),
    [("before", ["expired"], []), ("after", ["placed"], ["captured"])],
)
def test_a_process_that_really_ends(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    now: datetime,
    moment: str,
    orders: list[str],
    charges: list[str],
) -> None:
    with open_shop("sqlite", tmp_path) as app:
        with app.app_context():
            url = app.config["SQLALCHEMY_DATABASE_URI"]
        command = [sys.executable, "-c", DYING, url, str(tmp_path), moment]
        assert subprocess.run(command, check=False, capture_output=True).returncode == 9
        assert books(app)["orders"] == ["pending"]
        the_worker_looks(app, monkeypatch, now + SOON)
        the_worker_looks(app, monkeypatch, now + LATER)
        assert (books(app)["orders"], books(app)["charges"]) == (orders, charges)
        assert books(app)["wrong"] == []
