"""What an order costs the disk: one durable commit before the gateway is called, one after; the provider's own is its own."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from storefront.catalog.variant import Variant
from storefront.extensions import db
from storefront.limits import LimitWindow
from storefront.payments.gateways import Charge, Outcome
from storefront.payments.gateways.demo import DemoGateway
from tests.checkout.buyer import PAYS, Buyer
from tests.support.orders import behind_the_counter
from tests.support.shops import open_shop
from tests.support.statements import statements

MOST_STATEMENTS = 30
"""For one variant paid by card, the demo provider's own included; each further variant costs two more."""


@pytest.fixture
def guarded(database_kind: str, tmp_path: Path, now: datetime) -> Iterator[Flask]:
    """A shop with its limits on."""
    with open_shop(database_kind, tmp_path, limits=True) as shop:
        yield shop


def test_one_commit_before_the_money_moves_and_one_after(
    guarded: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    start = DemoGateway.start

    def called(gateway: DemoGateway, charge: Charge) -> Outcome:
        done.append("call")
        outcome = start(gateway, charge)
        done.append("answer")
        return outcome

    def committed(_session: Session) -> None:
        done.append("commit")

    buyer = Buyer(guarded).take().to_confirmation(PAYS)
    monkeypatch.setattr(DemoGateway, "start", called)
    event.listen(Session, "after_commit", committed)
    try:
        assert "/thank-you" in str(buyer.post().location)
    finally:
        event.remove(Session, "after_commit", committed)
    assert done == ["commit", "call", "commit", "answer", "commit"]
    assert tries(guarded) == [1, 1]


def test_a_try_that_makes_no_order_is_counted_as_well(guarded: Flask) -> None:
    buyer = Buyer(guarded).take().to_confirmation(PAYS)
    with behind_the_counter(guarded):
        db.session.execute(update(Variant).values(stock=0))
    assert buyer.post().status_code == 409
    assert tries(guarded) == [1, 1]


def test_an_order_takes_no_more_statements_than_it_needs(app: Flask) -> None:
    Buyer(app).take().buy(PAYS)
    buyer = Buyer(app).take().to_confirmation(PAYS)
    with statements(app) as sent:
        buyer.post()
    assert len(sent) <= MOST_STATEMENTS, sent


def tries(app: Flask) -> list[int]:
    """How often this cart and this caller tried to order."""
    with app.app_context():
        of_orders = select(LimitWindow.count).where(LimitWindow.key.startswith("place:"))
        return list(db.session.scalars(of_orders))
