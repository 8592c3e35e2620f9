"""A buyer changes how to pay and pays the slip of before all the same: the order is paid, and the newer way is closed."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.extensions import db
from storefront.payments.gateways import GatewayTimeout
from storefront.payments.gateways.demo import DemoGateway, acts
from storefront.payments.payment import Payment
from storefront.payments.reconciling import give_up
from tests.crashes.desk import Desk


@pytest.fixture
def desk(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An order first to be paid at a store, then by transfer; nothing was paid yet."""
    desk = Desk(app, now, monkeypatch)
    first = desk.ordered("konbini")
    with desk.acting():
        give_up(desk.payment(first), desk.now)
        db.session.commit()
        order_id = desk.payment(first).order_id
    desk.pay_again(order_id, "bank_transfer")
    return desk


def attempts(desk: Desk) -> list[tuple[str, str, int]]:
    with desk.acting():
        found = select(Payment.method, Payment.state, Payment.applied).order_by(Payment.id)
        return [(method, state, paid) for method, state, paid in db.session.execute(found)]


def pays_the_slip(desk: Desk) -> None:
    with desk.acting():
        slip = db.session.scalars(select(Payment).where(Payment.method == "konbini")).one()
        ref = slip.provider_ref or ""
        db.session.rollback()
        acts.pay_at_store(ref, late=True)
    for _ in range(3):
        desk.now += timedelta(minutes=2)
        desk.work()


def test_the_newer_way_is_closed(desk: Desk) -> None:
    assert [state for _method, state, _paid in attempts(desk)] == ["cancelled", "processing"]
    pays_the_slip(desk)
    ((_, slip, paid), (_, transfer, nothing)) = attempts(desk)
    assert (slip, transfer, nothing) == ("captured", "cancelled", 0) and paid > 0
    desk.come_to_rest()
    assert desk.wrong(quiet=True) == []


def test_it_is_closed_later_while_the_company_does_not_answer(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(_gateway: DemoGateway, _attempt: object) -> object:
        raise GatewayTimeout

    with monkeypatch.context() as away:
        away.setattr(DemoGateway, "cancel", silent)
        pays_the_slip(desk)
        assert attempts(desk)[1][1] in {"unknown", "processing"}
    desk.now += timedelta(minutes=6)
    desk.work()
    assert attempts(desk)[1][1] == "cancelled"
    desk.come_to_rest()
    assert desk.wrong(quiet=True) == []
