"""What an order costs the disk: one durable commit before the gateway is called, one after; the provider's own is its own."""

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from storefront.payments.gateways import Charge, Outcome
from storefront.payments.gateways.demo import DemoGateway
from tests.checkout.buyer import PAYS, Buyer


def test_one_commit_before_the_money_moves_and_one_after(
    app: Flask, monkeypatch: pytest.MonkeyPatch
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

    buyer = Buyer(app).take().to_confirmation(PAYS)
    monkeypatch.setattr(DemoGateway, "start", called)
    event.listen(Session, "after_commit", committed)
    try:
        assert "/thank-you" in str(buyer.post().location)
    finally:
        event.remove(Session, "after_commit", committed)
    assert done == ["commit", "call", "commit", "answer", "commit"]
